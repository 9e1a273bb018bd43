package org.abiseam.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.call.Remedy;
import org.abiseam.rules.flags.FlagRules;
import org.abiseam.rules.layout.ComparisonMode;
import org.abiseam.rules.layout.DirectedComparison;

/**
 * Gives every entry of a seam its verdict.
 *
 * <p>Each Rust view of a shared type is compared with each C view of it and judged by the closest
 * one, because one name may stand for several C types ({@link TypeJudgement}). C views of one
 * declaration file that differ from each other are a finding of their own ({@link
 * IncompatibleDefinitions}). What differs only because it contains something that differs is a
 * victim and goes into the reach of the cause ({@link Grouping}).
 */
public final class Checker {
  private Checker() {}

  /**
   * Tells whether any rule asks for a switch, so that a verdict may depend on it.
   *
   * @param flag as a compiler recorded it
   * @return true for all switches of the machine, and for those of the language that move something
   */
  public static boolean bearsOnAbi(String flag) {
    return flag.startsWith("-m") || FlagRules.known(flag);
  }

  /**
   * Checks all types, functions and variables of a seam.
   *
   * @param seam what two sides share
   * @return the verdicts, findings and counts
   */
  public static Verification check(Seam seam) {
    return check(seam, ComparisonMode.SAME_BUILD, (_, _) -> false);
  }

  /**
   * Checks what an old build and a new one share.
   *
   * @param seam provider old, consumer new
   * @param renamed whether a type of the old build is one of another name of the new one, asked for
   *     what pointers point to
   * @return what changed, by what really moves in memory or in a call
   */
  public static Verification changes(Seam seam, BiPredicate<String, String> renamed) {
    return check(seam, ComparisonMode.VERSIONS, renamed);
  }

  /**
   * Checks how an old build and a new one were compiled: for which machine, and with which of the
   * switches that change calls and show neither in a type nor in the place of a value.
   *
   * @param old units by compiler and switches, those of most units first
   * @param recent the same of the new build
   * @return what differs
   */
  public static List<Finding> compiled(List<Seam.Batch> old, List<Seam.Batch> recent) {
    List<Finding> findings = new ArrayList<>(MachineRule.changes(old, recent));
    findings.addAll(FlagRules.changes(ofC(old), ofC(recent)));
    return findings;
  }

  private static List<Seam.Batch> ofC(List<Seam.Batch> batches) {
    return batches.stream()
        .filter(batch -> batch.producer().language() == Producer.Language.C)
        .toList();
  }

  /**
   * Finds the smallest change of a prototype with which two compilers put every byte in the same
   * place.
   *
   * @param provider who defines the function
   * @param consumer who calls it
   * @return what to change, as a phrase in the imperative; empty where nothing need be changed or
   *     nothing that was tried helps
   */
  public static Optional<String> remedy(View.Typed provider, View.Typed consumer) {
    DirectedComparison comparison =
        new Comparisons(Set.of(), ComparisonMode.SAME_BUILD, (_, _) -> false)
            .directed(provider, consumer);
    BiPredicate<TypeId, TypeId> alike =
        (one, other) -> !comparison.compare("", one, other).differs();
    return SymbolJudgement.call(provider)
        .flatMap(
            callee -> SymbolJudgement.call(consumer).flatMap(it -> Remedy.of(callee, it, alike)));
  }

  /** Checks symbols by what the tables of the objects state of them. */
  static List<Finding> linkage(Seam seam) {
    List<Finding> findings = new ArrayList<>(SymbolTableRules.check(seam));
    findings.addAll(LoadingRules.symbols(seam));
    findings.addAll(TypeIdRule.check(seam));
    findings.addAll(SymbolTableRules.missing(seam));
    return findings;
  }

  private static Verification check(
      Seam seam, ComparisonMode mode, BiPredicate<String, String> renamed) {
    Set<String> names = new HashSet<>();
    for (Seam.SharedType type : seam.types()) {
      names.add(type.name());
    }
    Comparisons comparisons = new Comparisons(names, mode, renamed);
    Map<String, TypeJudgement> judgements = new LinkedHashMap<>();
    for (Seam.SharedType type : seam.types()) {
      judgements.put(type.name(), TypeJudgement.of(type, comparisons));
    }
    Grouping grouping = Grouping.of(judgements);
    List<Finding> findings = new ArrayList<>(MachineRule.check(seam.targets()));
    findings.addAll(AttributeRules.flags(seam));
    findings.addAll(LoadingRules.releases(seam));
    findings.addAll(AttributeRules.marks(seam));
    List<Finding> linkage = linkage(seam);
    findings.addAll(linkage);
    // Another kind of symbol is a difference whatever debug info tells.
    Map<Subject, List<Finding>> kinds =
        linkage.stream()
            .filter(finding -> finding.rule() == Rule.SYMBOL_KIND)
            .collect(Collectors.groupingBy(Finding::subject));
    FlagRules.Result flags = FlagRules.check(seam.batches(), seam.configuration());
    findings.addAll(flags.findings());
    List<Undetermined> undetermined = new ArrayList<>(flags.undetermined());
    List<Verification.Namesake> namesakes = new ArrayList<>();
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    Tally tally = new Tally();
    judgements.forEach(
        (name, judgement) -> {
          Verdict verdict = judgement.verdict(grouping.concerning(name), grouping.notes(name));
          verdicts.put(name, verdict);
          if (verdict instanceof Verdict.NotDetermined open) {
            undetermined.addAll(open.reasons());
          }
          namesakes.addAll(judgement.namesakes());
          tally.count(judgement, verdict);
        });
    Map<Subject, Verdict> symbols = new LinkedHashMap<>();
    Tally functions = new Tally();
    Tally variables = new Tally();
    IdentityHashMap<Finding, List<String>> victims = new IdentityHashMap<>();
    seam.symbols().forEach(it -> SymbolJudgement.learn(it, comparisons.facts()));
    for (Seam.SharedSymbol symbol : seam.symbols()) {
      SymbolJudgement judgement = SymbolJudgement.of(symbol, comparisons, grouping, seam.linkage());
      Verdict verdict = judgement.verdict(kinds.getOrDefault(judgement.subject(), List.of()));
      symbols.put(judgement.subject(), verdict);
      findings.addAll(judgement.findings());
      for (Finding cause : judgement.causes()) {
        victims
            .computeIfAbsent(cause, _ -> new ArrayList<>())
            .add(symbol.kind().word() + " " + symbol.name());
      }
      if (verdict instanceof Verdict.NotDetermined open) {
        undetermined.addAll(open.reasons());
      }
      (symbol.kind() == Subject.Kind.FUNCTION ? functions : variables).count(verdict);
    }
    for (Finding finding : grouping.findings()) {
      List<String> reach = new ArrayList<>(finding.reach());
      reach.addAll(victims.getOrDefault(finding, List.of()));
      findings.add(Findings.reaching(finding, reach));
    }
    findings.sort(Findings.WORST_FIRST);
    return new Verification(
        verdicts,
        symbols,
        findings,
        undetermined,
        tally.coverage(),
        functions.coverage(),
        variables.coverage(),
        flags.coverage(),
        namesakes,
        tally.bitFields());
  }
}
