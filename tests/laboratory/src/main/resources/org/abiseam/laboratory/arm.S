#include "machine.h"
/* 32-bit Arm: r0-r3, and d0-d7 where the switches pass numbers in them. */
.syntax unified
.arm
.text
.globl _start
_start:
  mov r0, sp
  sub sp, sp, #65536
  bic sp, sp, #63
  bl harness_main

.globl sys_write
sys_write:
  push {r4, r7, lr}
  mov r2, r1
  mov r1, r0
1:
  mov r0, #1
  mov r7, #4
  svc #0
  add r1, r1, r0
  subs r2, r2, r0
  bgt 1b
  pop {r4, r7, pc}

.globl sys_exit
sys_exit:
  mov r0, #0
  mov r7, #248
  svc #0

.macro keep
  push {r4-r11, lr}
  sub sp, sp, #4
#ifdef __ARM_PCS_VFP
  vpush {d8-d15}
#endif
.endm
.macro bring_back
#ifdef __ARM_PCS_VFP
  vpop {d8-d15}
#endif
  add sp, sp, #4
  pop {r4-r11, pc}
.endm

.globl run_call
.type run_call, %function
run_call:
  keep
  ldr r12, =run_stack
  str sp, [r12]
  ldr r12, =run_target
  ldr r12, [r12]
  mov lr, pc
  bx r12
resume:
  ldr r12, =run_stack
  ldr sp, [r12]
  bring_back
  .ltorg

#include "labels.inc"
probe_stub:
  ldr r12, =caller_registers
  str r0, [r12, #0]
  str r1, [r12, #16]
  str r2, [r12, #32]
  str r3, [r12, #48]
#ifdef __ARM_PCS_VFP
  vstr d0, [r12, #64]
  vstr d1, [r12, #80]
  vstr d2, [r12, #96]
  vstr d3, [r12, #112]
  vstr d4, [r12, #128]
  vstr d5, [r12, #144]
  vstr d6, [r12, #160]
  vstr d7, [r12, #176]
#endif
  ldr r12, =caller_stack
  str sp, [r12]
  bl observed
  b resume
  .ltorg

.globl invoke
.type invoke, %function
invoke:
  keep
  mov r4, sp
  sub sp, sp, #WINDOW
  bic sp, sp, #63
  ldr r0, =callee_stack
  mov r1, sp
  mov r2, #WINDOW
1:
  ldr r3, [r0], #4
  str r3, [r1], #4
  subs r2, r2, #4
  bgt 1b
  ldr r12, =callee_registers
  ldr r0, [r12, #0]
  ldr r1, [r12, #16]
  ldr r2, [r12, #32]
  ldr r3, [r12, #48]
#ifdef __ARM_PCS_VFP
  vldr d0, [r12, #64]
  vldr d1, [r12, #80]
  vldr d2, [r12, #96]
  vldr d3, [r12, #112]
  vldr d4, [r12, #128]
  vldr d5, [r12, #144]
  vldr d6, [r12, #160]
  vldr d7, [r12, #176]
#endif
  ldr r12, =invoke_target
  ldr r12, [r12]
  mov lr, pc
  bx r12
  ldr r12, =result_registers
  str r0, [r12, #0]
  str r1, [r12, #16]
  str r2, [r12, #32]
  str r3, [r12, #48]
#ifdef __ARM_PCS_VFP
  vstr d0, [r12, #64]
  vstr d1, [r12, #80]
  vstr d2, [r12, #96]
  vstr d3, [r12, #112]
#endif
  mov sp, r4
  bring_back
  .ltorg

.globl memclr, __aeabi_memclr, __aeabi_memclr4, __aeabi_memclr8
__aeabi_memclr:
__aeabi_memclr4:
__aeabi_memclr8:
memclr:
  mov r2, r1
  mov r1, #0
  b memset
.globl __aeabi_memset, __aeabi_memset4, __aeabi_memset8
__aeabi_memset:
__aeabi_memset4:
__aeabi_memset8:
  mov r3, r1
  mov r1, r2
  mov r2, r3
  b memset
.globl __aeabi_memcpy, __aeabi_memcpy4, __aeabi_memcpy8
__aeabi_memcpy:
__aeabi_memcpy4:
__aeabi_memcpy8:
  b memcpy
.globl __aeabi_memmove, __aeabi_memmove4, __aeabi_memmove8
__aeabi_memmove:
__aeabi_memmove4:
__aeabi_memmove8:
  b memmove

.bss
.balign 8
run_stack: .word 0
.section .note.GNU-stack, "", %progbits
