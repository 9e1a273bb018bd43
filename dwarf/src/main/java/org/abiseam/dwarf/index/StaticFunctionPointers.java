package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.index.RustTypeScanner.ExportedSymbol;
import org.abiseam.elf.Symbol;

/**
 * Functions of other objects that statics of Rust hold: {@code static OPS: operations = operations
 * { open: Some(bindings::simple_open) }}.
 *
 * <p>rustc describes nothing that it imports. But the relocations of a static name what its
 * function pointers will point to, and rustc has made sure that the type of the pointer is the one
 * that it believes in.
 */
public final class StaticFunctionPointers {
  private static final int DEEPEST = 32;

  private StaticFunctionPointers() {}

  /**
   * Looks into the statics of an object that is still to be linked.
   *
   * @return for each pointer that a relocation fills a declaration under the name of what it will
   *     point to, whose entry is the type of the pointer
   */
  public static List<ExportedSymbol> of(DebugInfo info, List<ExportedSymbol> statics) {
    List<ExportedSymbol> held = new ArrayList<>();
    if (statics.isEmpty() || !info.object().relocatable()) {
      return held;
    }
    Set<String> names = new HashSet<>();
    statics.forEach(variable -> names.add(variable.name()));
    Map<String, Symbol> symbols = new HashMap<>();
    for (Symbol symbol : info.object().symbols()) {
      if (names.contains(symbol.name())) {
        symbols.put(symbol.name(), symbol);
      }
    }
    for (ExportedSymbol variable : statics) {
      Symbol symbol = symbols.get(variable.name());
      if (symbol != null) {
        Die die = variable.unit().die(variable.offset());
        info.object()
            .addressesIn(symbol)
            .forEach(
                (offset, name) ->
                    pointer(die.reference(DW_AT_type), offset, 0)
                        .ifPresent(type -> held.add(held(variable, name, type))));
      }
    }
    return held;
  }

  private static ExportedSymbol held(ExportedSymbol variable, String name, Die type) {
    return new ExportedSymbol(variable.path(), name, true, type.unit(), type.offset());
  }

  /** Returns the function pointer at some bytes from the beginning of a value. */
  private static Optional<Die> pointer(Optional<Die> type, long offset, int depth) {
    if (type.isEmpty() || depth > DEEPEST) {
      return Optional.empty();
    }
    Die die = type.get();
    return switch (die.tag()) {
      case DW_TAG_pointer_type ->
          offset == 0 ? type.filter(StaticFunctionPointers::toFunction) : none();
      case DW_TAG_typedef -> pointer(die.reference(DW_AT_type), offset, depth + 1);
      case DW_TAG_array_type -> {
        Optional<Die> element = die.reference(DW_AT_type);
        long bytes = element.isPresent() ? bytes(element.get()) : 0;
        yield bytes == 0 ? none() : pointer(element, offset % bytes, depth + 1);
      }
      case DW_TAG_structure_type, DW_TAG_union_type, DW_TAG_variant_part, DW_TAG_variant -> {
        for (Die child : die.children()) {
          Optional<Die> found = inside(child, offset, depth);
          if (found.isPresent()) {
            yield found;
          }
        }
        yield none();
      }
      default -> none();
    };
  }

  private static Optional<Die> inside(Die child, long offset, int depth) {
    if (child.tag() == DW_TAG_variant_part || child.tag() == DW_TAG_variant) {
      return pointer(Optional.of(child), offset, depth + 1);
    }
    if (child.tag() != DW_TAG_member) {
      return none();
    }
    Optional<Die> type = child.reference(DW_AT_type);
    long begin = child.unsigned(DW_AT_data_member_location).orElse(0);
    boolean covers = type.isPresent() && offset >= begin && offset - begin < bytes(type.get());
    return covers ? pointer(type, offset - begin, depth + 1) : none();
  }

  private static Optional<Die> none() {
    return Optional.empty();
  }

  private static boolean toFunction(Die pointer) {
    return pointer
        .reference(DW_AT_type)
        .filter(target -> target.tag() == DW_TAG_subroutine_type)
        .isPresent();
  }

  /** rustc writes no size of pointers and arrays. */
  private static long bytes(Die type) {
    return switch (type.tag()) {
      case DW_TAG_typedef ->
          type.reference(DW_AT_type).map(StaticFunctionPointers::bytes).orElse(0L);
      case DW_TAG_array_type -> {
        long bytes = type.reference(DW_AT_type).map(StaticFunctionPointers::bytes).orElse(0L);
        for (Die child : type.children()) {
          if (child.tag() == DW_TAG_subrange_type) {
            bytes *= child.unsigned(DW_AT_count).orElse(0);
          }
        }
        yield bytes;
      }
      default -> type.unsigned(DW_AT_byte_size).orElse(type.unit().addressBytes());
    };
  }
}
