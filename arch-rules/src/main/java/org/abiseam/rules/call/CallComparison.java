package org.abiseam.rules.call;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.DirectedComparison;
import org.abiseam.rules.layout.RuleDifference;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/**
 * Compares a caller's belief with the callee's.
 *
 * <p>First what C itself asks for: the same number of arguments, and types that mean the same. Then
 * the machine: a plan for each side, and every byte must be where it is expected. Where debug info
 * leaves something open there are several plans of a side; the two sides disagree only if they do
 * under every explanation, and agree only if they do under every one.
 */
public final class CallComparison {
  private static final Clause CONVENTION = Clause.harmful(Rule.CALL_ARGUMENT, Citations.RUST_ABI);
  private static final Clause ATTRIBUTE =
      Clause.harmful(Rule.CALL_ARGUMENT, Citations.FUNCTION_ATTRIBUTES);
  private static final Clause VARIADIC = Clause.harmful(Rule.CALL_VARIADIC, Citations.C_CALL);
  private static final Clause ARITY = Clause.harmful(Rule.CALL_ARITY, Citations.C_CALL);
  private static final Clause ARGUMENT =
      Clause.harmful(Rule.CALL_ARGUMENT, Citations.C_FUNCTION_TYPES);
  private static final Clause RESULT = Clause.harmful(Rule.CALL_RETURN, Citations.C_FUNCTION_TYPES);
  private static final Clause WIDE_POINTER =
      Clause.risky(Rule.CALL_ARITY, Citations.RUST_WIDE_POINTER);
  private static final Clause FLOATING_POINT =
      Clause.risky(Rule.CALL_ARGUMENT, Citations.NO_FLOATING_POINT);

  /** More pairs of explanations take too long to compare. */
  private static final long MOST_PAIRS = 1 << 16;

  /** Sizes in bytes of what shorter arguments are promoted to. */
  private static final long INT = 4;

  private static final long DOUBLE = 8;
  private static final String GIVEN = "Rust makes the value, and has no other than valid ones";

  private final Call provider;
  private final Call consumer;
  private final DirectedComparison types;
  private final Direction direction;
  private final Differences.Builder found = new Differences.Builder();

  /** How many parameters the provider has; also the position of the result. */
  private final int parameters;

  private CallComparison(
      Call provider, Call consumer, DirectedComparison types, Direction direction) {
    this.provider = provider;
    this.consumer = consumer;
    this.types = types;
    this.direction = direction;
    this.parameters = provider.signature().parameters().size();
  }

  /**
   * Compares two beliefs.
   *
   * @param types compares the types of both
   * @return what differs; paths begin with the parameter's name or {@code return}
   */
  public static Differences compare(
      Call provider, Call consumer, DirectedComparison types, Direction direction) {
    if (consumer.lowered()) {
      return LoweredComparison.compare(provider, consumer);
    }
    CallComparison comparison = new CallComparison(provider, consumer, types, direction);
    Optional<Differences> wide = comparison.widePointers();
    if (wide.isPresent()) {
      return wide.get();
    }
    if (comparison.conventions() && comparison.parameters()) {
      comparison.types();
      comparison.placements();
      ParameterOrder.compare(provider, consumer, types, comparison.found);
    }
    return comparison.found.build();
  }

  /**
   * Compares address and length apart where one side has two parameters for a wide pointer of the
   * other; empty where that is not so.
   */
  private Optional<Differences> widePointers() {
    int actual = consumer.signature().parameters().size();
    if (parameters == actual || provider.signature().arity() != consumer.signature().arity()) {
      return Optional.empty();
    }
    Optional<Call> one = WidePointers.unfolded(provider, actual);
    Optional<Call> other = WidePointers.unfolded(consumer, parameters);
    if (one.isEmpty() == other.isEmpty()) {
      return Optional.empty();
    }
    Call expected = one.orElse(provider);
    Call called = other.orElse(consumer);
    CallComparison apart = new CallComparison(expected, called, types, direction);
    Optional<Boolean> meet =
        one.isPresent()
            ? WidePointers.meet(provider, expected, consumer)
            : WidePointers.meet(consumer, called, provider);
    Clause clause = meet.orElse(true) ? WIDE_POINTER : WIDE_POINTER.as(Severity.HARMFUL);
    apart.differs(
        RuleDifference.of(clause, What.ARGUMENTS, Value.of(parameters), Value.of(actual))
            .because(
                meet.orElse(true)
                    ? "rustc passes a wide pointer as two words, which Rust does not promise"
                    : "rustc passes the two words of a wide pointer together, and C apart"));
    if (apart.conventions() && apart.parameters()) {
      apart.types();
      apart.placements();
    }
    return Optional.of(apart.found.build());
  }

