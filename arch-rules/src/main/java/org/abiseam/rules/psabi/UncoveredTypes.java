package org.abiseam.rules.psabi;

import java.util.HashMap;
import java.util.Map;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.plan.Unsettled;

/**
 * Refuses values of C that compilers pass differently and that no rule here covers.
 *
 * <p>{@code _BitInt(N)}: where {@link BitIntegers} knows it not of a compiler. {@code _Atomic}: GCC
 * passes a value as if the qualifier were not there; Clang has no rule for the type and takes what
 * is left: memory instead of registers on x86-64, no homogeneous aggregate on AArch64, no extension
 * of a narrow number (llvm-project issue #222104). Numbers wider than 64 bits are left out. Decimal
 * floating point: only the code of GCC for x86-64 and i386 was read.
 *
 * <p>It also refuses a value with more parts than any rule looks at, so that the rules may walk
 * over all parts of a value.
 */
final class UncoveredTypes {
  /** A member of a type that lies in a value several times counts as often. */
  private static final long MOST_PARTS = 1 << 16;

  private final TypeGraph types;
  private final boolean clang;
  private final boolean bitIntegers;
  private final boolean x8664;
  private final boolean decimals;

  private final Map<TypeId, Long> parts = new HashMap<>();

  private UncoveredTypes(CallSide side) {
    this.types = side.types();
    this.clang = side.producer().compiler() == Compiler.CLANG;
    this.x8664 = side.machine().machine() == Machine.EM_X86_64;
    this.decimals = x8664 || side.machine().machine() == Machine.EM_386;
    this.bitIntegers = BitIntegers.covers(side);
  }

  /**
   * Looks at all values of a call.
   *
   * @throws Unsettled if one of them is not covered
   */
  static void refuse(Signature signature, CallSide side) {
    UncoveredTypes uncovered = new UncoveredTypes(side);
    uncovered.inside(signature.result());
    for (Signature.Parameter parameter : signature.parameters()) {
      uncovered.inside(parameter.type());
    }
  }

  private void inside(TypeId id) {
    if (parts(id) > MOST_PARTS) {
      throw new Unsettled(TypeText.of(types, id) + " has too many parts");
    }
  }

  /** Counts the parts of a value, itself included; the elements of an array are one part. */
  private long parts(TypeId id) {
    Long known = parts.get(id);
    if (known != null) {
      return known;
    }
    long counted =
        switch (types.type(id)) {
          case Type.Scalar scalar -> scalar(scalar);
          case Type.Atomic atomic -> atomic(id, atomic);
          case Type.Alias alias -> parts(alias.target());
          case Type.NonZero number -> parts(number.target());
          case Type.Sequence sequence -> parts(sequence.element());
          case Type.Aggregate aggregate -> {
            long sum = 1;
            for (Member member : aggregate.members()) {
              sum = Math.min(sum + parts(member.type()), Integer.MAX_VALUE);
            }
            yield sum;
          }
          case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Tagged _ -> 1;
          case Type.Function _, Type.Unknown _ -> 1;
        };
    parts.put(id, counted);
    return counted;
  }

  /** A struct with one on x86-64 lies in memory, whatever it is. */
  private long atomic(TypeId id, Type.Atomic atomic) {
    boolean covered =
        !clang
            || (x8664 && values(atomic.target()))
            || number(types.type(types.resolved(atomic.target())));
    if (!covered) {
      throw new Unsettled(
          "clang passes "
              + TypeText.of(types, id)
              + " by value by no published rule; a pointer to it is safe");
    }
    return parts(atomic.target());
  }

  private boolean values(TypeId id) {
    return !(types.type(types.resolved(id)) instanceof Type.Scalar scalar) || !scalar.complex();
  }

  private static boolean number(Type type) {
    return switch (type) {
      case Type.Scalar scalar ->
          scalar.bytes() <= Long.BYTES
              && !scalar.bitPrecise()
              && (scalar.encoding().whole() || scalar.encoding() == Type.Encoding.FLOAT);
      case Type.Enumeration _, Type.Pointer _ -> true;
      case Type.Void _, Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private long scalar(Type.Scalar scalar) {
    if (scalar.complex() && scalar.bytes() % 2 != 0) {
      throw new Unsettled("no complex number has " + scalar.bytes() + " bytes");
    }
    if (scalar.bitPrecise() && !bitIntegers) {
      throw new Unsettled(
          "compilers pass "
              + scalar.name()
              + " differently, and no rule here covers it; a pointer to it is safe");
    }
    if (scalar.encoding() == Type.Encoding.DECIMAL_FLOAT && !decimals) {
      throw new Unsettled("no rule of abiseam covers decimal floating point, " + scalar.name());
    }
    return 1;
  }
}
