package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Signature.Parameter;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.RuleDifference;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.PlanResult;

/**
 * Compares a function's definition with the {@code declare} line by which LLVM calls it.
 *
 * <p>The line has no types of the source any more: what was a struct is integers. So types are not
 * compared, only where values travel. LLVM places each scalar on its own, also those of one struct
 * or array, so the line is planned as a call with a parameter for each scalar, and what belongs to
 * one value is put together again.
 *
 * <p>What a number means is lost: a plain {@code i32} is {@code int}, {@code unsigned} or an
 * enumeration, and {@code i64} may be a struct. So is what a pointer points to. So the line
 * confirms places, and a function agrees only where {@code void *}, floating point and numbers
 * whose sign an extension tells are all of it.
 */
final class LoweredComparison {
  /** Larger than anything that travels in registers on any machine. */
  private static final long BLOCK_BYTES = 256;

  private static final Origin NOWHERE = new Origin("", "", OptionalLong.empty(), Optional.empty());

  private final Call provider;
  private final Call consumer;
  private final NavigableSet<String> lost = new TreeSet<>();

  private LoweredComparison(Call provider, Call consumer) {
    this.provider = provider;
    this.consumer = consumer;
  }

  /** Compares two beliefs of which the consumer's is lowered. */
  static Differences compare(Call provider, Call consumer) {
    return new LoweredComparison(provider, consumer).compare();
  }

  private Differences compare() {
    Arity expected = provider.signature().arity();
    if (expected == Arity.UNPROTOTYPED) {
      return Differences.undecided(Reason.NO_PROTOTYPE, "it is declared without a prototype");
    }
    Differences.Builder found = new Differences.Builder();
    boolean variadic = expected == Arity.VARIADIC;
    boolean calledSo = consumer.signature().arity() == Arity.VARIADIC;
    if (variadic != calledSo) {
      Value one = Value.of(variadic ? "with ..." : "fixed");
      Value other = Value.of(calledSo ? "with ..." : "fixed");
      found.add(differs(Rule.CALL_VARIADIC, "", What.TYPE, one, other));
    }
    Lines lines = new Lines(consumer);
    PlanResult plan = provider.plan(consumer);
    PlanResult called = lines.call().plan(provider);
    if (plan instanceof PlanResult.Planned one && called instanceof PlanResult.Planned other) {
      // Under each explanation of what debug info leaves out.
      Plan line = other.plans().getFirst().plan();
      PlanComparison.judge(
          one.plans().stream()
              .map(it -> Compared.of(placements(it.plan(), line, lines), it))
              .toList(),
          found);
      if (!lost.isEmpty()) {
        found.undecided(
            Reason.MEANING_LOST,
            "",
            "LLVM IR does not tell what it means: " + String.join(", ", lost));
      }
    } else {
      PlanComparison.notPlanned(plan, called, found);
    }
    return found.build();
  }

  private List<RuleDifference> placements(Plan expected, Plan called, Lines lines) {
    List<RuleDifference> found = new ArrayList<>();
    Placement wanted = expected.result().placement();
    Placement result = called.result().placement();
    if (differ(wanted, result)) {
      boolean hidden =
          wanted instanceof Placement.ByReference || result instanceof Placement.ByReference;
      Rule rule = hidden ? Rule.CALL_HIDDEN_POINTER : Rule.CALL_RETURN;
      found.add(place(rule, "return", wanted, result));
    }
    result(expected.result(), called.result(), found);
    int line = 0;
    int left = expected.arguments().size();
    for (PassedValue passage : expected.arguments()) {
      boolean fewer = lines.values.size() - line < left--;
      if (fewer && passage.placement() instanceof Placement.Nothing) {
        continue;
      }
      if (line == lines.values.size()) {
        found.add(count(expected.arguments().size(), lines.values.size()));
        return found;
      }
      Lines.Span span = lines.values.get(line);
      tell(passage.name(), passage.type(), consumer.signature().parameters().get(line++).type());
      Placement placement = lines.joined(called, span);
      OptionalLong word = wordBytes(passage.type());
      long given = lines.bytes(span);
      if (word.isPresent() && span.to() > span.from() + 1 && word.getAsLong() != given) {
        Value width = Value.of(word.getAsLong() * Byte.SIZE);
        Value wide = Value.of(given * Byte.SIZE);
        found.add(differs(Rule.CALL_ARGUMENT, passage.name(), What.SIZE, width, wide));
      }
      if (span.to() == span.from() + 1) {
        scalar(passage, called.arguments().get(span.from()), lines.sizes.get(span.from()), found);
      }
      if (differ(passage.placement(), placement)) {
        found.add(place(Rule.CALL_ARGUMENT, passage.name(), passage.placement(), placement));
      }
    }
    if (line < lines.values.size()) {
      found.add(count(expected.arguments().size(), lines.values.size()));
    }
    return found;
  }

