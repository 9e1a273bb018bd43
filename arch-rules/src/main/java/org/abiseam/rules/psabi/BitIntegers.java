package org.abiseam.rules.psabi;

import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Version;
import org.abiseam.model.Type;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Extension.Reliance;

/**
 * States what compilers do with the bits of a {@code _BitInt(N)} above N, inside its storage and
 * inside its register.
 *
 * <p>A supplement either leaves these bits unspecified (x86-64, i386, AArch64) or asks for an
 * extension (Arm, RISC-V, LoongArch, s390x). Read from the code of GCC 16 and clang 23:
 *
 * <ul>
 *   <li>GCC fills the storage everywhere. Where the bits are unspecified it ignores those of an
 *       argument, and those of a result too unless the call is a tail call that converts to a
 *       standard type: then they are returned as they came (GCC's expand_call leaves out the
 *       reduction for a sibling call).
 *   <li>clang extends what is narrower than {@code int}, as it extends a {@code short}. Of what is
 *       wider it passes the storage, with whatever is above N, but for RISC-V and s390x; on
 *       LoongArch what fits into one register is extended.
 * </ul>
 */
final class BitIntegers {
  private static final int INT_BITS = 32;

  /** The oldest versions whose code was read. */
  private static final int FIRST_GCC = 16;

  private static final int FIRST_CLANG = 23;

  private final Machine machine;
  private final boolean clang;

  BitIntegers(Dialect dialect, Machine machine) {
    this.machine = machine;
    this.clang = dialect.producer().compiler() == Compiler.CLANG;
  }

  /** Tells whether this is known of a compiler on a machine. */
  static boolean covers(CallSide side) {
    boolean machine =
        switch (side.machine().machine()) {
          case Machine.EM_X86_64, Machine.EM_386, Machine.EM_RISCV, Machine.EM_LOONGARCH -> true;
          case Machine.EM_AARCH64, Machine.EM_ARM -> !side.machine().bigEndian();
          case Machine.EM_S390 -> side.machine().bigEndian();
          default -> false;
        };
    int major = side.producer().version().map(Version::major).orElse(0);
    boolean compiler =
        switch (side.producer().compiler()) {
          case GCC -> major >= FIRST_GCC;
          case CLANG -> major >= FIRST_CLANG;
          case RUSTC, RUSTC_GCC, GCCRS, GNU_AS, UNKNOWN -> false;
        };
    return machine && compiler;
  }

  /**
   * Returns how far a value is extended.
   *
   * @param scalar a {@code _BitInt(N)} that travels in registers or on the stack
   * @param storage how far a number that fills the same storage is extended, if it is
   * @param role what is passed
   */
  Extension extension(Type.Scalar scalar, Optional<Extension> storage, CallArranger.Role role) {
    int bits = (int) scalar.valueBits();
    int stored = (int) scalar.bytes() * Byte.SIZE;
    boolean signed = scalar.encoding() == Type.Encoding.SIGNED;
    boolean result = role == CallArranger.Role.RESULT;
    int given =
        !gives(scalar, stored, result)
            ? bits
            : widened(storage.map(Extension::given), stored, result);
    int trusted =
        !trusts(stored, result) ? bits : widened(storage.map(Extension::trusted), stored, result);
    return new Extension(bits, given, trusted, signed, reliance(result));
  }

  /** On x86 a result is extended within its storage alone. */
  private int widened(Optional<Integer> bits, int stored, boolean result) {
    return result && x86() ? stored : Math.max(stored, bits.orElse(stored));
  }

  private boolean gives(Type.Scalar scalar, int stored, boolean result) {
    if (!clang) {
      return true;
    }
    return switch (machine.machine()) {
      // clang stores a result as its own type and loads the storage, which clears what is above.
      case Machine.EM_X86_64 ->
          stored <= INT_BITS || (result && scalar.encoding() == Type.Encoding.UNSIGNED);
      case Machine.EM_386, Machine.EM_ARM -> stored <= INT_BITS;
      case Machine.EM_LOONGARCH -> stored <= machine.pointerBytes() * Byte.SIZE;
      case Machine.EM_RISCV, Machine.EM_S390 -> true;
      default -> false;
    };
  }

  private boolean trusts(int stored, boolean result) {
    return switch (machine.machine()) {
      case Machine.EM_X86_64, Machine.EM_386 -> clang ? stored <= INT_BITS : result;
      case Machine.EM_ARM -> !clang || stored <= INT_BITS;
      case Machine.EM_LOONGARCH -> !clang || stored <= machine.pointerBytes() * Byte.SIZE;
      case Machine.EM_RISCV, Machine.EM_S390 -> true;
      default -> !clang && result;
    };
  }

  private Reliance reliance(boolean result) {
    boolean unspecified = x86() || machine.machine() == Machine.EM_AARCH64;
    return !clang && result && unspecified ? Reliance.IN_TAIL_CALLS : Reliance.ALWAYS;
  }

  private boolean x86() {
    return machine.machine() == Machine.EM_X86_64 || machine.machine() == Machine.EM_386;
  }
}
