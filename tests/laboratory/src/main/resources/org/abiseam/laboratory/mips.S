#include "machine.h"
/* MIPS: n64 with $4-$11 and $f12-$f19, o32 with $4-$7, $f12 and $f14. The argument area of the stack begins at the stack pointer; in
 * o32 its first 16 bytes are the homes of the registers. Results: $2-$5 (with soft float GCC uses $4 too), $f0-$f3. */
#if _MIPS_SIM == _ABI64
#define STORE sd
#define LOAD ld
#define ADDRESS dla
#define ADD daddu
#define WORD 8
#define NR_WRITE 5001
#define NR_EXIT 5205
#else
#define STORE sw
#define LOAD lw
#define ADDRESS la
#define ADD addu
#define WORD 4
#define NR_WRITE 4004
#define NR_EXIT 4246
#endif
.set noat
.set nomips16
.text
.globl _start
_start:
  move $4, $29
  li $8, -65536
  ADD $29, $29, $8
  li $8, -64
  and $29, $29, $8
  ADD $29, $29, -64
  jal harness_main

.globl sys_write
sys_write:
  move $6, $5
  move $5, $4
1:
  li $4, 1
  li $2, NR_WRITE
  syscall
  ADD $5, $5, $2
  subu $6, $6, $2
  bgtz $6, 1b
  jr $31

.globl sys_exit
sys_exit:
  li $4, 0
  li $2, NR_EXIT
  syscall

.macro keep
  ADD $29, $29, -128
  STORE $31, 32($29)
  STORE $16, 40($29)
  STORE $17, 48($29)
  STORE $18, 56($29)
  STORE $19, 64($29)
  STORE $20, 72($29)
  STORE $21, 80($29)
  STORE $22, 88($29)
  STORE $23, 96($29)
  STORE $30, 104($29)
  STORE $28, 112($29)
.endm
.macro bring_back
  LOAD $31, 32($29)
  LOAD $16, 40($29)
  LOAD $17, 48($29)
  LOAD $18, 56($29)
  LOAD $19, 64($29)
  LOAD $20, 72($29)
  LOAD $21, 80($29)
  LOAD $22, 88($29)
  LOAD $23, 96($29)
  LOAD $30, 104($29)
  LOAD $28, 112($29)
  ADD $29, $29, 128
  jr $31
.endm

.globl run_call
run_call:
  keep
  ADDRESS $8, run_stack
  STORE $29, 0($8)
  ADDRESS $8, run_target
  LOAD $25, 0($8)
  jalr $25
resume:
  ADDRESS $8, run_stack
  LOAD $29, 0($8)
  bring_back

#include "labels.inc"
probe_stub:
  ADDRESS $2, caller_registers
  STORE $4, 0($2)
  STORE $5, 16($2)
  STORE $6, 32($2)
  STORE $7, 48($2)
#if WORD == 8
  STORE $8, 64($2)
  STORE $9, 80($2)
  STORE $10, 96($2)
  STORE $11, 112($2)
#ifdef __mips_hard_float
  sdc1 $f12, 128($2)
  sdc1 $f13, 144($2)
  sdc1 $f14, 160($2)
  sdc1 $f15, 176($2)
  sdc1 $f16, 192($2)
  sdc1 $f17, 208($2)
  sdc1 $f18, 224($2)
  sdc1 $f19, 240($2)
#endif
#elif defined(__mips_hard_float)
  sdc1 $f12, 64($2)
  sdc1 $f14, 80($2)
#endif
  ADDRESS $2, caller_stack
  STORE $29, 0($2)
  ADD $29, $29, -64
  jal observed
  j resume

.globl invoke
invoke:
  keep
  move $16, $29
  ADD $29, $29, -WINDOW
  ADDRESS $2, callee_stack
  move $3, $29
  li $8, WINDOW
1:
  LOAD $9, 0($2)
  STORE $9, 0($3)
  ADD $2, $2, WORD
  ADD $3, $3, WORD
  addiu $8, $8, -WORD
  bgtz $8, 1b
  ADDRESS $2, callee_registers
  LOAD $4, 0($2)
  LOAD $5, 16($2)
  LOAD $6, 32($2)
  LOAD $7, 48($2)
#if WORD == 8
  LOAD $8, 64($2)
  LOAD $9, 80($2)
  LOAD $10, 96($2)
  LOAD $11, 112($2)
#ifdef __mips_hard_float
  ldc1 $f12, 128($2)
  ldc1 $f13, 144($2)
  ldc1 $f14, 160($2)
  ldc1 $f15, 176($2)
  ldc1 $f16, 192($2)
  ldc1 $f17, 208($2)
  ldc1 $f18, 224($2)
  ldc1 $f19, 240($2)
#endif
#elif defined(__mips_hard_float)
  ldc1 $f12, 64($2)
  ldc1 $f14, 80($2)
#endif
  ADDRESS $3, invoke_target
  LOAD $25, 0($3)
  jalr $25
  ADDRESS $8, result_registers
  STORE $2, 0($8)
  STORE $3, 16($8)
  STORE $4, 32($8)
  STORE $5, 48($8)
#ifdef __mips_hard_float
  sdc1 $f0, 64($8)
  sdc1 $f2, 80($8)
#if WORD == 8
  sdc1 $f1, 96($8)
  sdc1 $f3, 112($8)
#endif
#endif
  move $29, $16
  bring_back

.bss
.balign 8
run_stack: .space 8
.section .note.GNU-stack, "", @progbits
