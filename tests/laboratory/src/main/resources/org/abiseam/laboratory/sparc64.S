#include "machine.h"
/* SPARC64: o0-o5 and d0-d30; the parameter array begins 128 bytes above the biased stack pointer and has a slot for each register. The stub
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
#ifdef FLOATING_REGISTERS
  std %f0, [%g1 + 96]
  std %f2, [%g1 + 112]
  std %f4, [%g1 + 128]
  std %f6, [%g1 + 144]
  std %f8, [%g1 + 160]
  std %f10, [%g1 + 176]
  std %f12, [%g1 + 192]
  std %f14, [%g1 + 208]
  std %f16, [%g1 + 224]
  std %f18, [%g1 + 240]
  std %f20, [%g1 + 256]
  std %f22, [%g1 + 272]
  std %f24, [%g1 + 288]
  std %f26, [%g1 + 304]
  std %f28, [%g1 + 320]
  std %f30, [%g1 + 336]
#endif
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
#ifdef FLOATING_REGISTERS
  ldd [%g1 + 96], %f0
  ldd [%g1 + 112], %f2
  ldd [%g1 + 128], %f4
  ldd [%g1 + 144], %f6
  ldd [%g1 + 160], %f8
  ldd [%g1 + 176], %f10
  ldd [%g1 + 192], %f12
  ldd [%g1 + 208], %f14
  ldd [%g1 + 224], %f16
  ldd [%g1 + 240], %f18
  ldd [%g1 + 256], %f20
  ldd [%g1 + 272], %f22
  ldd [%g1 + 288], %f24
  ldd [%g1 + 304], %f26
  ldd [%g1 + 320], %f28
  ldd [%g1 + 336], %f30
#endif
  setx invoke_target, %g2, %g1
  ldx [%g1], %g1
  call %g1
  nop
  setx result_registers, %g2, %g1
  stx %o0, [%g1]
  stx %o1, [%g1 + 16]
  stx %o2, [%g1 + 32]
  stx %o3, [%g1 + 48]
#ifdef FLOATING_REGISTERS
  std %f0, [%g1 + 64]
  std %f2, [%g1 + 80]
  std %f4, [%g1 + 96]
  std %f6, [%g1 + 112]
#endif
  ret
  restore
.section .note.GNU-stack, "", @progbits
