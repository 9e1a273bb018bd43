package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_pointer_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_subprogram;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Definition.Access;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Turns the entries of one object file into types, as far as it is asked to. Not thread-safe.
 *
 * <p>{@link GraphWriter} writes the graph and makes of whatever goes wrong inside an entry a {@link
 * Type.Opaque} with the reason.
 */
public final class Lowering {
  /** Says why nothing tells what a function takes. */
  public static final String UNTYPED =
      "its unit describes no types: it was compiled with line tables alone, or no function of it"
          + " has parameters";

  private final GraphWriter<Die> writer;

  /**
   * Starts with an empty graph.
   *
   * @param object path as in {@link Origin#object()}
   */
  public Lowering(String object) {
    this.writer = new GraphWriter<>(new TypeLowering(new Origins(object)), object);
  }

  /**
   * Lowers a named type with everything it holds by value.
   *
   * @param die its entry
   * @param path namespaces around it, outermost first
   * @param units how many units define it so
   * @return the definition, whose node is in {@link #build()}
   */
  public Definition define(Die die, List<String> path, int units) {
    return new Definition(
        path,
        Entries.nameOrEmpty(die),
        type(die),
        die.unit().description().producer(),
        Evidence.DWARF,
        units);
  }

  /**
   * Lowers a type with everything it holds by value.
   *
   * @param die its entry
   * @return its node
   */
  public TypeId type(Die die) {
    return writer.root(die, () -> writer.result(Entries.unqualified(die)));
  }

  /**
   * Lowers a function or variable under the name that the linker knows it by.
   *
   * @param die {@code DW_TAG_subprogram}, {@code DW_TAG_variable}, or {@code DW_TAG_pointer_type}
   *     of a pointer that holds a function
   * @param path namespaces around it, outermost first
   * @param symbol its symbol
   * @param role whether the entry is a definition
   * @return the entity; its node is a {@link Type.Function}, the type of the variable, or a {@link
   *     Type.Opaque} with the reason
   */
  public Entity symbol(Die die, List<String> path, String symbol, Entity.Role role) {
    if (Witness.isCrate(path) && role == Entity.Role.DECLARES) {
      return witnessed(die, path, symbol);
    }
    boolean held = die.tag() == DW_TAG_pointer_type;
    boolean function = held || die.tag() == DW_TAG_subprogram;
    TypeId type = held ? target(type(die)) : function ? function(die) : variable(die);
    Producer producer = die.unit().description().producer();
    Access access = !function && Entries.constant(die) ? Access.READ : Access.WRITE;
    return new Entity(
        function ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE,
        role,
        new Definition(path, symbol, type, producer, Evidence.DWARF, 1, access));
  }

  private Entity witnessed(Die die, List<String> path, String symbol) {
    boolean function = Witness.ofFunction(die);
    TypeId believed = Witness.believed(die).map(this::type).orElseGet(writer::nothing);
    // The type of a foreign function is seen as a pointer to it.
    TypeId type = function ? target(believed) : believed;
    Producer producer = die.unit().description().producer();
    return new Entity(
        function ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE,
        Entity.Role.DECLARES,
        new Definition(
            path,
            symbol,
            type,
            producer,
            Evidence.WITNESS,
            1,
            function || Witness.ofMutable(die) ? Access.WRITE : Access.READ));
  }

  private TypeId target(TypeId function) {
    return writer.node(function) instanceof Type.Pointer pointer ? pointer.target() : function;
  }

  private TypeId function(Die die) {
    // A function without parameters is not one whose parameters are left out.
    if (die.unit().description().detail() == CompileUnit.Detail.LINES_ONLY) {
      return writer.add(unknown(UNTYPED), die);
    }
    Type type =
        switch (signature(die)) {
          case Understanding.Known known -> new Type.Function(known.signature());
          case Understanding.Unknown unknown -> unknown(unknown.reason());
        };
    return writer.add(type, die);
  }

  private static Type unknown(String reason) {
    return new Type.Opaque(Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), reason);
  }

  private TypeId variable(Die die) {
    return writer.root(
        die,
        () -> {
          Die typed = die.carrier(DW_AT_type).orElse(die);
          TypeId type = writer.result(Entries.type(typed));
          // The variable has a line of its own.
          return writer.add(new Type.Alias("", type, OptionalInt.empty()), die);
        });
  }

  /**
   * Lowers a function.
   *
   * @param subprogram {@code DW_TAG_subprogram} or {@code DW_TAG_subroutine_type}
   * @return its signature, or the reason why there is none
   */
  public Understanding signature(Die subprogram) {
    return writer.attempt(
        () -> new Understanding.Known(Signatures.lowered(subprogram, writer)),
        Understanding.Unknown::new);
  }

  /** What became of a function. */
  public sealed interface Understanding {
    /**
     * It was understood.
     *
     * @param signature its types are nodes of {@link #build()}
     */
    record Known(Signature signature) implements Understanding {}

    /**
     * It was not.
     *
     * @param reason a clause
     */
    record Unknown(String reason) implements Understanding {}
  }

  /**
   * Tells what broke the format.
   *
   * @return a diagnostic for each place, as far as the limit of diagnostics allows
   */
  public List<Diagnostic> faults() {
    return writer.faults();
  }

  /**
   * Ends the lowering.
   *
   * @return all nodes
   */
  public TypeGraph build() {
    return writer.build();
  }
}
