#include "machine.h"
/* RISC-V 64: a0-a7, and fa0-fa7 where the switches have them. */
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
  sd ra, 0(sp)
  sd s0, 8(sp)
  sd s1, 16(sp)
  sd s2, 24(sp)
  sd s3, 32(sp)
  sd s4, 40(sp)
  sd s5, 48(sp)
  sd s6, 56(sp)
  sd s7, 64(sp)
  sd s8, 72(sp)
  sd s9, 80(sp)
  sd s10, 88(sp)
  sd s11, 96(sp)
#ifdef __riscv_flen
  fsd fs0, 104(sp)
  fsd fs1, 112(sp)
  fsd fs2, 120(sp)
  fsd fs3, 128(sp)
  fsd fs4, 136(sp)
  fsd fs5, 144(sp)
  fsd fs6, 152(sp)
  fsd fs7, 160(sp)
  fsd fs8, 168(sp)
  fsd fs9, 176(sp)
  fsd fs10, 184(sp)
  fsd fs11, 192(sp)
#endif
.endm
.macro bring_back
  ld ra, 0(sp)
  ld s0, 8(sp)
  ld s1, 16(sp)
  ld s2, 24(sp)
  ld s3, 32(sp)
  ld s4, 40(sp)
  ld s5, 48(sp)
  ld s6, 56(sp)
  ld s7, 64(sp)
  ld s8, 72(sp)
  ld s9, 80(sp)
  ld s10, 88(sp)
  ld s11, 96(sp)
#ifdef __riscv_flen
  fld fs0, 104(sp)
  fld fs1, 112(sp)
  fld fs2, 120(sp)
  fld fs3, 128(sp)
  fld fs4, 136(sp)
  fld fs5, 144(sp)
  fld fs6, 152(sp)
  fld fs7, 160(sp)
  fld fs8, 168(sp)
  fld fs9, 176(sp)
  fld fs10, 184(sp)
  fld fs11, 192(sp)
#endif
  addi sp, sp, 208
.endm

.globl run_call
run_call:
  keep
  la t0, run_stack
  sd sp, 0(t0)
  la t0, run_target
  ld t0, 0(t0)
  jalr t0
resume:
  la t0, run_stack
  ld sp, 0(t0)
  bring_back
  ret

#include "labels.inc"
probe_stub:
  la t0, caller_registers
  sd a0, 0(t0)
  sd a1, 16(t0)
  sd a2, 32(t0)
  sd a3, 48(t0)
  sd a4, 64(t0)
  sd a5, 80(t0)
  sd a6, 96(t0)
  sd a7, 112(t0)
#ifdef __riscv_flen
  fsd fa0, 128(t0)
  fsd fa1, 144(t0)
  fsd fa2, 160(t0)
  fsd fa3, 176(t0)
  fsd fa4, 192(t0)
  fsd fa5, 208(t0)
  fsd fa6, 224(t0)
  fsd fa7, 240(t0)
#endif
  la t0, caller_stack
  sd sp, 0(t0)
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
  ld t3, 0(t0)
  sd t3, 0(t1)
  addi t0, t0, 8
  addi t1, t1, 8
  addi t2, t2, -8
  bgtz t2, 1b
  la t0, callee_registers
  ld a0, 0(t0)
  ld a1, 16(t0)
  ld a2, 32(t0)
  ld a3, 48(t0)
  ld a4, 64(t0)
  ld a5, 80(t0)
  ld a6, 96(t0)
  ld a7, 112(t0)
#ifdef __riscv_flen
  fld fa0, 128(t0)
  fld fa1, 144(t0)
  fld fa2, 160(t0)
  fld fa3, 176(t0)
  fld fa4, 192(t0)
  fld fa5, 208(t0)
  fld fa6, 224(t0)
  fld fa7, 240(t0)
#endif
  la t0, invoke_target
  ld t0, 0(t0)
  jalr t0
  la t0, result_registers
  sd a0, 0(t0)
  sd a1, 16(t0)
#ifdef __riscv_flen
  fsd fa0, 32(t0)
  fsd fa1, 48(t0)
#endif
  mv sp, s0
  bring_back
  ret

.bss
.balign 8
run_stack: .quad 0
.section .note.GNU-stack, "", @progbits
