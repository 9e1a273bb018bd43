package org.abiseam.rules.layout;

import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * What has a size and no inside.
 *
 * <p>A blob, bindgen's own or a plain array of numbers where C has a struct, is compared by size
 * and alignment. If either differs the types disagree; if neither does, nothing is known of the
 * inside, and the verdict is undetermined: the blob cannot be wrong about members it does not have,
 * but nothing was verified either. A struct that holds a blob says so of that member, unless the
 * blob is shared under a name of its own: then that name says it, once.
 *
 * <p>A declaration without a body is right behind a pointer. As a member it is a mistake of the
 * size of the whole type: bindgen gives its placeholder 0 bytes, or 1.
 */
final class OpaqueRule {
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.BINDGEN_OPAQUE);

  private OpaqueRule() {}

  static void incomplete(Comparison comparison, TypeId expected, TypeId actual, Outcome out) {
    Type one = comparison.provider().type(expected);
    Type other = comparison.consumer().type(actual);
    if (one instanceof Type.Incomplete) {
      if (!(other instanceof Type.Incomplete)) {
        out.add(
            Reason.DECLARED_ONLY, "", "C only declares " + comparison.provider().text(expected));
      }
      return;
    }
    long placeholder = ((Type.Incomplete) other).placeholderBytes().orElse(0);
    long bytes = comparison.provider().bytes(expected);
    if (bytes != placeholder) {
      out.size(SIZE, bytes, placeholder, "Rust has only a placeholder for it");
    }
  }

  static void blob(Comparison comparison, TypeId expected, TypeId actual, Outcome out) {
    long expectedBytes = comparison.provider().bytes(expected);
    long actualBytes = comparison.consumer().bytes(actual);
    boolean sized =
        comparison.provider().types().bytes(expected).isPresent()
            && comparison.consumer().types().bytes(actual).isPresent();
    if (sized && expectedBytes != actualBytes) {
      out.size(SIZE, expectedBytes, actualBytes, "");
      return;
    }
    if (comparison.provider().type(expected) instanceof Type.Opaque opaque) {
      out.add(Reason.NOT_MODELLED, "", opaque.reason());
    } else if (comparison.consumer().type(actual) instanceof Type.Opaque opaque) {
      boolean written = opaque.cause() == Type.Opaque.Cause.BINDGEN_BLOB;
      out.add(written ? Reason.OPAQUE : Reason.NOT_MODELLED, "", opaque.reason());
    }
  }

  /** Plain numbers in the place of a struct; false where it is something else. */
  static boolean bytes(Comparison comparison, TypeId expected, TypeId actual, Outcome out) {
    boolean plain =
        comparison.provider().type(expected) instanceof Type.Aggregate
            && numbers(comparison.consumer(), actual)
            && comparison.provider().bytes(expected) == comparison.consumer().bytes(actual);
    if (plain) {
      String text = comparison.consumer().text(actual);
      out.add(Reason.OPAQUE, "", "Rust has " + text + " in its place");
    }
    return plain;
  }

  /** Whether a type is an array of numbers, of any dimensions. */
  static boolean numbers(Side side, TypeId id) {
    return side.type(id) instanceof Type.Array array
        && (numbers(side, array.element())
            || (side.type(array.element()) instanceof Type.Scalar scalar
                && ScalarRule.number(scalar)));
  }
}
