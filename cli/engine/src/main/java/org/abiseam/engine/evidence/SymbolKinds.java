package org.abiseam.engine.evidence;

import java.util.Optional;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Linkage;
import org.abiseam.model.Subject;

/** Tells what the fields of a symbol mean (System V gABI, "Symbol Table"). */
final class SymbolKinds {
  private static final int STT_OBJECT = 1;
  private static final int STT_FUNC = 2;
  private static final int STT_COMMON = 5;
  private static final int STT_TLS = 6;
  private static final int STT_GNU_IFUNC = 10;
  private static final int STV_INTERNAL = 1;
  private static final int STV_HIDDEN = 2;
  private static final int STV_PROTECTED = 3;

  private SymbolKinds() {}

  static Optional<Subject.Kind> of(Symbol symbol) {
    return switch (symbol.type()) {
      case STT_FUNC, STT_GNU_IFUNC -> Optional.of(Subject.Kind.FUNCTION);
      case STT_OBJECT, STT_COMMON, STT_TLS -> Optional.of(Subject.Kind.VARIABLE);
      default -> Optional.empty();
    };
  }

  /** Tells how the address is found. */
  static Linkage.Addressing addressing(Symbol symbol) {
    return switch (symbol.type()) {
      case STT_TLS -> Linkage.Addressing.THREAD_LOCAL;
      case STT_GNU_IFUNC -> Linkage.Addressing.RESOLVED;
      default -> Linkage.Addressing.FIXED;
    };
  }

  /** Tells who sees it; {@code STV_INTERNAL} is as hidden. */
  static Linkage.Visibility visibility(Symbol symbol) {
    return switch (symbol.visibility()) {
      case STV_INTERNAL, STV_HIDDEN -> Linkage.Visibility.HIDDEN;
      case STV_PROTECTED -> Linkage.Visibility.PROTECTED;
      default -> Linkage.Visibility.DEFAULT;
    };
  }
}
