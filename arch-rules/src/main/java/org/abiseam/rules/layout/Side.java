package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.Map;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;

/** The types of one view, with what the rules compute of them once. */
public final class Side {
  private final TypeGraph types;
  private final Machine machine;
  private final Evidence evidence;
  private final Producer producer;
  private final Alignments alignments;
  private final Map<TypeId, Flat> flats = new HashMap<>();

  /** A side of which nothing has been computed. */
  public Side(View.Typed view) {
    this.types = view.types();
    this.machine = view.machine();
    this.evidence = view.definition().evidence();
    this.producer = view.producer();
    this.alignments = new Alignments(machine, types);
  }

  /** Whether a view's types are the ones of this side, and of its language. */
  public boolean serves(View.Typed view) {
    return types == view.types()
        && evidence == view.definition().evidence()
        && rust() == rust(view.producer());
  }

  /** Whether it is Rust's, which states what it knows of a type. */
  boolean rust() {
    return rust(producer);
  }

  private static boolean rust(Producer producer) {
    return producer.language() == Producer.Language.RUST;
  }

  /** The graph. */
  public TypeGraph types() {
    return types;
  }

  /** What it was compiled for. */
  public Machine machine() {
    return machine;
  }

  /** The compiler of the first view that it serves. */
  public Producer producer() {
    return producer;
  }

  Evidence evidence() {
    return evidence;
  }

  Alignments alignments() {
    return alignments;
  }

  /** The node behind typedefs. */
  public Type type(TypeId id) {
    return types.type(types.resolved(id));
  }

  /** Size in bytes; 0 where there is none. */
  long bytes(TypeId id) {
    return types.bytes(id).orElse(0L);
  }

  /** A type as a reader knows it. */
  public String text(TypeId id) {
    return TypeText.of(types, id);
  }

  /** The members of a struct or union, those of anonymous ones among them. */
  Flat flat(TypeId aggregate) {
    TypeId id = types.resolved(aggregate);
    Flat known = flats.get(id);
    if (known == null) {
      known = Flat.of(this, id);
      flats.put(id, known);
    }
    return known;
  }
}
