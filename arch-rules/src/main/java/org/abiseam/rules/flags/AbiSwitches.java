package org.abiseam.rules.flags;

import static org.abiseam.model.Machine.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Severity;
import org.abiseam.rules.flags.AbiSwitch.Default;
import org.abiseam.rules.flags.AbiSwitch.Notation;
import org.abiseam.rules.flags.AbiSwitch.Spelling;

/** Lists all switches. A new one is one entry here. */
final class AbiSwitches {
  private static final Set<Integer> UNSIGNED_CHAR =
      Set.of(EM_ARM, EM_AARCH64, EM_PPC, EM_PPC64, EM_S390, EM_RISCV);

  /** All switches. */
  static final List<AbiSwitch> ALL =
      List.of(
          one("regparm", "how many integer registers carry arguments")
              .on(EM_386)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mregparm=")
              .rust("-Zregparm=")
              .unless("0")
              .see("x86 Options, -mregparm"),
          one("struct-return", "whether small structs come back in registers")
              .on(EM_386, EM_PPC)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-freg-struct-return", "registers")
              .c("-fpcc-struct-return", "memory")
              .c("-fno-pcc-struct-return", "registers")
              .c("-fno-reg-struct-return", "memory")
              .c("-msvr4-struct-return", "registers")
              .c("-maix-struct-return", "memory")
              .rust("-Zreg-struct-return", "registers")
              .rust("-Zreg-struct-return=yes", "registers")
              .unless("memory")
              .see("Code Gen Options, -freg-struct-return"),
          one("struct-return", "whether small structs come back in registers")
              .on(
                  EM_X86_64,
                  EM_ARM,
                  EM_AARCH64,
                  EM_RISCV,
                  EM_LOONGARCH,
                  EM_PPC64,
                  EM_SPARCV9,
                  EM_68K,
                  EM_MIPS)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-freg-struct-return", "registers")
              .c("-fpcc-struct-return", "memory")
              .c("-fno-pcc-struct-return", "registers")
              .c("-fno-reg-struct-return", "memory")
              .unless("the target's", EM_MIPS)
              .unless("registers")
              .see("Code Gen Options, -fpcc-struct-return"),
          one("callee-pops", "whether the callee takes the arguments off the stack")
              .on(EM_386, EM_68K)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mrtd", "yes")
              .c("-mno-rtd", "no")
              .unless("no")
              .see("x86 Options, -mrtd"),
          one("sse-arguments", "whether float and double travel in SSE registers")
              .on(EM_386)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-msseregparm", "yes")
              .c("-mno-sseregparm", "no")
              .unless("no")
              .see("x86 Options, -msseregparm"),
          one("register-use", "which registers survive a call and which are reserved")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .shownByNothingElse()
              .c("-ffixed-")
              .c("-fcall-used-")
              .c("-fcall-saved-")
              .unless("the psABI's")
              .see("Code Gen Options, -ffixed-REG"),
          one("abi", "the calling convention of all functions")
              .on(EM_386, EM_X86_64, EM_ARM, EM_AARCH64, EM_RISCV, EM_LOONGARCH, EM_MIPS)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mabi=")
              .unless(HeaderAbi::name)
              .see("Submodel Options, -mabi"),
          one("elf-abi", "the calling convention of all functions")
              .on(EM_PPC64)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mabi=elfv1", "elfv1")
              .c("-mabi=elfv2", "elfv2")
              .configured("CONFIG_PPC64_ELF_ABI_V1=y", "elfv1")
              .configured("CONFIG_PPC64_ELF_ABI_V2=y", "elfv2")
              .unless("the target's")
              .see("RS/6000 and PowerPC Options, -mabi"),
          one("sse", "whether floating point travels in SSE registers")
              .on(EM_386, EM_X86_64)
              .matters(Severity.HARMLESS, Severity.RISKY)
              .c("-mno-sse", "no")
              .c("-msse", "yes")
              .rust("feature:-sse", "no")
              .rust("feature:+sse", "yes")
              .rust("feature:+soft-float", "no")
              .unless("yes", EM_X86_64)
              .unless("no", EM_386)
              .see("x86 Options, -msse"),
          one("general-regs-only", "whether vector registers are left alone")
              .on(EM_AARCH64)
              .matters(Severity.HARMLESS, Severity.RISKY)
              .c("-mgeneral-regs-only", "yes")
              .rust("feature:-neon", "yes")
              .rust("feature:-fp-armv8", "yes")
              .unless("no")
              .see("AArch64 Options, -mgeneral-regs-only"),
          one("float-abi", "which registers carry floating point")
              .on(EM_ARM)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mfloat-abi=")
              .c("-mfloat-abi=softfp", "soft")
              .c("-msoft-float", "soft")
              .unless(HeaderAbi::floats)
              .see("ARM Options, -mfloat-abi"),
          one("soft-float", "whether floating point travels in integer registers")
              .on(EM_386, EM_PPC, EM_PPC64, EM_S390, EM_MIPS, EM_SPARC, EM_SPARCV9, EM_68K)
              .matters(Severity.HARMLESS, Severity.RISKY)
              .c("-msoft-float", "yes")
              .c("-mno-80387", "yes")
              .c("-mhard-float", "no")
              .c("-m80387", "no")
              .rust("feature:+soft-float", "yes")
              .unless("no")
              .see("Submodel Options, -msoft-float"),
          one("red-zone", "whether the 128 bytes below the stack pointer are the function's")
              .on(EM_X86_64)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mno-red-zone", "no")
              .c("-mred-zone", "yes")
              .rust("-Cno-redzone", "no")
              .rust("-Cno-redzone=yes", "no")
              .rust("-Cno-redzone=y", "no")
              .rust("-Cno-redzone=on", "no")
              .unless("yes")
              .see("x86 Options, -mno-red-zone"),
          one("short-enums", "whether an enumeration is as small as its values allow")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-fshort-enums", "yes")
              .c("-fno-short-enums", "no")
              .unless("no")
              .see("Code Gen Options, -fshort-enums"),
          one("short-wchar", "whether wchar_t has 16 bits")
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-fshort-wchar", "yes")
              .c("-fwchar-type=short", "yes")
              .c("-fwchar-type=char", "8 bits")
              .c("-fno-short-wchar", "no")
              .unless("no")
              .see("Code Gen Options, -fshort-wchar"),
          one("char", "whether a plain char is signed")
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-funsigned-char", "unsigned")
              .c("-fno-signed-char", "unsigned")
              .c("-fsigned-char", "signed")
              .c("-fno-unsigned-char", "signed")
              .unlessOn("unsigned", UNSIGNED_CHAR)
              .unless("signed")
              .see("C Notation Options, -funsigned-char"),
          one("pack-struct", "the largest alignment of a member")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-fpack-struct", "1")
              .c("-fpack-struct=")
              .c("-fno-pack-struct", "natural")
              .unless("natural")
              .see("Code Gen Options, -fpack-struct"),
          one("align-double", "whether double and long long are aligned to 8 bytes")
              .on(EM_386, EM_X86_64)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-malign-double", "yes")
              .c("-mno-align-double", "no")
              .unless("no")
              .see("x86 Options, -malign-double"),
          one("ms-bitfields", "how bit-fields are packed")
              .on(EM_386, EM_X86_64)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mms-bitfields", "yes")
              .c("-mno-ms-bitfields", "no")
              .unless("no")
              .see("x86 Options, -mms-bitfields"),
          one("long-double", "the format of long double")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mlong-double-64", "64")
              .c("-mandroid", "Android's")
              .c("-mbionic", "Android's")
              .c("-mlong-double-80", "80")
              .c("-mlong-double-128", "128")
              .c("-mabi=ieeelongdouble", "IEEE 128")
              .c("-mabi=ibmlongdouble", "IBM 128")
              .unless("80", EM_386, EM_X86_64)
              .unless("64", EM_ARM)
              .unless("128", EM_AARCH64, EM_RISCV, EM_LOONGARCH, EM_S390, EM_SPARCV9)
              .unless("the target's")
              .see("Submodel Options, -mlong-double"),
          one("long-double-size", "how many bytes a long double takes")
              .on(EM_386, EM_X86_64)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-m96bit-long-double", "12")
              .c("-m128bit-long-double", "16")
              .unless("16", EM_X86_64)
              .unless("12", EM_386)
              .see("x86 Options, -m96bit-long-double"),
          one("floating-results", "whether floating point comes back in an x87 register")
              .on(EM_386)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .shownByNothingElse()
              .c("-mno-fp-ret-in-387", "no")
              .c("-mfp-ret-in-387", "yes")
              .unless("yes")
              .see("x86 Options, -mno-fp-ret-in-387"),
          one("byte-order", "in which order the bytes of a struct's numbers lie")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-fsso-struct=")
              .unless("native")
              .see("C Dialect Options, -fsso-struct"),
          one("bit-field-sign", "whether a plain bit-field is signed")
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-funsigned-bitfields", "unsigned")
              .c("-fno-signed-bitfields", "unsigned")
              .c("-fsigned-bitfields", "signed")
              .c("-fno-unsigned-bitfields", "signed")
              .unless("signed")
              .see("C Dialect Options, -funsigned-bitfields"),
          one("half-format", "the format of __fp16")
              .on(EM_ARM)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mfp16-format=")
              .unless("none")
              .see("ARM Options, -mfp16-format"),
          one("struct-alignment", "the smallest alignment of a struct")
              .on(EM_ARM)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mstructure-size-boundary=")
              .unless("8")
              .see("ARM Options, -mstructure-size-boundary"),
          one("pic-register", "which register addresses data, for all functions")
              .on(EM_ARM)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .shownByNothingElse()
              .c("-msingle-pic-base", "single")
              .c("-mpic-register=")
              .unless("each function's own")
              .see("ARM Options, -msingle-pic-base"),
          one("packed-stack", "how much room a caller leaves for its callee's registers")
              .on(EM_S390)
              .matters(Severity.RISKY, Severity.RISKY)
              .shownByNothingElse()
              .c("-mpacked-stack", "packed")
              .c("-mno-packed-stack", "as the psABI has it")
              .rust("-Zpacked-stack", "packed")
              .rust("-Zpacked-stack=yes", "packed")
              .unless("as the psABI has it")
              .see("S/390 and zSeries Options, -mpacked-stack"),
          one("int-size", "whether int has 16 bits")
              .on(EM_68K)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-mshort", "yes")
              .c("-mno-short", "no")
              .unless("no")
              .see("M680x0 Options, -mshort"),
          one("align-int", "whether int and wider numbers are aligned to 4 bytes")
              .on(EM_68K)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-malign-int", "yes")
              .c("-mno-align-int", "no")
              .unless("no")
              .see("M680x0 Options, -malign-int"),
          one("application-registers", "whether g2, g3 and g4 are the application's")
              .on(EM_SPARC, EM_SPARC32PLUS, EM_SPARCV9)
              .matters(Severity.RISKY, Severity.RISKY)
              .shownByNothingElse()
              .c("-mno-app-regs", "no")
              .c("-mapp-regs", "yes")
              .unless("yes")
              .see("SPARC Options, -mno-app-regs"),
          one("stack-boundary", "how the stack is aligned at a call, as a power of two")
              .on(EM_386, EM_X86_64)
              .matters(Severity.RISKY, Severity.RISKY)
              .shownByNothingElse()
              .c("-mpreferred-stack-boundary=")
              .c("-mstack-alignment=8", "3")
              .c("-mstack-alignment=16", "4")
              .unless("4")
              .see("x86 Options, -mpreferred-stack-boundary"),
          one("fixed-x18", "whether x18 is reserved for the platform")
              .on(EM_AARCH64)
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .shownByNothingElse()
              .c("-ffixed-x18", "yes")
              .c("-fsanitize=shadow-call-stack", "yes")
              .rust("-Zfixed-x18", "yes")
              .rust("feature:+reserve-x18", "yes")
              .configured("CONFIG_SHADOW_CALL_STACK=y", "yes")
              .unless("no")
              .see("Code Gen Options, -ffixed-REG"),
          one("shadow-call-stack", "whether return addresses are kept on a second stack")
              .on(EM_AARCH64, EM_RISCV)
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-fsanitize=shadow-call-stack", "yes")
              .rust("-Zsanitizer=shadow-call-stack", "yes")
              .unless("no")
              .see("Instrumentation Options, -fsanitize=shadow-call-stack"),
          one("cf-protection", "whether the target of an indirect branch has to be marked")
              .on(EM_386, EM_X86_64)
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-fcf-protection=")
              .c("-fcf-protection", "full")
              .rust("-Zcf-protection=")
              .rust("-Zcf-protection", "full")
              .configured("CONFIG_X86_KERNEL_IBT=y", "branch")
              .unless("none")
              .see("Instrumentation Options, -fcf-protection"),
          one("branch-protection", "whether returns are signed and branch targets marked")
              .on(EM_AARCH64)
              .matters(Severity.HARMLESS, Severity.RISKY)
              .c("-mbranch-protection=")
              .c("-mbranch-protection=standard", "bti,pac-ret")
              .rust("-Zbranch-protection=")
              .configured("CONFIG_ARM64_BTI_KERNEL=y", "bti,pac-ret")
              .unless("none")
              .see("AArch64 Options, -mbranch-protection"),
          one("indirect-branch", "how an indirect call is made")
              .on(EM_386, EM_X86_64)
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-mindirect-branch=")
              .c("-mretpoline-external-thunk", "thunk-extern")
              .rust("-Zretpoline-external-thunk", "thunk-extern")
              .rust("feature:+retpoline-external-thunk", "thunk-extern")
              .configured("CONFIG_RETPOLINE=y", "thunk-extern")
              .configured("CONFIG_MITIGATION_RETPOLINE=y", "thunk-extern")
              .unless("keep")
              .see("x86 Options, -mindirect-branch"),
          one("function-return", "how a function returns")
              .on(EM_386, EM_X86_64)
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-mfunction-return=")
              .rust("-Zfunction-return=")
              .configured("CONFIG_RETHUNK=y", "thunk-extern")
              .configured("CONFIG_MITIGATION_RETHUNK=y", "thunk-extern")
              .unless("keep")
              .see("x86 Options, -mfunction-return"),
          one("kcfi", "whether a type id stands in front of each function")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .shownByNothingElse()
              .c("-fsanitize=kcfi", "yes")
              .rust("-Zsanitizer=kcfi", "yes")
              .configured("CONFIG_CFI_CLANG=y", "yes")
              .configured("CONFIG_CFI=y", "yes")
              .unless("no")
              .see("Instrumentation Options, -fsanitize=kcfi"),
          one("kcfi-integers", "whether type ids tell integers of one size apart")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .shownByNothingElse()
              .c("-fsanitize-cfi-icall-experimental-normalize-integers", "normalised")
              .rust("-Zsanitizer-cfi-normalize-integers", "normalised")
              .configured("CONFIG_CFI_ICALL_NORMALIZE_INTEGERS=y", "normalised")
              .unless("plain")
              .clang("-fsanitize-cfi-icall-experimental-normalize-integers"),
          one("randomised-layout", "whether the members of some structs are shuffled")
              .matters(Severity.HARMFUL, Severity.HARMFUL)
              .c("-frandomize-layout-seed-file=")
              .c("-frandomize-layout-seed=")
              .c("-fplugin=*/randomize_layout_plugin.so", "everywhere")
              .c("-fplugin-arg-randomize_layout_plugin-performance-mode", "by cache line")
              .unless("no")
              .clang("-frandomize-layout-seed"),
          one("abi-compatibility", "which release of Clang is imitated")
              .matters(Severity.RISKY, Severity.RISKY)
              .c("-fclang-abi-compat=")
              .unless("latest")
              .clang("-fclang-abi-compat"),
          one("patchable-function-entry", "how much room is left before and in each function")
              .matters(Severity.HARMLESS, Severity.HARMLESS)
              .c("-fpatchable-function-entry=")
              .rust("-Zpatchable-function-entry=")
              .unless("none")
              .see("Instrumentation Options, -fpatchable-function-entry"),
          one("strict-flex-arrays", "which trailing arrays count as flexible")
              .matters(Severity.HARMLESS, Severity.HARMLESS)
              .c("-fstrict-flex-arrays=")
              .c("-fno-strict-flex-arrays", "0")
              .unless("0")
              .see("C Notation Options, -fstrict-flex-arrays"),
          one("code-model", "how far away code and data may lie")
              .matters(Severity.HARMLESS, Severity.HARMLESS)
              .c("-mcmodel=")
              // LoongArch's and RISC-V's names of what LLVM names alike on all machines.
              .c("-mcmodel=normal", "small")
              .c("-mcmodel=medlow", "small")
              .c("-mcmodel=medany", "medium")
              .rust("-Ccode-model=")
              .unless("the target's")
              .see("Submodel Options, -mcmodel"));

