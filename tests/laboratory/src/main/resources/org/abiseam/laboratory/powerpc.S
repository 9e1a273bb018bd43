#include "machine.h"
/* PowerPC, 32 bits, System V: r3-r10, f1-f8. Arguments on the stack begin behind back chain and link register. */
#define AREA 8
.macro function name
.globl \name
.type \name, @function
\name:
.endm
.macro address register, symbol
  lis \register, \symbol@ha
  addi \register, \register, \symbol@l
.endm
.macro call_pointer
  mtctr 12
  bctrl
.endm
.text
function _start
  mr 3, 1
  clrrwi 1, 1, 6
  addis 1, 1, -1
  li 0, 0
  stwu 0, -64(1)
  bl harness_main
  nop

function sys_write
  mr 5, 4
  mr 4, 3
1:
  li 3, 1
  li 0, 4
  sc
  add 4, 4, 3
  subf. 5, 3, 5
  bgt 1b
  blr

function sys_exit
  li 3, 0
  li 0, 234
  sc

.macro keep
  mflr 0
  stw 0, 4(1)
  stwu 1, -512(1)
  mfcr 0
  stw 0, 96(1)
  stw 14, 112(1)
  stw 15, 120(1)
  stw 16, 128(1)
  stw 17, 136(1)
  stw 18, 144(1)
  stw 19, 152(1)
  stw 20, 160(1)
  stw 21, 168(1)
  stw 22, 176(1)
  stw 23, 184(1)
  stw 24, 192(1)
  stw 25, 200(1)
  stw 26, 208(1)
  stw 27, 216(1)
  stw 28, 224(1)
  stw 29, 232(1)
  stw 30, 240(1)
  stw 31, 248(1)
.endm
.macro bring_back
  lwz 14, 112(1)
  lwz 15, 120(1)
  lwz 16, 128(1)
  lwz 17, 136(1)
  lwz 18, 144(1)
  lwz 19, 152(1)
  lwz 20, 160(1)
  lwz 21, 168(1)
  lwz 22, 176(1)
  lwz 23, 184(1)
  lwz 24, 192(1)
  lwz 25, 200(1)
  lwz 26, 208(1)
  lwz 27, 216(1)
  lwz 28, 224(1)
  lwz 29, 232(1)
  lwz 30, 240(1)
  lwz 31, 248(1)
  lwz 0, 96(1)
  mtcrf 255, 0
  addi 1, 1, 512
  lwz 0, 4(1)
  mtlr 0
  blr
.endm

function run_call
  keep
  address 11, run_stack
  stw 1, 0(11)
  address 12, run_target
  lwz 12, 0(12)
  call_pointer
resume:
  address 11, run_stack
  lwz 1, 0(11)
  bring_back

#include "labels.inc"
probe_stub:
  address 11, caller_registers
  mfcr 0
  stw 0, 256(11)
  stw 3, 0(11)
  stw 4, 16(11)
  stw 5, 32(11)
  stw 6, 48(11)
  stw 7, 64(11)
  stw 8, 80(11)
  stw 9, 96(11)
  stw 10, 112(11)
#ifndef _SOFT_FLOAT
  stfd 1, 128(11)
  stfd 2, 144(11)
  stfd 3, 160(11)
  stfd 4, 176(11)
  stfd 5, 192(11)
  stfd 6, 208(11)
  stfd 7, 224(11)
  stfd 8, 240(11)
#endif
  addi 12, 1, AREA
  address 11, caller_stack
  stw 12, 0(11)
  stwu 1, -128(1)
  bl observed
  nop
  b resume

function invoke
  keep
  mr 31, 1
  stwu 1, -(WINDOW + 128)(1)
  address 11, callee_stack
  addi 12, 1, AREA
  li 0, WINDOW/4
  mtctr 0
1:
  lwz 0, 0(11)
  stw 0, 0(12)
  addi 11, 11, 4
  addi 12, 12, 4
  bdnz 1b
  address 11, callee_registers
#ifndef _SOFT_FLOAT
  lfd 1, 128(11)
  lfd 2, 144(11)
  lfd 3, 160(11)
  lfd 4, 176(11)
  lfd 5, 192(11)
  lfd 6, 208(11)
  lfd 7, 224(11)
  lfd 8, 240(11)
#endif
  lwz 3, 0(11)
  lwz 4, 16(11)
  lwz 5, 32(11)
  lwz 6, 48(11)
  lwz 7, 64(11)
  lwz 8, 80(11)
  lwz 9, 96(11)
  lwz 10, 112(11)
  lwz 0, 256(11)
  mtcrf 255, 0
  address 12, invoke_target
  lwz 12, 0(12)
  call_pointer
  address 11, result_registers
  stw 3, 0(11)
  stw 4, 16(11)
  stw 5, 32(11)
  stw 6, 48(11)
#ifndef _SOFT_FLOAT
  stfd 1, 64(11)
  stfd 2, 80(11)
  stfd 3, 96(11)
  stfd 4, 112(11)
#endif
  mr 1, 31
  bring_back

.bss
.balign 8
run_stack: .space 8
.section .note.GNU-stack, "", @progbits
