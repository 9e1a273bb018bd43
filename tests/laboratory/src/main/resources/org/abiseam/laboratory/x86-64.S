#include "machine.h"
/* x86-64, System V: rdi rsi rdx rcx r8 r9, xmm0-7; al is the number of vector registers of a variadic call. */
.text
.globl _start
_start:
  mov %rsp, %rdi
  sub $65536, %rsp
  and $-64, %rsp
  call harness_main

.globl sys_write
sys_write:
  mov %rsi, %rdx
  mov %rdi, %rsi
  mov $1, %edi
  mov $1, %eax
  syscall
  cmp %rdx, %rax
  jge 1f
  add %rax, %rsi
  sub %rax, %rdx
  mov %rsi, %rdi
  mov %rdx, %rsi
  jmp sys_write
1: ret

.globl sys_exit
sys_exit:
  xor %edi, %edi
  mov $231, %eax
  syscall

.globl run_call
run_call:
  push %rbx
  push %rbp
  push %r12
  push %r13
  push %r14
  push %r15
  sub $8, %rsp
  mov %rsp, run_stack(%rip)
  call *run_target(%rip)
resume:
  mov run_stack(%rip), %rsp
  add $8, %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbp
  pop %rbx
  ret

#include "labels.inc"
probe_stub:
  mov %rdi, caller_registers+0(%rip)
  mov %rsi, caller_registers+16(%rip)
  mov %rdx, caller_registers+32(%rip)
  mov %rcx, caller_registers+48(%rip)
  mov %r8, caller_registers+64(%rip)
  mov %r9, caller_registers+80(%rip)
  movups %xmm0, caller_registers+96(%rip)
  movups %xmm1, caller_registers+112(%rip)
  movups %xmm2, caller_registers+128(%rip)
  movups %xmm3, caller_registers+144(%rip)
  movups %xmm4, caller_registers+160(%rip)
  movups %xmm5, caller_registers+176(%rip)
  movups %xmm6, caller_registers+192(%rip)
  movups %xmm7, caller_registers+208(%rip)
  mov %rax, caller_registers+224(%rip)
  lea 8(%rsp), %rax
  mov %rax, caller_stack(%rip)
  and $-64, %rsp
  call observed
  jmp resume

.globl invoke
invoke:
  push %rbx
  push %rbp
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp, %rbp
  and $-64, %rsp
  sub $WINDOW, %rsp
  mov %rsp, %rdi
  lea callee_stack(%rip), %rsi
  mov $WINDOW/8, %ecx
  rep movsq
  mov callee_registers+0(%rip), %rdi
  mov callee_registers+16(%rip), %rsi
  mov callee_registers+32(%rip), %rdx
  mov callee_registers+48(%rip), %rcx
  mov callee_registers+64(%rip), %r8
  mov callee_registers+80(%rip), %r9
  movups callee_registers+96(%rip), %xmm0
  movups callee_registers+112(%rip), %xmm1
  movups callee_registers+128(%rip), %xmm2
  movups callee_registers+144(%rip), %xmm3
  movups callee_registers+160(%rip), %xmm4
  movups callee_registers+176(%rip), %xmm5
  movups callee_registers+192(%rip), %xmm6
  movups callee_registers+208(%rip), %xmm7
  mov callee_registers+224(%rip), %rax
  call *invoke_target(%rip)
  mov %rax, result_registers+0(%rip)
  mov %rdx, result_registers+16(%rip)
  movups %xmm0, result_registers+32(%rip)
  movups %xmm1, result_registers+48(%rip)
  fxam
  fnstsw %ax
  and $0x4500, %ax
  cmp $0x4100, %ax
  je 1f
  fstpt result_registers+64(%rip)
  fxam
  fnstsw %ax
  and $0x4500, %ax
  cmp $0x4100, %ax
  je 1f
  fstpt result_registers+80(%rip)
1:
  mov %rbp, %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbp
  pop %rbx
  ret

.bss
run_stack: .quad 0
.section .note.GNU-stack, "", @progbits
