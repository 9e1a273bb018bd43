package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_imported_unit;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_partial_unit;
import static org.abiseam.model.Limits.Limit.*;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.dwarf.spec.DwarfNames;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A debugging information entry: a tag, attributes, children. Nothing is read before it is asked
 * for, nothing is kept but positions. Immutable.
 *
 * <p>The numbers of tags and attributes are those of {@code org.abiseam.dwarf.spec}.
 */
public final class Die {
  private final Unit unit;
  private final long offset;
  private final int abbreviation;
  private final long attributes;
  private final @Nullable Die parent;

  private Die(Unit unit, long offset, int abbreviation, long attributes, @Nullable Die parent) {
    this.unit = unit;
    this.offset = offset;
    this.abbreviation = abbreviation;
    this.attributes = attributes;
    this.parent = parent;
  }

  static Die at(Unit unit, long offset) {
    Cursor cursor = unit.cursor(offset);
    Die found = read(unit, cursor, null);
    if (found == null) {
      throw new Malformed(unit.section().name(), offset, "no entry begins here, found code 0");
    }
    return found;
  }

  /** Returns the entry at the cursor, which ends behind the code; null where the code is 0. */
  static @Nullable Die read(Unit unit, Cursor cursor, @Nullable Die parent) {
    long offset = cursor.position();
    long code = cursor.uleb128("abbreviation code");
    if (code == 0) {
      return null;
    }
    int abbreviation = unit.abbreviations().index(code);
    if (abbreviation < 0) {
      throw new Malformed(
          unit.section().name(),
          offset,
          "abbreviation code " + Long.toUnsignedString(code) + " is not declared");
    }
    return new Die(unit, offset, abbreviation, cursor.position(), parent);
  }

  /** {@return the unit it belongs to} */
  public Unit unit() {
    return unit;
  }

  /** {@return where it begins: bytes from the beginning of the unit's section} */
  public long offset() {
    return offset;
  }

  /** {@return what it describes: {@code DW_TAG_…}} */
  public int tag() {
    return unit.abbreviations().tag(abbreviation);
  }

  /** {@return whether it may have children: {@code DW_CHILDREN_yes}} */
  public boolean hasChildren() {
    return unit.abbreviations().hasChildren(abbreviation);
  }

  /** {@return its declaration: index in {@link Unit#abbreviations()}} */
  public int abbreviation() {
    return abbreviation;
  }

  /**
   * {@return whether it has an attribute, in whatever form: true where it stands in the entry
   * itself}
   *
   * @param attribute {@code DW_AT_…}
   */
  public boolean has(int attribute) {
    return specification(attribute) >= 0;
  }

  /**
   * {@return an attribute as a number; {@code DW_FORM_data1} to {@code DW_FORM_data8} are read as
   * unsigned, addresses looked up, constant expressions evaluated: the bits; empty where absent,
   * not constant, not a number or wider than 64 bits: {@link #has} tells the difference}
   *
   * @param attribute {@code DW_AT_…}
   * @throws Malformed where the value breaks the format
   */
  public OptionalLong unsigned(int attribute) {
    return number(attribute, false);
  }

  /**
   * {@return an attribute as a number; {@code DW_FORM_data1} to {@code DW_FORM_data8} are read as
   * signed: the value; empty as in {@link #unsigned}}
   *
   * @param attribute {@code DW_AT_…}
   * @throws Malformed where the value breaks the format
   */
  OptionalLong signed(int attribute) {
    return number(attribute, true);
  }

  /** Returns a number that is not looked up through a base of the unit: the bases are such. */
  OptionalLong plain(int attribute) {
    int specification = specification(attribute);
    if (specification < 0) {
      return OptionalLong.empty();
    }
    Cursor cursor = valueOf(specification);
    int form = FormValues.direct(cursor, unit.abbreviations().form(specification));
    if (FormValues.isAddressIndex(form)) {
      throw cursor.fault("form " + DwarfNames.form(form) + " needs the base that it would state");
    }
    return number(attribute, false);
  }

