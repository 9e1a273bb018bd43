#include "machine.h"
/* PowerPC64, both ELF ABIs: r3-r10, f1-f13, v2-v13. The parameter area lies behind the link area of the caller. The program has one
 * table of contents, so r2 is always right. */
#if _CALL_ELF == 2
#define AREA 32
.abiversion 2
.macro function name
.globl \name
.type \name, @function
\name:
.endm
#else
#define AREA 48
.macro function name
.section .opd, "aw"
.balign 8
.globl \name
.type \name, @function
\name:
  .quad .L.\name, .TOC.@tocbase, 0
.text
.L.\name:
.endm
#endif
.macro address register, symbol
  addis \register, 2, \symbol@toc@ha
  addi \register, \register, \symbol@toc@l
.endm
.macro call_pointer
#if _CALL_ELF == 2
  mtctr 12
#else
  ld 11, 0(12)
  mtctr 11
#endif
  bctrl
.endm
.text
function _start
  mr 3, 1
  lis 2, .TOC.@ha
  addi 2, 2, .TOC.@l
  clrrdi 1, 1, 6
  addis 1, 1, -1
  li 0, 0
  stdu 0, -64(1)
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
  std 0, 16(1)
  stdu 1, -512(1)
  mfcr 0
  std 0, 96(1)
  std 14, 112(1)
  std 15, 120(1)
  std 16, 128(1)
  std 17, 136(1)
  std 18, 144(1)
  std 19, 152(1)
  std 20, 160(1)
  std 21, 168(1)
  std 22, 176(1)
  std 23, 184(1)
  std 24, 192(1)
  std 25, 200(1)
  std 26, 208(1)
  std 27, 216(1)
  std 28, 224(1)
  std 29, 232(1)
  std 30, 240(1)
  std 31, 248(1)
.endm
.macro bring_back
  ld 14, 112(1)
  ld 15, 120(1)
  ld 16, 128(1)
  ld 17, 136(1)
  ld 18, 144(1)
  ld 19, 152(1)
  ld 20, 160(1)
  ld 21, 168(1)
  ld 22, 176(1)
  ld 23, 184(1)
  ld 24, 192(1)
  ld 25, 200(1)
  ld 26, 208(1)
  ld 27, 216(1)
  ld 28, 224(1)
  ld 29, 232(1)
  ld 30, 240(1)
  ld 31, 248(1)
  ld 0, 96(1)
  mtcrf 255, 0
  addi 1, 1, 512
  ld 0, 16(1)
  mtlr 0
  blr
.endm

function run_call
  keep
  address 11, run_stack
  std 1, 0(11)
  address 12, run_target
  ld 12, 0(12)
  call_pointer
resume:
  address 11, run_stack
  ld 1, 0(11)
  bring_back

#if _CALL_ELF == 2
#include "labels.inc"
#else
.section .opd, "aw"
.balign 8
#include "labels.inc"
  .quad probe_stub, .TOC.@tocbase, 0
.text
#endif
probe_stub:
  address 11, caller_registers
  std 3, 0(11)
  std 4, 16(11)
  std 5, 32(11)
  std 6, 48(11)
  std 7, 64(11)
  std 8, 80(11)
  std 9, 96(11)
  std 10, 112(11)
#ifndef _SOFT_FLOAT
  stfd 1, 128(11)
  stfd 2, 144(11)
  stfd 3, 160(11)
  stfd 4, 176(11)
  stfd 5, 192(11)
  stfd 6, 208(11)
  stfd 7, 224(11)
  stfd 8, 240(11)
  stfd 9, 256(11)
  stfd 10, 272(11)
  stfd 11, 288(11)
  stfd 12, 304(11)
  stfd 13, 320(11)
#endif
#ifdef __ALTIVEC__
  li 12, 336
  stvx 2, 11, 12
  li 12, 352
  stvx 3, 11, 12
  li 12, 368
  stvx 4, 11, 12
  li 12, 384
  stvx 5, 11, 12
  li 12, 400
  stvx 6, 11, 12
  li 12, 416
  stvx 7, 11, 12
  li 12, 432
  stvx 8, 11, 12
  li 12, 448
  stvx 9, 11, 12
  li 12, 464
  stvx 10, 11, 12
  li 12, 480
  stvx 11, 11, 12
  li 12, 496
  stvx 12, 11, 12
  li 12, 512
  stvx 13, 11, 12
#endif
  addi 12, 1, AREA
  address 11, caller_stack
  std 12, 0(11)
  stdu 1, -128(1)
  bl observed
  nop
  b resume

function invoke
  keep
  mr 31, 1
  stdu 1, -(WINDOW + 128)(1)
  address 11, callee_stack
  addi 12, 1, AREA
  li 0, WINDOW/8
  mtctr 0
1:
  ld 0, 0(11)
  std 0, 0(12)
  addi 11, 11, 8
  addi 12, 12, 8
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
  lfd 9, 256(11)
  lfd 10, 272(11)
  lfd 11, 288(11)
  lfd 12, 304(11)
  lfd 13, 320(11)
#endif
#ifdef __ALTIVEC__
  li 12, 336
  lvx 2, 11, 12
  li 12, 352
  lvx 3, 11, 12
  li 12, 368
  lvx 4, 11, 12
  li 12, 384
  lvx 5, 11, 12
  li 12, 400
  lvx 6, 11, 12
  li 12, 416
  lvx 7, 11, 12
  li 12, 432
  lvx 8, 11, 12
  li 12, 448
  lvx 9, 11, 12
  li 12, 464
  lvx 10, 11, 12
  li 12, 480
  lvx 11, 11, 12
  li 12, 496
  lvx 12, 11, 12
  li 12, 512
  lvx 13, 11, 12
#endif
  ld 3, 0(11)
  ld 4, 16(11)
  ld 5, 32(11)
  ld 6, 48(11)
  ld 7, 64(11)
  ld 8, 80(11)
  ld 9, 96(11)
  ld 10, 112(11)
  address 12, invoke_target
  ld 12, 0(12)
  call_pointer
  address 11, result_registers
  std 3, 0(11)
  std 4, 16(11)
#ifndef _SOFT_FLOAT
  stfd 1, 32(11)
  stfd 2, 48(11)
  stfd 3, 64(11)
  stfd 4, 80(11)
  stfd 5, 96(11)
  stfd 6, 112(11)
  stfd 7, 128(11)
  stfd 8, 144(11)
#endif
#ifdef __ALTIVEC__
  li 12, 160
  stvx 2, 11, 12
  li 12, 176
  stvx 3, 11, 12
  li 12, 192
  stvx 4, 11, 12
  li 12, 208
  stvx 5, 11, 12
  li 12, 224
  stvx 6, 11, 12
  li 12, 240
  stvx 7, 11, 12
  li 12, 256
  stvx 8, 11, 12
  li 12, 272
  stvx 9, 11, 12
#endif
  mr 1, 31
  bring_back

.bss
.balign 8
run_stack: .space 8
.section .note.GNU-stack, "", @progbits
