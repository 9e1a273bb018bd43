package org.abiseam.dwarf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Language;

/**
 * Switches that stand in {@code .GCC.command.line} and not in debug info.
 *
 * <p>GCC's {@code -frecord-gcc-switches} and Clang's {@code -frecord-command-line} write one string
 * for each unit. GCC's is what {@code DW_AT_producer} would say, without the file; Clang's is the
 * command with it. The linker keeps each string once, in no order, so a unit gets the string that
 * names its file, or the only one there is.
 */
final class CommandLines {
  private static final String SECTION = ".GCC.command.line";
  private static final int LONGEST = 1 << 20;

  private CommandLines() {}

  /**
   * Gives units of C their switches.
   *
   * @param object where they stand
   * @return the same; those without switches with what the section says of them
   */
  static List<CompileUnit> told(ObjectFile object, List<CompileUnit> units) {
    if (units.stream().noneMatch(CommandLines::silent)) {
      return units;
    }
    Optional<Section> section = object.section(SECTION);
    if (section.isEmpty()) {
      return units;
    }
    List<String> lines = lines(section.get().bytes());
    return units.stream().map(unit -> silent(unit) ? told(unit, lines) : unit).toList();
  }

  private static boolean silent(CompileUnit unit) {
    Language language = unit.producer().language();
    return unit.producer().flags().isEmpty()
        && (language == Language.C || language == Language.CPP);
  }

  private static List<String> lines(MemorySegment bytes) {
    TreeSet<String> lines = new TreeSet<>();
    byte[] text =
        bytes.asSlice(0, Math.min(LONGEST, bytes.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    for (String line : new String(text, StandardCharsets.UTF_8).split("\0", -1)) {
      if (!line.isBlank()) {
        lines.add(line);
      }
    }
    return List.copyOf(lines);
  }

  private static CompileUnit told(CompileUnit unit, List<String> lines) {
    List<List<String>> named = new ArrayList<>();
    for (String line : lines) {
      List<String> words = ProducerStrings.words(line, 0);
      if (words.contains(unit.name())) {
        named.add(words);
      }
    }
    if (named.isEmpty() && lines.size() == 1) {
      named.add(ProducerStrings.words(lines.getFirst(), 0));
    }
    if (named.size() != 1) {
      return unit;
    }
    Producer producer = unit.producer();
    List<String> switches = named.getFirst().stream().filter(word -> word.startsWith("-")).toList();
    return new CompileUnit(unit.name(), producer.with(switches), unit.detail());
  }
}
