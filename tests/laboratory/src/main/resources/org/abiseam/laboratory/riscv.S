#include "machine.h"
/* RISC-V: a0-a7, and fa0-fa7 where the switches have them. */
#if __riscv_xlen == 64
#define LOAD ld
#define STORE sd
#define WORD 8
#else
#define LOAD lw
#define STORE sw
#define WORD 4
#endif
#if __riscv_flen == 64
#define FLOAD fld
#define FSTORE fsd
#else
#define FLOAD flw
#define FSTORE fsw
#endif
.text
.globl _start
_start:
  .option push
  .option norelax
  la gp, __global_pointer$
  .option pop
  mv a0, sp
  li t0, 65536
  sub sp, sp, t0
  call harness_main

.globl sys_write
sys_write:
  mv a2, a1
  mv a1, a0
1:
  li a0, 1
  li a7, 64
  ecall
  add a1, a1, a0
  sub a2, a2, a0
  bgtz a2, 1b
  ret

.globl sys_exit
sys_exit:
  li a0, 0
  li a7, 94
  ecall

.macro keep
  addi sp, sp, -208
  STORE ra, 0(sp)
  STORE s0, 8(sp)
  STORE s1, 16(sp)
  STORE s2, 24(sp)
  STORE s3, 32(sp)
  STORE s4, 40(sp)
  STORE s5, 48(sp)
  STORE s6, 56(sp)
  STORE s7, 64(sp)
  STORE s8, 72(sp)
  STORE s9, 80(sp)
  STORE s10, 88(sp)
  STORE s11, 96(sp)
#ifdef __riscv_flen
  FSTORE fs0, 104(sp)
  FSTORE fs1, 112(sp)
  FSTORE fs2, 120(sp)
  FSTORE fs3, 128(sp)
  FSTORE fs4, 136(sp)
  FSTORE fs5, 144(sp)
  FSTORE fs6, 152(sp)
  FSTORE fs7, 160(sp)
  FSTORE fs8, 168(sp)
  FSTORE fs9, 176(sp)
  FSTORE fs10, 184(sp)
  FSTORE fs11, 192(sp)
#endif
.endm
.macro bring_back
  LOAD ra, 0(sp)
  LOAD s0, 8(sp)
  LOAD s1, 16(sp)
  LOAD s2, 24(sp)
  LOAD s3, 32(sp)
  LOAD s4, 40(sp)
  LOAD s5, 48(sp)
  LOAD s6, 56(sp)
  LOAD s7, 64(sp)
  LOAD s8, 72(sp)
  LOAD s9, 80(sp)
  LOAD s10, 88(sp)
  LOAD s11, 96(sp)
#ifdef __riscv_flen
  FLOAD fs0, 104(sp)
  FLOAD fs1, 112(sp)
  FLOAD fs2, 120(sp)
  FLOAD fs3, 128(sp)
  FLOAD fs4, 136(sp)
  FLOAD fs5, 144(sp)
  FLOAD fs6, 152(sp)
  FLOAD fs7, 160(sp)
  FLOAD fs8, 168(sp)
  FLOAD fs9, 176(sp)
  FLOAD fs10, 184(sp)
  FLOAD fs11, 192(sp)
#endif
  addi sp, sp, 208
.endm

.globl run_call
run_call:
  keep
  la t0, run_stack
  STORE sp, 0(t0)
  la t0, run_target
  LOAD t0, 0(t0)
  jalr t0
resume:
  la t0, run_stack
  LOAD sp, 0(t0)
  bring_back
  ret

#include "labels.inc"
probe_stub:
  la t0, caller_registers
  STORE a0, 0(t0)
  STORE a1, 16(t0)
  STORE a2, 32(t0)
  STORE a3, 48(t0)
  STORE a4, 64(t0)
  STORE a5, 80(t0)
  STORE a6, 96(t0)
  STORE a7, 112(t0)
#ifdef __riscv_flen
  FSTORE fa0, 128(t0)
  FSTORE fa1, 144(t0)
  FSTORE fa2, 160(t0)
  FSTORE fa3, 176(t0)
  FSTORE fa4, 192(t0)
  FSTORE fa5, 208(t0)
  FSTORE fa6, 224(t0)
  FSTORE fa7, 240(t0)
#endif
  la t0, caller_stack
  STORE sp, 0(t0)
  call observed
  j resume

.globl invoke
invoke:
  keep
  mv s0, sp
  addi sp, sp, -WINDOW
  la t0, callee_stack
  mv t1, sp
  li t2, WINDOW
1:
  LOAD t3, 0(t0)
  STORE t3, 0(t1)
  addi t0, t0, WORD
  addi t1, t1, WORD
  addi t2, t2, -WORD
  bgtz t2, 1b
  la t0, callee_registers
  LOAD a0, 0(t0)
  LOAD a1, 16(t0)
  LOAD a2, 32(t0)
  LOAD a3, 48(t0)
  LOAD a4, 64(t0)
  LOAD a5, 80(t0)
  LOAD a6, 96(t0)
  LOAD a7, 112(t0)
#ifdef __riscv_flen
  FLOAD fa0, 128(t0)
  FLOAD fa1, 144(t0)
  FLOAD fa2, 160(t0)
  FLOAD fa3, 176(t0)
  FLOAD fa4, 192(t0)
  FLOAD fa5, 208(t0)
  FLOAD fa6, 224(t0)
  FLOAD fa7, 240(t0)
#endif
  la t0, invoke_target
  LOAD t0, 0(t0)
  jalr t0
  la t0, result_registers
  STORE a0, 0(t0)
  STORE a1, 16(t0)
#ifdef __riscv_flen
  FSTORE fa0, 32(t0)
  FSTORE fa1, 48(t0)
#endif
  mv sp, s0
  bring_back
  ret

.bss
.balign 8
run_stack: .space WORD
.section .note.GNU-stack, "", @progbits
