package org.abiseam.btf;

import static org.abiseam.btf.Kinds.*;
import static org.abiseam.model.Limits.Limit.*;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Cursor;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * The records of one {@code .BTF}, by number.
 *
 * <pre>
 *   header:  magic 0xeb9f u16, version u8, flags u8, hdr_len, type_off, type_len, str_off, str_len
 *   record:  name_off, info (vlen 0..15, kind 24..28, kind_flag 31), size or type, then by kind
 * </pre>
 *
 * All offsets count from the end of the header. Split BTF goes on where its base ends. A base that
 * is not the one it was made with would give other types in silence, so each name of split BTF must
 * begin where a string begins: with strings of another length before it, hardly one does.
 *
 * <p>Not thread-safe.
 */
public final class Btf {
  /** The section. */
  public static final String SECTION = ".BTF";

  private static final String DISTILLED = ".BTF.base";
  private static final int MAGIC = 0xeb9f;
  private static final int SWAPPED_MAGIC = 0x9feb;
  private static final int HEADER = 24;
  private static final int RECORD = 12;

  private final String object;
  private final Limits limits;
  private final Optional<Btf> base;
  private final Cursor cursor;
  private final int firstType;
  private final long firstString;
  private final long strings;
  private final long stringBytes;
  private int[] records = new int[1 << 10];
  private int count;
  private boolean sizesOnly;
  private @Nullable Boolean unflagged;

  private Btf(ObjectFile object, Section section, Optional<Btf> base) {
    boolean bigEndian = bigEndian(section, object);
    this.object = object.path();
    this.limits = object.limits();
    this.base = base;
    this.cursor = new Cursor(section, bigEndian, 0);
    this.firstType = base.isPresent() ? base.get().end() : 1;
    this.firstString = base.isPresent() ? base.get().stringsEnd() : 0;
    cursor.seek(4, "hdr_len");
    long header = cursor.u32("hdr_len");
    if (header < HEADER) {
      throw cursor.fault("expected hdr_len to be at least " + HEADER + " and found " + header);
    }
    long types = header + cursor.u32("type_off");
    long typesEnd = types + cursor.u32("type_len");
    this.strings = header + cursor.u32("str_off");
    this.stringBytes = cursor.u32("str_len");
    cursor.seek(strings, "strings");
    cursor.skip(stringBytes, "strings");
    cursor.seek(typesEnd, "end of the types");
    if (typesEnd > Integer.MAX_VALUE) {
      throw new Malformed(Diagnostic.Kind.LIMIT, SECTION, 12, "more than 2 GiB of types");
    }
    scan(types, typesEnd);
  }

  /** How an object describes C's types in BTF. */
  public enum Form {
    /** Not at all. */
    NONE,
    /** All that it needs. */
    WHOLE,
    /** Only what its base does not have. */
    SPLIT
  }

  /**
   * Looks at an object without reading its types.
   *
   * @return {@link Form#NONE} where {@code .BTF} is absent or empty
   * @throws Malformed where the header breaks the format
   */
  public static Form form(ObjectFile object) {
    Optional<Section> section = object.section(SECTION).map(Btf::plain);
    if (section.isEmpty() || section.get().bytes().byteSize() == 0) {
      return Form.NONE;
    }
    Cursor cursor = new Cursor(section.get(), bigEndian(section.get(), object), 4);
    long strings = cursor.u32("hdr_len");
    cursor.skip(8, "type_off and type_len");
    strings += cursor.u32("str_off");
    long bytes = cursor.u32("str_len");
    // A table of strings begins with the empty one; the rest of another table does not.
    if (bytes == 0) {
      return Form.SPLIT;
    }
    cursor.seek(strings, "strings");
    return cursor.u8("first string") == 0 ? Form.WHOLE : Form.SPLIT;
  }

  /**
   * Reads the records of an object.
   *
   * @param object an object that is not {@link Form#NONE}, open as long as the result is used
   * @param base what it goes on from, for {@link Form#SPLIT}
   * @throws Malformed where they break the format
   */
  public static Btf read(ObjectFile object, Optional<Btf> base) {
    Section section = required(object, SECTION);
    return new Btf(object, section, base);
  }

  /**
   * Reads the base that a module brings along, in which structs have a size and no members ({@code
   * .BTF.base}, Linux 6.11 and later, modules built outside the kernel's tree).
   *
   * @return the base, or empty where the object has none
   * @throws Malformed where its records break the format
   */
  public static Optional<Btf> distilledBase(ObjectFile object) {
    if (object.section(DISTILLED).isEmpty()) {
      return Optional.empty();
    }
    Section section = required(object, DISTILLED);
    Btf base = new Btf(object, section, Optional.empty());
    base.sizesOnly = true;
    return Optional.of(base);
  }

