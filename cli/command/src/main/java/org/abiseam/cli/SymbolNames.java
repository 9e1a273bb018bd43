package org.abiseam.cli;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.ObjectFile;
import org.abiseam.model.Malformed;
import org.abiseam.model.Spelling;

/** Looks through inputs for the symbol or the type that was probably meant. */
final class SymbolNames {
  private final Set<String> names = new TreeSet<>();

  private static final int MOST_TRIED = 4;

  private final Function<ObjectFile, Stream<String>> namesOf;

  private SymbolNames(Function<ObjectFile, Stream<String>> namesOf) {
    this.namesOf = namesOf;
  }

  /** Returns the end of a sentence; empty where no symbol has a name like it. */
  static String suggestion(String symbol, List<Path> inputs) {
    SymbolNames known = new SymbolNames(file -> file.symbols().stream().map(named -> named.name()));
    inputs.forEach(known::add);
    return Spelling.suggestion(symbol, known.names);
  }

  /**
   * Returns the end of a sentence; empty where no type has a name like it.
   *
   * @param isType whether the inputs have a type of a name; the debug info has other names too
   */
  static String suggestedType(String type, List<Path> inputs, Predicate<String> isType) {
    SymbolNames known = new SymbolNames(SymbolNames::ofDebugInfo);
    inputs.forEach(known::add);
    List<String> types =
        Spelling.near(type, known.names).stream().limit(MOST_TRIED).filter(isType).toList();
    return types.isEmpty() ? "" : "; did you mean '" + types.getFirst() + "'?";
  }

  /** Tells whether a file was given in place of a name. */
  static boolean isFile(String name) {
    return Files.isRegularFile(Path.of(name));
  }

  private static Stream<String> ofDebugInfo(ObjectFile file) {
    return file.section(".debug_str").stream()
        .map(section -> section.bytes().toArray(ValueLayout.JAVA_BYTE))
        .flatMap(bytes -> Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0")));
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
      namesOf.apply(object.file()).forEach(names::add);
    } catch (Malformed _) {
      // It was said already.
    }
  }
}