  private OptionalLong number(int attribute, boolean signed) {
    int specification = specification(attribute);
    if (specification < 0) {
      return OptionalLong.empty();
    }
    Cursor cursor = valueOf(specification);
    int form = FormValues.direct(cursor, unit.abbreviations().form(specification));
    return form == org.abiseam.dwarf.spec.Forms.DW_FORM_implicit_const
        ? OptionalLong.of(unit.abbreviations().constant(specification))
        : FormValues.number(unit, cursor, form, signed);
  }

  /**
   * {@return an attribute as text; empty where absent}
   *
   * @param attribute {@code DW_AT_…}
   * @throws Malformed where it is no string or breaks the format
   */
  public Optional<String> string(int attribute) {
    int specification = specification(attribute);
    if (specification < 0) {
      return Optional.empty();
    }
    Cursor cursor = valueOf(specification);
    int form = FormValues.direct(cursor, unit.abbreviations().form(specification));
    return Optional.of(FormValues.string(unit, unit.offsetBytes(), cursor, form));
  }

  /**
   * {@return whether a flag is there and not 0}
   *
   * @param attribute {@code DW_AT_…}
   * @throws Malformed where the value breaks the format
   */
  public boolean flag(int attribute) {
    OptionalLong value = number(attribute, false);
    return value.isPresent() && value.getAsLong() != 0;
  }

  /**
   * {@return an attribute as the entry it refers to, in whatever unit or file that is: the entry;
   * empty where absent}
   *
   * @param attribute {@code DW_AT_…}
   * @throws Malformed where it is no reference, or leads to no entry
   */
  public Optional<Die> reference(int attribute) {
    int specification = specification(attribute);
    if (specification < 0) {
      return Optional.empty();
    }
    Cursor cursor = valueOf(specification);
    int form = FormValues.direct(cursor, unit.abbreviations().form(specification));
    return Optional.of(target(cursor, form));
  }

  /**
   * {@return an attribute as bytes: a block, an expression or sixteen bytes of data: a view of the
   * bytes; empty where absent or of another class}
   *
   * @param attribute {@code DW_AT_…}
   * @throws Malformed where the value breaks the format
   */
  public Optional<MemorySegment> block(int attribute) {
    int specification = specification(attribute);
    if (specification < 0) {
      return Optional.empty();
    }
    Cursor cursor = valueOf(specification);
    int form = FormValues.direct(cursor, unit.abbreviations().form(specification));
    return FormValues.isBlock(form)
        ? Optional.of(FormValues.block(cursor, form))
        : Optional.empty();
  }

  /** Finds the entry that a reference means (DWARF 5 §7.5.5, class reference). */
  private Die target(Cursor cursor, int form) {
    return switch (form) {
      case DW_FORM_ref1, DW_FORM_ref2, DW_FORM_ref4, DW_FORM_ref8, DW_FORM_ref_udata ->
          unit.die(unit.offset() + FormValues.localReference(cursor, form));
      case DW_FORM_ref_addr ->
          inFile(
              unit.file(), cursor.unsigned(FormValues.referenceBytes(unit.header()), "reference"));
      case DW_FORM_ref_sig8 -> bySignature(cursor.u64("type signature"));
      case DW_FORM_GNU_ref_alt ->
          inFile(unit.supplementary(), cursor.unsigned(unit.offsetBytes(), "reference"));
      case DW_FORM_ref_sup4 -> inFile(unit.supplementary(), cursor.u32("reference"));
      case DW_FORM_ref_sup8 -> inFile(unit.supplementary(), cursor.u64("reference"));
      default -> throw cursor.fault("form " + DwarfNames.form(form) + " is no reference");
    };
  }

  private static Die inFile(DebugFile file, long offset) {
    return file.unitAt(offset)
        .orElseThrow(
            () -> new Malformed(".debug_info", offset, "no unit holds the entry referred to"))
        .die(offset);
  }

  private Die bySignature(long signature) {
    return unit.file()
        .typeUnit(signature)
        .orElseThrow(
            () ->
                new Malformed(
                    unit.section().name(),
                    unit.offset(),
                    "no type unit has signature 0x" + Long.toHexString(signature)))
        .type();
  }

