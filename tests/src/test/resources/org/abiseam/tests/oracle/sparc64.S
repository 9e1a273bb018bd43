#include "machine.h"
/* SPARC64: o0-o5; the parameter array begins 128 bytes above the biased stack pointer and has a slot for each register. The stub
 * returns as any callee: its caller's registers are in another window. */
#define BIAS 2047
.register %g2, #scratch
.register %g3, #scratch
.text
.globl _start
_start:
  add %sp, BIAS + 128, %o0
  sethi %hi(65536), %g1
  sub %sp, %g1, %sp
  call harness_main
  nop

.globl sys_write
sys_write:
  mov %o1, %o2
  mov %o0, %o1
1:
  mov 1, %o0
  mov 4, %g1
  ta 0x6d
  add %o1, %o0, %o1
  subcc %o2, %o0, %o2
  bg %xcc, 1b
  nop
  retl
  nop

.globl sys_exit
sys_exit:
  mov 0, %o0
  mov 188, %g1
  ta 0x6d

.globl run_call
run_call:
  save %sp, -256, %sp
  setx run_target, %g2, %g1
  ldx [%g1], %g1
  call %g1
  nop
  ret
  restore

#include "labels.inc"
probe_stub:
  setx caller_registers, %g2, %g1
  stx %o0, [%g1]
  stx %o1, [%g1 + 16]
  stx %o2, [%g1 + 32]
  stx %o3, [%g1 + 48]
  stx %o4, [%g1 + 64]
  stx %o5, [%g1 + 80]
  add %sp, BIAS + 128, %g3
  setx caller_stack, %g2, %g1
  stx %g3, [%g1]
  save %sp, -256, %sp
  call observed
  nop
  ret
  restore

.globl invoke
invoke:
  save %sp, -(256 + WINDOW), %sp
  setx callee_stack, %g2, %g1
  add %sp, BIAS + 128, %g3
  mov WINDOW, %l0
1:
  ldx [%g1], %l1
  stx %l1, [%g3]
  add %g1, 8, %g1
  add %g3, 8, %g3
  subcc %l0, 8, %l0
  bg %xcc, 1b
  nop
  setx callee_registers, %g2, %g1
  ldx [%g1], %o0
  ldx [%g1 + 16], %o1
  ldx [%g1 + 32], %o2
  ldx [%g1 + 48], %o3
  ldx [%g1 + 64], %o4
  ldx [%g1 + 80], %o5
  setx invoke_target, %g2, %g1
  ldx [%g1], %g1
  call %g1
  nop
  setx result_registers, %g2, %g1
  stx %o0, [%g1]
  stx %o1, [%g1 + 16]
  stx %o2, [%g1 + 32]
  stx %o3, [%g1 + 48]
  ret
  restore
.section .note.GNU-stack, "", @progbits
