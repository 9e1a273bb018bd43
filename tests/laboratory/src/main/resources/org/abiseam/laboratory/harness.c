/* Runs every caller of a generated program and writes what was seen to file 1.
 *
 * A caller passes random values. The machine's stub, which all callees of that name are, stores the registers and the stack at
 * entry and calls observed(). That scrambles all of it (what looks like a pointer becomes a pointer to a buffer of its own) and
 * has the callee of the same compiler take its arguments from there. A place from which the caller's value *and* the callee's value
 * come, in every trial, is where the argument travels. The result is found in the same way: by the buffer that it was
 * written to, or the register that holds it. */
#include "fill.h"

typedef unsigned char byte;
typedef unsigned long word;
enum { TRIALS = 16, MOST_TYPES = 2048 };

struct registers { byte image[REGISTERS][16]; };

struct registers caller_registers __attribute__((aligned(64))), callee_registers __attribute__((aligned(64)));
byte result_registers[RESULT_REGISTERS][16] __attribute__((aligned(64)));
byte *caller_stack;
byte callee_stack[WINDOW] __attribute__((aligned(64)));
void (*run_target)(void);
void (*invoke_target)(void);

byte values[MOST_PARAMETERS][VALUE_BYTES] __attribute__((aligned(64)));
byte taken[MOST_PARAMETERS][VALUE_BYTES] __attribute__((aligned(64)));
byte given[VALUE_BYTES] __attribute__((aligned(64))), received[VALUE_BYTES] __attribute__((aligned(64)));

void run_call(void);
void invoke(void);
void STUB_CALL sys_write(const void *from, word bytes);
void sys_exit(void);

enum { POINTERS = POINTER_REGISTERS + WINDOW / sizeof(word), SET = (POINTERS + 7) / 8 };
static byte buffers[POINTERS][VALUE_BYTES] __attribute__((aligned(64)));
static byte masks[MOST_TYPES][VALUE_BYTES];
static const struct function *current;
static byte *stack_low, *stack_high;
extern byte __bss_start[], _end[];

void *memcpy(void *to, const void *from, word n) {
  byte *t = to;
  const byte *f = from;
  while (n--) *t++ = *f++;
  return to;
}

void *memmove(void *to, const void *from, word n) {
  byte *t = to;
  const byte *f = from;
  if (t < f) return memcpy(to, from, n);
  while (n--) t[n] = f[n];
  return to;
}

void *memset(void *to, int value, word n) {
  byte *t = to;
  while (n--) *t++ = value;
  return to;
}

/* What a compiler calls for an atomic value that it cannot load or store at once. */
void __atomic_load(word n, const void *from, void *to, int order) { memcpy(to, from, n); }

void __atomic_store(word n, void *to, const void *from, int order) { memcpy(to, from, n); }

static byte pending[65536];
static unsigned pending_bytes;

static void flush(void) {
  sys_write(pending, pending_bytes);
  pending_bytes = 0;
}

static void put(const void *from, unsigned n) {
  const byte *f = from;
  while (n--) {
    if (pending_bytes == sizeof pending) flush();
    pending[pending_bytes++] = *f++;
  }
}

static void put_number(unsigned number) { put(&number, 4); }

static unsigned seed;

static byte chance(void) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed >> 11;
}

static void scatter(byte *place, unsigned n) {
  while (n--) *place++ = chance();
}

void ones(void *place, unsigned bytes) { memset(place, 255, bytes); }

/* Byte i of a number, counted from its least significant. */
static byte *digit(void *place, int size, int i) { return (byte *)place + (BIG_ENDIAN_MACHINE ? size - 1 - i : i); }

/* The bits of a number of so many bits, not those above it. */
void ones_bits(void *place, unsigned bytes, unsigned width, int sign) {
  for (unsigned i = 0; i < bytes; i++) *digit(place, bytes, i) = 0;
  for (unsigned i = 0; i < width; i++) *digit(place, bytes, i / 8) |= 1 << i % 8;
}