  /**
   * {@return the entries inside, those of imported partial units in place of the import: in order;
   * iterating throws {@link Malformed} where an entry breaks the format}
   */
  public Iterable<Die> children() {
    return () -> new Children(this, true);
  }

  /** Gives the children with the imports among them, unfollowed. */
  Iterable<Die> childrenAsTheyStand() {
    return () -> new Children(this, false);
  }

  /**
   * {@return the entries behind it in the same list, imports unfollowed: in order; iterating throws
   * {@link Malformed} where an entry breaks the format}
   */
  public Iterable<Die> following() {
    return () -> new Children(this);
  }

  /**
   * {@return the entry around it; empty for the root of a unit}
   *
   * @throws Malformed where the unit cannot be read up to here
   */
  Optional<Die> parent() {
    if (parent != null) {
      return Optional.of(parent);
    }
    long found = unit.entries().parent(offset);
    return found < 0 ? Optional.empty() : Optional.of(unit.die(found));
  }

  /**
   * {@return where the thing is described in full: this entry where there is nothing better} A
   * declaration leads to its definition through the signature of a type unit ({@code
   * DW_AT_signature}) or through the entry of its unit that completes it ({@code
   * DW_AT_specification}).
   *
   * @throws Malformed where the way is a circle
   */
  public Die definition() {
    Die at = this;
    for (int steps = 0; steps < limit(REFERENCES); steps++) {
      Optional<Die> next = at.reference(DW_AT_signature);
      if (next.isEmpty() && at.flag(DW_AT_declaration)) {
        long completed = at.unit.entries().completion(at.offset);
        next = completed < 0 ? Optional.empty() : Optional.of(at.unit.die(completed));
      }
      if (next.isEmpty()) {
        return at;
      }
      at = next.get();
    }
    throw circle();
  }

