package org.abiseam.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.abiseam.model.Definition;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Completion;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.model.mangling.RustSymbol;
import org.abiseam.rules.call.BindgenModel;
import org.abiseam.rules.call.Call;
import org.abiseam.rules.call.CallComparison;
import org.abiseam.rules.call.Direction;
import org.abiseam.rules.call.EntryFacts;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.DirectedComparison;
import org.abiseam.rules.layout.RuleDifference;

/**
 * Judges one shared function or variable: compares each belief with the definition. Where several
 * objects define the symbol, a belief is judged by the one it comes closest to.
 */
final class SymbolJudgement {
  private static final Clause TOO_LARGE = Clause.harmful(Rule.SYMBOL_SIZE, Citations.ELF_SYMBOL);
  private static final Clause TOO_SMALL = Clause.risky(Rule.SYMBOL_SIZE, Citations.ELF_SYMBOL);
  private static final Clause KIND = Clause.harmful(Rule.SYMBOL_KIND, Citations.C_COMPATIBLE);

  private static final Clause READ_ONLY = Clause.harmful(Rule.SYMBOL_KIND, Citations.C_CONST);
  private static final Clause NORETURN = Clause.harmful(Rule.CALL_NORETURN, Citations.C_NORETURN);

  private static final String MODELLED =
      "bindgen would write it so; give --bindings to check the actual prototype";

  private final Seam.SharedSymbol symbol;
  private final Comparisons comparisons;
  private final List<Finding> findings = new ArrayList<>(0);
  private final List<Finding> notes = new ArrayList<>(0);
  private final List<Undetermined> reasons = new ArrayList<>(0);
  private final Set<Finding> causes = Collections.newSetFromMap(new IdentityHashMap<>(0));
  private final Grouping types;
  private final Linkage linkage;

  private SymbolJudgement(
      Seam.SharedSymbol symbol, Comparisons comparisons, Grouping types, Linkage linkage) {
    this.linkage = linkage;
    this.symbol = symbol;
    this.comparisons = comparisons;
    this.types = types;
  }

  static SymbolJudgement of(
      Seam.SharedSymbol symbol, Comparisons comparisons, Grouping types, Linkage linkage) {
    SymbolJudgement judgement = new SymbolJudgement(symbol, comparisons, types, linkage);
    symbol.consumer().forEach(judgement::belief);
    return judgement;
  }

  Subject subject() {
    return new Subject(symbol.kind(), symbol.name());
  }

  /** Lists findings about the type of a variable, which is a victim of theirs. */
  Set<Finding> causes() {
    return causes;
  }

  /** Lists its own findings, with those that cannot matter. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(notes);
    return all;
  }

  /**
   * Gives the verdict.
   *
   * @param kinds what symbol tables show of its kind
   */
  Verdict verdict(List<Finding> kinds) {
    if (!findings.isEmpty() || !causes.isEmpty() || !kinds.isEmpty()) {
      List<Finding> all = new ArrayList<>(findings);
      all.addAll(causes);
      all.addAll(kinds);
      return new Verdict.Disagree(all);
    }
    return reasons.isEmpty() ? new Verdict.Agree(notes) : new Verdict.NotDetermined(reasons);
  }

  private void belief(View view) {
    switch (view) {
      case View.Typed consumer ->
          StaleBindings.reached(consumer, types.stale())
              .filter(_ -> StaleBindings.text(consumer))
              .ifPresentOrElse(name -> stale(name, consumer), () -> typed(consumer));
      case View.NameOnly silent -> {
        boolean rust = silent.producer().language() == Producer.Language.RUST;
        reasons.add(
            new Undetermined(
                subject(),
                rust ? Reason.IMPORTED_BY_RUST : Reason.IMPORTED_BY_CLANG,
                (rust ? "rustc" : "clang")
                    + " writes no debug info for what it imports"
                    + users(silent),
                view));
        if (rust) {
          modelled(silent);
        }
      }
      case View.Unreadable unreadable ->
          reasons.add(new Undetermined(subject(), Reason.NO_DEBUG_INFO, unreadable.reason(), view));
    }
  }

