package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_name;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;
import org.abiseam.model.TypeId;

/**
 * What bindgen (0.56 to 0.72) writes where Rust has no word for what C has. Each helper is known by
 * a name that bindgen keeps for itself <i>and</i> by its shape; what has only the name stays what
 * it looks like.
 *
 * <pre>
 *   C                        bindgen                                          here
 *   bit-fields               _bitfield_1: __BindgenBitfieldUnit&lt;[u8; 4]&gt;      Member.BitFieldUnit of u8[4]
 *                            (before 0.57 with a second parameter, the
 *                            aligning integer, and a member of that [_; 0])
 *   their alignment          _bitfield_align_1: [u32; 0]                      Member.AlignmentMarker
 *   (before 0.56 of unions   _bindgen_union_align: u64)
 *   holes                    __bindgen_padding_0: [u8; 3]                     Member.Padding
 *   T x[]                    x: __IncompleteArrayField&lt;T&gt;                     T x[]
 *   union with T x[] inside  struct of __BindgenUnionField&lt;T&gt; and            union
 *                            bindgen_union_field: [u64; 2]
 *   struct s;                struct s { _unused: [u8; 0] } (C++: _address)    Type.Incomplete
 *   what it gives up on      _bindgen_opaque_blob: [u32; 3],                  Type.Opaque
 *                            __BindgenOpaqueArray&lt;[u8; 3]&gt;
 *   _Float16                 __BindgenFloat16(u16)                            Type.Scalar
 * </pre>
 */
final class Bindgen {
  private static final String UNION_FIELD = "__BindgenUnionField<";

  private Bindgen() {}

  /** Returns a helper struct as what it stands for; empty for any other struct. */
  static Optional<Type> helper(Die die, String name, GraphWriter<Die> writer) {
    if (!name.startsWith("__")) {
      return Optional.empty();
    }
    if (name.startsWith("__IncompleteArrayField<")) {
      return flexible(die, writer);
    }
    if (name.startsWith("__BindgenOpaqueArray")) {
      // It stands for a type that has another name in C.
      return Optional.of(opaque(die, Optional.empty()));
    }
    return name.equals("__BindgenFloat16")
        ? Optional.of(scalar(die, name, Encoding.FLOAT))
        : Optional.empty();
  }

  private static Optional<Type> flexible(Die die, GraphWriter<Die> writer) {
    Optional<Die> element = argument(die);
    if (element.isEmpty()) {
      return Optional.empty();
    }
    TypeId id = writer.value(element.get());
    return Optional.of(new Type.Array(id, OptionalLong.empty(), writer.bytes(id)));
  }

  private static Type scalar(Die die, String name, Encoding encoding) {
    long bytes = Entries.bytes(die);
    return new Type.Scalar(name, encoding, bytes, bytes * 8, Entries.alignment(die));
  }

  /** A struct or union whose inside bindgen did not understand. */
  static Optional<Type> blob(Die die, String name, List<Die> members) {
    for (Die member : members) {
      if (Entries.nameOrEmpty(member).equals("_bindgen_opaque_blob")) {
        return Optional.of(opaque(die, Optional.of(name)));
      }
    }
    return Optional.empty();
  }

  private static Type opaque(Die die, Optional<String> name) {
    return Type.Opaque.blob(name, Entries.bytes(die), Entries.alignment(die));
  }