/* Fills the bits above a number of so many bits with its sign. */
void tame_bits(void *place, unsigned bytes, unsigned width, int sign) {
  int negative = sign && (*digit(place, bytes, (width - 1) / 8) >> (width - 1) % 8 & 1);
  for (unsigned i = width; i < bytes * 8; i++) {
    byte *one = digit(place, bytes, i / 8);
    *one = negative ? *one | 1 << i % 8 : *one & ~(1 << i % 8);
  }
}

void tame_half(void *place) {
  byte *high = digit(place, 2, 1);
  *high = (*high & ~0x40) | 0x20;
}

/* The exponent keeps its highest bit clear and its second set: neither denormal nor NaN in any format. */
void tame_float(void *place) {
  byte *high = digit(place, 4, 3);
  *high = (*high & ~0x40) | 0x20;
}

void tame_double(void *place) {
  byte *high = digit(place, 8, 7);
  *high = (*high & ~0x40) | 0x20;
}

void tame_long_double(void *place) {
  byte *high = digit(place, LONG_DOUBLE_BYTES, LONG_DOUBLE_BYTES - 1);
  *high = (*high & ~0x40) | 0x20;
  if (LONG_DOUBLE_BYTES == 10) *digit(place, 10, 7) |= 0x80;
}

static unsigned room(int type) {
  unsigned bytes = type_size[type];
  return bytes < sizeof(word) ? sizeof(word) : bytes;
}

static int is_value(int type, const byte *place, const byte *value) {
  unsigned named = 0;
  for (unsigned i = 0; i < type_size[type]; i++) {
    named |= masks[type][i];
    if ((place[i] ^ value[i]) & masks[type][i]) return 0;
  }
  return named != 0;
}

static byte *pointer_place(byte (*registers)[16], byte *stack, unsigned i) {
  if (i >= POINTER_REGISTERS) return stack + (i - POINTER_REGISTERS) * sizeof(word);
  return registers[i];
}

static byte *pointer(byte *place) {
  word number;
  memcpy(&number, place, sizeof number);
  return (byte *)number;
}

static int readable(byte *p) {
  return (p >= __bss_start && p < _end) || (p >= stack_low && p < stack_high);
}

static int is_original(byte *p) {
  return p >= (byte *)values && p < (byte *)values + sizeof values;
}

static void put_references(int type, const byte *value, byte *stack) {
  byte set[SET];
  memset(set, 0, sizeof set);
  for (unsigned i = 0; i < POINTERS; i++) {
    byte *p = pointer(pointer_place(caller_registers.image, stack, i));
    if (readable(p) && !is_original(p) && is_value(type, p, value)) set[i / 8] |= 1 << i % 8;
  }
  put(set, sizeof set);
}

static void put_written(int type, const byte *value) {
  byte set[SET];
  memset(set, 0, sizeof set);
  for (unsigned i = 0; i < POINTERS; i++)
    if (is_value(type, buffers[i], value)) set[i / 8] |= 1 << i % 8;
  put(set, sizeof set);
}

#ifdef CONVERTING_REGISTERS
/* A number of single precision in the format of double precision. */
static void scatter_single(byte *place) {
  for (int i = 0; i < 8; i++) *digit(place, 8, i) = chance();
  *digit(place, 8, 0) = *digit(place, 8, 1) = *digit(place, 8, 2) = 0;
  *digit(place, 8, 3) &= 0xe0;
  *digit(place, 8, 6) = (*digit(place, 8, 6) & 0x0f) | 0xd0;
  *digit(place, 8, 7) = (*digit(place, 8, 7) & 0x80) | 0x3f;
}
#endif

/* A buffer holds the result only if it was written: a result of a bit is in many a buffer by chance. */
static void unlike_the_result(byte *buffer) {
  int type = current->result;
  if (type < 0 || !is_value(type, buffer, given)) return;
  for (unsigned i = 0; i < type_size[type]; i++) buffer[i] ^= masks[type][i];
}

