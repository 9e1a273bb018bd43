#include "shared.h"

int ints(int a, int b, int c, int d, int e, int f, int g, int h, int i) { return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i; }
long longs(char a, long b, long long c, short d, long long e) { return a + 2 * b + 3 * c + 4 * d + 5 * e; }
struct small small(struct small one, int n) { return (struct small){one.b + n, one.a - n}; }
struct large large(struct large one, int n)
{
	one.a[4] += n;
	return one;
}
struct odd odd(struct odd one) { return (struct odd){one.c, one.b + 1, one.a}; }
struct bits bits(struct bits one)
{
	one.b += 1;
	one.d += 2;
	return one;
}
struct apart apart(struct apart one) { return (struct apart){one.tag + 1, one.value + 2}; }
long read_all(struct bits *bits, struct words *words, struct levels *levels, struct apart *apart, struct ends *ends, struct odd *odd)
{
	return bits->a + bits->b + bits->c + bits->d + words->end + levels->level + levels->end + apart->value + ends->c + odd->b + odd->c;
}
void measure(struct sizes *sizes)
{
	*sizes = (struct sizes){{sizeof(struct bits), sizeof(struct words), sizeof(struct levels), sizeof(struct apart), sizeof(struct ends),
				 sizeof(struct odd), sizeof(wchar_t), sizeof(enum level), sizeof(long double), _Alignof(long double),
				 _Alignof(struct apart), sizeof(struct tail), sizeof(void *), _Alignof(max_align_t), sizeof(long), _Alignof(double)}};
}
int is_negative(char text) { return text < 0; }
int narrow(signed char a, unsigned short b) { return a * 3 + b; }
int listed(int count, ...)
{
	int sum = 0;
	va_list list;
	va_start(list, count);
	for (int i = 0; i < count; i++)
		sum = 2 * sum + va_arg(list, int) + (int)va_arg(list, long long);
	va_end(list);
	return sum;
}
__attribute__((noinline)) static unsigned long low(volatile char *at)
{
	unsigned long address = (unsigned long)at;
	__asm__("" : "+r"(address));
	return address & (sizeof(long) * 2 - 1);
}
unsigned long misaligned(void)
{
	_Alignas(2 * sizeof(long)) volatile char here[2 * sizeof(long)];
	here[0] = 1;
	return low(here);
}
long busy(long n)
{
	volatile long in[24];
	for (int i = 0; i < 24; i++)
		in[i] = n + i;
	long a = in[0], b = in[1], c = in[2], d = in[3], e = in[4], f = in[5], g = in[6], h = in[7], i = in[8], j = in[9], k = in[10];
	long l = in[11], m = in[12], o = in[13], p = in[14], q = in[15];
	for (int r = 0; r < 3; r++) {
		a += b * in[r]; b ^= c + in[r]; c += d * in[r]; d ^= e; e += f * in[r]; f ^= g; g += h * in[r]; h ^= i;
		i += j * in[r]; j ^= k; k += l * in[r]; l ^= m; m += o * in[r]; o ^= p; p += q * in[r]; q ^= a;
	}
	return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l ^ m ^ o ^ p ^ q;
}
int through(int (*callback)(struct small, long long), int n) { return callback((struct small){n, n + 1}, 7); }
enum level other(enum level one) { return one == LOW ? HIGH : LOW; }
_Bool both(_Bool a, _Bool b) { return a && b; }
#ifdef FLOATS
struct mixed mixed(struct mixed one, float f) { return (struct mixed){one.tag + 1, one.value * f}; }
double floats(float a, double b, int c, double d, float e) { return a + 2 * b + 3 * c + 4 * d + 5 * e; }
float half(float a) { return a / 2; }
long double extended(long double a, int n, long double b) { return a * n + b; }
struct extended boxed(struct extended one) { return (struct extended){one.tag + 1, one.value + 1}; }
_Complex double turned(_Complex double a, _Complex float b) { return a * 1.0i + b; }
double listed_floats(int count, ...)
{
	double sum = 0;
	va_list list;
	va_start(list, count);
	for (int i = 0; i < count; i++)
		sum = 2 * sum + va_arg(list, double);
	va_end(list);
	return sum;
}
double spread(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j;
}
#endif
#ifdef __SIZEOF_INT128__
__int128 wide(int n, __int128 a) { return a * n; }
#endif
