package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.TypedefChains;
import org.abiseam.model.BindgenNames;
import org.abiseam.model.Type;

/**
 * What is seen of a type through a pointer: its name, where it has one.
 *
 * <p>A struct or union with a tag becomes a declaration, and so does a typedef of one without a
 * tag, which borrows the typedef's name. bindgen's placeholder keeps its size, and its struct that
 * stands for a union shows as a union, because that much is known without going inside.
 *
 * <p>Not shortened are rustc's structs that are pointers themselves, thin or fat: {@code *mut
 * Option<&T>} points to what C calls a pointer; nor those that bindgen named for want of a tag, nor
 * those of two floating point numbers, which may stand for a complex number of C.
 */
final class Pointees {
  private static final int MOST_WRAPPERS = 16;

  private Pointees() {}

  /** Tells whether an entry is a struct, class or union. */
  static boolean aggregate(Die die) {
    return switch (die.tag()) {
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type -> true;
      default -> false;
    };
  }

  /** The name a struct is known by behind a pointer; empty where it is to be lowered whole. */
  static Optional<String> named(Die die) {
    return Entries.name(die)
        .filter(
            name ->
                !(Entries.rustc(die)
                    && (BindgenNames.unnamed(name)
                        || pointerInDisguise(die, name)
                        || complex(die))));
  }

  /** Tells whether it is a struct of two floating point numbers. */
  private static boolean complex(Die die) {
    long bytes = Entries.statedBytes(die).orElse(0);
    if (bytes != 2 * Float.BYTES && bytes != 2 * Double.BYTES) {
      return false;
    }
    int numbers = 0;
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_member) {
        Optional<Die> type = Entries.type(child);
        if (type.isEmpty() || !Scalars.floating(type.get())) {
          return false;
        }
        numbers++;
      }
    }
    return numbers == 2;
  }

  private static boolean pointerInDisguise(Die die, String name) {
    if (name.startsWith("&") || name.startsWith("*")) {
      return true;
    }
    boolean candidate = name.startsWith("Option<") || RustAggregates.namedLikePointer(name);
    return candidate && Entries.statedBytes(die).orElse(0) <= 2L * die.unit().addressBytes();
  }

  /**
   * Returns a Rust struct and what it is a wrapper of, down to the innermost: {@code struct
   * Task(Opaque<bindings::task_struct>)} is a {@code task_struct} to C, and {@code Cell<u32>} a
   * {@code u32}. The struct itself where it holds nothing of its size alone.
   */
  static List<Die> unwrapped(Die die) {
    List<Die> nested = new ArrayList<>(List.of(die));
    for (int steps = 0; steps < MOST_WRAPPERS && Entries.rustc(die); steps++) {
      Optional<Die> inner = only(nested.getLast());
      if (inner.isEmpty() || (aggregate(inner.get()) && named(inner.get()).isEmpty())) {
        return nested;
      }
      nested.add(inner.get());
    }
    return nested;
  }

  private static boolean generic(Die die) {
    return Entries.nameOrEmpty(die).indexOf('<') > 0;
  }

  /**
   * Returns what fills a struct or union: one of its kind, or where it is generic a number, a
   * pointer or an array.
   */
  private static Optional<Die> only(Die die) {
    if (!aggregate(die)) {
      return Optional.empty();
    }
    long bytes = Entries.statedBytes(die).orElse(0);
    Optional<Die> found = Optional.empty();
    for (Die child : bytes == 0 ? List.<Die>of() : die.children()) {
      Optional<Die> type = child.tag() == DW_TAG_member ? Entries.type(child) : Optional.empty();
      if (type.isEmpty() || Entries.statedBytes(type.get()).orElse(1) == 0) {
        continue;
      }
      boolean fills =
          switch (type.get().tag()) {
            case DW_TAG_base_type, DW_TAG_enumeration_type -> generic(die);
            case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type -> true;
            // rustc states no size of pointers and arrays.
            case DW_TAG_pointer_type -> generic(die) && bytes == die.unit().addressBytes();
            case DW_TAG_array_type -> generic(die);
            default -> false;
          };
      if (!fills || Entries.statedBytes(type.get()).orElse(bytes) != bytes || found.isPresent()) {
        return Optional.empty();
      }
      found = type;
    }
    return found;
  }

  /** Returns what stands for a named struct. */
  static Type declaration(Die die, String name) {
    if (!Entries.rustc(die) || Entries.statedBytes(die).isEmpty()) {
      return new Type.Incomplete(Aggregates.shape(die), name, OptionalLong.empty());
    }
    List<Die> members = new ArrayList<>();
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_member) {
        members.add(child);
        if (members.size() > 3) {
          break;
        }
      }
    }
    if (Entries.statedBytes(die).getAsLong() == 0 && name.indexOf('<') > 0) {
      return new Type.Incomplete(Aggregates.shape(die), name, OptionalLong.of(0));
    }
    boolean union = die.tag() == DW_TAG_structure_type && Bindgen.standsForUnion(members);
    return new Type.Incomplete(
        union ? Type.Shape.UNION : Aggregates.shape(die), name, Bindgen.placeholder(die, members));
  }

  /** A typedef that ends in a struct, shortened; empty for any other, which is lowered whole. */
  static Optional<Type> alias(
      Die typedef, TypedefChains.Chain<Die> chain, GraphWriter<Die> writer) {
    Optional<Die> end = chain.end();
    if (end.isEmpty() || !aggregate(end.get())) {
      return Optional.empty();
    }
    boolean borrows = chain.last().equals(typedef) && named(end.get()).isEmpty();
    String name = Entries.nameOrEmpty(typedef);
    return Optional.of(
        new Type.Alias(
            name,
            borrows
                ? writer.add(declaration(end.get(), name), end.get())
                : writer.pointee(chain.next()),
            chain.alignment()));
  }
}