  private void stale(String type, View.Typed consumer) {
    String detail =
        "the Rust objects were compiled with another " + type + " than the bindings have";
    reasons.add(new Undetermined(subject(), Reason.BINDINGS_STALE, detail, consumer));
  }

  /** Names a function that uses the symbol, and how many more do. */
  private String users(View.NameOnly silent) {
    SortedSet<String> users = linkage.users(silent.origin().object(), symbol.name());
    if (users.isEmpty()) {
      return "";
    }
    int more = users.size() - 1;
    return "; used by "
        + RustSymbol.readable(users.first())
        + (more == 0 ? "" : " and " + more + " more");
  }

  /** Compares with what bindgen would make of it; a difference is a warning and no verdict. */
  private void modelled(View.NameOnly silent) {
    Optional<View.Typed> provider = definitions().findFirst();
    Optional<View.Typed> belief = provider.flatMap(it -> BindgenModel.belief(it, silent));
    if (belief.isEmpty()) {
      return;
    }
    List<RuleDifference> serious =
        compare(provider.get(), belief.get()).all().stream()
            .filter(RuleDifference::serious)
            .map(
                one ->
                    one.as(Severity.RISKY)
                        .because(one.cause().isEmpty() ? MODELLED : one.cause() + "; " + MODELLED))
            .toList();
    if (!serious.isEmpty()) {
      notes.add(Findings.of(subject(), provider.get(), belief.get(), serious));
    }
  }

  private Stream<View.Typed> definitions() {
    return symbol.provider().stream()
        .filter(View.Typed.class::isInstance)
        .map(View.Typed.class::cast);
  }

  private void typed(View.Typed consumer) {
    View.Typed closest = null;
    Differences least = Differences.NONE;
    for (View.Typed provider : definitions().toList()) {
      Differences other = compare(provider, consumer);
      if (closest == null || other.distance() < least.distance()) {
        closest = provider;
        least = other;
      }
    }
    if (closest == null) {
      undescribed(symbol.provider().getFirst(), consumer);
    } else {
      take(closest, consumer, least);
    }
  }

  /** Compares with a definition without debug info, of which the symbol table has kind and size. */
  private void undescribed(View provider, View.Typed consumer) {
    Linkage.Definition known = linkage.definitions(symbol.name()).get(provider.origin().object());
    boolean function = consumer.node() instanceof Type.Function;
    long believed = function ? 0L : consumer.types().bytes(consumer.definition().type()).orElse(0L);
    List<RuleDifference> found = new ArrayList<>(1);
    if (known != null && known.kind().isPresent()) {
      boolean defined = known.kind().get() == Subject.Kind.FUNCTION;
      if (defined != function) {
        found.add(
            kind(defined ? "a function" : "a variable", function ? "a function" : "a variable"));
      } else if (believed > 0 && known.bytes() > 0 && believed != known.bytes()) {
        Clause clause = believed > known.bytes() ? TOO_LARGE : TOO_SMALL;
        found.add(RuleDifference.size(clause, known.bytes(), believed));
      }
    }
    if (!function) {
      memory(provider, consumer).ifPresent(found::add);
      threads(provider, consumer).ifPresent(found::add);
    }
    if (found.isEmpty()) {
      String reason =
          provider instanceof View.Unreadable unreadable
              ? unreadable.reason()
              : "the definition has no debug info";
      reasons.add(new Undetermined(subject(), Reason.NO_DEBUG_INFO, reason, provider));
    } else {
      findings.add(Findings.of(subject(), provider, consumer, found));
    }
  }

  private void take(View.Typed provider, View.Typed consumer, Differences found) {
    List<RuleDifference> all = new ArrayList<>(found.all());
    for (Differences.Inherited member : found.inherited()) {
      List<Finding> known =
          symbol.kind() == Subject.Kind.VARIABLE || comparisons.versions()
              ? types.concerning(member.name())
              : List.of();
      causes.addAll(known);
      if (known.isEmpty()) {
        all.addAll(member.spelledOut());
      }
    }
    List<RuleDifference> serious = Findings.serious(all);
    if (!serious.isEmpty()) {
      findings.add(Findings.of(subject(), provider, consumer, serious));
    } else if (!all.isEmpty()) {
      notes.add(Findings.of(subject(), provider, consumer, all));
    }
    for (Differences.Undecided open : found.undecided()) {
      String detail = open.sentence();
      boolean known = open.reason() == Reason.MEANING_LOST && described();
      if (!known && reasons.stream().noneMatch(one -> one.detail().equals(detail))) {
        reasons.add(new Undetermined(subject(), open.reason(), detail, consumer));
      }
    }
  }

