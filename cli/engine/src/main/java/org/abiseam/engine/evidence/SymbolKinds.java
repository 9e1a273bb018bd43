package org.abiseam.engine.evidence;

import java.util.Optional;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Subject;

/** Tells functions from variables by the type of a symbol (System V gABI, "Symbol Table"). */
final class SymbolKinds {
  private static final int STT_OBJECT = 1;
  private static final int STT_FUNC = 2;
  private static final int STT_COMMON = 5;
  private static final int STT_TLS = 6;
  private static final int STT_GNU_IFUNC = 10;

  private SymbolKinds() {}

  static Optional<Subject.Kind> of(Symbol symbol) {
    return switch (symbol.type()) {
      case STT_FUNC, STT_GNU_IFUNC -> Optional.of(Subject.Kind.FUNCTION);
      case STT_OBJECT, STT_COMMON, STT_TLS -> Optional.of(Subject.Kind.VARIABLE);
      default -> Optional.empty();
    };
  }
}
