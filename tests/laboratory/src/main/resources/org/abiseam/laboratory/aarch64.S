#include "machine.h"
/* AArch64: x0-x7, v0-v7, x8 for the address of a result. */
.macro address register, symbol
  adrp \register, \symbol
  add \register, \register, :lo12:\symbol
.endm
.text
.globl _start
_start:
  mov x0, sp
  sub sp, sp, #65536
  bl harness_main

.globl sys_write
sys_write:
  mov x2, x1
  mov x1, x0
1:
  mov x0, #1
  mov x8, #64
  svc #0
  add x1, x1, x0
  subs x2, x2, x0
  b.gt 1b
  ret

.globl sys_exit
sys_exit:
  mov x0, #0
  mov x8, #94
  svc #0

.macro keep
  stp x29, x30, [sp, #-160]!
  stp x19, x20, [sp, #16]
  stp x21, x22, [sp, #32]
  stp x23, x24, [sp, #48]
  stp x25, x26, [sp, #64]
  stp x27, x28, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
.endm
.macro bring_back
  ldp x19, x20, [sp, #16]
  ldp x21, x22, [sp, #32]
  ldp x23, x24, [sp, #48]
  ldp x25, x26, [sp, #64]
  ldp x27, x28, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  ldp x29, x30, [sp], #160
.endm

.globl run_call
run_call:
  keep
  mov x9, sp
  address x10, run_stack
  str x9, [x10]
  address x10, run_target
  ldr x10, [x10]
  blr x10
resume:
  address x10, run_stack
  ldr x9, [x10]
  mov sp, x9
  bring_back
  ret

#include "labels.inc"
probe_stub:
  address x9, caller_registers
  str x0, [x9, #0]
  str x1, [x9, #16]
  str x2, [x9, #32]
  str x3, [x9, #48]
  str x4, [x9, #64]
  str x5, [x9, #80]
  str x6, [x9, #96]
  str x7, [x9, #112]
  str x8, [x9, #128]
  str q0, [x9, #144]
  str q1, [x9, #160]
  str q2, [x9, #176]
  str q3, [x9, #192]
  str q4, [x9, #208]
  str q5, [x9, #224]
  str q6, [x9, #240]
  str q7, [x9, #256]
  mov x10, sp
  address x9, caller_stack
  str x10, [x9]
  bl observed
  b resume

.globl invoke
invoke:
  keep
  mov x29, sp
  sub sp, sp, #WINDOW
  address x9, callee_stack
  mov x10, sp
  mov x11, #WINDOW
1:
  ldp x12, x13, [x9], #16
  stp x12, x13, [x10], #16
  subs x11, x11, #16
  b.gt 1b
  address x9, callee_registers
  ldr x0, [x9, #0]
  ldr x1, [x9, #16]
  ldr x2, [x9, #32]
  ldr x3, [x9, #48]
  ldr x4, [x9, #64]
  ldr x5, [x9, #80]
  ldr x6, [x9, #96]
  ldr x7, [x9, #112]
  ldr x8, [x9, #128]
  ldr q0, [x9, #144]
  ldr q1, [x9, #160]
  ldr q2, [x9, #176]
  ldr q3, [x9, #192]
  ldr q4, [x9, #208]
  ldr q5, [x9, #224]
  ldr q6, [x9, #240]
  ldr q7, [x9, #256]
  address x10, invoke_target
  ldr x10, [x10]
  blr x10
  address x9, result_registers
  str x0, [x9, #0]
  str x1, [x9, #16]
  str q0, [x9, #32]
  str q1, [x9, #48]
  str q2, [x9, #64]
  str q3, [x9, #80]
  mov sp, x29
  bring_back
  ret

.bss
.balign 8
run_stack: .quad 0
.section .note.GNU-stack, "", @progbits