  /**
   * Compares how wide a result is, and the bits above it that Rust may rely on; one that nobody
   * writes has no bits at all.
   */
  private void result(PassedValue expected, PassedValue actual, List<RuleDifference> found) {
    TypeId believed = consumer.signature().result();
    tell("the result", provider.signature().result(), believed);
    if (consumer.returnsNothing() || expected.placement() instanceof Placement.ByReference) {
      return;
    }
    if (provider.returnsNothing()) {
      Value given = Value.of(TypeText.of(consumer.types(), believed));
      found.add(differs(Rule.CALL_RETURN, "return", What.TYPE, Value.of("void"), given));
      return;
    }
    long bytes = consumer.types().bytes(believed).orElse(0L);
    OptionalLong wanted = wordBytes(provider.signature().result());
    if (wanted.isPresent() && wanted.getAsLong() != bytes) {
      Value width = Value.of(wanted.getAsLong() * Byte.SIZE);
      Value given = Value.of(bytes * Byte.SIZE);
      found.add(differs(Rule.CALL_RETURN, "return", What.SIZE, width, given));
    } else if (wanted.isPresent()
        && expected.extension().isPresent()
        && actual.extension().isPresent()
        && !PassedValues.suffices(expected.extension().get(), actual.extension().get())) {
      found.add(
          byLlvm(PassedValues.extension(expected.extension().get(), actual.extension().get()))
              .at("return", 0));
    }
  }

  /** Notes a value of which the line does not tell what C's type tells. */
  private void tell(String value, TypeId type, TypeId line) {
    if (!told(provider.node(type), consumer.node(line))) {
      lost.add(value.isEmpty() ? "an argument" : value);
    }
  }