  private void differs(RuleDifference difference) {
    found.add(difference.at("", parameters));
  }

  // Conventions.

  private boolean conventions() {
    CallingConvention one = provider.convention();
    CallingConvention other = consumer.convention();
    if (one.equals(other)) {
      return !(baseStandardAlone(provider, consumer)
          || baseStandardAlone(consumer, provider)
          || otherRegisters());
    }
    if (unspecified()) {
      unspecifiedConvention();
      return true;
    }
    if (ofI386(one, other)
        && provider.passesAs(consumer)
        && alike(provider, consumer)
        && alike(consumer, provider)) {
      return true;
    }
    if (byDefault(provider) || byDefault(consumer)) {
      found.undecided(
          Reason.CONVENTION,
          "",
          "one side has it by -mabi=ms, unless an attribute says otherwise, which the compiler does"
              + " not record");
    } else if (silent(provider, other) || silent(consumer, one)) {
      if (moreOrFewer()) {
        return true;
      }
      undecidedConvention(silent(provider, other) ? other : one);
    } else if (ofI386(one, other) && !passesNothingAlike()) {
      return true;
    } else {
      conventions(one, other);
    }
    return false;
  }

  private static boolean ofI386(CallingConvention one, CallingConvention other) {
    return one.kind().isOfI386() && other.kind().isOfI386();
  }

  /** Tells whether the numbers of parameters differ, which no convention makes good. */
  private boolean moreOrFewer() {
    return parameters != consumer.signature().parameters().size();
  }

  /** Tells whether the calls of two conventions differ, whatever debug info leaves out. */
  private boolean passesNothingAlike() {
    if (moreOrFewer()) {
      return false;
    }
    PlanResult one = provider.plan(consumer);
    PlanResult other = consumer.plan(provider);
    if (!(one instanceof PlanResult.Planned expected)
        || !(other instanceof PlanResult.Planned actual)
        || tooMany(expected, actual)) {
      return false;
    }
    List<Compared> all = compared(expected, actual, /* aligned= */ false);
    return !all.isEmpty() && all.stream().noneMatch(Compared::meets);
  }

  /** Tells whether a side that records no convention passes all alike by that of the other too. */
  private static boolean alike(Call call, Call stated) {
    return !silent(call, stated.convention()) || call.by(stated.convention()).passesAs(stated);
  }

  private void conventions(CallingConvention one, CallingConvention other) {
    boolean mixed = isRust(provider) || isRust(consumer);
    differs(
        RuleDifference.of(
            mixed ? CONVENTION : ATTRIBUTE,
            What.CONVENTION,
            Value.of(mixed ? words(one) : one.name()),
            Value.of(mixed ? words(other) : other.name())));
  }

  private static boolean isRust(Call call) {
    return call.producer().language() == Language.RUST;
  }

  /** Adds that an attribute of one side, or of both, puts arguments into other registers. */
  private boolean otherRegisters() {
    CallingConvention one = provider.signature().convention().withoutUnwind();
    CallingConvention other = consumer.signature().convention().withoutUnwind();
    if (one.equals(other) || !ofI386(one, other) || !passesNothingAlike()) {
      return false;
    }
    conventions(one, other);
    return true;
  }

  /** Tells whether one side alone has Rust's own convention, which no compiler of C knows. */
  private boolean unspecified() {
    return (provider.convention().kind() == CallingConvention.Kind.RUST)
        != (consumer.convention().kind() == CallingConvention.Kind.RUST);
  }

  /** Adds that a call goes by luck: rustc passes numbers as C does, and structs as numbers. */
  private void unspecifiedConvention() {
    boolean apart = structs(provider) || structs(consumer);
    differs(
        RuleDifference.of(
                CONVENTION.as(apart ? Severity.HARMFUL : Severity.RISKY),
                What.CONVENTION,
                Value.of(words(provider.convention())),
                Value.of(words(consumer.convention())))
            .because(
                apart
                    ? "a struct does not travel by extern \"Rust\" as it does in C"
                    : "Rust does not promise that extern \"Rust\" is called as C calls"));
  }

