package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.index.EntryPlans.*;
import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Forms.DW_FORM_strx4;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_subprogram;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.model.Malformed;

/**
 * The functions and variables that a walk comes by, as far as the linker knows them.
 *
 * <p>A definition that follows a declaration names it ({@code DW_AT_specification}) and repeats
 * nothing of it; it is read the exact way.
 */
abstract sealed class Symbols {
  private static final String BUILT_IN = "__builtin_";

  final UnitReader reader;
  final List<IndexedSymbol> found = new ArrayList<>(0);

  /** Functions and variables of one file that lie where the linker knows another name. */
  private final WantedNames local;

  Symbols(UnitReader reader, WantedNames local) {
    this.reader = reader;
    this.local = local;
  }

  List<IndexedSymbol> found() {
    return found;
  }

  /** An entry that the reader has passed. */
  abstract void entry(int plan, int start);

  /** An entry of an external function or variable with its symbol. */
  abstract void symbol(Die die, String name);

  /** An entry that is read the exact way. */
  final void exactly(Die die) {
    Optional<Die> external = die.carrier(DW_AT_external);
    Optional<String> name = name(die);
    boolean counts = external.isPresent() || name.filter(local::contains).isPresent();
    if (counts && name.isPresent() && !die.has(DW_AT_abstract_origin)) {
      symbol(die, name.get());
    }
  }

  /**
   * Tells whether GCC declares a built-in function, which it calls on its own, as {@code putchar}
   * for {@code printf("x")}. Such an entry has no prototype, and nobody wrote it.
   */
  private static boolean isBuiltIn(Die die) {
    return die.has(DW_AT_linkage_name)
        && die.string(DW_AT_name).filter(name -> name.startsWith(BUILT_IN)).isPresent();
  }

  /** Goes back to an entry whose slots are to be read; the slot of its symbol, 0 where rare. */
  final int symbolSlot(int plan, int start) {
    reader.declaration(start);
    reader.end(plan);
    int[] table = reader.plans().table();
    int slot = table[plan + LINKAGE_NAME] != 0 ? table[plan + LINKAGE_NAME] : table[plan + NAME];
    boolean plain = table[plan + SPECIFICATION] == 0 && slot >>> 24 <= DW_FORM_strx4;
    return plain ? slot : 0;
  }

  /** Tells whether an entry is external, or may be of a wanted local symbol. */
  final boolean mayCount(int plan) {
    return external(plan) || (!local.names().isEmpty() && named(plan));
  }

  /** Tells whether an entry that may count does so under its name. */
  final boolean counts(int plan, long name) {
    return external(plan) || local.find(name) >= 0;
  }

  private boolean named(int plan) {
    int[] table = reader.plans().table();
    return table[plan + NAME] != 0 || table[plan + LINKAGE_NAME] != 0;
  }

  private boolean external(int plan) {
    int[] table = reader.plans().table();
    return table[plan + EXTERNAL] != 0 || table[plan + SPECIFICATION] != 0;
  }

  /**
   * Returns the fingerprint of an entry of the unit that the reader has opened; 0 where not asked
   * for.
   */
  abstract long content(Unit unit, long offset);

  final Die die(int start) {
    return reader.unit().die(reader.bytes().base() + start);
  }

  /** Returns the symbol that an entry names; none for a built-in function. */
  static Optional<String> name(Die die) {
    if (isBuiltIn(die)) {
      return Optional.empty();
    }
    Optional<String> linkage =
        die.carrier(DW_AT_linkage_name).flatMap(named -> named.string(DW_AT_linkage_name));
    return linkage.isPresent()
        ? linkage
        : die.carrier(DW_AT_name).flatMap(named -> named.string(DW_AT_name));
  }

  /** Those that were asked for. */
  static final class Listed extends Symbols {
    private final WantedNames wanted;

    Listed(WantedNames wanted, WantedNames local, UnitReader reader) {
      super(reader, local);
      this.wanted = wanted;
    }

