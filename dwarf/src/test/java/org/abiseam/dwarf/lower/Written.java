package org.abiseam.dwarf.lower;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.spec.Attributes;
import org.abiseam.dwarf.spec.Tags;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.elf.SectionHeader;
import org.abiseam.elf.Symbol;
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

  private final boolean bigEndian;
  private final int addressBytes;
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final ByteArrayOutputStream abbreviations = new ByteArrayOutputStream();
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private final Map<Integer, String> references = new HashMap<>();
  private int codes;

  private Written(boolean bigEndian, int addressBytes) {
    this.bigEndian = bigEndian;
    this.addressBytes = addressBytes;
  }

  /** A lowering of what was written, with its labels. */
  record Lowered(
      Lowering lowering, Map<String, Die> entries, Given object, Map<String, Integer> labels) {

    /** Where the first labelled entry begins. */
    int first() {
      return labels.values().iterator().next();
    }

    /** Where the entries end. */
    int size() {
      return object.info().length;
    }

    /** The same with one byte of its entries changed. */
    Lowered damaged(int at, int value) {
      byte[] info = object.info().clone();
      info[at] = (byte) value;
      Given changed =
          new Given(info, object.abbreviations(), object.bigEndian(), object.addressBytes());
      return opened(changed, labels);
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
    Written written = new Written(bigEndian, addressBytes);
    written.header();
    written.entry("compile_unit " + root + " name=a.c", true);
    written.lines(text.lines().filter(line -> !line.isBlank()).toList());
    written.entries.write(0);
    return written.finished();
  }

  private void header() {
    number(0, 4);
    number(5, 2);
    entries.write(1);
    entries.write(addressBytes);
    number(0, 4);
  }

  private void lines(List<String> lines) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int depth = depth(lines.get(i));
      while (!open.isEmpty() && open.getLast() >= depth) {
        open.removeLast();
        entries.write(0);
      }
      boolean parent = i + 1 < lines.size() && depth(lines.get(i + 1)) > depth;
      entry(lines.get(i).strip(), parent);
      if (parent) {
        open.add(depth);
      }
    }
    open.forEach(_ -> entries.write(0));
  }

  private static int depth(String line) {
    return line.length() - line.stripLeading().length();
  }

  private void entry(String line, boolean parent) {
    List<String> words = new ArrayList<>(List.of(line.split(" +")));
    if (words.getFirst().endsWith(":")) {
      String label = words.removeFirst();
      labels.put(label.substring(0, label.length() - 1), entries.size());
    }
    int code = ++codes;
    uleb(abbreviations, code);
    uleb(abbreviations, spec(Tags.class, "DW_TAG_" + words.removeFirst()));
    abbreviations.write(parent ? 1 : 0);
    uleb(entries, code);
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      uleb(abbreviations, spec(Attributes.class, "DW_AT_" + name));
      uleb(abbreviations, equals < 0 ? FLAG_PRESENT : value(word.substring(equals + 1)));
    }
    abbreviations.write(0);
    abbreviations.write(0);
  }

  /** Writes a value and answers its form. */
  private int value(String value) {
    if (value.startsWith("@")) {
      references.put(entries.size(), value.substring(1));
      number(0, 4);
      return REF4;
    }
    if (value.startsWith("expr(")) {
      byte[] bytes = HexFormat.of().parseHex(value.substring(5, value.length() - 1));
      uleb(entries, bytes.length);
      entries.writeBytes(bytes);
      return EXPRLOC;
    }
    if (!value.matches("-?[0-9].*")) {
      entries.writeBytes(value.replace('~', ' ').getBytes(StandardCharsets.UTF_8));
      entries.write(0);
      return STRING;
    }
    int colon = value.indexOf(':');
    long number = Long.decode(colon < 0 ? value : value.substring(0, colon));
    if (colon >= 0) {
      String form = value.substring(colon + 1);
      number(number, Integer.parseInt(form.substring("data".length())));
      return DATA.get(form);
    }
    if (number < 0) {
      sleb(number);
      return SDATA;
    }
    uleb(entries, number);
    return UDATA;
  }

  private static int spec(Class<?> holder, String name) {
    try {
      return holder.getField(name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private void number(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      entries.write((int) (value >>> 8 * (bigEndian ? bytes - 1 - i : i)));
    }
  }

  private static void uleb(ByteArrayOutputStream out, long value) {
    long rest = value;
    do {
      out.write((int) (rest & 0x7f | (rest >>> 7 == 0 ? 0 : 0x80)));
      rest >>>= 7;
    } while (rest != 0);
  }

  private void sleb(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      entries.write((int) (rest & 0x7f | 0x80));
      rest >>= 7;
    }
    entries.write((int) (rest & 0x7f));
  }

  private Lowered finished() {
    abbreviations.write(0);
    byte[] bytes = entries.toByteArray();
    patch(bytes, 0, bytes.length - 4);
    references.forEach(
        (at, label) -> patch(bytes, at, Optional.ofNullable(labels.get(label)).orElseThrow()));
    return opened(new Given(bytes, abbreviations.toByteArray(), bigEndian, addressBytes), labels);
  }

  private static Lowered opened(Given object, Map<String, Integer> labels) {
    DebugInfo info = DebugInfo.open(object, DebugFiles.NONE);
    if (info.units().isEmpty()) {
      throw new Malformed(".debug_info", 0, "no unit: " + info.diagnostics());
    }
    Map<String, Die> found = new HashMap<>();
    labels.forEach((label, offset) -> found.put(label, info.units().getFirst().die(offset)));
    return new Lowered(new Lowering("a.o"), found, object, labels);
  }

  private void patch(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> 8 * (bigEndian ? 3 - i : i));
    }
  }

  /** An object file that has these two sections. */
  record Given(byte[] info, byte[] abbreviations, boolean bigEndian, int addressBytes)
      implements ObjectFile {
    @Override
    public Optional<Section> section(String name) {
      return switch (name) {
        case ".debug_info" -> Optional.of(section(name, info));
        case ".debug_abbrev" -> Optional.of(section(name, abbreviations));
        default -> Optional.empty();
      };
    }

    private static Section section(String name, byte[] bytes) {
      MemorySegment memory = Arena.ofAuto().allocate(bytes.length);
      memory.copyFrom(MemorySegment.ofArray(bytes));
      return new Section(name, memory, Relocations.NONE);
    }

    @Override
    public String path() {
      return "a.o";
    }

    @Override
    public Machine machine() {
      int machine = bigEndian ? Machine.EM_S390 : Machine.EM_X86_64;
      return new Machine(machine, addressBytes, bigEndian, 0);
    }

    @Override
    public boolean relocatable() {
      return false;
    }

    @Override
    public List<SectionHeader> headers() {
      return List.of();
    }

    @Override
    public List<Symbol> symbols() {
      return List.of();
    }

    @Override
    public Optional<String> buildId() {
      return Optional.empty();
    }

    @Override
    public List<String> comments() {
      return List.of();
    }

    @Override
    public Optional<DebugLink> debugLink() {
      return Optional.empty();
    }
  }
}
