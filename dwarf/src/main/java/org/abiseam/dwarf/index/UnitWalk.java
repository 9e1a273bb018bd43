package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.index.EntryPlans.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.spec.Attributes;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * Finds the definitions of wanted names in one unit after the other: the entries right below the
 * root and in namespaces. Everything else is stepped over, in one jump where {@code DW_AT_sibling}
 * tells how far (GNU), entry by entry where not (LLVM). One per thread.
 */
final class UnitWalk {
  /** Definitions of one unit that cannot be read, before the unit counts as lost. */
  private static final int MOST_LOST = 256;

  private final Numbers wanted;
  private final Symbols symbols;
  private final UnitReader reader;
  private final Fingerprints fingerprints;
  private final ExactFingerprints exact = new ExactFingerprints();
  private final DeclaredFiles files = new DeclaredFiles();
  private final DefinitionTable definitions = new DefinitionTable();
  private final DefinitionTable declared = new DefinitionTable();
  private @Nullable Unit open;
  private final boolean byFile;
  private final Consumer<Malformed> lost;
  private int unitIndex;
  private int lostOfUnit;

  private UnitWalk(
      Numbers wanted,
      UnitReader.Names names,
      boolean byFile,
      Consumer<Malformed> lost,
      Seeing symbols) {
    this.lost = lost;
    this.wanted = wanted;
    this.reader = new UnitReader(names);
    this.fingerprints = new Fingerprints(reader);
    this.byFile = byFile;
    this.symbols = symbols.of(reader, fingerprints);
  }

  /** How functions and variables are looked at. */
  private interface Seeing {
    Symbols of(UnitReader reader, Fingerprints types);
  }

  /**
   * Returns a walk to which only listed names count.
   *
   * @param lost hears what broke the reading of a definition, which costs that one alone
   */
  static UnitWalk listed(
      WantedNames wanted,
      WantedNames symbols,
      WantedNames local,
      UnitReader.Names names,
      Consumer<Malformed> lost) {
    return new UnitWalk(
        new Numbers.Listed(wanted),
        names,
        true,
        lost,
        (reader, _) -> new Symbols.Listed(symbols, local, reader));
  }

  /**
   * Returns a walk to which every name of a type counts, and all symbols or those listed; by file
   * also declarations, and which file has them.
   *
   * @param lost hears what broke the reading of a definition, which costs that one alone
   */
  static UnitWalk every(
      Optional<WantedNames> symbols,
      WantedNames local,
      boolean byFile,
      UnitReader.Names names,
      Consumer<Malformed> lost) {
    return new UnitWalk(
        new Numbers.Every(),
        names,
        byFile,
        lost,
        (reader, types) -> new Symbols.Every(reader, types, symbols, local, byFile));
  }

  DefinitionTable definitions() {
    return definitions;
  }

  /** Functions and variables of wanted symbols. */
  List<IndexedSymbol> symbols() {
    return symbols.found();
  }

  /** The names that counted, by their numbers in {@link #definitions()}. */
  Numbers names() {
    return wanted;
  }

  /** Wanted names that were declared without being defined there. */
  DefinitionTable declared() {
    return declared;
  }

  /** Adds what a unit defines; what broke its line table is thrown when all else is read. */
  void walk(Unit unit, int index) {
    unitIndex = index;
    open(unit);
    walk(unit);
    if (files.fault().isPresent()) {
      throw files.fault().get();
    }
  }

  private void walk(Unit unit) {
    if (reader.plans().irregular()) {
      walkExactly(unit.root());
      return;
    }
    int plan = reader.declaration(reader.root());
    if (plan >= 0) {
      int end = reader.end(plan);
      if ((reader.plans().table()[plan + INFO] & HAS_CHILDREN) != 0) {
        list(end, 0);
      }
    }
  }

  private void open(Unit unit) {
    open = null;
    lostOfUnit = 0;
    reader.open(unit);
    fingerprints.begin();
    files.begin(unit);
    open = unit;
  }

  /** Returns the fingerprint of a definition. */
  long fingerprint(Unit unit, long offset, long name, long file) {
    if (!unit.equals(open)) {
      open(unit);
    }
    if (reader.plans().irregular()) {
      return exactly(unit.die(offset), name, file);
    }
    int position = (int) (offset - unit.offset());
    int plan = reader.declaration(position);
    return definition(position, reader.plans().table()[plan + INFO] >>> 8, name, file);
  }

  /** Returns the fingerprint of a function or variable; 0 where it is written in a rare way. */
  long symbol(Unit unit, long offset) {
    if (!unit.equals(open)) {
      open(unit);
    }
    return symbols.content(unit, offset);
  }