    @Override
    void entry(int plan, int start) {
      if (wanted.names().isEmpty() || !mayCount(plan)) {
        return;
      }
      int slot = symbolSlot(plan, start);
      if (slot == 0) {
        exactly(die(start));
        return;
      }
      long content = reader.contentName(slot);
      int name = wanted.find(content);
      if (name >= 0 && counts(plan, content)) {
        int[] table = reader.plans().table();
        boolean declaration = reader.constant(table[plan + DECLARATION], 0) != 0;
        if (declaration && table[plan + LINKAGE_NAME] != 0 && isBuiltIn(die(start))) {
          return;
        }
        found.add(
            new IndexedSymbol(
                wanted.names().get(name),
                table[plan + INFO] >>> 8 == DW_TAG_subprogram,
                declaration,
                reader.unit(),
                reader.bytes().base() + start,
                0));
      }
    }

    @Override
    long content(Unit unit, long offset) {
      return 0;
    }

    @Override
    void symbol(Die die, String name) {
      if (wanted.find(Hash.name(name)) >= 0) {
        boolean function = die.tag() == DW_TAG_subprogram;
        boolean declaration = die.flag(DW_AT_declaration);
        found.add(new IndexedSymbol(name, function, declaration, reader.unit(), die.offset(), 0));
      }
    }
  }

  /** All or those that count, each distinct way of defining or declaring a symbol once. */
  static final class Every extends Symbols {
    private final SymbolFingerprints fingerprints;
    private final Set<Long> known = new HashSet<>();

    private final Optional<WantedNames> some;
    private final boolean declarations;

    Every(
        UnitReader reader,
        Fingerprints types,
        Optional<WantedNames> some,
        WantedNames local,
        boolean declarations) {
      super(reader, local);
      this.some = some;
      this.declarations = declarations;
      this.fingerprints = new SymbolFingerprints(reader, types);
    }

    @Override
    void entry(int plan, int start) {
      if (!mayCount(plan)) {
        return;
      }
      int[] table = reader.plans().table();
      boolean declaration = reader.constant(table[plan + DECLARATION], 0) != 0;
      if (declaration && !declarations) {
        return;
      }
      int slot = symbolSlot(plan, start);
      if (slot == 0) {
        exactly(die(start));
        return;
      }
      long name = reader.contentName(slot);
      if (!isWanted(name) || !counts(plan, name)) {
        return;
      }
      boolean function = table[plan + INFO] >>> 8 == DW_TAG_subprogram;
      long content = content(start);
      if (content == 0 || known.add(key(name, function, declaration, content))) {
        Die die = die(start);
        name(die)
            .ifPresent(
                text ->
                    found.add(
                        new IndexedSymbol(
                            text, function, declaration, reader.unit(), die.offset(), content)));
      }
    }

    @Override
    void symbol(Die die, String name) {
      boolean function = die.tag() == DW_TAG_subprogram;
      boolean declaration = die.flag(DW_AT_declaration);
      if ((declaration && !declarations) || !isWanted(Hash.name(name))) {
        return;
      }
      long content = content(reader.unit(), die.offset());
      if (content == 0 || known.add(key(Hash.name(name), function, declaration, content))) {
        found.add(
            new IndexedSymbol(name, function, declaration, reader.unit(), die.offset(), content));
      }
    }

    private boolean isWanted(long name) {
      return some.isEmpty() || some.get().find(name) >= 0;
    }

    @Override
    long content(Unit unit, long offset) {
      return reader.plans().irregular() ? 0 : content((int) (offset - unit.offset()));
    }

    private long content(int start) {
      try {
        return fingerprints.of(start);
      } catch (SlowPathNeeded | Malformed _) {
        // Who lowers it says what is wrong with it.
        return 0;
      }
    }

    private static long key(long name, boolean function, boolean declaration, long content) {
      long kind = (function ? 1 : 0) | (declaration ? 2 : 0);
      return Hash.finish(Hash.mix(Hash.mix(name, kind), content));
    }
  }
}
