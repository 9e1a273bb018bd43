package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Signature.Parameter;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.Deviation;
import org.abiseam.rules.layout.Outcome;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.AssumedPlan;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/**
 * Holds a function's definition against the {@code declare} line by which LLVM calls it.
 *
 * <p>The line has no types of the source any more: what was a struct is integers. So nothing is
 * said of types, only of where values travel. LLVM places each scalar on its own, also those of one
 * struct or array, so the line is planned as a call with a parameter for each scalar, and what
 * belongs to one value is put together again.
 */
final class LoweredComparison {
  /** Larger than anything that travels in registers on any machine. */
  private static final long BLOCK_BYTES = 256;

  private static final Origin NOWHERE = new Origin("", "", OptionalLong.empty(), Optional.empty());

  private final Call provider;
  private final Call consumer;
  private final Outcome out = new Outcome();

  private LoweredComparison(Call provider, Call consumer) {
    this.provider = provider;
    this.consumer = consumer;
  }

  static Outcome compare(Call provider, Call consumer) {
    LoweredComparison comparison = new LoweredComparison(provider, consumer);
    comparison.compare();
    return comparison.out;
  }

  private void compare() {
    Signature expected = provider.signature();
    if (expected.arity() == Arity.UNPROTOTYPED) {
      out.add(Reason.NO_DEBUG_INFO, "", "it is declared without a prototype");
      return;
    }
    boolean variadic = expected.arity() == Arity.VARIADIC;
    boolean calledSo = consumer.signature().arity() == Arity.VARIADIC;
    if (variadic != calledSo) {
      out.add(
          value(
              Rule.CALL_VARIADIC,
              "",
              What.TYPE,
              Value.of(variadic ? "with ..." : "fixed"),
              Value.of(calledSo ? "with ..." : "fixed")));
    }
    PlanResult plan = plan(expected, provider.types(), provider, consumer);
    Lines lines = new Lines(consumer);
    PlanResult called = plan(lines.signature(), lines.graph.build(), consumer, provider);
    if (plan instanceof PlanResult.NotPlanned not) {
      out.add(Reason.UNSUPPORTED, "", not.reason());
    } else if (called instanceof PlanResult.NotPlanned not) {
      out.add(Reason.UNSUPPORTED, "", not.reason());
    } else if (plan instanceof PlanResult.Planned one
        && called instanceof PlanResult.Planned other) {
      placements(one, other.plans().getFirst().plan(), lines);
    }
  }

  private static PlanResult plan(Signature signature, TypeGraph types, Call side, Call other) {
    return Planner.plan(
        signature, new CallSide(side.machine(), types, side.producer(), other.producer()));
  }

  /** Under each explanation of what debug info leaves out. */
  private void placements(PlanResult.Planned expected, Plan called, Lines lines) {
    List<Deviation> first = null;
    boolean all = true;
    for (AssumedPlan one : expected.plans()) {
      List<Deviation> found = placements(one.plan(), called, lines);
      first = first == null || first.isEmpty() ? found : first;
      all &= !found.isEmpty();
    }
    if (first == null || first.isEmpty()) {
      return;
    }
    if (all) {
      first.forEach(out::add);
    } else {
      out.add(
          Reason.NOT_MODELLED,
          first.getFirst().path(),
          "travels elsewhere if an unnamed bit-field stands in a hole; debug info does not tell");
    }
  }

  private List<Deviation> placements(Plan expected, Plan called, Lines lines) {
    List<Deviation> found = new ArrayList<>();
    Placement result = called.result().placement();
    if (differ(expected.result().placement(), result, lines.result)) {
      boolean hidden =
          expected.result().placement() instanceof Placement.ByReference
              || result instanceof Placement.ByReference;
      Rule rule = hidden ? Rule.CALL_HIDDEN_POINTER : Rule.CALL_RETURN;
      found.add(deviation(rule, "return", expected.result().placement(), result));
    }
    int line = 0;
    int left = expected.arguments().size();
    for (PassedValue passed : expected.arguments()) {
      boolean nothing = passed.placement() instanceof Placement.Nothing;
      if (nothing && lines.values.size() - line < left) {
        left--;
        continue;
      }
      left--;
      if (line == lines.values.size()) {
        found.add(count(expected.arguments().size(), lines.values.size()));
        return found;
      }
      Lines.Span span = lines.values.get(line++);
      Placement placement = lines.joined(called, span);
      if (span.to() == span.from() + 1) {
        scalar(passed, called.arguments().get(span.from()), lines.sizes.get(span.from()), found);
      }
      if (differ(passed.placement(), placement, span.block())) {
        found.add(deviation(Rule.CALL_ARGUMENT, passed.name(), passed.placement(), placement));
      }
    }
    if (line < lines.values.size()) {
      found.add(count(expected.arguments().size(), lines.values.size()));
    }
    return found;
  }

