package org.abiseam.dwarf.lower;

import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.dwarf.Die;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;

/**
 * Types of Rust for which mrustc has a typedef of a number of C: {@code bool} is {@code RUST_BOOL},
 * a byte, and {@code char} is {@code RUST_CHAR}, of four.
 */
final class MrustcTypes {
  private MrustcTypes() {}

  /** Returns what a typedef of mrustc stands for; empty for any other. */
  static Optional<Type> own(Die typedef) {
    if (!Entries.mrustc(typedef)) {
      return Optional.empty();
    }
    return switch (Entries.nameOrEmpty(typedef)) {
      case "RUST_BOOL" -> Optional.of(scalar("bool", Encoding.BOOLEAN, 1));
      case "RUST_CHAR" -> Optional.of(scalar("char", Encoding.UNICODE, 4));
      default -> Optional.empty();
    };
  }

  private static Type scalar(String name, Encoding encoding, long bytes) {
    return new Type.Scalar(name, encoding, bytes, bytes * 8, OptionalInt.empty());
  }
}
