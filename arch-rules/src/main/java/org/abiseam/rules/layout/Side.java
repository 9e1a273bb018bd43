package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.machine.Alignments;
import org.abiseam.rules.psabi.Psabis;

/** Holds the types of one view, and remembers what the rules compute of them. */
public final class Side {
  private final TypeGraph types;
  private final Machine machine;
  private final Evidence evidence;
  private final Producer producer;
  private final Alignments alignments;
  private final Map<TypeId, FlatMembers> flat = new HashMap<>();
  private final Map<TypeId, List<String>> names = new HashMap<>();
  private final Map<String, Set<String>> typedefs = new HashMap<>();
  private final Map<String, Type.Enumeration> enumerations = new HashMap<>();
  private boolean typedefsKnown;
  private boolean enumerationsKnown;

  /** Creates the side of a view. */
  public Side(View.Typed view) {
    this.types = view.types();
    this.machine = view.machine();
    this.evidence = view.definition().evidence();
    this.producer = view.producer();
    this.alignments = new Alignments(Psabis.target(machine), types);
  }

  /** Tells whether a view has the types and the language of this side. */
  public boolean serves(View.Typed view) {
    return types == view.types()
        && evidence == view.definition().evidence()
        && rust() == rust(view.producer());
  }

  /** Tells whether it is Rust's, whose debug info states what Rust knows of a type. */
  boolean rust() {
    return rust(producer);
  }

  private static boolean rust(Producer producer) {
    return producer.language() == Producer.Language.RUST;
  }

  /** Returns the graph. */
  public TypeGraph types() {
    return types;
  }

  /** Returns what it was compiled for. */
  public Machine machine() {
    return machine;
  }

  /** Returns the compiler of the first view of this side. */
  public Producer producer() {
    return producer;
  }

  /** Returns what its types were read from. */
  public Evidence evidence() {
    return evidence;
  }

  Alignments alignments() {
    return alignments;
  }

  /** Returns the node behind typedefs. */
  public Type type(TypeId id) {
    return types.type(types.resolved(id));
  }

  /** Tells whether it is Rust's {@code NonZero}. */
  boolean nonZero(TypeId id) {
    TypeId at = id;
    while (types.type(at) instanceof Type.Wrapper wrapper) {
      if (wrapper instanceof Type.NonZero) {
        return true;
      }
      at = wrapper.target();
    }
    return false;
  }

  /** Returns the size in bytes; 0 where there is none. */
  long bytes(TypeId id) {
    return types.bytes(id).orElse(0L);
  }

  /** Returns a type as the source writes it. */
  public String text(TypeId id) {
    return TypeText.of(types, id);
  }

  /** Lists the members of a struct or union, with those of anonymous members. */
  FlatMembers flat(TypeId aggregate) {
    TypeId id = types.resolved(aggregate);
    FlatMembers known = flat.get(id);
    if (known == null) {
      known = FlatMembers.of(types, id);
      flat.put(id, known);
    }
    return known;
  }

  /** Lists the names of a type: its typedefs from the outermost inwards, then its own. */
  List<String> names(TypeId id) {
    List<String> known = names.get(id);
    if (known == null) {
      List<String> all = new ArrayList<>(2);
      TypeId at = id;
      while (types.type(at) instanceof Type.Wrapper wrapper) {
        wrapper.declaredName().ifPresent(all::add);
        at = wrapper.target();
      }
      types.type(at).declaredName().ifPresent(all::add);
      known = List.copyOf(all);
      names.put(id, known);
    }
    return known;
  }

  /** Lists the typedefs of this side for the tag of a type, wherever they are used. */
  Set<String> typedefs(TypeId id) {
    if (!typedefsKnown) {
      typedefsKnown = true;
      for (int i = 0; i < types.size(); i++) {
        if (types.type(new TypeId(i)) instanceof Type.Alias alias) {
          type(alias.target())
              .declaredName()
              .ifPresent(
                  tag -> typedefs.computeIfAbsent(tag, _ -> new HashSet<>()).add(alias.name()));
        }
      }
    }
    return type(id)
        .declaredName()
        .map(tag -> typedefs.getOrDefault(tag, Set.of()))
        .orElse(Set.of());
  }

  /**
   * Returns the enumeration that gives names to the values of a number: C before C23 has no way to
   * write its size but {@code enum e {…}; typedef uint8_t e;}, one name for a tag and for a typedef
   * (ISO C23, 6.2.3).
   */
  Optional<Type.Enumeration> namesOfValues(TypeId number) {
    if (!enumerationsKnown) {
      enumerationsKnown = true;
      for (int i = 0; i < types.size(); i++) {
        if (types.type(new TypeId(i)) instanceof Type.Enumeration enumeration) {
          enumeration.name().ifPresent(name -> enumerations.putIfAbsent(name, enumeration));
        }
      }
    }
    return names(number).stream()
        .flatMap(name -> Optional.ofNullable(enumerations.get(name)).stream())
        .findFirst();
  }

  /** Tells whether a type is an array of integers, of any dimensions. */
  boolean integers(TypeId id) {
    return type(id) instanceof Type.Array array
        && (integers(array.element()) || integer(type(array.element())));
  }

  /** Tells whether a type is a signed or unsigned integer. */
  static boolean integer(Type type) {
    return type instanceof Type.Scalar scalar
        && (scalar.encoding() == Type.Encoding.SIGNED
            || scalar.encoding() == Type.Encoding.UNSIGNED);
  }
}
