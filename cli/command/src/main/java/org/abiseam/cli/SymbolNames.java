package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.cli.report.Spelling;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.model.Malformed;

/** Looks through the symbol tables of inputs for the symbol that was probably meant. */
final class SymbolNames {
  private final Set<String> names = new TreeSet<>();

  private SymbolNames() {}

  /** Returns the end of a sentence; empty where no symbol has a name like it. */
  static String suggestion(String symbol, List<Path> inputs) {
    SymbolNames known = new SymbolNames();
    inputs.forEach(known::add);
    return Spelling.suggestion(symbol, known.names);
  }

  private void add(Path input) {
    try (Container container = Containers.open(input)) {
      container.members().forEach(this::add);
    } catch (Malformed _) {
      // It was said already.
    }
  }

  private void add(Container.Member member) {
    try (Container.OpenObject object = member.open()) {
      object.file().symbols().forEach(symbol -> names.add(symbol.name()));
    } catch (Malformed _) {
      // It was said already.
    }
  }
}
