package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.abiseam.elf.Section;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;
import org.abiseam.model.mangling.MrustcName;

/**
 * Rust that mrustc wrote as C and a compiler of C compiled. Its debug info says C; only the names
 * tell. Such a unit defines a function or a type with a name that mrustc made.
 */
final class MrustcUnits {
  private static final long EACH = 0x0101_0101_0101_0101L;

  /** Words that are copied at once: few enough for the first cache. */
  private static final int WORDS = 2048;

  private MrustcUnits() {}

  /**
   * Gives the units of mrustc in a file the language of their source.
   *
   * @param linked whether it is an image, in which the symbols of mrustc's library are
   */
  static void tell(DebugFile file, Iterable<Unit> units, boolean linked) {
    if (!mayHave(file, linked)) {
      return;
    }
    for (Unit unit : units) {
      if (!unit.isTypeUnit() && ofC(unit.description().producer()) && ofMrustc(unit)) {
        CompileUnit known = unit.description();
        unit.describe(new CompileUnit(known.name(), known.producer().ofMrustc(), known.detail()));
      }
    }
  }

  private static boolean ofC(Producer producer) {
    return producer.language() == Producer.Language.C
        && switch (producer.compiler()) {
          case GCC, CLANG -> true;
          case RUSTC, RUSTC_GCC, GCCRS, GNU_AS, UNKNOWN -> false;
        };
  }

  /** Tells whether a section of strings, or the entries where there is none, has such a name. */
  private static boolean mayHave(DebugFile file, boolean linked) {
    Section symbols = file.sections().whole(".strtab");
    if (linked && symbols.bytes().byteSize() > 0) {
      return has(symbols.bytes());
    }
    Section strings = file.sections().get(".debug_str");
    return strings.bytes().byteSize() > 0
        ? has(strings.bytes())
        : file.sections().all(".debug_info").stream().anyMatch(it -> has(it.bytes()));
  }

  /** Looks at eight bytes at once: a Z is rare, and names of mrustc begin with ZR. */
  private static boolean has(MemorySegment bytes) {
    long[] words = new long[(int) Math.min(WORDS, bytes.byteSize() / Long.BYTES)];
    long at = 0;
    while (words.length > 0 && bytes.byteSize() - at >= Long.BYTES) {
      int some = (int) Math.min(words.length, (bytes.byteSize() - at) / Long.BYTES);
      // A copy is read several times faster than what a file is mapped to.
      MemorySegment.copy(bytes, ValueLayout.JAVA_LONG_UNALIGNED, at, words, 0, some);
      for (int i = 0; i < some; i++) {
        long other = words[i] ^ EACH * 'Z';
        if (((other - EACH) & ~other & EACH << 7) != 0 && hasIn(bytes, at + 8L * i, 8)) {
          return true;
        }
      }
      at += (long) some * Long.BYTES;
    }
    return hasIn(bytes, at, Long.BYTES);
  }

  private static boolean hasIn(MemorySegment bytes, long from, int count) {
    long end = Math.min(from + count, bytes.byteSize() - 2);
    for (long i = from; i < end; i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, i) == 'Z'
          && bytes.get(ValueLayout.JAVA_BYTE, i + 1) == 'R'
          && kind(bytes.get(ValueLayout.JAVA_BYTE, i + 2))) {
        return true;
      }
    }
    return false;
  }

  private static boolean kind(byte letter) {
    return letter == 'G' || letter == 'I' || letter == 'Q' || letter == 'T';
  }

  private static boolean ofMrustc(Unit unit) {
    try {
      for (Die die : unit.root().children()) {
        if (!die.flag(DW_AT_declaration) && named(die)) {
          return true;
        }
      }
      return false;
    } catch (Malformed _) {
      // What breaks the entries is reported when they are read.
      return false;
    }
  }

  private static boolean named(Die die) {
    Optional<String> name = die.string(DW_AT_name);
    return name.isPresent()
        && switch (die.tag()) {
          case DW_TAG_structure_type, DW_TAG_union_type -> MrustcName.isTag(name.get());
          case DW_TAG_subprogram, DW_TAG_variable -> MrustcName.isMangled(name.get());
          default -> false;
        };
  }
}
