/* What the generated files, the harness and the machine's stub share. */
#pragma once
#include "machine.h"

enum { MOST_PARAMETERS = 14, VALUE_BYTES = 256 };

struct function {
  void (*call)(void);
  void (*take)(void);
  int parameters;
  int result;
  short types[MOST_PARAMETERS];
};

extern const unsigned type_count, function_count;
extern const unsigned type_size[];
extern void (*const type_name[])(void *);
extern void (*const type_tame[])(void *);
extern const struct function function_table[];

extern unsigned char values[MOST_PARAMETERS][VALUE_BYTES];
extern unsigned char taken[MOST_PARAMETERS][VALUE_BYTES];
extern unsigned char given[VALUE_BYTES] __attribute__((aligned(16)));
extern unsigned char received[VALUE_BYTES];

void ones(void *place, unsigned bytes);
void ones_bits(void *place, unsigned bytes, unsigned width, int sign);
void tame_bits(void *place, unsigned bytes, unsigned width, int sign);
void tame_half(void *place);
void tame_float(void *place);
void tame_double(void *place);
void tame_long_double(void *place);
