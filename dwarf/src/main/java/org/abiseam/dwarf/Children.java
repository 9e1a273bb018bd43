package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_import;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_sibling;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_imported_unit;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_partial_unit;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * Walks the children of an entry. {@code DW_AT_sibling} saves the walk through grandchildren where
 * it is given (GNU) and leads forwards; otherwise they are counted through (LLVM).
 *
 * <p>{@code DW_TAG_imported_unit} stands for the contents of a partial unit (DWARF 5 §3.2.5), which
 * are delivered in its place, each unit once; a unit that imports itself through others is refused.
 */
final class Children implements Iterator<Die> {
  /** One list of entries that is being walked. */
  private static final class Level {
    final Die parent;
    final Cursor cursor;
    @Nullable Die last;

    Level(Die parent) {
      this.parent = parent;
      this.cursor = parent.behind();
    }
  }

  private final boolean followsImports;
  private final ArrayDeque<Level> levels = new ArrayDeque<>(2);
  private @Nullable Set<Die> imported;
  private @Nullable Die next;
  private boolean looked;

  Children(Die parent) {
    this(parent, true);
  }

  /** The children with the imports among them, unfollowed. */
  static Children asTheyStand(Die parent) {
    return new Children(parent, false);
  }

  private Children(Die parent, boolean followsImports) {
    this.followsImports = followsImports;
    if (parent.hasChildren()) {
      levels.push(new Level(parent));
    }
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
          level.cursor.remaining() == 0
              ? null
              : Die.read(level.parent.unit(), level.cursor, level.parent);
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
      if (level.parent.equals(target)) {
        throw fault(importing, "a partial unit imports itself");
      }
    }
    if (levels.size() >= Limits.IMPORT_DEPTH) {
      throw fault(importing, "more than " + Limits.IMPORT_DEPTH + " units import each other");
    }
    if (imported == null) {
      imported = new HashSet<>();
    }
    if (imported.add(target) && target.hasChildren()) {
      levels.push(new Level(target));
    }
  }

  private static Malformed fault(Die importing, String message) {
    return new Malformed(importing.unit().section().name(), importing.offset(), message);
  }

  /** Moves the cursor of a level behind an entry and all that is in it. */
  private static void passOver(Level level, Die entry) {
    Unit unit = entry.unit();
    Cursor behind = entry.behind();
    if (entry.hasChildren()) {
      OptionalLong sibling = entry.localTarget(DW_AT_sibling);
      if (sibling.isPresent() && sibling.getAsLong() >= behind.position()) {
        level.cursor.seek(sibling.getAsLong(), "DW_AT_sibling");
        return;
      }
      EntryIndex.passOverChildren(unit, behind);
    }
    level.cursor.seek(behind.position(), "end of entry");
  }
}
