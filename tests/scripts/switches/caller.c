#include "shared.h"

static volatile int failed;
static volatile int zero;

static void check(int number, int right)
{
	if (!right && failed == 0)
		failed = number;
}

static int back(struct small one, long long n) { return one.a * 100 + one.b * 10 + (int)n; }

/* Holds more values across calls than any machine has registers that survive them. */
static void values(void)
{
	volatile long in[16];
	for (int i = 0; i < 16; i++)
		in[i] = i * 7 + zero;
	long a = in[0], b = in[1], c = in[2], d = in[3], e = in[4], f = in[5], g = in[6], h = in[7], i = in[8], j = in[9];
	long got = busy(zero + 1) + busy(zero + 2);
	check(2, a == in[0] && b == in[1] && c == in[2] && d == in[3] && e == in[4] && f == in[5] && g == in[6] && h == in[7] && i == in[8] && j == in[9]);
	check(3, got == busy(zero + 1) + busy(zero + 2));
}

static void structs(void)
{
	struct small s = small((struct small){zero + 1, 2}, 10);
	check(4, s.a == 12 && s.b == -9);
	struct large l = large((struct large){{1, 2, 3, 4, 5 + zero}}, 9);
	check(5, l.a[4] == 14 && l.a[0] == 1);
	struct odd o = odd((struct odd){1, 2, 3 + zero});
	check(6, o.a == 3 && o.b == 3 && o.c == 1);
	struct bits b = bits((struct bits){5, 600, 70000000000, 8 + zero});
	check(7, b.a == 5 && b.b == 601 && b.c == 70000000000 && b.d == 10);
	struct apart a = apart((struct apart){1, 20000000000 + zero});
	check(8, a.tag == 2 && a.value == 20000000002);
	struct bits b2 = {1, 2, 3, 4};
	struct words w = {5, 6};
	struct levels e = {HIGH, 7};
	struct apart p = {8, 9};
	struct ends n = {1, 2, 3};
	struct odd d = {10, 11, 12};
	check(9, read_all(&b2, &w, &e, &p, &n, &d) == 1 + 2 + 3 + 4 + 6 + 1 + 7 + 9 + 3 + 11 + 12);
}

static void sizes(void)
{
	struct sizes own = {{sizeof(struct bits), sizeof(struct words), sizeof(struct levels), sizeof(struct apart), sizeof(struct ends),
			     sizeof(struct odd), sizeof(wchar_t), sizeof(enum level), sizeof(long double), _Alignof(long double),
			     _Alignof(struct apart), sizeof(struct tail), sizeof(void *), _Alignof(max_align_t), sizeof(long), _Alignof(double)}};
	struct sizes theirs;
	measure(&theirs);
	for (int i = 0; i < 16; i++)
		check(10 + i, own.of[i] == theirs.of[i]);
}

#ifdef FLOATS
static int near(double a, double b) { return a - b < 1e-6 && b - a < 1e-6; }

static void numbers(void)
{
	struct mixed m = mixed((struct mixed){1, 2.5 + zero}, 2);
	check(40, m.tag == 2 && near(m.value, 5));
	check(41, near(floats(1, 2, 3, 4, 5 + zero), 55));
	check(42, near(half(3 + zero), 1.5));
	check(43, near((double)extended(1.5L, 2, 3 + zero), 6));
	struct extended x = boxed((struct extended){1, 2.5L + zero});
	check(44, x.tag == 2 && near((double)x.value, 3.5));
	_Complex double t = turned(1 + 2.0i, 3 + 4.0fi);
	check(45, near(__real__ t, 1) && near(__imag__ t, 5));
	check(46, near(listed_floats(3, 1.0, 2.0, 3.0 + zero), 11));
	check(47, near(spread(1, 2, 3, 4, 5, 6, 7, 8, 9, 10 + zero), 385));
}
#endif

int main(void)
{
	check(1, ints(1, 2, 3, 4, 5, 6, 7, 8, 9 + zero) == 285);
	values();
	structs();
	sizes();
	char text = -1 + zero;
	check(30, is_negative(text) == (text < 0));
	check(31, narrow(-5 + zero, 60000) == 59985);
	check(32, listed(2, 1, 2LL, 3, 4LL + zero) == 13);
	check(33, misaligned() == 0);
	check(34, through(back, 3 + zero) == 347);
	check(35, other(LOW) == HIGH && other(HIGH) == LOW);
	check(36, both(1, zero == 0) && !both(1, zero));
	check(37, longs(1, 2, 3, 4, 5 + zero) == 55);
#ifdef FLOATS
	numbers();
#endif
#ifdef __SIZEOF_INT128__
	check(38, wide(3, (__int128)1 << 70) == (__int128)3 << 70);
#endif
	return failed;
}