  private AbiSwitches() {}

  private static Entry one(String name, String changes) {
    return new Entry(name, changes);
  }

  /** Gathers what an entry of the table says. */
  private static final class Entry {
    private final String name;
    private final String changes;
    private final List<Spelling> spellings = new ArrayList<>();
    private final List<Default> defaults = new ArrayList<>();
    private Set<Integer> machines = Set.of();
    private Severity amongUnits = Severity.RISKY;
    private Severity acrossSides = Severity.RISKY;
    private AbiSwitch.Trace trace = AbiSwitch.Trace.TYPES_AND_CALLS;

    Entry(String name, String changes) {
      this.name = name;
      this.changes = changes;
    }

    Entry on(Integer... some) {
      machines = Set.of(some);
      return this;
    }

    Entry matters(Severity units, Severity sides) {
      amongUnits = units;
      acrossSides = sides;
      return this;
    }

    Entry shownByNothingElse() {
      trace = AbiSwitch.Trace.SWITCH_ALONE;
      return this;
    }

    Entry c(String prefix) {
      return c(prefix, "");
    }

    Entry c(String text, String value) {
      spellings.add(new Spelling(Notation.C, text, value));
      return this;
    }

    Entry rust(String prefix) {
      return rust(prefix, "");
    }

    Entry rust(String text, String value) {
      spellings.add(new Spelling(Notation.RUST, text, value));
      return this;
    }

    /**
     * Returns what {@code Makefile} and {@code arch/.../Makefile} of Linux 7.2 do with a setting.
     */
    Entry configured(String line, String value) {
      spellings.add(new Spelling(Notation.KCONFIG, line, value));
      return this;
    }

    Entry unless(String value, Integer... some) {
      return unlessOn(value, Set.of(some));
    }

    Entry unlessOn(String value, Set<Integer> some) {
      return unless(some, _ -> Optional.of(value));
    }

    Entry unless(Function<Machine, Optional<String>> value) {
      return unless(Set.of(), value);
    }

    private Entry unless(Set<Integer> some, Function<Machine, Optional<String>> value) {
      defaults.add(new Default(Notation.C, some, value));
      defaults.add(new Default(Notation.RUST, some, value));
      return this;
    }

    AbiSwitch see(String clause) {
      return done(new Citation("GCC 16 manual", clause));
    }

    AbiSwitch clang(String clause) {
      return done(new Citation("Clang 23 command line reference", clause));
    }

    private AbiSwitch done(Citation citation) {
      return new AbiSwitch(
          name,
          changes,
          machines,
          amongUnits,
          acrossSides,
          List.copyOf(spellings),
          List.copyOf(defaults),
          trace,
          citation);
    }
  }
}