  /**
   * {@return the entry that carries an attribute on behalf of this one: itself, or what {@code
   * DW_AT_specification} or {@code DW_AT_abstract_origin} lead to: the first on that way that has
   * it; empty where none has}
   *
   * @param attribute {@code DW_AT_…}
   * @throws Malformed where the way is a circle
   */
  public Optional<Die> carrier(int attribute) {
    Die at = this;
    for (int steps = 0; steps < limit(REFERENCES); steps++) {
      if (at.has(attribute)) {
        return Optional.of(at);
      }
      Optional<Die> next = at.reference(DW_AT_specification);
      if (next.isEmpty()) {
        next = at.reference(DW_AT_abstract_origin);
      }
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    throw circle();
  }

  private int limit(Limits.Limit limit) {
    return unit.limits().count(limit);
  }

  private Malformed circle() {
    return new Malformed(
        unit.section().name(),
        offset,
        "more than " + limit(REFERENCES) + " entries refer to each other in a row");
  }

  /** Returns the specification of an attribute, or -1. */
  private int specification(int attribute) {
    Abbreviations table = unit.abbreviations();
    int end = table.end(abbreviation);
    for (int i = table.start(abbreviation); i < end; i++) {
      if (table.attribute(i) == attribute) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the offset that a reference within the unit leads to, unread. */
  OptionalLong localTarget(int attribute) {
    int specification = specification(attribute);
    if (specification < 0) {
      return OptionalLong.empty();
    }
    Cursor cursor = valueOf(specification);
    int form = FormValues.direct(cursor, unit.abbreviations().form(specification));
    return OptionalLong.of(unit.offset() + FormValues.localReference(cursor, form));
  }

  /** Returns a cursor on the value of a specification. */
  private Cursor valueOf(int specification) {
    Cursor cursor = unit.cursor(attributes);
    skip(cursor, specification);
    return cursor;
  }

  /** Returns a cursor behind the attributes, where the children begin. */
  Cursor behind() {
    Cursor cursor = unit.cursor(attributes);
    skip(cursor, unit.abbreviations().end(abbreviation));
    return cursor;
  }

  private void skip(Cursor cursor, int upTo) {
    Abbreviations table = unit.abbreviations();
    for (int i = table.start(abbreviation); i < upTo; i++) {
      FormValues.skip(unit.header(), cursor, table.form(i));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Die die && die.offset == offset && die.unit.equals(unit);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset);
  }

  @Override
  public String toString() {
    return DwarfNames.tag(tag())
        + " at "
        + unit.section().name()
        + "+0x"
        + Long.toHexString(offset);
  }

  /**
   * Walks the children of an entry. {@code DW_AT_sibling} saves the walk through grandchildren
   * where it is given (GNU) and leads forwards; otherwise they are counted through (LLVM).
   *
   * <p>{@code DW_TAG_imported_unit} stands for the contents of a partial unit (DWARF 5 §3.2.5),
   * which are delivered in its place, each unit once; a unit that imports itself through others is
   * refused.
   */
  private static final class Children implements Iterator<Die> {
    /** One list of entries that is being walked. */
    private static final class Level {
      final Unit unit;
      final Cursor cursor;
      final @Nullable Die parent;
      @Nullable Die last;

      private Level(Die start, @Nullable Die parent, @Nullable Die last) {
        this.unit = start.unit;
        this.cursor = start.behind();
        this.parent = parent;
        this.last = last;
      }

      static Level in(Die parent) {
        return new Level(parent, parent, null);
      }

      static Level behind(Die first) {
        return new Level(first, first.parent, first);
      }
    }

    private final boolean followsImports;
    private final ArrayDeque<Level> levels = new ArrayDeque<>(2);
    private @Nullable Set<Die> imported;
    private @Nullable Die next;
    private boolean looked;

    Children(Die parent, boolean followsImports) {
      this.followsImports = followsImports;
      if (parent.hasChildren()) {
        levels.push(Level.in(parent));
      }
    }

    Children(Die before) {
      this.followsImports = false;
      levels.push(Level.behind(before));
    }

    @Override
    public boolean hasNext() {
      if (!looked) {
        next = advance();
        looked = true;
      }
      return next != null;
    }

    @Override
    public Die next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Die found = next;
      if (found == null) {
        throw new NoSuchElementException();
      }
      looked = false;
      return found;
    }

    private @Nullable Die advance() {
      while (!levels.isEmpty()) {
        Level level = levels.peek();
        if (level.last != null) {
          passOver(level, level.last);
        }
        // The end of a unit also ends its lists: GNU and LLVM leave the last zeros out at times.
        Die found =
            level.cursor.remaining() == 0 ? null : Die.read(level.unit, level.cursor, level.parent);
        level.last = found;
        if (found == null) {
          levels.pop();
        } else if (followsImports && found.tag() == DW_TAG_imported_unit) {
          enter(found);
        } else {
          return found;
        }
      }
      return null;
    }

    private void enter(Die importing) {
      Die target = importing.reference(DW_AT_import).orElse(null);
      if (target == null || target.tag() != DW_TAG_partial_unit) {
        return;
      }
      for (Level level : levels) {
        if (level.parent != null && target.equals(level.parent)) {
          throw fault(importing, "a partial unit imports itself");
        }
      }
      if (levels.size() >= importing.limit(IMPORT_DEPTH)) {
        throw fault(
            importing, "more than " + importing.limit(IMPORT_DEPTH) + " units import each other");
      }
      if (imported == null) {
        imported = new HashSet<>();
      }
      if (imported.add(target) && target.hasChildren()) {
        levels.push(Level.in(target));
      }
    }

    private static Malformed fault(Die importing, String message) {
      return new Malformed(importing.unit().section().name(), importing.offset(), message);
    }

    /** Moves the cursor of a level behind an entry and all that is in it. */
    private static void passOver(Level level, Die entry) {
      Unit unit = entry.unit();
      Cursor behind = level.cursor;
      behind.seek(entry.attributes, "attributes");
      entry.skip(behind, unit.abbreviations().end(entry.abbreviation));
      if (entry.hasChildren()) {
        OptionalLong sibling = entry.localTarget(DW_AT_sibling);
        if (sibling.isPresent() && sibling.getAsLong() >= behind.position()) {
          behind.seek(sibling.getAsLong(), "DW_AT_sibling");
          return;
        }
        EntryIndex.passOverChildren(
            unit.header(), unit.abbreviations(), behind, entry.limit(ENTRY_DEPTH));
      }
    }
  }
}
