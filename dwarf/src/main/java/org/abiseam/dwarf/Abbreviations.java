package org.abiseam.dwarf;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.abiseam.dwarf.spec.Forms;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.jspecify.annotations.Nullable;

/**
 * One table of {@code .debug_abbrev}: what each kind of entry of a unit looks like (DWARF 5
 * §7.5.3).
 *
 * <p>A vmlinux has a table for each of its 2,556 units, 6.9 MB together, so a table is flat arrays:
 * declarations by index, their attributes one after the other. GNU and LLVM number declarations
 * from 1 upwards; then code and index differ by one and nothing is searched.
 */
public final class Abbreviations {
  /** Attributes in one abbreviation; compilers write at most some 30. */
  private static final int MOST_ATTRIBUTES = 1 << 10;

  private static final long[] DENSE = {};
  private static final int SPARE_SPECIFICATIONS = 1 << 16;
  private static final int PAIRS = Long.BYTES / 2;
  private static final Cursor NOTHING =
      new Cursor(new Section("", MemorySegment.NULL, Relocations.NONE), false, 0);
  private static final AtomicReference<@Nullable Parser> SPARE = new AtomicReference<>();

  private final long[] codes;
  private final int[] tags;
  private final int[] starts;
  private final int[] specifications;
  private final int[] constantPlaces;
  private final long[] constants;

  private Abbreviations(Parser parser) {
    codes = parser.dense ? DENSE : Arrays.copyOf(parser.codes, parser.count);
    tags = Arrays.copyOf(parser.tags, parser.count);
    starts = Arrays.copyOf(parser.starts, parser.count + 1);
    specifications = Arrays.copyOf(parser.specifications, parser.used);
    constantPlaces = Arrays.copyOf(parser.constantPlaces, parser.constantsUsed);
    constants = Arrays.copyOf(parser.constants, parser.constantsUsed);
  }

  /**
   * {@return the declaration of a code: its index, or -1 where the table has none}
   *
   * @param code abbreviation code of an entry
   */
  public int index(long code) {
    if (codes.length == 0) {
      return code >= 1 && code <= tags.length ? (int) code - 1 : -1;
    }
    int found = Arrays.binarySearch(codes, code);
    return found >= 0 ? found : -1;
  }

  /** {@return how many declarations there are: indexes run from 0 to this, exclusive} */
  public int count() {
    return tags.length;
  }

  /**
   * {@return the abbreviation code of a declaration}
   *
   * @param index a declaration
   */
  public long code(int index) {
    return codes.length == 0 ? index + 1 : codes[index];
  }

  /**
   * {@return what it declares: {@code DW_TAG_…}}
   *
   * @param index a declaration
   */
  public int tag(int index) {
    return tags[index] >>> 1;
  }

  /**
   * {@return whether entries follow inside: {@code DW_CHILDREN_yes}}
   *
   * @param index a declaration
   */
  public boolean hasChildren(int index) {
    return (tags[index] & 1) != 0;
  }

  /**
   * {@return the first specification of its attributes}
   *
   * @param index a declaration
   */
  public int start(int index) {
    return starts[index];
  }

  /**
   * {@return the specification after the last of its attributes}
   *
   * @param index a declaration
   */
  public int end(int index) {
    return starts[index + 1];
  }

  /**
   * {@return the name of an attribute: {@code DW_AT_…}}
   *
   * @param specification from {@link #start} to {@link #end}
   */
  public int attribute(int specification) {
    return specifications[specification] >>> 16;
  }

  /**
   * {@return how its value is written: {@code DW_FORM_…}}
   *
   * @param specification from {@link #start} to {@link #end}
   */
  public int form(int specification) {
    return specifications[specification] & 0xffff;
  }

  /**
   * {@return the value of a {@code DW_FORM_implicit_const}: the constant, 0 for other forms}
   *
   * @param specification from {@link #start} to {@link #end}
   */
  public long constant(int specification) {
    int found = Arrays.binarySearch(constantPlaces, specification);
    return found < 0 ? 0 : constants[found];
  }

  /** Reads the table that begins at the cursor, which may have so many declarations. */
  static Abbreviations parse(Cursor cursor, int most) {
    // Growing arrays anew for thousands of tables costs more than reading them.
    Parser spare = SPARE.getAndSet(null);
    Parser parser = spare != null ? spare : new Parser();
    Abbreviations parsed = parser.parse(cursor, most);
    if (parser.ascending && parser.specifications.length <= SPARE_SPECIFICATIONS) {
      SPARE.set(parser);
    }
    return parsed;
  }

  /** Grows the arrays of a table while reading it; used again for the next. */
  private static final class Parser {
    private Cursor cursor = NOTHING;
    private long[] codes = new long[64];
    private int[] tags = new int[64];
    private int[] starts = new int[65];
    private int[] specifications = new int[512];
    private int[] constantPlaces = new int[64];
    private long[] constants = new long[64];
    private int count;
    private int used;
    private int constantsUsed;
    private int most;
    private boolean dense;
    private boolean ascending;

    Abbreviations parse(Cursor from, int bound) {
      cursor = from;
      most = bound;
      count = 0;
      used = 0;
      constantsUsed = 0;
      dense = true;
      ascending = true;
      Abbreviations parsed = parse();
      cursor = NOTHING;
      return parsed;
    }