  private static Section required(ObjectFile object, String name) {
    return object
        .section(name)
        .map(Btf::plain)
        .orElseThrow(
            () ->
                new Malformed(
                    Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT, name, 0, "there is no " + name));
  }

  Limits limits() {
    return limits;
  }

  /** Tells whether structs of the base have a size and no members. */
  boolean distilled() {
    return base.isPresent() && base.get().sizesOnly;
  }

  /** Relocations of it are for the loader of BPF programs and touch no type. */
  private static Section plain(Section section) {
    return new Section(section.name(), section.bytes(), Relocations.NONE);
  }

  private static boolean bigEndian(Section section, ObjectFile object) {
    boolean order = object.machine().bigEndian();
    Cursor cursor = new Cursor(section, order, 0);
    int magic = cursor.u16("magic");
    if (magic != MAGIC && magic != SWAPPED_MAGIC) {
      throw new Malformed(
          SECTION, 0, "expected magic 0xeb9f and found 0x" + Integer.toHexString(magic));
    }
    int version = cursor.u8("version");
    if (version != 1) {
      throw new Malformed(
          Diagnostic.Kind.UNSUPPORTED, SECTION, 2, "expected version 1 and found " + version);
    }
    return order == (magic == MAGIC);
  }

  private void scan(long from, long end) {
    cursor.seek(from, "types");
    while (cursor.position() < end) {
      long at = cursor.position();
      cursor.skip(4, "name_off");
      long info = cursor.u32("info");
      cursor.skip(4, "size or type");
      long following = following(kindOf(info), countOf(info));
      if (following < 0) {
        // Without its length nothing behind it can be found.
        throw new Malformed(
            Diagnostic.Kind.UNSUPPORTED,
            SECTION,
            at,
            "type %d is of kind %d, which is not known".formatted(end(), kindOf(info)));
      }
      cursor.skip(following, "type " + end());
      if (count == limits.of(BTF_RECORDS)) {
        throw new Malformed(
            Diagnostic.Kind.LIMIT, SECTION, at, "more than " + limits.of(BTF_RECORDS) + " types");
      }
      records = count == records.length ? Arrays.copyOf(records, 2 * count) : records;
      records[count++] = (int) at;
    }
    if (cursor.position() != end) {
      throw cursor.fault("the last type ends behind the types");
    }
  }

  private static int kindOf(long info) {
    return (int) (info >>> 24) & 0x1f;
  }

  private static int countOf(long info) {
    return (int) info & 0xffff;
  }

  /** Returns the object that holds a type: this one, or that of the base. */
  String object(int id) {
    return id < firstType && base.isPresent() ? base.get().object(id) : object;
  }

  /** Number of the first type that is not the base's. */
  int first() {
    return firstType;
  }

  /** Returns one more than the number of the last type. */
  int end() {
    return firstType + count;
  }

  private long stringsEnd() {
    return firstString + stringBytes;
  }

  /** Returns a record; its base's where the number is below its own. */
  Record type(long id) {
    if (id < firstType && id > 0 && base.isPresent()) {
      return base.get().type(id);
    }
    if (id < firstType || id >= end()) {
      throw new Malformed(
          SECTION, 0, "type %d is named, and there are %d".formatted(id, end() - 1));
    }
    int at = records[(int) id - firstType];
    cursor.seek(at, "type");
    long name = cursor.u32("name_off");
    long info = cursor.u32("info");
    return new Record(this, (int) id, at, name, info, cursor.u32("size or type"));
  }

  /** Gives the record of a type without qualifiers and tags; empty for {@code void}. */
  Optional<Record> unqualified(long id) {
    long at = id;
    for (int steps = 0; steps < limits.count(QUALIFIERS); steps++) {
      if (at == 0) {
        return Optional.empty();
      }
      Record record = type(at);
      switch (record.kind()) {
        case BTF_KIND_CONST, BTF_KIND_VOLATILE, BTF_KIND_RESTRICT, BTF_KIND_TYPE_TAG ->
            at = record.sizeOrType();
        default -> {
          return Optional.of(record);
        }
      }
    }
    throw new Unmodelled("more than " + limits.of(QUALIFIERS) + " qualifiers in a row");
  }

  /** Tells whether a type is a {@code const} number, and no text. */
  boolean constantNumber(long id) {
    boolean constant = false;
    long at = id;
    for (int steps = 0; steps < limits.count(TYPEDEFS) && at != 0; steps++) {
      Record record = type(at);
      switch (record.kind()) {
        case BTF_KIND_CONST -> constant = true;
        case BTF_KIND_VOLATILE, BTF_KIND_RESTRICT, BTF_KIND_TYPE_TAG, BTF_KIND_TYPEDEF -> {}
        default -> {
          return constant
              && switch (record.kind()) {
                case BTF_KIND_INT -> !record.name().equals("char");
                case BTF_KIND_FLOAT, BTF_KIND_ENUM, BTF_KIND_ENUM64 -> true;
                default -> false;
              };
        }
      }
      at = record.sizeOrType();
    }
    return false;
  }