  /** Tells whether Rust has told its types of the symbol by more than LLVM IR. */
  private boolean described() {
    return symbol.consumer().stream()
        .anyMatch(
            view ->
                view instanceof View.Typed typed
                    && typed.producer().language() == Producer.Language.RUST
                    && typed.definition().evidence() != Evidence.LLVM_IR);
  }

  /** A symbol table alone tells no types. */
  private static Differences undecided(View.Typed view, Type.Opaque opaque) {
    boolean named = view.definition().evidence() == Evidence.SYMBOL;
    return Differences.undecided(
        named ? Reason.NO_DEBUG_INFO : Reason.NOT_MODELLED, opaque.reason());
  }

  private Differences compare(View.Typed provider, View.Typed consumer) {
    Type expected = provider.node();
    Type actual = consumer.node();
    if (expected instanceof Type.Opaque opaque) {
      return undecided(provider, opaque);
    }
    if (actual instanceof Type.Opaque opaque
        && (expected instanceof Type.Function
            || opaque.cause() != Type.Opaque.Cause.BINDGEN_BLOB)) {
      return undecided(consumer, opaque);
    }
    if (expected instanceof Type.Function function && actual instanceof Type.Function belief) {
      boolean versions = comparisons.versions();
      if (versions && bare(provider, function) != bare(consumer, belief)) {
        return Differences.undecided(Reason.NO_DEBUG_INFO, "BTF of one build has no prototype");
      }
      Differences called =
          CallComparison.compare(
              call(provider, function.signature(), comparisons.facts()),
              call(consumer, belief.signature(), comparisons.facts()),
              comparisons.directed(provider, consumer),
              versions ? Direction.PROVIDER_CALLS : Direction.CONSUMER_CALLS);
      return completion(provider, consumer).map(called::and).orElse(called);
    }
    if (expected instanceof Type.Function || actual instanceof Type.Function) {
      return Differences.of(kind(text(provider), text(consumer)));
    }
    Differences found =
        variable(
            comparisons.directed(provider, consumer),
            provider.definition().type(),
            consumer.definition().type());
    found = memory(provider, consumer).map(found::and).orElse(found);
    return threads(provider, consumer).map(found::and).orElse(found);
  }

  /** Compares whether a call comes back, where the debug info of both sides tells. */
  private Optional<RuleDifference> completion(View.Typed provider, View.Typed consumer) {
    if (!tellsCompletion(provider) || !tellsCompletion(consumer)) {
      return Optional.empty();
    }
    Completion one = completion(provider);
    Completion other = completion(consumer);
    Completion caller = comparisons.versions() ? one : other;
    return one == other
        ? Optional.empty()
        : Optional.of(
            RuleDifference.type(
                    caller == Completion.NEVER ? NORETURN : NORETURN.as(Severity.HARMLESS),
                    words(one),
                    words(other))
                .at("return", 0));
  }

  /** BTF and LLVM IR do not tell, nor does GCC where it keeps to an old version of DWARF. */
  private static boolean tellsCompletion(View.Typed view) {
    return tellsWords(view) && !view.producer().flags().contains("-gstrict-dwarf");
  }

  private static Completion completion(View.Typed view) {
    return view.node() instanceof Type.Function function
        ? function.signature().completion()
        : Completion.RETURNS;
  }

  private static String words(Completion completion) {
    return switch (completion) {
      case RETURNS -> "returns";
      case NEVER -> "never returns";
    };
  }

  /** Tells whether what was read has {@code const} and {@code _Noreturn}, or Rust's words. */
  private static boolean tellsWords(View.Typed view) {
    return switch (view.definition().evidence()) {
      case BTF, LLVM_IR, SYMBOL, MODEL -> false;
      default -> true;
    };
  }