  private int list(int from, int depth) {
    UnitBytes bytes = reader.bytes();
    int[] table = reader.plans().table();
    int at = from;
    int limit = bytes.end();
    while (at < limit) {
      int start = at;
      int plan = reader.declaration(at);
      if (plan < 0) {
        return reader.behindCode();
      }
      at = reader.end(plan);
      int sort = table[plan + INFO] & 0x7f;
      if (sort == OTHER) {
        at = reader.behindChildren(plan, at);
      } else if (sort == SCOPE) {
        at = scope(plan, at, depth);
      } else if (sort == SYMBOL) {
        at = reader.behindChildren(plan, at);
        symbols.entry(plan, start);
      } else {
        int name = wantedName(plan, start);
        if (name >= 0) {
          candidate(name, plan, start);
          reader.declaration(start);
          at = reader.end(plan);
        }
        at = reader.behindChildren(plan, at);
      }
    }
    return at;
  }

  private int scope(int plan, int end, int depth) {
    if ((reader.plans().table()[plan + INFO] & HAS_CHILDREN) == 0) {
      return end;
    }
    if (depth > 200) {
      throw reader.bytes().fault(end, "more than 200 namespaces inside each other");
    }
    return list(end, depth + 1);
  }

  private int wantedName(int plan, int start) {
    int slot = reader.plans().table()[plan + NAME];
    if (slot != 0 && slot >>> 24 <= DW_FORM_strx4 && slot >>> 24 != DW_FORM_strp_sup) {
      return wanted.find(reader.contentName(slot));
    }
    if (slot == 0 && reader.plans().table()[plan + RARE] == 0) {
      return -1;
    }
    Optional<String> name = exactName(reader.unit().die(reader.bytes().base() + start));
    return name.isEmpty() ? -1 : wanted.find(Hash.name(name.get()));
  }

  private static Optional<String> exactName(Die die) {
    return die.carrier(Attributes.DW_AT_name).flatMap(named -> named.string(Attributes.DW_AT_name));
  }

  private void candidate(int name, int plan, int start) {
    int[] table = reader.plans().table();
    // The name may have been found through other entries of the unit.
    reader.declaration(start);
    reader.end(plan);
    if (reader.constant(table[plan + DECLARATION], 0) != 0) {
      declare(name, table[plan + INFO] >>> 8, reader.bytes().base() + start);
      return;
    }
    boolean filed = byFile && table[plan + FILE] != 0;
    long file = !filed ? 0 : files.hash(reader.constant(table[plan + FILE], 0));
    int tag = table[plan + INFO] >>> 8;
    definitions.add(
        definition(start, tag, wanted.hash(name), file),
        name,
        tag,
        file,
        unitIndex,
        reader.bytes().base() + start);
  }

  private void declare(int name, int tag, long offset) {
    declared.add(wanted.hash(name), name, tag, 0, unitIndex, offset);
  }

  private long definition(int position, int tag, long name, long file) {
    try {
      return FingerprintFormat.definition(fingerprints.layout(position, 0), tag, name, file);
    } catch (SlowPathNeeded | Malformed _) {
      return exactly(reader.unit().die(reader.bytes().base() + position), name, file);
    }
  }

  /** A definition that cannot be read equals no other. */
  private long exactly(Die die, long name, long file) {
    try {
      return FingerprintFormat.definition(exact.layout(die), die.tag(), name, file);
    } catch (Malformed fault) {
      if (lostOfUnit++ == MOST_LOST) {
        throw fault;
      }
      lost.accept(fault);
      return ExactFingerprints.itself(die);
    }
  }

  private void walkExactly(Die scope) {
    for (Die die : scope.children()) {
      switch (die.tag()) {
        case DW_TAG_namespace, DW_TAG_module -> walkExactly(die);
        case DW_TAG_structure_type,
            DW_TAG_union_type,
            DW_TAG_class_type,
            DW_TAG_enumeration_type,
            DW_TAG_typedef ->
            exactName(die).ifPresent(name -> candidateExactly(die, wanted.find(Hash.name(name))));
        case DW_TAG_subprogram, DW_TAG_variable -> symbols.exactly(die);
        default -> {}
      }
    }
  }

  private void candidateExactly(Die die, int name) {
    if (name < 0 || die.unit() != reader.unit()) {
      return;
    }
    if (die.flag(Attributes.DW_AT_declaration)) {
      declare(name, die.tag(), die.offset());
      return;
    }
    long stated = die.unsigned(Attributes.DW_AT_decl_file).orElse(-1);
    long file = byFile ? files.hash(stated) : 0;
    long fingerprint = exactly(die, wanted.hash(name), file);
    definitions.add(fingerprint, name, die.tag(), file, unitIndex, die.offset());
  }
}
