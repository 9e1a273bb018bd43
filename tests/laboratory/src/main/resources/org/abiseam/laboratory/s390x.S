#include "machine.h"
/* s390x: r2-r6, f0 f2 f4 f6. Arguments on the stack begin behind the 160 bytes of the register save area. */
.text
.globl _start
_start:
  lgr %r2, %r15
  aghi %r15, -32768
  aghi %r15, -32768
  brasl %r14, harness_main

.globl sys_write
sys_write:
  lgr %r4, %r3
  lgr %r3, %r2
1:
  lghi %r2, 1
  svc 4
  agr %r3, %r2
  sgr %r4, %r2
  jh 1b
  br %r14

.globl sys_exit
sys_exit:
  lghi %r2, 0
  svc 248

.globl run_call
run_call:
  stmg %r6, %r15, 48(%r15)
  aghi %r15, -160
  larl %r1, run_stack
  stg %r15, 0(%r1)
  larl %r1, run_target
  lg %r1, 0(%r1)
  basr %r14, %r1
resume:
  larl %r1, run_stack
  lg %r15, 0(%r1)
  lmg %r6, %r15, 208(%r15)
  br %r14

#include "labels.inc"
probe_stub:
  larl %r1, caller_registers
  stg %r2, 0(%r1)
  stg %r3, 16(%r1)
  stg %r4, 32(%r1)
  stg %r5, 48(%r1)
  stg %r6, 64(%r1)
  std %f0, 80(%r1)
  std %f2, 96(%r1)
  std %f4, 112(%r1)
  std %f6, 128(%r1)
  la %r0, 160(%r15)
  larl %r1, caller_stack
  stg %r0, 0(%r1)
  aghi %r15, -160
  brasl %r14, observed
  j resume

.globl invoke
invoke:
  stmg %r6, %r15, 48(%r15)
  lgr %r11, %r15
  aghi %r15, -(160 + WINDOW)
  larl %r1, callee_stack
  la %r2, 160(%r15)
  lghi %r3, WINDOW/8
1:
  lg %r0, 0(%r1)
  stg %r0, 0(%r2)
  la %r1, 8(%r1)
  la %r2, 8(%r2)
  brctg %r3, 1b
  larl %r1, callee_registers
  lg %r2, 0(%r1)
  lg %r3, 16(%r1)
  lg %r4, 32(%r1)
  lg %r5, 48(%r1)
  lg %r6, 64(%r1)
  ld %f0, 80(%r1)
  ld %f2, 96(%r1)
  ld %f4, 112(%r1)
  ld %f6, 128(%r1)
  larl %r1, invoke_target
  lg %r1, 0(%r1)
  basr %r14, %r1
  larl %r1, result_registers
  stg %r2, 0(%r1)
  std %f0, 16(%r1)
  lgr %r15, %r11
  lmg %r6, %r15, 48(%r15)
  br %r14

.bss
.balign 8
run_stack: .quad 0
.section .note.GNU-stack, "", @progbits