  private static String words(CallingConvention convention) {
    return "extern \"" + convention.name() + "\"";
  }

  private static boolean structs(Call call) {
    Signature signature = call.signature();
    return struct(call, signature.result())
        || signature.parameters().stream().anyMatch(one -> struct(call, one.type()));
  }

  /** Tells whether it is a struct of anything but one whole number or pointer. */
  private static boolean struct(Call call, TypeId type) {
    TypeId start = call.types().resolved(type);
    TypeId at = start;
    while (call.node(at) instanceof Type.Aggregate struct && struct.members().size() == 1) {
      at = call.types().resolved(struct.members().getFirst().type());
    }
    return switch (call.node(at)) {
      case Type.Aggregate struct -> struct.bytes() > 0;
      case Type.Scalar scalar -> !at.equals(start) && scalar.encoding() == Type.Encoding.FLOAT;
      case Type.Sequence _, Type.Tagged _ -> true;
      case Type _ -> false;
    };
  }

  /**
   * Tells whether one side alone states Arm's base standard, GCC records none, and it matters: the
   * other standard passes something elsewhere.
   */
  private boolean baseStandardAlone(Call stated, Call other) {
    CallingConvention convention = stated.signature().convention();
    boolean alone =
        convention.kind() == CallingConvention.Kind.AAPCS
            && other.producer().compiler() == Compiler.GCC
            && other.signature().convention().equals(CallingConvention.C);
    if (!alone || stated.plan(other).equals(stated.asOfC().plan(other))) {
      return false;
    }
    undecidedConvention(convention);
    return true;
  }

  private void undecidedConvention(CallingConvention stated) {
    found.undecided(
        Reason.CONVENTION,
        "",
        "one side declares extern \"%s\"; the other compiler records no conventions"
            .formatted(stated.name()));
  }

  /**
   * Tells whether debug info says nothing of a convention: neither GCC nor rustc writes
   * DW_AT_calling_convention, whatever a function is defined with, and no place of a parameter
   * rules out that of the other side.
   */
  private static boolean silent(Call call, CallingConvention other) {
    boolean defined =
        call.producer().language() == Language.RUST && call.evidence() == Evidence.DWARF;
    return (defined || call.producer().compiler() == Compiler.GCC)
        && call.signature().convention().equals(CallingConvention.C)
        && !call.rulesOut(other);
  }

  /** Tells whether a switch, and nothing else, gives a function another convention than C's. */
  private static boolean byDefault(Call call) {
    return !call.convention().equals(CallingConvention.C)
        && call.signature().convention().equals(CallingConvention.C);
  }

  // Arguments and types.

  private boolean parameters() {
    Arity one = provider.signature().arity();
    Arity other = consumer.signature().arity();
    int actual = consumer.signature().parameters().size();
    boolean open = one == Arity.UNPROTOTYPED || other == Arity.UNPROTOTYPED;
    if (open && definitions() && one != Arity.VARIADIC && other != Arity.VARIADIC) {
      if (one != other && (promoted(provider) || promoted(consumer)) && parameters == actual) {
        found.undecided(
            Reason.UNSUPPORTED, "", "one build has no prototype, so that its callers promote");
      }
    } else if (open) {
      boolean comparable =
          parameters == actual && provider.returnsNothing() == consumer.returnsNothing();
      if (!comparable || parameters > 0) {
        found.undecided(Reason.NO_PROTOTYPE, "", "it is declared without a prototype");
      }
      return comparable;
    }
    if (!open && one != other) {
      differs(RuleDifference.type(VARIADIC, words(one), words(other)));
    }
    if (parameters != actual) {
      Value count = Value.of(parameters);
      differs(RuleDifference.of(ARITY, What.ARGUMENTS, count, Value.of(actual)));
    }
    return parameters == actual;
  }

  /**
   * Tells whether both sides are definitions, of which debug info lists the parameters also where
   * there is no prototype.
   */
  private boolean definitions() {
    return direction == Direction.PROVIDER_CALLS;
  }

  /**
   * Tells whether a caller without a prototype passes an argument as another type (C23 6.5.3.3).
   */
  private static boolean promoted(Call call) {
    return call.signature().parameters().stream()
        .map(parameter -> call.node(parameter.type()))
        .anyMatch(
            type ->
                switch (type) {
                  case Type.Scalar scalar ->
                      scalar.encoding() == Type.Encoding.FLOAT
                          ? scalar.bytes() < DOUBLE
                          : scalar.bytes() < INT;
                  case Type.Enumeration enumeration -> enumeration.bytes() < INT;
                  case Type _ -> false;
                });
  }

