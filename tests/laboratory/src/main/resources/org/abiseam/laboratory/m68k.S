#include "machine.h"
/* m68k: everything on the stack; a1 for the address of a result; a0 for a pointer that is a result, fp0, as a double, for numbers. */
.text
.globl _start
_start:
  move.l %sp, %a0
  sub.l #65536, %sp
  move.l %a0, -(%sp)
  jsr harness_main

.globl sys_write
sys_write:
  move.l %d2, -(%sp)
  move.l %d3, -(%sp)
  move.l 12(%sp), %d2
  move.l 16(%sp), %d3
1:
  moveq #1, %d1
  moveq #4, %d0
  trap #0
  add.l %d0, %d2
  sub.l %d0, %d3
  bgt 1b
  move.l (%sp)+, %d3
  move.l (%sp)+, %d2
  rts

.globl sys_exit
sys_exit:
  moveq #0, %d1
  move.l #247, %d0
  trap #0

.globl run_call
run_call:
  movem.l %d2-%d7/%a2-%a6, -(%sp)
  move.l %sp, run_stack
  move.l run_target, %a0
  jsr (%a0)
resume:
  move.l run_stack, %sp
  movem.l (%sp)+, %d2-%d7/%a2-%a6
  rts

#include "labels.inc"
probe_stub:
  move.l %a1, caller_registers
  lea 4(%sp), %a0
  move.l %a0, caller_stack
  jsr observed
  jmp resume

.globl invoke
invoke:
  movem.l %d2-%d7/%a2-%a6, -(%sp)
  move.l %sp, %a2
  sub.l #WINDOW, %sp
  lea callee_stack, %a0
  move.l %sp, %a1
  move.l #WINDOW/4, %d0
1:
  move.l (%a0)+, (%a1)+
  subq.l #1, %d0
  bne 1b
  move.l callee_registers, %a1
  move.l invoke_target, %a0
  jsr (%a0)
  move.l %a0, result_registers
  move.l %d0, result_registers+16
  move.l %d1, result_registers+32
#ifdef __HAVE_68881__
  fmove.d %fp0, result_registers+48
#endif
  move.l %a2, %sp
  movem.l (%sp)+, %d2-%d7/%a2-%a6
  rts

.bss
.balign 4
run_stack: .long 0
.section .note.GNU-stack, "", @progbits