    private Abbreviations parse() {
      // A table ends with code 0 (DWARF 5 §7.5.3); the last of a section may end with it (some
      // assemblers omit the 0).
      while (cursor.remaining() > 0) {
        long code = cursor.uleb128("abbreviation code");
        if (code == 0) {
          break;
        }
        declaration(code);
      }
      starts[count] = used;
      if (!ascending) {
        sort();
      }
      return new Abbreviations(this);
    }

    private void declaration(long code) {
      if (count >= most) {
        throw cursor.fault("more than " + most + " abbreviations in one table");
      }
      if (count == tags.length) {
        grow();
      }
      dense &= code == count + 1;
      ascending &= count == 0 || code > codes[count - 1];
      codes[count] = code;
      starts[count] = used;
      long tag = cursor.uleb128("abbreviation tag");
      if (tag < 0 || tag > 0xffff) {
        throw cursor.fault("abbreviation tag " + Long.toUnsignedString(tag) + " is above 65535");
      }
      int children = cursor.u8("abbreviation children flag");
      if (children > 1) {
        throw cursor.fault("abbreviation children flag is " + children + ", expected 0 or 1");
      }
      tags[count] = (int) tag << 1 | children;
      specifications();
      count++;
    }

    private void specifications() {
      int first = used;
      while (true) {
        if (used - first >= MOST_ATTRIBUTES) {
          throw cursor.fault("an abbreviation has more than " + MOST_ATTRIBUTES + " attributes");
        }
        if (used + PAIRS > specifications.length) {
          specifications = Arrays.copyOf(specifications, 2 * used + PAIRS);
        }
        if (shortPairs()) {
          continue;
        }
        long attribute = cursor.uleb128("attribute name");
        long form = cursor.uleb128("attribute form");
        if (attribute == 0 && form == 0) {
          return;
        }
        if ((attribute | form) >>> 16 != 0) {
          throw cursor.fault("attribute name or form is above 65535");
        }
        specifications[used] = (int) (attribute << 16 | form);
        if (form == Forms.DW_FORM_implicit_const) {
          constant(cursor.sleb128("implicit constant"));
        }
        used++;
      }
    }

    /** Takes pairs of one byte each, which nearly all are, four at a time; false for others. */
    private boolean shortPairs() {
      if (cursor.remaining() < Long.BYTES) {
        return false;
      }
      long bytes = cursor.peek();
      int taken = 0;
      for (; taken < PAIRS; taken++) {
        int pair = (int) bytes & 0xffff;
        int form = pair >>> 8;
        if ((pair & 0x8080) != 0 || pair == 0 || form == Forms.DW_FORM_implicit_const) {
          break;
        }
        specifications[used++] = (pair & 0xff) << 16 | form;
        bytes >>>= 16;
      }
      cursor.skip(2L * taken, "attributes");
      return taken != 0;
    }

    private void constant(long value) {
      if (constantsUsed == constants.length) {
        constants = Arrays.copyOf(constants, constantsUsed * 2);
        constantPlaces = Arrays.copyOf(constantPlaces, constantsUsed * 2);
      }
      constantPlaces[constantsUsed] = used;
      constants[constantsUsed++] = value;
    }

    private void grow() {
      codes = Arrays.copyOf(codes, count * 2);
      tags = Arrays.copyOf(tags, count * 2);
      starts = Arrays.copyOf(starts, count * 2 + 1);
    }

    /** Codes that do not ascend are legal: the declarations are put in order. */
    private void sort() {
      Integer[] order = new Integer[count];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Long.compare(codes[a], codes[b]));
      long[] sortedCodes = new long[count];
      int[] sortedTags = new int[count];
      int[] sortedStarts = new int[count + 1];
      int[] sortedSpecifications = new int[used];
      int[] sortedPlaces = new int[constantsUsed];
      long[] sortedConstants = new long[constantsUsed];
      int placed = 0;
      int to = 0;
      for (int i = 0; i < count; i++) {
        int from = order[i];
        if (i > 0 && codes[from] == sortedCodes[i - 1]) {
          throw cursor.fault("abbreviation code " + codes[from] + " is declared twice");
        }
        sortedCodes[i] = codes[from];
        sortedTags[i] = tags[from];
        sortedStarts[i] = to;
        int length = starts[from + 1] - starts[from];
        System.arraycopy(specifications, starts[from], sortedSpecifications, to, length);
        int at = Arrays.binarySearch(constantPlaces, 0, constantsUsed, starts[from]);
        for (int c = at < 0 ? -at - 1 : at;
            c < constantsUsed && constantPlaces[c] < starts[from + 1];
            c++) {
          sortedPlaces[placed] = constantPlaces[c] - starts[from] + to;
          sortedConstants[placed++] = constants[c];
        }
        to += length;
      }
      sortedStarts[count] = to;
      codes = sortedCodes;
      tags = sortedTags;
      starts = sortedStarts;
      specifications = sortedSpecifications;
      constantPlaces = sortedPlaces;
      constants = sortedConstants;
      dense = false;
    }
  }
}