  /** Gives the record of a type that stands for a value. */
  Record value(long id) {
    return unqualified(id).orElseThrow(() -> new Unmodelled("void in the place of a value"));
  }

  /** Gives the size of a value by the records, which know it before the type is lowered. */
  OptionalLong bytes(long id, Machine machine) {
    return bytes(id, machine, 0);
  }

  private OptionalLong bytes(long id, Machine machine, int steps) {
    if (steps > limits.count(TYPEDEFS)) {
      throw new Unmodelled("more than " + limits.of(TYPEDEFS) + " types around one");
    }
    Optional<Record> found = unqualified(id);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    Record record = found.get();
    return switch (record.kind()) {
      case BTF_KIND_INT,
          BTF_KIND_FLOAT,
          BTF_KIND_STRUCT,
          BTF_KIND_UNION,
          BTF_KIND_ENUM,
          BTF_KIND_ENUM64 ->
          OptionalLong.of(record.sizeOrType());
      case BTF_KIND_PTR -> OptionalLong.of(machine.pointerBytes());
      case BTF_KIND_TYPEDEF -> bytes(record.sizeOrType(), machine, steps + 1);
      case BTF_KIND_ARRAY -> {
        OptionalLong element = bytes(record.word(0), machine, steps + 1);
        long count = record.word(2);
        boolean fits =
            element.isPresent()
                && Math.multiplyHigh(element.getAsLong(), count) == 0
                && element.getAsLong() * count >= 0;
        yield fits ? OptionalLong.of(element.getAsLong() * count) : OptionalLong.empty();
      }
      default -> OptionalLong.empty();
    };
  }

  /** Describes a record with its three common words. */
  record Record(Btf owner, int id, long at, long nameOffset, long info, long sizeOrType) {
    int kind() {
      return kindOf(info);
    }

    int count() {
      return countOf(info);
    }

    boolean flag() {
      return info >>> 31 != 0;
    }

    String name() {
      return owner.string(nameOffset);
    }

    /** Returns a word behind the common ones. */
    long word(int index) {
      owner.cursor.seek(at + RECORD + 4L * index, "type " + id);
      return owner.cursor.u32("type " + id);
    }

    /** Returns a string that a word behind the common ones names. */
    String string(int index) {
      return owner.string(word(index));
    }
  }

  /** Returns a string by its offset; the empty one for 0. */
  String string(long offset) {
    if (offset == 0) {
      return "";
    }
    if (offset < firstString && base.isPresent()) {
      return base.get().string(offset);
    }
    long within = offset - firstString;
    if (within >= stringBytes) {
      throw new Malformed(
          SECTION,
          strings,
          "a name at %d of %d bytes of strings%s".formatted(offset, stringsEnd(), foreign()));
    }
    cursor.seek(strings + within, "string");
    return cursor.string("string");
  }

  private String foreign() {
    return base.isPresent() ? "; the base may be of another build" : "";
  }

  /** Refuses split BTF whose names do not begin where strings do. */
  void refuseForeignBase() {
    for (int id = firstType; base.isPresent() && id < end(); id++) {
      long name = type(id).nameOffset();
      if (name != 0 && !beginsString(name)) {
        throw new Malformed(
            Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
            SECTION,
            records[id - firstType],
            "the name of type " + id + " begins inside a string: the base is of another build");
      }
    }
  }

  private boolean beginsString(long offset) {
    if (offset < firstString) {
      return base.isEmpty() || base.get().beginsString(offset);
    }
    long within = offset - firstString;
    if (within == 0 || within >= stringBytes) {
      return within == 0;
    }
    cursor.seek(strings + within - 1, "string");
    return cursor.u8("string") == 0;
  }

  /** Tells whether no enumeration says whether it is signed. */
  boolean unflagged() {
    Boolean known = unflagged;
    if (known == null) {
      known = base.map(Btf::unflagged).orElse(true);
      for (int id = firstType; known && id < end(); id++) {
        Record type = type(id);
        boolean enumeration = type.kind() == BTF_KIND_ENUM && type.flag();
        known = !enumeration && type.kind() != BTF_KIND_ENUM64;
      }
      unflagged = known;
    }
    return known;
  }

  /**
   * {@return how wide {@code long} is, which is how wide a pointer is: bytes, or 0 where no type
   * says so}
   */
  public int longBytes() {
    for (int id = firstType; id < end(); id++) {
      Record type = type(id);
      boolean named = type.name().equals("long int") || type.name().equals("long unsigned int");
      if (type.kind() == BTF_KIND_INT && (named || type.name().equals("unsigned long"))) {
        return (int) type.sizeOrType();
      }
    }
    return base.map(Btf::longBytes).orElse(0);
  }
}
