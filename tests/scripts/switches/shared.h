/* What caller.c and callee.c share: two units that a switch of one of them may set at odds. */
#include <stdarg.h>
#include <stddef.h>

struct small { int a; int b; };
struct mixed { char tag; double value; };
struct large { long a[5]; };
struct bits { unsigned a : 3; int b : 17; long long c : 40; char d; };
struct words { wchar_t wide; char end; };
enum level { LOW, HIGH };
struct levels { enum level level; char end; };
struct apart { char tag; long long value; };
struct odd { char a; short b; char c; };
struct ends { int a; unsigned char b : 2; int : 0; unsigned char c : 3; };
struct tail { int length; char bytes[]; };

struct sizes {
	unsigned long of[16];
};

int ints(int a, int b, int c, int d, int e, int f, int g, int h, int i);
long longs(char a, long b, long long c, short d, long long e);
struct small small(struct small one, int n);
struct large large(struct large one, int n);
struct odd odd(struct odd one);
struct bits bits(struct bits one);
struct apart apart(struct apart one);
long read_all(struct bits *bits, struct words *words, struct levels *levels, struct apart *apart, struct ends *ends, struct odd *odd);
void measure(struct sizes *sizes);
int is_negative(char text);
int narrow(signed char a, unsigned short b);
int listed(int count, ...);
unsigned long misaligned(void);
long busy(long n);
int through(int (*callback)(struct small, long long), int n);
enum level other(enum level one);
_Bool both(_Bool a, _Bool b);
#ifdef FLOATS
struct mixed mixed(struct mixed one, float f);
double floats(float a, double b, int c, double d, float e);
float half(float a);
long double extended(long double a, int n, long double b);
struct extended { char tag; long double value; };
struct extended boxed(struct extended one);
_Complex double turned(_Complex double a, _Complex float b);
double listed_floats(int count, ...);
double spread(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j);
#endif
#ifdef __SIZEOF_INT128__
__int128 wide(int n, __int128 a);
#endif