static void scramble(void) {
  static byte was[WINDOW];
  memcpy(was, caller_stack, WINDOW);
  memcpy(&callee_registers, &caller_registers, sizeof caller_registers);
  scatter((byte *)&callee_registers, SCRAMBLED_REGISTERS * 16);
#ifdef CONVERTING_REGISTERS
  for (int i = 0; i < CONVERTING_COUNT; i++) scatter_single(callee_registers.image[CONVERTING_REGISTERS + i]);
#endif
#ifdef BOXING_REGISTERS
  /* Single precision in a wider register counts as a number only if the rest is ones. */
  for (int i = BOXING_REGISTERS; i < SCRAMBLED_REGISTERS; i++) {
    const byte *was = caller_registers.image[i] + 4;
    if ((was[0] & was[1] & was[2] & was[3]) == 255) memset(callee_registers.image[i] + 4, 255, 4);
  }
#endif
  scatter(callee_stack, WINDOW);
  for (unsigned i = 0; i < POINTERS; i++) {
    scatter(buffers[i], VALUE_BYTES);
    unlike_the_result(buffers[i]);
    byte *p = pointer(pointer_place(caller_registers.image, was, i));
    if (!readable(p)) continue;
    word number = (word)buffers[i];
    memcpy(pointer_place(callee_registers.image, callee_stack, i), &number, sizeof number);
  }
}

/* Called by the stub at the entry of a callee. */
void observed(void) {
  put(&caller_registers, sizeof caller_registers);
  put(caller_stack, WINDOW);
  for (int i = 0; i < current->parameters; i++) put_references(current->types[i], values[i], caller_stack);
  scramble();
  memset(taken, 0, sizeof taken);
  memset(result_registers, 0, sizeof result_registers);
  put(&callee_registers, sizeof callee_registers);
  put(callee_stack, WINDOW);
  if (current->take) {
    static byte before[POINTERS][VALUE_BYTES];
    memcpy(before, buffers, sizeof buffers);
    invoke_target = current->take;
    invoke();
    for (int i = 0; i < current->parameters; i++) {
      put(taken[i], room(current->types[i]));
      byte set[SET];
      memset(set, 0, sizeof set);
      for (unsigned p = 0; p < POINTERS; p++)
        if (is_value(current->types[i], before[p], taken[i])) set[p / 8] |= 1 << p % 8;
      put(set, sizeof set);
    }
    put(result_registers, sizeof result_registers);
    if (current->result >= 0) put_written(current->result, given);
  }
}

static void trial(const struct function *function) {
  put_number(0x54524941);
  scatter(values[0], sizeof values);
  for (int i = 0; i < function->parameters; i++) {
    type_tame[function->types[i]](values[i]);
    put(values[i], room(function->types[i]));
  }
  scatter(given, sizeof given);
  if (function->result >= 0) {
    type_tame[function->result](given);
    put(given, room(function->result));
  }
  current = function;
  run_target = function->call;
  run_call();
}

static void put_types(void) {
  put_number(0x54595045);
  for (unsigned type = 0; type < type_count; type++) {
    memset(masks[type], 0, VALUE_BYTES);
    type_name[type](masks[type]);
    put_number(type_size[type]);
    put(masks[type], type_size[type]);
  }
}

static unsigned number(const char *text) {
  unsigned value = 0;
  while (*text) value = value * 10 + (*text++ - '0');
  return value;
}

/* The stack as the system made it: the number of arguments, then pointers to them. */
void STUB_CALL harness_main(word *start) {
  byte here;
  stack_low = &here - 262144;
  stack_high = (byte *)start;
  put_types();
  for (unsigned f = number((const char *)start[2]); f < function_count; f++) {
    const struct function *function = &function_table[f];
    if (!function->call) continue;
    put_number(0x46554e43);
    put_number(f);
    put_number(function->take != 0);
    flush();
    seed = f * 2654435761u | 1;
    for (int i = 0; i < TRIALS; i++) trial(function);
  }
  put_number(0x444f4e45);
  flush();
  sys_exit();
}