  private static String words(Arity arity) {
    return switch (arity) {
      case FIXED -> "a fixed number of arguments";
      case VARIADIC -> "a variable number of arguments (...)";
      case UNPROTOTYPED -> "no prototype";
    };
  }

  private void types() {
    for (int i = 0; i < parameters; i++) {
      type(ARGUMENT, i);
    }
    boolean nothing = provider.returnsNothing();
    boolean otherNothing = consumer.returnsNothing();
    if (!nothing && !otherNothing) {
      type(RESULT, parameters);
    } else if (nothing != otherNothing && !unwritten()) {
      // A result that nobody reads does no harm; one that nobody wrote does.
      boolean ignored =
          switch (direction) {
            case CONSUMER_CALLS -> otherNothing;
            case PROVIDER_CALLS -> nothing;
            case EITHER_CALLS -> false;
          };
      found.add(
          typesOf(RESULT, parameters)
              .as(ignored ? Severity.HARMLESS : Severity.HARMFUL)
              .at("return", parameters));
    }
  }

  /** rustc writes no type for a result of no size; whether a pointer travels is in the plans. */
  private boolean unwritten() {
    Call silent = provider.returnsNothing() ? provider : consumer;
    Call stated = provider.returnsNothing() ? consumer : provider;
    return silent.producer().language() == Language.RUST
        && stated.types().bytes(stated.signature().result()).orElse(1L) == 0;
  }

  private RuleDifference typesOf(Clause clause, int index) {
    return RuleDifference.type(
        clause,
        types.provider().text(provider.type(index)),
        types.consumer().text(consumer.type(index)));
  }

  private void type(Clause clause, int index) {
    String path = path(index);
    Differences inner = types.compare("", provider.type(index), consumer.type(index));
    boolean given = givenByRust(index);
    for (RuleDifference one : inner.all()) {
      Rule rule = one.rule() == Rule.POINTER_SIGNATURE ? one.rule() : clause.rule();
      RuleDifference here = one.under(rule).at(RuleDifference.joined(path, one.path()), index);
      found.add(given && invalidInRust(one) ? here.as(Severity.HARMLESS).because(GIVEN) : here);
    }
    for (Differences.Inherited member : inner.inherited()) {
      Differences differences = member.differences();
      if (types.versions()) {
        found.inherit(member.inside(path, 0));
      } else if (given && differences.all().stream().allMatch(CallComparison::invalidInRust)) {
        found.add(typesOf(clause, index).as(Severity.HARMLESS).at(path, index).because(GIVEN));
      } else {
        found.add(
            typesOf(clause, index)
                .as(differences.harmful() ? Severity.HARMFUL : Severity.RISKY)
                .at(RuleDifference.joined(path, member.path()), index)
                .because("The two sides disagree on the layout of " + member.name()));
      }
    }
    inner.undecided().forEach(one -> found.add(one.inside(path)));
  }

  /**
   * Tells whether Rust makes the number that travels, or that C reads behind a pointer to {@code
   * const}, and C takes it: as an argument where Rust calls, as a result where C calls. Rust makes
   * valid values alone; what C might have has no way.
   */
  private boolean givenByRust(int index) {
    Call giver = index == parameters ? provider : consumer;
    return direction == Direction.CONSUMER_CALLS
        && giver.producer().language() == Language.RUST
        && taken(provider.node(provider.type(index)), consumer.node(consumer.type(index)));
  }

  private static boolean taken(Type one, Type other) {
    boolean numbers = one instanceof Type.Number && other instanceof Type.Number;
    boolean read =
        one instanceof Type.Pointer pointer
            && other instanceof Type.Pointer second
            && (pointer.constant() || second.constant());
    return numbers || read;
  }

  private static boolean invalidInRust(RuleDifference one) {
    return one.citation().equals(Citations.RUST_INVALID_VALUE);
  }

  private String path(int index) {
    if (index == parameters) {
      return "return";
    }
    String name = name(provider, index);
    String other = name(consumer, index);
    return !name.isEmpty() ? name : !other.isEmpty() ? other : "#" + (index + 1);
  }

  /** Returns the name of a parameter; empty also where the other side has more. */
  private static String name(Call call, int parameter) {
    List<Signature.Parameter> all = call.signature().parameters();
    return parameter < all.size() ? all.get(parameter).name() : "";
  }

