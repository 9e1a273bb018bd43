package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.Deviation;
import org.abiseam.rules.layout.Oriented;
import org.abiseam.rules.layout.Outcome;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/**
 * Holds a caller's belief against the callee's.
 *
 * <p>First what C itself asks for: the same number of arguments, and types that mean the same. Then
 * the machine: a plan for each side, and every byte must be where it is expected. Where debug info
 * leaves something open there are several plans of a side; the two sides disagree only if they do
 * under every explanation, and agree only if they do under every one.
 */
public final class CallComparison {
  /** More pairs of explanations take too long to compare. */
  private static final long MOST_PAIRS = 1 << 16;

  private final Call provider;
  private final Call consumer;
  private final Oriented types;
  private final Direction direction;
  private final Outcome out = new Outcome();

  private CallComparison(Call provider, Call consumer, Oriented types, Direction direction) {
    this.provider = provider;
    this.consumer = consumer;
    this.types = types;
    this.direction = direction;
  }

  /**
   * Compares two beliefs.
   *
   * @param provider the callee's
   * @param consumer the caller's
   * @param types the comparison that the types of both take part in
   * @param direction who calls
   * @return what differs; paths begin with the parameter's name or {@code return}
   */
  public static Outcome compare(Call provider, Call consumer, Oriented types, Direction direction) {
    if (consumer.lowered()) {
      return LoweredComparison.compare(provider, consumer);
    }
    CallComparison comparison = new CallComparison(provider, consumer, types, direction);
    comparison.compare();
    return comparison.out;
  }

  private void compare() {
    if (!convention() || !parameters()) {
      return;
    }
    types();
    if (travels()) {
      placements();
    }
  }

  /** Whether any value travels at all. */
  private boolean travels() {
    return !provider.signature().parameters().isEmpty()
        || !(nothing(provider, provider.signature().result())
            && nothing(consumer, consumer.signature().result()));
  }

  // Conventions.

  private boolean convention() {
    CallingConvention one = Conventions.plain(provider);
    CallingConvention other = Conventions.plain(consumer);
    if (one.equals(other)) {
      return true;
    }
    if (silent(provider) || silent(consumer)) {
      String stated = (silent(provider) ? other : one).name();
      out.add(
          Reason.NO_DEBUG_INFO,
          "",
          "one side says extern \"" + stated + "\"; the other compiler records no conventions");
      return false;
    }
    add(
        Rule.CALL_ARGUMENT,
        Severity.HARMFUL,
        "",
        What.TYPE,
        one.name(),
        other.name(),
        Clauses.RUST_ABI);
    return false;
  }

  /** GCC writes no DW_AT_calling_convention, whatever the convention. */
  private static boolean silent(Call call) {
    return call.producer().compiler() == Compiler.GCC
        && Conventions.plain(call).equals(CallingConvention.C);
  }

  // Arguments and types.

  private boolean parameters() {
    Signature one = provider.signature();
    Signature other = consumer.signature();
    if (one.arity() == Arity.UNPROTOTYPED || other.arity() == Arity.UNPROTOTYPED) {
      boolean both = one.parameters().size() == other.parameters().size();
      boolean results = nothing(provider, one.result()) == nothing(consumer, other.result());
      if (both && results && one.parameters().isEmpty()) {
        return true;
      }
      out.add(Reason.NO_DEBUG_INFO, "", "it is declared without a prototype");
      return both && results;
    }
    if (one.arity() != other.arity()) {
      add(
          Rule.CALL_VARIADIC,
          Severity.HARMFUL,
          "",
          What.TYPE,
          words(one.arity()),
          words(other.arity()),
          Clauses.C_CALL);
    }
    int expected = one.parameters().size();
    int actual = other.parameters().size();
    if (expected != actual) {
      deviation(
          Rule.CALL_ARITY,
          Severity.HARMFUL,
          "",
          What.ARGUMENTS,
          Value.of(expected),
          Value.of(actual),
          "");
      return false;
    }
    return true;
  }

  private static String words(Arity arity) {
    return switch (arity) {
      case FIXED -> "a fixed number of arguments";
      case VARIADIC -> "a variable number of arguments (...)";
      case UNPROTOTYPED -> "no prototype";
    };
  }

  private void types() {
    List<Signature.Parameter> one = provider.signature().parameters();
    List<Signature.Parameter> other = consumer.signature().parameters();
    for (int i = 0; i < one.size(); i++) {
      type(Rule.CALL_ARGUMENT, path(i), one.get(i).type(), other.get(i).type());
    }
    TypeId expected = provider.signature().result();
    TypeId actual = consumer.signature().result();
    boolean expectedNothing = nothing(provider, expected);
    boolean actualNothing = nothing(consumer, actual);
    if (!expectedNothing && !actualNothing) {
      type(Rule.CALL_RETURN, "return", expected, actual);
    } else if (expectedNothing != actualNothing && !unwritten(expected, actual)) {
      // A result that nobody reads does no harm; one that nobody wrote does.
      boolean ignored = actualNothing && direction == Direction.CONSUMER_CALLS;
      add(
          Rule.CALL_RETURN,
          ignored ? Severity.HARMLESS : Severity.HARMFUL,
          "return",
          What.TYPE,
          types.provider().text(expected),
          types.consumer().text(actual),
          Clauses.C_FUNCTION_TYPES);
    }
  }

  /** rustc writes no type for a result of no size; whether a pointer travels is in the plans. */
  private boolean unwritten(TypeId expected, TypeId actual) {
    boolean provided = nothing(provider, expected);
    Call silent = provided ? provider : consumer;
    Call stated = provided ? consumer : provider;
    return silent.producer().language() == Language.RUST
        && stated.types().bytes(provided ? actual : expected).orElse(1L) == 0;
  }

