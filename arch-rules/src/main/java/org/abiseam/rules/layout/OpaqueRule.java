package org.abiseam.rules.layout;

import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined.Reason;

/**
 * Compares types with a size and unknown members.
 *
 * <p>A blob, bindgen's own or a plain array of numbers where C has a struct, is compared by size
 * and alignment. If either differs the types disagree; if neither does, nothing is known of the
 * members, and the verdict is undetermined: the blob cannot be wrong about members it does not
 * have, but nothing was verified either. A struct that contains a blob says so of that member,
 * unless the blob is shared under a name of its own: then that name says it, once.
 *
 * <p>A declaration without a body is right behind a pointer. As a member it is a mistake of the
 * size of the whole type: bindgen gives its placeholder 0 bytes, or 1.
 */
final class OpaqueRule {
  private static final Clause ORDER =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.GCC_STORAGE_ORDER);
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.BINDGEN_OPAQUE);

  private OpaqueRule() {}

  /** Compares where one side has only a declaration. */
  static void incomplete(TypePair pair) {
    if (pair.expected() instanceof Type.Incomplete) {
      if (!(pair.actual() instanceof Type.Incomplete)) {
        String text = pair.provider().text(pair.expectedId());
        pair.undecided(Reason.DECLARED_ONLY, "C only declares " + text);
      }
    } else if (pair.actual() instanceof Type.Incomplete placeholder) {
      long bytes = placeholder.placeholderBytes().orElse(0);
      if (pair.expectedBytes() != bytes) {
        pair.differs(
            RuleDifference.size(SIZE, pair.expectedBytes(), bytes)
                .because("Rust has only a placeholder for it"));
      }
    }
  }

  /** Compares where one side has a blob. */
  static void blob(TypePair pair) {
    boolean sized =
        pair.provider().types().bytes(pair.expectedId()).isPresent()
            && pair.consumer().types().bytes(pair.actualId()).isPresent();
    if (sized && pair.sizeDiffers(SIZE)) {
      return;
    }
    if (swappedOnce(pair)) {
      pair.differs(
          RuleDifference.type(ORDER, order(pair.expected(), pair), order(pair.actual(), pair))
              .because("only one side keeps to the attribute scalar_storage_order"));
    } else if (swapped(pair.expected()) && pair.expected().equals(pair.actual())) {
      return;
    } else if (pair.expected() instanceof Type.Opaque opaque) {
      pair.undecided(Reason.NOT_MODELLED, "is not modelled: " + opaque.reason());
    } else if (pair.actual() instanceof Type.Opaque opaque) {
      switch (opaque.cause()) {
        case BINDGEN_BLOB -> pair.undecided(Reason.OPAQUE, opaque.reason());
        case NOT_MODELLED, OTHER_BYTE_ORDER ->
            pair.undecided(Reason.NOT_MODELLED, "is not modelled: " + opaque.reason());
      }
    }
  }

  /**
   * Tells whether one side has C's {@code va_list} and the other as many bytes. C23 7.16: it is "a
   * complete object type suitable for holding information", which has no members for a program. Arm
   * and AArch64 name it (AAPCS and AAPCS64 2024Q3, "Additional Types"); bindgen writes a blob of
   * bytes, or the number that is as large.
   */
  static boolean argumentList(Type one, Type other) {
    return (isArgumentList(one) && bytes(other).equals(one.valueBytes()))
        || (isArgumentList(other) && bytes(one).equals(other.valueBytes()));
  }

  private static OptionalLong bytes(Type type) {
    return type instanceof Type.Opaque || type instanceof Type.Scalar
        ? type.valueBytes()
        : OptionalLong.empty();
  }

  /** Tells whether it is {@code va_list} behind a pointer, where its size is not looked at. */
  static boolean declaresArgumentList(Type type) {
    return type instanceof Type.Incomplete incomplete && incomplete.name().equals("__va_list");
  }

  private static boolean isArgumentList(Type type) {
    return type instanceof Type.Aggregate aggregate
        && aggregate.name().equals(Optional.of("__va_list"));
  }

  /** Tells whether one side alone has the bytes of a number in the other order. */
  private static boolean swappedOnce(TypePair pair) {
    boolean ordered =
        pair.expected() instanceof Type.Number || pair.actual() instanceof Type.Number;
    return ordered
        && swapped(pair.expected()) != swapped(pair.actual())
        && pair.expectedBytes() > 1;
  }

  private static boolean swapped(Type type) {
    return type instanceof Type.Opaque opaque
        && opaque.cause() == Type.Opaque.Cause.OTHER_BYTE_ORDER;
  }

  private static String order(Type type, TypePair pair) {
    boolean big = pair.provider().machine().bigEndian() != swapped(type);
    return (big ? "big" : "little") + "-endian bytes";
  }

  /** Compares plain numbers of Rust in the place of a struct; false where it is something else. */
  static boolean bytes(TypePair pair) {
    boolean plain =
        pair.expected() instanceof Type.Aggregate
            && pair.consumer().rust()
            && pair.consumer().integers(pair.actualId())
            && pair.expectedBytes() == pair.actualBytes();
    if (plain) {
      String text = pair.consumer().text(pair.actualId());
      pair.undecided(Reason.OPAQUE, "Rust has " + text + " in its place");
    }
    return plain;
  }
}