  // Where the bytes travel.

  private void placements() {
    if (unspecified()
        || (parameters == 0 && provider.returnsNothing() && consumer.returnsNothing())) {
      return;
    }
    if (machineUnstated() && found.agrees()) {
      return;
    }
    PlanResult one = provider.plan(consumer);
    PlanResult other = consumer.plan(provider);
    if (switchedOff(one) || switchedOff(other)) {
      floatingPoint(one, other);
    } else if (one instanceof PlanResult.Planned expected
        && other instanceof PlanResult.Planned actual) {
      if (tooMany(expected, actual)) {
        found.undecided(Reason.UNSUPPORTED, "", Planner.TOO_MANY);
        return;
      }
      boolean aligned = !found.leavesOpen(Reason.ALIGNMENT);
      PlanComparison.judge(compared(expected, actual, aligned), found);
    } else {
      PlanComparison.notPlanned(one, other, found);
    }
  }

  /**
   * Tells whether both are known from files of BTF alone, which state no machine: on whichever it
   * is, values of the same types travel alike.
   */
  private boolean machineUnstated() {
    return provider.machine().machine() == Machine.EM_NONE
        && provider.machine().equals(consumer.machine());
  }

  private static boolean tooMany(PlanResult.Planned expected, PlanResult.Planned actual) {
    return (long) expected.plans().size() * actual.plans().size() > MOST_PAIRS;
  }

  /** Compares the plans of both sides under each pair of explanations. */
  private List<Compared> compared(
      PlanResult.Planned expected, PlanResult.Planned actual, boolean aligned) {
    return PlanComparison.all(
            PlanComparison.Explanations.of(expected, provider, aligned),
            PlanComparison.Explanations.of(actual, consumer, aligned),
            this::path,
            direction)
        .stream()
        .map(compared -> compared.without(this::extendedAlike).with(this::valuesExtendedAlike))
        .toList();
  }

  /**
   * Tells whether upper bits are the same by sign and by zero: where Rust has an enumeration of
   * which no value is negative by either.
   */
  private boolean extendedAlike(RuleDifference one) {
    int at = (int) one.position();
    return one.rule() == Rule.CALL_EXTENSION
        && provider.node(provider.type(at)) instanceof Type.Enumeration expected
        && consumer.node(consumer.type(at)) instanceof Type.Enumeration actual
        && ((expected.closed() && positive(expected)) || (actual.closed() && positive(actual)));
  }

  /** C may pass any number as an enumeration, but its values are the same by sign and by zero. */
  private RuleDifference valuesExtendedAlike(RuleDifference one) {
    int at = (int) one.position();
    boolean alike =
        one.rule() == Rule.CALL_EXTENSION
            && (positive(provider.node(provider.type(at)))
                || positive(consumer.node(consumer.type(at))));
    return alike
        ? one.as(Severity.HARMLESS).because("no value of the enumeration has its upper bit set")
        : one;
  }

  private static boolean positive(Type type) {
    return type instanceof Type.Enumeration enumeration
        && !enumeration.values().isEmpty()
        && positive(enumeration);
  }

  private static boolean positive(Type.Enumeration enumeration) {
    long half = 1L << Math.min(enumeration.bytes() * Byte.SIZE - 1, Long.SIZE - 2);
    return enumeration.values().stream().allMatch(it -> it.number() >= 0 && it.number() < half);
  }

  private static boolean switchedOff(PlanResult outcome) {
    return outcome instanceof PlanResult.NotPlanned not
        && not.cause() instanceof Unsettled.Cause.SwitchedOff;
  }

  /**
   * A kernel keeps the floating point registers for user space: GCC refuses to pass values in them,
   * Clang and rustc find other places, and whoever uses them overwrites those of a process.
   */
  private void floatingPoint(PlanResult one, PlanResult other) {
    PlanResult off = switchedOff(one) ? one : other;
    String cause = off instanceof PlanResult.NotPlanned not ? not.reason() : "";
    Value place = Value.of(switchedOff(one) ? "switched off" : "in registers");
    Value otherPlace = Value.of(switchedOff(other) ? "switched off" : "in registers");
    found.add(
        RuleDifference.of(FLOATING_POINT, What.LOCATION, place, otherPlace)
            .at("floating point", parameters)
            .because(cause));
  }
}
