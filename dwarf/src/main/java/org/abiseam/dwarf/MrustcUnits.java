package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    if (bytes.byteSize() > Integer.MAX_VALUE) {
      return true;
    }
    ByteBuffer buffer = bytes.asByteBuffer().order(ByteOrder.nativeOrder());
    int end = buffer.limit();
    int at = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long other = buffer.getLong(at) ^ EACH * 'Z';
      if (((other - EACH) & ~other & EACH << 7) != 0 && hasIn(buffer, at, at + Long.BYTES)) {
        return true;
      }
    }
    return hasIn(buffer, at, end);
  }

  private static boolean hasIn(ByteBuffer bytes, int from, int to) {
    for (int i = from; i < to && i + 2 < bytes.limit(); i++) {
      if (bytes.get(i) == 'Z' && bytes.get(i + 1) == 'R' && kind(bytes.get(i + 2))) {
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