  private boolean told(Type type, Type line) {
    return switch (type) {
      case Type.Void _ -> line instanceof Type.Void;
      case Type.Pointer pointer -> line instanceof Type.Pointer && anything(pointer);
      case Type.Scalar scalar ->
          line instanceof Type.Scalar other
              && scalar.encoding() == other.encoding()
              && scalar.bytes() == other.bytes()
              && switch (scalar.encoding()) {
                case SIGNED, UNSIGNED, BOOLEAN, FLOAT -> true;
                case SIGN_UNTOLD, UNICODE, DECIMAL_FLOAT -> false;
                case COMPLEX_FLOAT, COMPLEX_INTEGER -> false;
              };
      case Type.Enumeration _, Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /** Tells whether C takes a pointer to anything: LLVM does not tell what its pointers point to. */
  private boolean anything(Type.Pointer pointer) {
    return provider.node(pointer.target()) instanceof Type.Void;
  }

  /** Returns the size of what LLVM has as one value: a number or a pointer. */
  private OptionalLong wordBytes(TypeId type) {
    return switch (provider.node(type)) {
      case Type.Scalar scalar when scalar.complex() -> OptionalLong.empty();
      case Type.Number number -> OptionalLong.of(number.bytes());
      case Type.Pointer pointer -> OptionalLong.of(pointer.bytes());
      case Type _ -> OptionalLong.empty();
    };
  }

  /** Compares the width of a number, and the bits above that its callee may rely on. */
  private void scalar(
      PassedValue expected, PassedValue actual, long bytes, List<RuleDifference> found) {
    if (!(provider.node(expected.type()) instanceof Type.Number number)) {
      return;
    }
    if (number.bytes() != bytes) {
      Value wanted = Value.of(number.bytes() * Byte.SIZE);
      Value given = Value.of(bytes * Byte.SIZE);
      found.add(differs(Rule.CALL_ARGUMENT, expected.name(), What.SIZE, wanted, given));
    } else if (expected.extension().isPresent()
        && actual.extension().isPresent()
        && !PassedValues.suffices(actual.extension().get(), expected.extension().get())) {
      found.add(
          byLlvm(PassedValues.extension(actual.extension().get(), expected.extension().get()))
              .at(expected.name(), 0));
    }
  }

  private static boolean differ(Placement expected, Placement actual) {
    // The offsets of an LLVM struct are none of memory: only the order of the places counts.
    if (expected instanceof Placement.Direct one
        && actual instanceof Placement.Direct other
        && places(one).equals(places(other))) {
      return false;
    }
    // A pointer that LLVM passes may be one to a copy: the machine's rule, not the type, decides.
    if (expected instanceof Placement.ByReference copy && actual instanceof Placement.Direct) {
      return !PassedValues.meet(new Placement.Direct(copy.pointer()), actual);
    }
    return !PassedValues.meet(expected, actual);
  }

  private static List<String> places(Placement.Direct direct) {
    return direct.pieces().stream()
        .map(
            piece ->
                switch (piece.location()) {
                  case Location.Register register -> register.name() + "+" + piece.at();
                  case Location.Stack stack -> "stack+" + (stack.offset() + piece.at());
                })
        .toList();
  }

  private static RuleDifference place(Rule rule, String path, Placement one, Placement other) {
    Value place = Value.of(one.toString());
    return differs(rule, path, What.LOCATION, place, Value.of(other.toString()));
  }

  private static RuleDifference count(int expected, int actual) {
    Value count = Value.of(expected);
    return differs(Rule.CALL_ARITY, "", What.ARGUMENTS, count, Value.of(actual));
  }

  private static RuleDifference differs(
      Rule rule, String path, What what, Value expected, Value actual) {
    Clause clause = Clause.harmful(rule, Citations.C_CALL);
    return byLlvm(RuleDifference.of(clause, what, expected, actual)).at(path, 0);
  }

  private static RuleDifference byLlvm(RuleDifference difference) {
    return difference.because("rustc calls it like this in its LLVM IR");
  }

  /** Turns the line into a call with a parameter for each scalar. */
  private static final class Lines {
    private final TypeGraph.Builder graph = new TypeGraph.Builder();
    final List<Span> values = new ArrayList<>();
    private final Call given;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private final TypeId resultType;

    /** Describes the parameters that one value became. */
    record Span(int from, int to) {}

    Lines(Call given) {
      this.given = given;
      for (Parameter parameter : given.signature().parameters()) {
        int from = parameters.size();
        if (block(parameter.type())) {
          // byval lies on the stack, whatever its size.
          long bytes = given.types().bytes(parameter.type()).orElse(0L);
          scalar(bytes(Math.max(bytes, BLOCK_BYTES)), 0, bytes);
        } else {
          flatten(parameter.type(), 0);
        }
        values.add(new Span(from, parameters.size()));
      }
      TypeId returned = given.signature().result();
      this.resultType = block(returned) ? bytes(BLOCK_BYTES) : copy(returned);
    }

    Call call() {
      Signature signature =
          new Signature(parameters, resultType, given.signature().arity(), CallingConvention.C);
      return new Call(
          given.machine(), graph.build(), given.producer(), signature, Evidence.LLVM_IR);
    }

    private boolean block(TypeId type) {
      return given.types().type(type) instanceof Type.Aggregate aggregate
          && aggregate.name().isPresent();
    }

    private void flatten(TypeId id, long offset) {
      if (given.types().type(id) instanceof Type.Aggregate aggregate) {
        for (Member member : aggregate.members()) {
          flatten(member.type(), offset + member.bitOffset() / Byte.SIZE);
        }
      } else {
        scalar(copy(id), offset, given.types().bytes(id).orElse(0L));
      }
    }

    private void scalar(TypeId type, long offset, long bytes) {
      parameters.add(new Parameter("", type));
      offsets.add(offset);
      sizes.add(bytes);
    }

    /** Copies a type; an integer of an odd width travels as the next whole one. */
    private TypeId copy(TypeId id) {
      Type type =
          switch (given.types().type(id)) {
            case Type.Scalar scalar -> {
              long bytes = Long.highestOneBit(Math.max(1, scalar.bytes() * 2 - 1));
              Type.Encoding encoding =
                  scalar.encoding() == Type.Encoding.SIGN_UNTOLD
                      ? Type.Encoding.UNSIGNED
                      : scalar.encoding();
              yield new Type.Scalar(
                  scalar.name(), encoding, bytes, bytes * Byte.SIZE, OptionalInt.empty());
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

    /** Returns the size of all scalars of a value. */
    long bytes(Span span) {
      return sizes.subList(span.from(), span.to()).stream().mapToLong(Long::longValue).sum();
    }

    /** Joins the placements of a value's scalars. */
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