  private static boolean nothing(Call call, TypeId type) {
    return call.types().type(call.types().resolved(type)) instanceof Type.Void;
  }

  private void type(Rule rule, String path, TypeId expected, TypeId actual) {
    Outcome holder = types.compare("", expected, actual);
    for (Deviation deviation : holder.deviations()) {
      out.add(
          new Deviation(
              deviation.rule() == Rule.POINTER_SIGNATURE ? Rule.POINTER_SIGNATURE : rule,
              deviation.severity(),
              joined(path, deviation.path()),
              position(path),
              deviation.what(),
              deviation.expected(),
              deviation.actual(),
              deviation.cause(),
              deviation.citation(),
              deviation.divergences()));
    }
    for (Outcome.Inherited inherited : holder.inherited()) {
      if (types.versions()) {
        out.inherit(inherited.inside(path));
        continue;
      }
      out.add(
          new Deviation(
              rule,
              inherited.outcome().harmful() ? Severity.HARMFUL : Severity.RISKY,
              joined(path, inherited.path()),
              position(path),
              What.TYPE,
              Value.of(types.provider().text(expected)),
              Value.of(types.consumer().text(actual)),
              "the two sides disagree on the layout of " + inherited.name(),
              Clauses.C_FUNCTION_TYPES,
              List.of()));
    }
    holder.doubts().forEach(doubt -> doubt(path, doubt));
  }

  private void doubt(String path, Outcome.Doubt doubt) {
    out.add(doubt.reason(), joined(path, doubt.path()), doubt.detail());
  }

  private static String joined(String path, String inner) {
    return inner.isEmpty() ? path : path + "." + inner;
  }

  private String path(int parameter) {
    String name = name(provider, parameter);
    String other = name(consumer, parameter);
    return !name.isEmpty() ? name : !other.isEmpty() ? other : "#" + (parameter + 1);
  }

  /** Empty also where the other side has more. */
  private static String name(Call call, int parameter) {
    List<Signature.Parameter> all = call.signature().parameters();
    return parameter < all.size() ? all.get(parameter).name() : "";
  }

  /** Arguments in order, the result last. */
  private long position(String path) {
    for (int i = 0; i < provider.signature().parameters().size(); i++) {
      if (path(i).equals(path)) {
        return i;
      }
    }
    return provider.signature().parameters().size();
  }

  // Where the bytes travel.

  private void placements() {
    PlanResult one = plan(provider, consumer);
    PlanResult other = plan(consumer, provider);
    if (switchedOff(one) || switchedOff(other)) {
      floatingPoint(one, other);
    } else if (one instanceof PlanResult.NotPlanned not) {
      out.add(Reason.UNSUPPORTED, "", not.reason());
    } else if (other instanceof PlanResult.NotPlanned not) {
      out.add(Reason.UNSUPPORTED, "", not.reason());
    } else if (one instanceof PlanResult.Planned expected
        && other instanceof PlanResult.Planned actual) {
      if ((long) expected.plans().size() * actual.plans().size() > MOST_PAIRS) {
        out.add(Reason.UNSUPPORTED, "", Planner.TOO_MANY);
        return;
      }
      boolean aligned =
          out.doubts().stream().noneMatch(doubt -> doubt.reason() == Reason.ALIGNMENT);
      judge(
          PlanComparison.all(
              PlanComparison.Explanations.of(expected, provider, aligned),
              PlanComparison.Explanations.of(actual, consumer, aligned),
              this::path,
              direction));
    }
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
    out.add(
        new Deviation(
            Rule.CALL_ARGUMENT,
            Severity.RISKY,
            "floating point",
            position(""),
            What.LOCATION,
            Value.of(switchedOff(one) ? "switched off" : "in registers"),
            Value.of(switchedOff(other) ? "switched off" : "in registers"),
            cause,
            Clauses.NO_FLOATING_POINT,
            List.of()));
  }

  static PlanResult plan(Call call, Call other) {
    return Planner.plan(
        call.signature(),
        new CallSide(call.machine(), call.types(), call.producer(), other.producer()));
  }

  private void judge(List<List<Deviation>> explanations) {
    boolean all = true;
    boolean none = true;
    for (List<Deviation> found : explanations) {
      all &= !found.isEmpty();
      none &= found.isEmpty();
    }
    if (all) {
      explanations.getFirst().forEach(out::add);
    } else if (!none) {
      Deviation first =
          explanations.stream().filter(one -> !one.isEmpty()).findFirst().orElseThrow().getFirst();
      out.add(
          Reason.NOT_MODELLED,
          first.path(),
          "travels elsewhere ("
              + first.expected().text()
              + " against "
              + first.actual().text()
              + ") if an unnamed bit-field stands in a hole of a struct, a struct is packed, or a"
              + " wrapper is no repr(transparent); debug info does not tell");
    }
  }

  private void add(
      Rule rule,
      Severity severity,
      String path,
      What what,
      String expected,
      String actual,
      Citation citation) {
    out.add(
        new Deviation(
            rule,
            severity,
            path,
            position(path),
            what,
            Value.of(expected),
            Value.of(actual),
            "",
            citation,
            new ArrayList<>()));
  }

  private void deviation(
      Rule rule,
      Severity severity,
      String path,
      What what,
      Value expected,
      Value actual,
      String cause) {
    out.add(
        new Deviation(
            rule,
            severity,
            path,
            position(path),
            what,
            expected,
            actual,
            cause,
            Clauses.C_CALL,
            List.of()));
  }
}
