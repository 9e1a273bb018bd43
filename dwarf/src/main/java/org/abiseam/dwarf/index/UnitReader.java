package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.index.EntryPlans.*;
import static org.abiseam.dwarf.spec.Forms.*;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.abiseam.dwarf.Abbreviations;
import org.abiseam.dwarf.Unit;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.jspecify.annotations.Nullable;

/**
 * A unit under the loop: its bytes, its plans, and how the values of slots are read. Positions
 * count from the beginning of the unit, as references do. One per thread; nothing of it outlives
 * the next {@link #open}.
 *
 * <p>An entry is read in two steps: {@link #declaration} finds its plan, {@link #end} its end.
 * After both, and until the next entry is looked at, slots may be read.
 */
final class UnitReader {
  /** What names are replaced by. */
  enum Names {
    /** The hash of their bytes: equal in all objects. */
    CONTENT,
    /**
     * Where they stand in the string section: cheaper, and as good inside one linked file, whose
     * linker wrote each string once.
     */
    POSITION
  }

  private static final Section NO_SECTION = new Section("", MemorySegment.NULL, Relocations.NONE);
  private static final long PLUS_UCONST = 0x23;

  private final UnitBytes bytes = new UnitBytes();
  private final EntryPlans plans = new EntryPlans();
  private final int[] parts = new int[STRIDE];
  private final Names names;

  private @Nullable Unit unit;
  private Section info = NO_SECTION;
  private Section stringSection = NO_SECTION;
  private Strings strings = new Strings(NO_SECTION);
  private Strings lineStrings = new Strings(NO_SECTION);
  private Relocations.Cursor relocations = Relocations.NONE.cursor();
  private boolean relocated;
  private boolean dense;
  private int offsetBytes;
  private int root;

  /** Behind the code of the entry that was looked at last. */
  private int behindCode;

  UnitReader(Names names) {
    this.names = names;
  }

  /** Goes to a unit. */
  void open(Unit next) {
    if (!next.section().equals(info) || !next.strings().equals(stringSection)) {
      info = next.section();
      stringSection = next.strings();
      strings = new Strings(stringSection);
      lineStrings = new Strings(next.lineStrings());
      relocations = info.relocations().cursor();
      relocated = !info.relocations().isEmpty();
    }
    unit = next;
    offsetBytes = next.offsetBytes();
    root = (int) (next.rootOffset() - next.offset());
    Abbreviations table = next.abbreviations();
    dense = table.count() == 0 || table.code(table.count() - 1) == table.count();
    plans.compile(next, table);
    bytes.load(info, next.offset(), next.end(), next.bigEndian());
  }

  Unit unit() {
    return Objects.requireNonNull(unit, "a unit is opened first");
  }

  UnitBytes bytes() {
    return bytes;
  }

  EntryPlans plans() {
    return plans;
  }

  /** Returns where the first entry begins. */
  int root() {
    return root;
  }

  /** Returns the plan of the entry at a position, or -1 where a list ends. */
  int declaration(int position) {
    int code = bytes.array()[position];
    if (code > 0 && dense && code <= plans.count()) {
      behindCode = position + 1;
      return (code - 1) << SHIFT;
    }
    return longDeclaration(position);
  }

  private int longDeclaration(int position) {
    behindCode = bytes.behindLeb128(position);
    long code = bytes.uleb128(position);
    if (code == 0) {
      return -1;
    }
    int index = unit().abbreviations().index(code);
    if (index < 0) {
      throw bytes.fault(position, "abbreviation code " + code + " is not declared");
    }
    return index << SHIFT;
  }

  /** Behind the code of the entry looked at last. */
  int behindCode() {
    return behindCode;
  }

  /** Behind the attributes of the entry looked at last. */
  int end(int plan) {
    int length = plans.table()[plan + LENGTH];
    parts[0] = behindCode;
    int end = length < 1 << 16 ? behindCode + length : variableEnd(plan, length);
    return bytes.within(end);
  }

  private int variableEnd(int plan, int length) {
    int[] table = plans.table();
    int count = length >>> 16;
    int at = behindCode;
    for (int i = 0; i < count; i++) {
      int part = table[plan + PARTS + i];
      at = behind(part >>> 24, bytes.within(at + (part & 0xffff)));
      parts[i + 1] = at;
    }
    return at + (length & 0xffff);
  }

  private int behind(int form, int at) {
    return switch (form) {
      case DW_FORM_string -> bytes.behindString(at);
      case DW_FORM_sdata,
          DW_FORM_udata,
          DW_FORM_ref_udata,
          DW_FORM_strx,
          DW_FORM_addrx,
          DW_FORM_loclistx,
          DW_FORM_rnglistx ->
          bytes.behindLeb128(at);
      case DW_FORM_exprloc, DW_FORM_block ->
          bytes.behindBlock(bytes.behindLeb128(at), bytes.uleb128(at));
      case DW_FORM_block1 -> bytes.behindBlock(at + 1, bytes.u1(at));
      case DW_FORM_block2 -> bytes.behindBlock(at + 2, bytes.u2(at));
      case DW_FORM_block4 -> bytes.behindBlock(at + 4, bytes.u4(at) & 0xffffffffL);
      default -> throw bytes.fault(at, "unknown form 0x" + Integer.toHexString(form));
    };
  }

