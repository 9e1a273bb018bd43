package org.abiseam.elf.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

class InstructionSetsTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);

  private static final Machine I386 = new Machine(Machine.EM_386, 4, false, 0);

  private static List<String> scan(Machine machine, long address, boolean thumb, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    List<String> found = new ArrayList<>();
    InstructionSets.of(machine, 0x20000)
        .orElseThrow()
        .scan(
            new CodeBytes(bytes, address, machine.bigEndian(), thumb),
            new References() {
              @Override
              public void branch(long target) {
                found.add("branch " + Long.toHexString(target));
              }

              @Override
              public void memory(long at) {
                found.add("memory " + Long.toHexString(at));
              }
            });
    return found;
  }

  @Test
  void callsAndJumpsOfX8664AreFound() {
    assertThat(scan(X86_64, 0x1000, false, "e8 fb 0f 00 00  e9 00 00 00 00  0f 84 f0 ff ff ff"))
        .containsExactly("branch 2000", "branch 100a", "branch 1000");
    // Linked without a table of procedures: addr32 call.
    assertThat(scan(X86_64, 0x1000, false, "67 e8 fa 0f 00 00")).containsExactly("branch 2000");
  }

  @Test
  void aByteThatLooksLikeACallIsPartOfAnotherInstruction() {
    // mov $0xe8,%eax; movabs $0xe9e8e9e8e9e8e9e8,%rax; mov %ebp,%eax; test $0xe8,%bl; ret
    String code = "b8 e8 00 00 00  48 b8 e8 e9 e8 e9 e8 e9 e8 e9  89 e8  f6 c3 e8  c3";
    assertThat(scan(X86_64, 0x1000, false, code)).isEmpty();
    // vpshufb %ymm0,%ymm8,%ymm5 by VEX; vpternlogd by EVEX with an immediate; vzeroupper
    String vectors = "c4 e2 3d 00 e8  62 f3 75 48 25 e8 e9  c5 f8 77  c3";
    assertThat(scan(X86_64, 0x1000, false, vectors)).isEmpty();
  }

  @Test
  void operandsRelativeToTheInstructionCountFromItsEnd() {
    // call *0xffa(%rip); mov 0xff3(%rip),%rax; lea 0xfec(%rip),%rdi; cmpl $7,0xfe2(%rip)
    String code =
        "ff 15 fa 0f 00 00  48 8b 05 f3 0f 00 00  48 8d 3d ec 0f 00 00  83 3d e5 0f 00 00 07";
    assertThat(scan(X86_64, 0x1000, false, code))
        .containsExactly("memory 2000", "memory 2000", "memory 2000", "memory 2000");
  }

  private static boolean floats(Machine machine, String hex) {
    boolean[] seen = new boolean[1];
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    InstructionSets.of(machine, 0)
        .orElseThrow()
        .scan(
            new CodeBytes(bytes, 0, machine.bigEndian(), false),
            new References() {
              @Override
              public void branch(long target) {}

              @Override
              public void memory(long at) {}

              @Override
              public void floatingPoint() {
                seen[0] = true;
              }
            });
    return seen[0];
  }

  @Test
  void floatingPointRegistersAreSeen() {
    // movups (%rsi),%xmm0; vmovups; vmovups by EVEX; pshufb %xmm1,%xmm0
    for (String code : List.of("0f 10 06", "c5 f8 10 06", "62 f1 7c 48 10 06", "66 0f 38 00 c1")) {
      assertThat(floats(X86_64, code)).as(code).isTrue();
    }
    // prefetch; endbr64; andn %eax,%edi,%eax; crc32; nopw; cmovne; imul; movabs of such bytes
    String general =
        "0f 18 06  f3 0f 1e fa  c4 e2 40 f2 c0  f2 0f 38 f1 c7  66 0f 1f 44 00 00"
            + "  48 0f 45 c2  48 0f af c7  48 b8 0f 10 06 0f 10 06 0f 10";
    assertThat(floats(X86_64, general)).isFalse();
    Machine aarch64 = new Machine(Machine.EM_AARCH64, 8, false, 0);
    // ldr d0,[x0]; fmov d0,x0; and: ldr x0,[x0]; add x0,x0,x1; madd
    assertThat(floats(aarch64, "000040fd")).isTrue();
    assertThat(floats(aarch64, "0000679e")).isTrue();
    assertThat(floats(aarch64, "000040f9 0000018b 0008019b c0035fd6")).isFalse();
    Machine s390 = new Machine(Machine.EM_S390, 8, true, 0);
    // ld %f0,0(%r2); ldgr %f0,%r2; and: lr; ms %r1,0(%r2); brasl; br %r14
    assertThat(floats(s390, "68002000")).isTrue();
    assertThat(floats(s390, "b3c10002")).isTrue();
    assertThat(floats(s390, "1812 71102000 c0e500000800 07fe")).isFalse();
  }

  @Test
  void floatingPointRegistersOfI386AndPowerPcAreSeen() {
    // flds 4(%esp); fstp %st(1); movss (%eax),%xmm0; and: inc; lea; fnstcw; bound
    assertThat(floats(I386, "d9 44 24 04")).isTrue();
    assertThat(floats(I386, "dd d9")).isTrue();
    assertThat(floats(I386, "f3 0f 10 00")).isTrue();
    assertThat(floats(I386, "40 8d 44 24 d9 d9 7c 24 04 62 04 24 c3")).isFalse();
    Machine power = new Machine(Machine.EM_PPC, 4, true, 0);
    // lfd f1,0(r3); fmul f1,f1,f2; lfdx f1,r3,r4; and: lwz; lwzx; lvx
    assertThat(floats(power, "c8230000")).isTrue();
    assertThat(floats(power, "fc2100b2")).isTrue();
    assertThat(floats(power, "7c2324ae")).isTrue();
    assertThat(floats(power, "80630000 7c63202e 7c0320ce")).isFalse();
  }

  @Test
  void codeOfI386IsStepped() {
    // inc %eax, in whose place x86-64 has a prefix; call; les, no VEX; mov 0x804a000,%eax
    assertThat(scan(I386, 0x1000, false, "40 e8 fa 0f 00 00  c4 04 24  a1 00 a0 04 08"))
        .containsExactly("branch 2000");
    // call *0x804a000; mov $0x804a000,%ecx; call *0x10(%ebx) and jmp *0x10(%ebx) by the table
    assertThat(
            scan(
                I386,
                0x1000,
                false,
                "ff 15 00 a0 04 08  b9 00 a0 04 08  ff 93 10 00 00 00  ff a3 10 00 00 00"))
        .containsExactly("memory 804a000", "memory 804a000", "memory 20010", "memory 20010");
  }

  @Test
  void immediatesAreAddressesInTheUpperTwoGigabytesOnly() {
    String code = "48 c7 c7 00 10 00 82";
    assertThat(scan(X86_64, 0xffffffff81000000L, false, code))
        .containsExactly("memory ffffffff82001000");
    assertThat(scan(X86_64, 0x1000, false, code)).isEmpty();
  }

  @Test
  void anUnknownOpcodeEndsTheScan() {
    assertThat(scan(X86_64, 0x1000, false, "06 e8 00 00 00 00")).isEmpty();
  }

  @Test
  void branchesOfFixedLengthMachinesAreFound() {
    Machine aarch64 = new Machine(Machine.EM_AARCH64, 8, false, 0);
    // bl .+0x1000; b .-4; adrp x16,0x20000 and ldr x17,[x16,#8]
    assertThat(scan(aarch64, 0x10000, false, "00040094 ffffff17 90000090 110640f9"))
        .containsExactly("branch 11000", "branch 10000", "memory 20008");
    Machine loongarch = new Machine(Machine.EM_LOONGARCH, 8, false, 0);
    // bl .+0x1000; pcaddu18i $ra,1 and jirl $ra,$ra,8
    assertThat(scan(loongarch, 0x10000, false, "00001054 2100001e 2108004c"))
        .containsExactly("branch 11000", "branch 5000c");
    Machine power = new Machine(Machine.EM_PPC64, 8, false, 2);
    // bl .+0x1000; addis r12,r2,-1 and ld r12,8(r12)
    assertThat(scan(power, 0x10000, false, "01100048 ffff823d 08008ce9"))
        .containsExactly("branch 11000", "memory 18008");
  }

  @Test
  void instructionsOfSeveralLengthsAreStepped() {
    Machine riscv = new Machine(Machine.EM_RISCV, 8, false, 0);
    // c.nop; auipc ra,1 and jalr -2(ra); jal .+0x800; c.j .
    assertThat(scan(riscv, 0x10000, false, "0100 97100000 e780e0ff ef001000 01a0"))
        .containsExactly("branch 11000", "branch 1080a", "branch 1000e");
    Machine s390 = new Machine(Machine.EM_S390, 8, true, 0);
    // lr; brasl %r14,.+0x1000; larl %r1,.+0x2000
    assertThat(scan(s390, 0x10000, false, "1812 c0e500000800 c01000001000"))
        .containsExactly("branch 11002", "memory 12008");
  }

  @Test
  void bothInstructionSetsOfArmAreRead() {
    Machine arm = new Machine(Machine.EM_ARM, 4, false, 0);
    // bl .+0x1008; blx .+0x1008
    assertThat(scan(arm, 0x10000, false, "000400eb 000400fa"))
        .containsExactly("branch 11008", "branch 1100c");
    // push; bl .+0x100; b.w .+0x3c
    assertThat(scan(arm, 0x10000, true, "10b5 00f07ef8 00f01cb8"))
        .containsExactly("branch 10102", "branch 10042");
  }
}