  /** A number has a width, and its callee may trust bits above. */
  private void scalar(PassedValue expected, PassedValue actual, long bytes, List<Deviation> found) {
    TypeId type = provider.types().resolved(expected.type());
    boolean number =
        provider.types().type(type) instanceof Type.Scalar
            || provider.types().type(type) instanceof Type.Enumeration;
    long wanted = provider.types().bytes(type).orElse(bytes);
    if (number && wanted != bytes) {
      found.add(
          value(
              Rule.CALL_ARGUMENT,
              expected.name(),
              What.SIZE,
              Value.of(wanted * Byte.SIZE),
              Value.of(bytes * Byte.SIZE)));
    } else if (number && expected.extension().isPresent() && actual.extension().isPresent()) {
      Extension trusted = expected.extension().get();
      Extension given = actual.extension().get();
      boolean enough = given.given() >= trusted.trusted();
      boolean alike = given.signed() == trusted.signed() || trusted.trusted() <= trusted.width();
      if (!enough || !alike) {
        found.add(
            value(
                Rule.CALL_EXTENSION,
                expected.name(),
                What.BIT_SIZE,
                Value.of(text(trusted.trusted(), trusted.signed())),
                Value.of(text(given.given(), given.signed()))));
      }
    }
  }

  private static String text(int bits, boolean signed) {
    return bits + " bits, " + (signed ? "sign" : "zero") + "-extended";
  }

  /** Of a block only its place is known: where it begins, or the pointer to it. */
  private static boolean differ(Placement expected, Placement actual, boolean block) {
    if (block && actual instanceof Placement.ByReference) {
      return !PassedValues.meet(expected, actual);
    }
    // A pointer that LLVM passes may be one to a copy: the machine's rule, not the type, tells.
    if (expected instanceof Placement.ByReference reference && actual instanceof Placement.Direct) {
      return !PassedValues.meet(new Placement.Direct(reference.pointer()), actual);
    }
    return !PassedValues.meet(expected, actual);
  }

  private static Deviation deviation(Rule rule, String path, Placement expected, Placement actual) {
    return value(
        rule, path, What.LOCATION, Value.of(expected.toString()), Value.of(actual.toString()));
  }

  private static Deviation count(int expected, int actual) {
    return value(Rule.CALL_ARITY, "", What.ARGUMENTS, Value.of(expected), Value.of(actual));
  }

  private static Deviation value(Rule rule, String path, What what, Value expected, Value actual) {
    return new Deviation(
        rule,
        Severity.HARMFUL,
        path,
        0,
        what,
        expected,
        actual,
        "so rustc calls it, by its LLVM IR",
        Clauses.C_CALL,
        List.of());
  }

  /** The line as a call with a parameter for each scalar. */
  private static final class Lines {
    final TypeGraph.Builder graph = new TypeGraph.Builder();
    final List<Span> values = new ArrayList<>();
    final boolean result;
    private final Call call;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private final TypeId resultType;

    /** The parameters that one value became, and whether it is a block of bytes. */
    record Span(int from, int to, boolean block) {}

    Lines(Call call) {
      this.call = call;
      for (Parameter parameter : call.signature().parameters()) {
        int from = parameters.size();
        boolean block = block(parameter.type());
        if (block) {
          scalar(stacked(parameter.type()), 0, call.types().bytes(parameter.type()).orElse(0L));
        } else {
          flatten(parameter.type(), 0);
        }
        values.add(new Span(from, parameters.size(), block));
      }
      TypeId returned = call.signature().result();
      this.result = block(returned);
      this.resultType = result ? large() : copy(returned);
    }

