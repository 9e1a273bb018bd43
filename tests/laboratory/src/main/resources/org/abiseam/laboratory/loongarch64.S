#include "machine.h"
/* LoongArch64: a0-a7, and fa0-fa7 where the switches have them. */
.text
.globl _start
_start:
  move $a0, $sp
  lu12i.w $t0, 16
  sub.d $sp, $sp, $t0
  bl harness_main

.globl sys_write
sys_write:
  move $a2, $a1
  move $a1, $a0
1:
  li.w $a0, 1
  li.w $a7, 64
  syscall 0
  add.d $a1, $a1, $a0
  sub.d $a2, $a2, $a0
  blt $zero, $a2, 1b
  jr $ra

.globl sys_exit
sys_exit:
  li.w $a0, 0
  li.w $a7, 94
  syscall 0

.macro keep
  addi.d $sp, $sp, -160
  st.d $ra, $sp, 0
  st.d $fp, $sp, 8
  st.d $s0, $sp, 16
  st.d $s1, $sp, 24
  st.d $s2, $sp, 32
  st.d $s3, $sp, 40
  st.d $s4, $sp, 48
  st.d $s5, $sp, 56
  st.d $s6, $sp, 64
  st.d $s7, $sp, 72
  st.d $s8, $sp, 80
#ifdef __loongarch_double_float
  fst.d $fs0, $sp, 88
  fst.d $fs1, $sp, 96
  fst.d $fs2, $sp, 104
  fst.d $fs3, $sp, 112
  fst.d $fs4, $sp, 120
  fst.d $fs5, $sp, 128
  fst.d $fs6, $sp, 136
  fst.d $fs7, $sp, 144
#endif
.endm
.macro bring_back
  ld.d $ra, $sp, 0
  ld.d $fp, $sp, 8
  ld.d $s0, $sp, 16
  ld.d $s1, $sp, 24
  ld.d $s2, $sp, 32
  ld.d $s3, $sp, 40
  ld.d $s4, $sp, 48
  ld.d $s5, $sp, 56
  ld.d $s6, $sp, 64
  ld.d $s7, $sp, 72
  ld.d $s8, $sp, 80
#ifdef __loongarch_double_float
  fld.d $fs0, $sp, 88
  fld.d $fs1, $sp, 96
  fld.d $fs2, $sp, 104
  fld.d $fs3, $sp, 112
  fld.d $fs4, $sp, 120
  fld.d $fs5, $sp, 128
  fld.d $fs6, $sp, 136
  fld.d $fs7, $sp, 144
#endif
  addi.d $sp, $sp, 160
.endm

.globl run_call
run_call:
  keep
  la.local $t0, run_stack
  st.d $sp, $t0, 0
  la.global $t0, run_target
  ld.d $t0, $t0, 0
  jirl $ra, $t0, 0
resume:
  la.local $t0, run_stack
  ld.d $sp, $t0, 0
  bring_back
  jr $ra

#include "labels.inc"
probe_stub:
  la.global $t0, caller_registers
  st.d $a0, $t0, 0
  st.d $a1, $t0, 16
  st.d $a2, $t0, 32
  st.d $a3, $t0, 48
  st.d $a4, $t0, 64
  st.d $a5, $t0, 80
  st.d $a6, $t0, 96
  st.d $a7, $t0, 112
#ifdef __loongarch_double_float
  fst.d $fa0, $t0, 128
  fst.d $fa1, $t0, 144
  fst.d $fa2, $t0, 160
  fst.d $fa3, $t0, 176
  fst.d $fa4, $t0, 192
  fst.d $fa5, $t0, 208
  fst.d $fa6, $t0, 224
  fst.d $fa7, $t0, 240
#endif
  la.global $t0, caller_stack
  st.d $sp, $t0, 0
  bl observed
  b resume

.globl invoke
invoke:
  keep
  move $s0, $sp
  addi.d $sp, $sp, -WINDOW
  la.global $t0, callee_stack
  move $t1, $sp
  li.w $t2, WINDOW
1:
  ld.d $t3, $t0, 0
  st.d $t3, $t1, 0
  addi.d $t0, $t0, 8
  addi.d $t1, $t1, 8
  addi.d $t2, $t2, -8
  blt $zero, $t2, 1b
  la.global $t0, callee_registers
  ld.d $a0, $t0, 0
  ld.d $a1, $t0, 16
  ld.d $a2, $t0, 32
  ld.d $a3, $t0, 48
  ld.d $a4, $t0, 64
  ld.d $a5, $t0, 80
  ld.d $a6, $t0, 96
  ld.d $a7, $t0, 112
#ifdef __loongarch_double_float
  fld.d $fa0, $t0, 128
  fld.d $fa1, $t0, 144
  fld.d $fa2, $t0, 160
  fld.d $fa3, $t0, 176
  fld.d $fa4, $t0, 192
  fld.d $fa5, $t0, 208
  fld.d $fa6, $t0, 224
  fld.d $fa7, $t0, 240
#endif
  la.global $t0, invoke_target
  ld.d $t0, $t0, 0
  jirl $ra, $t0, 0
  la.global $t0, result_registers
  st.d $a0, $t0, 0
  st.d $a1, $t0, 16
#ifdef __loongarch_double_float
  fst.d $fa0, $t0, 32
  fst.d $fa1, $t0, 48
#endif
  move $sp, $s0
  bring_back
  jr $ra

.bss
.balign 8
run_stack: .dword 0
.section .note.GNU-stack, "", @progbits
