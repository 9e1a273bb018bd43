package org.abiseam.dwarf.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.TestObject;
import org.abiseam.dwarf.spec.Attributes;
import org.abiseam.dwarf.spec.Tags;
import org.abiseam.fixtures.Dies;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;

/**
 * Debug info written down as text, one entry a line, children indented by two more blanks:
 *
 * <pre>
 *   int: base_type name=int byte_size=4 encoding=5
 *   structure_type name=s byte_size=4
 *     member name=a type=@int data_member_location=0
 * </pre>
 *
 * <p>A value is a reference ({@code @label}), a number ({@code 4}, {@code -1}, {@code 0xc8:data1}
 * for a form other than udata and sdata), the bytes of an expression ({@code expr(2304)}) or a
 * string, in which {@code ~} stands for a blank; an attribute without a value is a flag.
 */
final class Written {
  private static final int UDATA = 0x0f;
  private static final int SDATA = 0x0d;
  private static final int REF4 = 0x13;
  private static final int STRING = 0x08;
  private static final int EXPRLOC = 0x18;
  private static final int FLAG_PRESENT = 0x19;

  private static final Map<String, Integer> DATA =
      Map.of("data1", 0x0b, "data2", 0x05, "data4", 0x06, "data8", 0x07);

  private Written() {}

  /** A lowering of what was written, with its labels. */
  record Lowered(
      Lowering lowering, Map<String, Die> entries, TestObject object, Map<String, Long> labels) {

    /** Where the first labelled entry begins. */
    int first() {
      return labels.values().iterator().next().intValue();
    }

    /** Where the entries end. */
    int size() {
      return (int) object.section(".debug_info").orElseThrow().bytes().byteSize();
    }

    /** The same with one byte of its entries changed. */
    Lowered damaged(int at, int value) {
      return opened(object.damaged(".debug_info", at, value), labels);
    }

    /** The type of a label with its inside. */
    String definition(String label) {
      TypeId id = lowering.type(entry(label));
      return TypeText.definition(lowering.build(), id);
    }

    /** The short name of the type of a label. */
    String text(String label) {
      TypeId id = lowering.type(entry(label));
      return TypeText.of(lowering.build(), id);
    }

    TypeId type(String label) {
      return lowering.type(entry(label));
    }

    TypeGraph types() {
      return lowering.build();
    }

    Die entry(String label) {
      return Optional.ofNullable(entries.get(label)).orElseThrow();
    }
  }

  /** A unit of GNU C for x86-64. */
  static Lowered c(String text) {
    return unit("language=0x1d producer=GNU~C17~14.2.0", text, false, 8);
  }

  /** Writes a unit of C++. */
  static Lowered cpp(String text) {
    return unit("language=0x21 producer=GNU~C++17~14.2.0", text, false, 8);
  }

  /** A unit of GNU C for a big-endian machine of 64 bits. */
  static Lowered bigEndianC(String text) {
    return unit("language=0x1d producer=GNU~C17~14.2.0", text, true, 8);
  }

  /** A unit of rustc for x86-64. */
  static Lowered rust(String text) {
    return unit("language=0x1c producer=clang~LLVM~(rustc~version~1.97.1)", text, false, 8);
  }

  /** A unit of gccrs for x86-64. */
  static Lowered gccrs(String text) {
    return unit("language=0x1c producer=GNU~Rust~16.2.0", text, false, 8);
  }

  static Lowered unit(String root, String text, boolean bigEndian, int addressBytes) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    List<Object> parts = words(("compile_unit " + root + " name=a.c").split(" +"));
    parts.addAll(entries(lines, -1));
    Dies dies = new Dies(5, bigEndian, 4, addressBytes);
    Map<String, byte[]> sections = dies.unit(Dies.die(tag(parts), parts.toArray())).sections();
    Map<String, Long> labels = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      if (colon >= 0) {
        String label = line.substring(0, colon).strip();
        labels.put(label, dies.offset(label));
      }
    }
    int machine = bigEndian ? Machine.EM_S390 : Machine.EM_X86_64;
    return opened(
        TestObject.of("a.o", new Machine(machine, addressBytes, bigEndian, 0), sections), labels);
  }

  /** The entries of the lines that lie one level deeper than a line so far from the margin. */
  private static List<Dies.Entry> entries(List<String> lines, int outside) {
    List<Dies.Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size() && depth(lines.get(i)) > outside; ) {
      int depth = depth(lines.get(i));
      int end = i + 1;
      while (end < lines.size() && depth(lines.get(end)) > depth) {
        end++;
      }
      String[] words = lines.get(i).strip().split(" +");
      boolean labelled = words[0].endsWith(":");
      List<Object> parts = words(labelled ? Arrays.copyOfRange(words, 1, words.length) : words);
      String label = labelled ? words[0].substring(0, words[0].length() - 1) : "";
      int tag = tag(parts);
      parts.addAll(entries(lines.subList(i + 1, end), depth));
      entries.add(Dies.labelled(label, tag, parts.toArray()));
      i = end;
    }
    return entries;
  }

  private static int depth(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static int tag(List<Object> parts) {
    return (int) parts.removeFirst();
  }

  /** A tag, then attributes. */
  private static List<Object> words(String[] words) {
    List<Object> parts = new ArrayList<>();
    parts.add(spec(Tags.class, "DW_TAG_" + words[0]));
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String name = equals < 0 ? words[i] : words[i].substring(0, equals);
      int attribute = spec(Attributes.class, "DW_AT_" + name);
      parts.add(
          equals < 0
              ? Dies.at(attribute, FLAG_PRESENT, 1)
              : value(attribute, words[i].substring(equals + 1)));
    }
    return parts;
  }

  private static Dies.Attribute value(int attribute, String value) {
    if (value.startsWith("@")) {
      return Dies.at(attribute, REF4, Dies.to(value.substring(1)));
    }
    if (value.startsWith("expr(")) {
      byte[] bytes = HexFormat.of().parseHex(value.substring(5, value.length() - 1));
      return Dies.at(attribute, EXPRLOC, bytes);
    }
    if (!value.matches("-?[0-9].*")) {
      String text = value.startsWith("~") ? value : value.replace('~', ' ');
      return Dies.at(attribute, STRING, text);
    }
    int colon = value.indexOf(':');
    long number = Long.decode(colon < 0 ? value : value.substring(0, colon));
    if (colon >= 0) {
      return Dies.at(attribute, DATA.get(value.substring(colon + 1)), number);
    }
    return Dies.at(attribute, number < 0 ? SDATA : UDATA, number);
  }

  private static int spec(Class<?> holder, String name) {
    try {
      return holder.getField(name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static Lowered opened(TestObject object, Map<String, Long> labels) {
    DebugInfo info = DebugInfo.open(object, DebugFiles.NONE);
    if (info.units().isEmpty()) {
      throw new Malformed(".debug_info", 0, "no unit: " + info.diagnostics());
    }
    Map<String, Die> found = new HashMap<>();
    labels.forEach((label, offset) -> found.put(label, info.units().getFirst().die(offset)));
    return new Lowered(new Lowering("a.o"), found, object, labels);
  }
}