    Signature signature() {
      return new Signature(parameters, resultType, call.signature().arity(), CallingConvention.C);
    }

    private boolean block(TypeId type) {
      return call.types().type(type) instanceof Type.Aggregate aggregate
          && aggregate.name().isPresent();
    }

    private void flatten(TypeId id, long offset) {
      if (call.types().type(id) instanceof Type.Aggregate aggregate) {
        for (Member member : aggregate.members()) {
          flatten(member.type(), offset + member.bitOffset() / Byte.SIZE);
        }
      } else {
        scalar(copy(id), offset, call.types().bytes(id).orElse(0L));
      }
    }

    private void scalar(TypeId type, long offset, long bytes) {
      parameters.add(new Parameter("", type));
      offsets.add(offset);
      sizes.add(bytes);
    }

    /** An integer of an odd width travels as the next whole one. */
    private TypeId copy(TypeId id) {
      Type type =
          switch (call.types().type(id)) {
            case Type.Scalar scalar -> {
              long bytes = Long.highestOneBit(Math.max(1, scalar.bytes() * 2 - 1));
              yield new Type.Scalar(
                  scalar.name(), scalar.encoding(), bytes, bytes * Byte.SIZE, OptionalInt.empty());
            }
            case Type.Pointer pointer ->
                new Type.Pointer(graph.add(new Type.Void(), NOWHERE), pointer.bytes());
            case Type.Aggregate aggregate -> struct(aggregate);
            case Type.Vector vector ->
                new Type.Vector(copy(vector.element()), vector.count(), vector.bytes());
            case Type other -> other;
          };
      return graph.add(type, NOWHERE);
    }

    private Type struct(Type.Aggregate aggregate) {
      List<Member> members = new ArrayList<>();
      for (Member member : aggregate.members()) {
        members.add(
            new Member.Field(
                member.name(), copy(member.type()), member.bitOffset(), OptionalInt.empty()));
      }
      return new Type.Aggregate(
          aggregate.shape(), aggregate.name(), aggregate.bytes(), aggregate.alignment(), members);
    }

    /** Always returned through a pointer. */
    private TypeId large() {
      return bytes(BLOCK_BYTES);
    }

    /** {@code byval} always lies on the stack; how much of it, is known. */
    private TypeId stacked(TypeId id) {
      long bytes = call.types().bytes(id).orElse(BLOCK_BYTES);
      return bytes(Math.max(bytes, BLOCK_BYTES));
    }

    private TypeId bytes(long count) {
      TypeId one =
          graph.add(
              new Type.Scalar("u8", Type.Encoding.UNSIGNED, 1, Byte.SIZE, OptionalInt.empty()),
              NOWHERE);
      TypeId array = graph.add(new Type.Array(one, OptionalLong.of(count), 1), NOWHERE);
      return graph.add(
          new Type.Aggregate(
              Type.Shape.STRUCT,
              Optional.of("block"),
              count,
              OptionalInt.of(1),
              List.of(new Member.Field("bytes", array, 0, OptionalInt.empty()))),
          NOWHERE);
    }

    /** The placement of a value from those of its scalars. */
    Placement joined(Plan plan, Span span) {
      List<Piece> pieces = new ArrayList<>();
      for (int i = span.from(); i < span.to(); i++) {
        if (!(plan.arguments().get(i).placement() instanceof Placement.Direct direct)) {
          return plan.arguments().get(i).placement();
        }
        for (Piece piece : direct.pieces()) {
          long bytes = Math.min(piece.bytes(), sizes.get(i) - piece.offset());
          if (bytes > 0) {
            pieces.add(
                new Piece(
                    offsets.get(i) + piece.offset(),
                    bytes,
                    piece.location(),
                    piece.at(),
                    piece.form()));
          }
        }
      }
      return pieces.isEmpty() ? new Placement.Nothing() : new Placement.Direct(pieces);
    }
  }
}
