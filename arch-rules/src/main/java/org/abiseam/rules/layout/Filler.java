package org.abiseam.rules.layout;

import java.util.regex.Pattern;
import org.abiseam.model.TypeId;
import org.abiseam.rules.layout.FlatMembers.Slot;

/**
 * Recognises members that are only bytes, by their names.
 *
 * <p>C names what it keeps for later ({@code reserved}, {@code kabi_reserved1}), and between
 * versions such a member may be replaced. Rust names what fills a hole ({@code _pad}, {@code _0}):
 * there the underscore in front, which says that nobody uses the member, is enough.
 */
final class Filler {
  private static final Pattern RESERVED =
      Pattern.compile("(?i).*(reserved|rsvd|unused|padding|kabi_|_pad).*|pad\\d*");
  private static final Pattern PAD = Pattern.compile("(__?pad|_reserved).*");
  private static final Pattern UNUSED = Pattern.compile("(_|pad|reserved).*");
  private static final Pattern KEPT = Pattern.compile("\\w*?(spare|reserved|rsvd|unused|pad)\\d*");

  private Filler() {}

  /** Tells whether a member of C keeps bytes for later. */
  static boolean reserved(Side side, Slot slot) {
    return RESERVED.matcher(slot.name()).matches()
        && (Side.integer(side.type(slot.type())) || side.integers(slot.type()));
  }

  /** Tells whether a member of Rust fills a hole: {@code MaybeUninit<[u64; 12]>} does too. */
  static boolean fills(Side side, Slot slot) {
    if (!UNUSED.matcher(slot.name()).matches()) {
      return false;
    }
    TypeId type = Wrappers.innermost(side.types(), slot.type());
    return PAD.matcher(slot.name()).matches()
        || side.integers(type)
        || Side.integer(side.type(type));
  }

  /** Tells whether the name says that nobody reads the member, in C or in Rust. */
  static boolean kept(Slot slot) {
    return KEPT.matcher(slot.name()).matches();
  }
}