  /** Finds a variable that code may write though its memory is only read. */
  private Optional<RuleDifference> memory(View provider, View.Typed consumer) {
    Linkage.Definition known = linkage.definitions(symbol.name()).get(provider.origin().object());
    boolean written =
        known != null
            && known.readOnly()
            && consumer.definition().access() == Definition.Access.WRITE
            && tellsWords(consumer);
    return written
        ? Optional.of(
            RuleDifference.of(
                    READ_ONLY,
                    What.LOCATION,
                    Value.of("read-only memory"),
                    Value.of("a variable that may be written"))
                .because("code that writes to it crashes"))
        : Optional.empty();
  }

  /** Compares whether each thread has its own, as symbols of both objects or a source tell it. */
  private Optional<RuleDifference> threads(View provider, View.Typed consumer) {
    Linkage.Definition known = linkage.definitions(symbol.name()).get(provider.origin().object());
    // Source of Rust says #[thread_local] of each such variable.
    Optional<Boolean> stated =
        consumer.definition().evidence() == Evidence.BINDINGS
            ? Optional.of(false)
            : linkage.threadLocal(consumer.origin().object(), symbol.name());
    return stated
        .filter(taken -> known != null && taken != known.threadLocal())
        .map(
            taken ->
                RuleDifference.of(
                        SymbolTableRules.THREAD_LOCAL,
                        What.LOCATION,
                        SymbolTableRules.threads(!taken),
                        SymbolTableRules.threads(taken))
                    .because(SymbolTableRules.ONE_THREAD_LOCAL));
  }

  /** Tells whether BTF may leave out parameters: of what the assembler defines it has the name. */
  private static boolean bare(View.Typed view, Type.Function function) {
    return view.definition().evidence() == Evidence.BTF
        && function.signature().arity() == Signature.Arity.UNPROTOTYPED;
  }

  /**
   * A declaration may leave out the number of elements (bindgen then writes {@code [T; 0]}) and the
   * whole body: it is the address that is shared.
   */
  private static Differences variable(
      DirectedComparison comparison, TypeId expected, TypeId actual) {
    TypeId row = expected;
    TypeId other = actual;
    String path = "";
    while (comparison.provider().type(row) instanceof Type.Array one
        && comparison.consumer().type(other) instanceof Type.Array two
        && (one.count().orElse(0) == 0 || two.count().orElse(0) == 0)) {
      row = one.element();
      other = two.element();
      path += RuleDifference.ELEMENT;
    }
    boolean known =
        !(comparison.provider().type(row) instanceof Type.Incomplete)
            && !(comparison.consumer().type(other) instanceof Type.Incomplete);
    return known ? comparison.compare(path, row, other) : Differences.NONE;
  }

  private static RuleDifference kind(String expected, String actual) {
    return RuleDifference.type(KIND, expected, actual)
        .because("a function on one side, a variable on the other");
  }

  private static String text(View.Typed view) {
    return TypeText.of(view.types(), view.definition().type());
  }

  /** Adds what the entries of a function tell of the types that it takes. */
  static void learn(Seam.SharedSymbol function, EntryFacts facts) {
    for (View one : function.provider()) {
      for (View other : function.consumer()) {
        if (one instanceof View.Typed provider && other instanceof View.Typed consumer) {
          learn(provider, consumer, facts);
          learn(consumer, provider, facts);
        }
      }
    }
  }

  private static void learn(View.Typed entered, View.Typed other, EntryFacts facts) {
    if (!entered.definition().entry().isEmpty()) {
      call(entered).ifPresent(it -> call(other).ifPresent(by -> facts.add(it, by)));
    }
  }

  /** Returns the call that a view describes; empty for a variable. */
  static Optional<Call> call(View.Typed view) {
    return view.node() instanceof Type.Function function
        ? Optional.of(call(view, function.signature(), new EntryFacts()))
        : Optional.empty();
  }

  private static Call call(View.Typed view, Signature signature, EntryFacts facts) {
    Definition definition = view.definition();
    return new Call(
        view.machine(),
        view.types(),
        view.producer(),
        signature,
        definition.evidence(),
        definition.entry(),
        facts);
  }
}
