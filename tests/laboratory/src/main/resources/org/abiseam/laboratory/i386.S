#include "machine.h"
/* i386: nothing but the stack, or eax edx ecx with -mregparm=3. A result behind a hidden pointer is popped by the callee; the stub
 * never returns to its caller, so that it need not know. */
.text
.globl _start
_start:
  mov %esp, %eax
  sub $65536, %esp
  and $-64, %esp
  sub $12, %esp
  push %eax
  call harness_main

.globl sys_write
sys_write:
  push %ebx
  mov 8(%esp), %ecx
  mov 12(%esp), %edx
1:
  mov $1, %ebx
  mov $4, %eax
  int $0x80
  add %eax, %ecx
  sub %eax, %edx
  jg 1b
  pop %ebx
  ret

.globl sys_exit
sys_exit:
  xor %ebx, %ebx
  mov $252, %eax
  int $0x80

.globl run_call
run_call:
  push %ebx
  push %esi
  push %edi
  push %ebp
  sub $12, %esp
  mov %esp, run_stack
  call *run_target
resume:
  mov run_stack, %esp
  add $12, %esp
  pop %ebp
  pop %edi
  pop %esi
  pop %ebx
  ret

#include "labels.inc"
probe_stub:
  mov %eax, caller_registers
  mov %edx, caller_registers+16
  mov %ecx, caller_registers+32
  lea 4(%esp), %eax
  mov %eax, caller_stack
  and $-64, %esp
  call observed
  jmp resume

.globl invoke
invoke:
  push %ebx
  push %esi
  push %edi
  push %ebp
  mov %esp, %ebp
  and $-64, %esp
  sub $WINDOW, %esp
  mov %esp, %edi
  mov $callee_stack, %esi
  mov $WINDOW/4, %ecx
  rep movsl
  mov callee_registers, %eax
  mov callee_registers+16, %edx
  mov callee_registers+32, %ecx
  call *invoke_target
  mov %eax, result_registers
  mov %edx, result_registers+16
  fxam
  fnstsw %ax
  and $0x4500, %ax
  cmp $0x4100, %ax
  je 1f
  fstpt result_registers+32
1:
  mov %ebp, %esp
  pop %ebp
  pop %edi
  pop %esi
  pop %ebx
  ret

.bss
.balign 8
run_stack: .long 0
.section .note.GNU-stack, "", @progbits
