package org.abiseam.engine.evidence;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.elf.SectionHeader;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Printable;

/** Reads the release of a kernel: of an image its own, of a module the one it was built for. */
final class KernelRelease {
  private static final String BANNER_SYMBOL = "linux_banner";
  private static final String BANNER = "Linux version ";
  private static final String VERMAGIC = "vermagic=";
  private static final int LONGEST = 256;

  private KernelRelease() {}

  /** Returns the first word of {@code vermagic} in {@code .modinfo}, or of {@code linux_banner}. */
  static Optional<String> of(ObjectFile object) {
    Optional<Section> information = object.section(".modinfo");
    if (object.relocatable()) {
      return information.flatMap(section -> named(section.bytes()));
    }
    for (Symbol symbol : object.symbols(Set.of(BANNER_SYMBOL), List.of())) {
      if (symbol.name().equals(BANNER_SYMBOL)) {
        return banner(object, symbol);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> named(MemorySegment bytes) {
    long at = 0;
    while (at < bytes.byteSize()) {
      String entry = text(bytes, at);
      if (entry.startsWith(VERMAGIC)) {
        return Optional.of(firstWord(entry.substring(VERMAGIC.length())));
      }
      while (at < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, at) != 0) {
        at++;
      }
      at++;
    }
    return Optional.empty();
  }

  private static Optional<String> banner(ObjectFile object, Symbol symbol) {
    if (symbol.section() <= 0 || symbol.section() >= object.headers().size()) {
      return Optional.empty();
    }
    SectionHeader header = object.headers().get(symbol.section());
    long at = symbol.value() - header.address();
    return object
        .section(header.name())
        .filter(section -> at >= 0 && at < section.bytes().byteSize())
        .map(section -> text(section.bytes(), at))
        .filter(text -> text.startsWith(BANNER))
        .map(text -> firstWord(text.substring(BANNER.length())));
  }

  /** Up to the next zero byte, and no further than a release can be long. */
  private static String text(MemorySegment bytes, long from) {
    long end = from;
    long last = Math.min(bytes.byteSize(), from + LONGEST);
    while (end < last && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    byte[] text = bytes.asSlice(from, end - from).toArray(ValueLayout.JAVA_BYTE);
    return Printable.of(text);
  }

  private static String firstWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }
}