  /** Behind an entry and all inside it; its attributes end at {@code end}. */
  int behindChildren(int plan, int end) {
    int[] table = plans.table();
    if ((table[plan + INFO] & HAS_CHILDREN) == 0) {
      return end;
    }
    int sibling = table[plan + SIBLING];
    if (sibling != 0) {
      int target = reference(sibling);
      if (target < end) {
        throw bytes.fault(end, "DW_AT_sibling leads backwards");
      }
      return target;
    }
    return behindList(end);
  }

  /** Steps through a list and the lists inside it. */
  private int behindList(int from) {
    int[] table = plans.table();
    int at = from;
    int depth = 1;
    while (depth > 0 && at < bytes.end()) {
      int plan = declaration(at);
      if (plan < 0) {
        depth--;
        at = behindCode;
        continue;
      }
      at = end(plan);
      if ((table[plan + INFO] & HAS_CHILDREN) != 0) {
        int sibling = table[plan + SIBLING];
        int target = sibling == 0 ? 0 : reference(sibling);
        if (target >= at) {
          at = target;
        } else {
          depth++;
        }
      }
    }
    return at;
  }

  private int at(int slot) {
    return parts[slot >>> 16 & 0xff] + (slot & 0xffff);
  }

  /** Returns a reference: 0 where absent, which means void; else a position in the unit. */
  int reference(int slot) {
    if (slot >>> 24 == DW_FORM_ref4) {
      return target(bytes.u4(at(slot)) & 0xffffffffL);
    }
    return slot == 0 ? 0 : rareReference(slot);
  }

  private int rareReference(int slot) {
    int at = at(slot);
    return switch (slot >>> 24) {
      case DW_FORM_ref1 -> target(bytes.u1(at));
      case DW_FORM_ref2 -> target(bytes.u2(at));
      case DW_FORM_ref8 -> target(bytes.u8(at));
      case DW_FORM_ref_udata -> target(bytes.uleb128(at));
      default -> throw new SlowPathNeeded();
    };
  }

  int target(long offset) {
    if (offset < root() || offset >= bytes.end()) {
      throw bytes.fault(
          0, "a reference to 0x" + Long.toHexString(offset) + " leads out of the unit");
    }
    return (int) offset;
  }

  /** Returns an offset into another section. */
  private long sectionOffset(int at) {
    long found = offsetBytes == 4 ? bytes.u4(at) & 0xffffffffL : bytes.u8(at);
    return relocated ? relocations.relocated(bytes.base() + at, found) : found;
  }

  /** The name in a slot, as {@link Names} has it. */
  long name(int slot) {
    return slot >>> 24 == DW_FORM_strp ? stringName(at(slot)) : contentName(slot);
  }

  /** The name whose offset in the string section stands at a position. */
  long stringName(int at) {
    long offset = sectionOffset(at);
    return names == Names.CONTENT ? strings.hash(offset) : ~offset;
  }

  /** Returns the content of the name in a slot. */
  long contentName(int slot) {
    int at = at(slot);
    return switch (slot >>> 24) {
      case 0 -> Hash.ANONYMOUS;
      case DW_FORM_strp -> strings.hash(sectionOffset(at));
      case DW_FORM_string -> Hash.name(bytes.array(), at, bytes.behindString(at) - 1);
      case DW_FORM_line_strp -> lineStrings.hash(sectionOffset(at));
      case DW_FORM_strx -> indexed(bytes.uleb128(at));
      case DW_FORM_strx1 -> indexed(bytes.u1(at));
      case DW_FORM_strx2 -> indexed(bytes.u2(at));
      case DW_FORM_strx3 -> indexed(bytes.u3(at));
      case DW_FORM_strx4 -> indexed(bytes.u4(at) & 0xffffffffL);
      default -> throw new SlowPathNeeded();
    };
  }

  private long indexed(long index) {
    return strings.hash(unit().stringOffset(index));
  }

  /** Returns the constant in a slot, or another value where it is absent. */
  long constant(int slot, long absent) {
    return slot == 0 ? absent : constant(slot);
  }

  private long constant(int slot) {
    int at = at(slot);
    return switch (slot >>> 24) {
      case DW_FORM_implicit_const -> plans.constant(slot);
      case DW_FORM_data1, DW_FORM_flag -> bytes.u1(at);
      case DW_FORM_data2 -> bytes.u2(at);
      case DW_FORM_data4 -> bytes.u4(at) & 0xffffffffL;
      case DW_FORM_data8 -> bytes.u8(at);
      case DW_FORM_sdata -> bytes.sleb128(at);
      case DW_FORM_udata -> bytes.uleb128(at);
      case DW_FORM_flag_present -> 1;
      case DW_FORM_block1 -> memberOffset(at + 1, bytes.u1(at));
      case DW_FORM_exprloc -> memberOffset(bytes.behindLeb128(at), bytes.uleb128(at));
      default -> throw new SlowPathNeeded();
    };
  }

  /** DWARF 2 and 3 write the offset of a member as an expression: {@code DW_OP_plus_uconst n}. */
  private long memberOffset(int at, long length) {
    if (length < 2 || bytes.u1(at) != PLUS_UCONST || bytes.behindLeb128(at + 1) != at + length) {
      throw new SlowPathNeeded();
    }
    return bytes.uleb128(at + 1);
  }
}