  /**
   * Returns the size of a struct that only stands for a declaration, empty for any other: bindgen
   * writes {@code _unused} or {@code _address} into it, people {@code c_void}.
   */
  static OptionalLong placeholder(Die die, List<Die> members) {
    long bytes = Entries.bytes(die);
    if (bytes > 1 || members.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean marked = false;
    for (Die member : members) {
      String name = Entries.nameOrEmpty(member);
      boolean unused = bytes == 0 && name.equals("_unused");
      boolean address = bytes == 1 && (name.equals("_address") || nothing(member));
      if (!unused && !address && !phantom(member)) {
        return OptionalLong.empty();
      }
      marked |= unused || address;
    }
    return marked ? OptionalLong.of(bytes) : OptionalLong.empty();
  }

  private static boolean nothing(Die member) {
    Die type = Aggregates.memberType(member);
    return type.tag() == DW_TAG_enumeration_type && Entries.nameOrEmpty(type).equals("c_void");
  }

  private static boolean phantom(Die member) {
    Die type = Aggregates.memberType(member);
    return type.tag() == DW_TAG_structure_type
        && Entries.nameOrEmpty(type).startsWith("Phantom")
        && Entries.bytes(type) == 0;
  }

  /**
   * Tells whether a struct stands for a union: all data in union fields, but for the blob under
   * them.
   */
  static boolean standsForUnion(List<Die> members) {
    boolean found = false;
    for (Die member : members) {
      String name = Entries.nameOrEmpty(member);
      if (!name.equals("bindgen_union_field") && !RustIdentifiers.onlyAligns(name)) {
        if (!Entries.nameOrEmpty(Aggregates.memberType(member)).startsWith(UNION_FIELD)) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  /**
   * Returns the member of a union that a field of a struct that stands for it means. The blob under
   * them is no member, but travels with the value.
   */
  static Optional<Member> unionMember(Die member, GraphWriter<Die> writer) {
    Die type = Aggregates.memberType(member);
    if (RustIdentifiers.onlyAligns(Entries.nameOrEmpty(member))) {
      return Optional.of(member(member, type, 0, writer));
    }
    if (!Entries.nameOrEmpty(type).startsWith(UNION_FIELD)) {
      return Optional.of(new Member.Padding(Entries.nameOrEmpty(member), writer.value(type), 0));
    }
    Die meant =
        argument(type)
            .flatMap(Entries::unqualified)
            .orElseThrow(() -> new Unmodelled("a __BindgenUnionField without its type"));
    Member lowered = member(member, meant, 0, writer);
    // The alignment stated on the field is that of the empty struct around the type.
    return Optional.of(
        lowered instanceof Member.Field field
            ? new Member.Field(field.name(), field.type(), 0, OptionalInt.empty())
            : lowered);
  }

  /** Returns a member of a struct or union of rustc's, by its name and shape. */
  static Member member(Die member, Die type, long position, GraphWriter<Die> writer) {
    String name = Entries.nameOrEmpty(member);
    if (RustIdentifiers.onlyAligns(name)) {
      return new Member.AlignmentMarker(name, writer.value(type), position);
    }
    if (RustIdentifiers.numbered(name, "_bitfield_")) {
      Optional<Die> storage = storage(type);
      if (storage.isPresent()) {
        TypeId bytes = writer.value(storage.get());
        return new Member.BitFieldUnit(name, bytes, position, Optional.empty());
      }
    }
    if (RustIdentifiers.numbered(name, "__bindgen_padding_")) {
      return new Member.Padding(name, writer.value(type), position);
    }
    OptionalInt alignment = Entries.alignment(member);
    return new Member.Field(RustIdentifiers.ofC(name), writer.value(type), position, alignment);
  }

  /** Returns the bytes of a bit-field unit. */
  private static Optional<Die> storage(Die unit) {
    if (unit.tag() != DW_TAG_structure_type
        || !Entries.nameOrEmpty(unit).startsWith("__BindgenBitfieldUnit<")) {
      return Optional.empty();
    }
    for (Die child : unit.children()) {
      if (child.string(DW_AT_name).filter("storage"::equals).isPresent()) {
        Optional<Die> array = Entries.type(child).filter(at -> at.tag() == DW_TAG_array_type);
        Optional<Die> element = array.flatMap(Entries::type);
        boolean ofBytes =
            element.isPresent()
                && element.get().tag() == DW_TAG_base_type
                && Entries.bytes(element.get()) == 1;
        return ofBytes ? array : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Returns the type argument of a generic struct. */
  private static Optional<Die> argument(Die die) {
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_template_type_parameter) {
        return Entries.type(child);
      }
    }
    return Optional.empty();
  }
}
