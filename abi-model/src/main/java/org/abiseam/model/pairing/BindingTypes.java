package org.abiseam.model.pairing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.model.BindgenNames;
import org.abiseam.model.Definition;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.View;

/** Which Rust types speak of C's; {@link Pairing} says how. */
final class BindingTypes {
  /** Crates of the toolchain. */
  private static final Set<String> TOOLCHAIN =
      Set.of(
          "core",
          "alloc",
          "std",
          "compiler_builtins",
          "proc_macro",
          "proc_macro2",
          "quote",
          "syn",
          "panic_unwind",
          "panic_abort",
          "std_detect",
          "hashbrown",
          "gimli",
          "addr2line",
          "miniz_oxide",
          "rustc_demangle");

  /** What modules with bindings are called, as a whole or as last word of a name. */
  private static final Set<String> BINDINGS =
      Set.of("bindings", "binding", "bindgen", "uapi", "ffi", "sys", "raw", "capi");

  /** What their names begin with; {@code raw_list} is no module of bindings. */
  private static final Set<String> FIRST = Set.of("bindings", "binding", "bindgen", "uapi", "ffi");

  /** Namespaces in which bindgen left its marks. */
  private final Set<List<String>> generated = new HashSet<>();

  /** What a Rust type has to do with a C type of its name. */
  enum Role {
    /** It stands for it. */
    BINDING,
    /** It may. */
    OTHER,
    /** Nothing. */
    NONE
  }

  /** Notes the namespaces of an object that bindgen wrote. */
  void scan(ObjectModel model) {
    for (Definition definition : model.definitions()) {
      if (definition.producer().language() == Producer.Language.RUST
          && (markedName(definition.name())
              || marked(model.types(), model.types().type(definition.type())))) {
        generated.add(definition.path());
      }
    }
  }

  private static boolean markedName(String name) {
    return BindgenNames.unnamed(name)
        || name.startsWith("__BindgenBitfieldUnit")
        || name.startsWith("__BindgenUnionField")
        || name.startsWith("__IncompleteArrayField");
  }

  private static boolean marked(TypeGraph types, Type type) {
    return switch (type) {
      case Type.Incomplete incomplete -> incomplete.placeholderBytes().isPresent();
      case Type.Opaque opaque -> opaque.cause() == Type.Opaque.Cause.BINDGEN_BLOB;
      case Type.Aggregate aggregate -> {
        for (Member member : aggregate.members()) {
          boolean mark =
              switch (member) {
                case Member.BitFieldUnit _, Member.Padding _, Member.AlignmentMarker _ -> true;
                case Member.Field field ->
                    types.type(field.type()) instanceof Type.Aggregate inner
                        && inner.name().filter(BindingTypes::markedName).isPresent();
                case Member.BitField _ -> false;
              };
          if (mark) {
            yield true;
          }
        }
        yield false;
      }
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Sequence _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _ -> false;
    };
  }

  Role role(Definition definition) {
    List<String> path = path(definition);
    String name = lastSegment(definition.name());
    if (!identifier(name) || markedName(name) || name.startsWith("__Bindgen")) {
      return Role.NONE;
    }
    if (!path.isEmpty() && TOOLCHAIN.contains(path.getFirst())) {
      return Role.NONE;
    }
    for (String segment : path) {
      if (!identifier(segment)) {
        return Role.NONE;
      }
    }
    for (String segment : path) {
      if (bindings(segment)) {
        return Role.BINDING;
      }
    }
    return generated.contains(definition.path()) ? Role.BINDING : Role.OTHER;
  }

  /** gccrs writes the whole path into the name. */
  private static List<String> path(Definition definition) {
    int end = definition.name().lastIndexOf("::");
    if (end < 0 || definition.name().indexOf('<') >= 0) {
      return definition.path();
    }
    List<String> path = new ArrayList<>(definition.path());
    path.addAll(List.of(definition.name().substring(0, end).split("::")));
    return path;
  }

  static String lastSegment(String name) {
    int end = name.indexOf('<') >= 0 ? -1 : name.lastIndexOf("::");
    return end < 0 ? name : name.substring(end + 2);
  }

  private static boolean bindings(String segment) {
    int first = segment.indexOf('_');
    int last = segment.lastIndexOf('_');
    return BINDINGS.contains(segment)
        || (first > 0 && FIRST.contains(segment.substring(0, first)))
        || (last > 0 && BINDINGS.contains(segment.substring(last + 1)));
  }

  private static boolean identifier(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!Character.isJavaIdentifierPart(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Tells whether a type lies in the root of a crate and has a name as C's types have. */
  static boolean ofCrateRoot(View.Typed rust, String name) {
    return path(rust.definition()).size() <= 1 && !BindgenNames.camelCase(name);
  }

  /** Tells whether a Rust type has the members of one of several C types, by name and order. */
  static boolean hasMembersOfOne(View.Typed rust, List<View.Typed> provider) {
    List<String> members = members(rust);
    if (members.isEmpty()) {
      return false;
    }
    for (View.Typed view : provider) {
      if (members.equals(members(view))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> members(View.Typed view) {
    Type type = view.node();
    List<String> names = new ArrayList<>();
    if (type instanceof Type.Aggregate aggregate) {
      for (Member member : aggregate.members()) {
        names.add(member.name());
      }
    } else if (type instanceof Type.Enumeration enumeration) {
      for (Type.Enumeration.Value value : enumeration.values()) {
        names.add(value.name());
      }
    }
    return names;
  }
}
