package org.abiseam.rules.flags;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Citation;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Seam.Batch;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verification.Coverage;
import org.abiseam.model.View;
import org.abiseam.rules.flags.AbiSwitch.Notation;

/**
 * Checks that units of one build are compiled alike where it changes the ABI.
 *
 * <p>The units of C are held against each other: what most of them have is what is meant. Then what
 * is meant is held against the units of Rust, for the switches that rustc has too. rustc records no
 * switches in debug info, so that they are known only from a build's recorded commands; without
 * them each switch that C was given is undetermined.
 */
public final class FlagRules {
  private static final Citation RUST_ABI =
      new Citation("Rust Reference 1.85", "Linkage, the Rust ABI is not stable");
  private static final Citation ONE_COMPILER =
      new Citation("Linux, Documentation/kbuild/modules.rst", "the same compiler for all");
  private static final Citation RUST_FEATURES =
      new Citation("rustc book", "Codegen Options, target-feature");

  private final Optional<Configured> configuration;
  private final List<Batch> c;
  private final List<Batch> rust;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Undetermined> undetermined = new ArrayList<>();
  private int agree;
  private int disagree;
  private int open;

  /**
   * Holds what was found.
   *
   * @param findings differences
   * @param undetermined compilers whose switches are not known
   * @param coverage switches that both sides have, by verdict
   */
  public record Result(List<Finding> findings, List<Undetermined> undetermined, Coverage coverage) {
    /** Copies the lists. */
    public Result {
      findings = List.copyOf(findings);
      undetermined = List.copyOf(undetermined);
    }
  }

  private FlagRules(List<Batch> batches, Optional<Configured> configuration) {
    this.configuration = configuration;
    this.c = batches.stream().filter(batch -> !ofRust(batch)).toList();
    this.rust = batches.stream().filter(FlagRules::ofRust).toList();
  }

  /**
   * Compares the switches of all units with each other.
   *
   * @param batches units by compiler and switches, those of most units first
   * @return what differs and what is not known
   */
  public static Result check(List<Batch> batches) {
    return check(batches, Optional.empty());
  }

  /**
   * Compares the switches of all units with each other and with the configuration of the build.
   *
   * @param batches units by compiler and switches, those of most units first
   * @return what differs and what is not known
   */
  public static Result check(List<Batch> batches, Optional<Seam.Configuration> configuration) {
    Optional<Configured> configured =
        batches.isEmpty()
            ? Optional.empty()
            : configuration.map(it -> new Configured(it, batches.getFirst().machine()));
    FlagRules rules = new FlagRules(batches, configured);
    for (AbiSwitch one : AbiSwitches.ALL) {
      rules.among(one);
      rules.across(one);
    }
    rules.gnuCompilers();
    rules.rustCompilers();
    rules.rustFeatures();
    rules.silence();
    configured.ifPresent(it -> rules.findings.addAll(it.check(rules.c, rules.rust)));
    int shared = rules.agree + rules.disagree + rules.open;
    return new Result(
        rules.findings,
        rules.undetermined,
        new Coverage(shared, rules.agree, rules.disagree, rules.open, 0));
  }

  /**
   * Compares the switches of an old build and a new one, where neither types nor calls show them.
   *
   * @param old units of C by compiler and switches, those of most units first
   * @param recent the same of the new build
   * @return a difference for each value that no unit of the old build has
   */
  public static List<Finding> changes(List<Batch> old, List<Batch> recent) {
    List<Finding> findings = new ArrayList<>();
    for (AbiSwitch one : AbiSwitches.ALL) {
      ExpectedValue before = ExpectedValue.of(one, old);
      Optional<String> usual = before.value();
      if (one.trace() == AbiSwitch.Trace.SWITCH_ALONE && usual.isPresent()) {
        Map<String, List<Batch>> other =
            new LinkedHashMap<>(ExpectedValue.of(one, recent).batches());
        other.keySet().removeAll(before.batches().keySet());
        other.forEach(
            (value, batches) ->
                findings.add(
                    finding(
                        one.amongUnits(),
                        before.example(),
                        first(batches),
                        one.name(),
                        usual.get(),
                        value,
                        "it decides " + one.changes() + compiled(batches),
                        one.citation())));
      }
    }
    return findings;
  }

  private static String compiled(List<Batch> batches) {
    return ExpectedValue.units(batches) == 1
        ? "; one unit of the new build was compiled so"
        : "; "
            + ExpectedValue.units(batches)
            + " units of the new build were compiled so: "
            + names(batches);
  }

  /**
   * Tells whether a rule or the planning of a call asks for a switch.
   *
   * @return false for those of the machine that no rule knows
   */
  public static boolean known(String flag) {
    for (AbiSwitch one : AbiSwitches.ALL) {
      for (AbiSwitch.Spelling spelling : one.spellings()) {
        if (spelling.valueOf(flag).isPresent()) {
          return true;
        }
      }
    }
    return flag.endsWith("struct-return");
  }

  private static boolean ofRust(Batch batch) {
    Producer producer = batch.producer();
    return producer.language() == Producer.Language.RUST && !producer.isMrustc();
  }

  private void among(AbiSwitch one) {
    ExpectedValue values = ExpectedValue.of(one, c);
    Optional<String> meant = values.value();
    if (meant.isEmpty()) {
      return;
    }
    View.NameOnly usual = values.example();
    values
        .batches()
        .forEach(
            (value, batches) -> {
              if (!value.equals(meant.get())) {
                String who =
                    ExpectedValue.units(batches) == 1
                        ? "one unit was compiled otherwise"
                        : ExpectedValue.units(batches)
                            + " units were compiled otherwise: "
                            + names(batches);
                findings.add(
                    finding(
                        one.amongUnits(),
                        usual,
                        first(batches),
                        one.name(),
                        meant.get(),
                        value,
                        "it decides " + one.changes() + "; " + who,
                        one.citation()));
              }
            });
  }

  private static View.NameOnly first(List<Batch> batches) {
    return batches.getFirst().examples().getFirst();
  }

  private static String names(List<Batch> batches) {
    List<String> names = new ArrayList<>();
    for (Batch batch : batches) {
      batch.examples().forEach(unit -> names.add(unit.origin().unit()));
    }
    List<String> some = names.subList(0, Math.min(Batch.EXAMPLES, names.size()));
    return String.join(", ", some) + (ExpectedValue.units(batches) > some.size() ? ", ..." : "");
  }

  private void across(AbiSwitch one) {
    ExpectedValue values = ExpectedValue.of(one, c);
    Optional<String> configured = configuration.flatMap(known -> known.of(one));
    Optional<String> meant = values.value().or(() -> configured);
    if (meant.isEmpty() || !one.known(Notation.RUST)) {
      return;
    }
    View.NameOnly usual =
        values.value().isPresent() || configuration.isEmpty()
            ? values.example()
            : configuration.get().file();
    boolean known = false;
    boolean differs = false;
    for (Batch batch : rust) {
      List<String> flags = SwitchValues.rust(batch.producer().flags());
      Optional<String> value = one.value(Notation.RUST, batch.machine(), flags);
      if (flags.isEmpty() || value.isEmpty()) {
        continue;
      }
      known = true;
      if (!value.equals(meant)) {
        differs |= one.acrossSides() != Severity.HARMLESS;
        findings.add(
            finding(
                one.acrossSides(),
                usual,
                batch.examples().getFirst(),
                one.name(),
                meant.get(),
                value.get(),
                one.changes(),
                one.citation()));
      }
    }
    if (rust.isEmpty()) {
      return;
    }
    agree += known && !differs ? 1 : 0;
    disagree += differs ? 1 : 0;
    open += known ? 0 : 1;
  }

  /** The kernel's own rule: one compiler for all. Answers to questions of the ABI go by release. */
  private void gnuCompilers() {
    List<Batch> own =
        c.stream()
            .filter(batch -> batch.producer().compiler() == Producer.Compiler.GCC)
            .filter(batch -> batch.producer().version().isPresent())
            .toList();
    Set<Integer> reported = new HashSet<>();
    for (Batch batch : own) {
      int usual = own.getFirst().producer().version().map(Producer.Version::major).orElse(0);
      int other = batch.producer().version().map(Producer.Version::major).orElse(0);
      if (other != usual && reported.add(other)) {
        findings.add(
            finding(
                Severity.RISKY,
                first(own),
                batch.examples().getFirst(),
                "gcc",
                Integer.toString(usual),
                Integer.toString(other),
                "releases of GCC place some values differently (abiseam explain call-argument)",
                ONE_COMPILER));
      }
    }
  }

  /** One Rust build has one rustc: the Rust ABI has no promise beyond it. */
  private void rustCompilers() {
    List<Batch> own =
        rust.stream()
            .filter(batch -> batch.producer().compiler() == Producer.Compiler.RUSTC)
            .toList();
    for (int i = 1; i < own.size(); i++) {
      String usual = own.getFirst().producer().text();
      String other = own.get(i).producer().text();
      if (!usual.equals(other)) {
        findings.add(
            finding(
                Severity.HARMFUL,
                first(own),
                own.get(i).examples().getFirst(),
                "rustc",
                usual,
                other,
                "what one rustc compiled cannot be called by what another compiled",
                RUST_ABI));
      }
    }
  }

  private void rustFeatures() {
    List<Batch> recorded =
        rust.stream().filter(batch -> !batch.producer().flags().isEmpty()).toList();
    for (int i = 1; i < recorded.size(); i++) {
      String usual = features(recorded.getFirst());
      String other = features(recorded.get(i));
      if (!usual.equals(other)) {
        findings.add(
            finding(
                Severity.HARMFUL,
                first(recorded),
                recorded.get(i).examples().getFirst(),
                "target features",
                usual,
                other,
                "target features decide which registers carry values",
                RUST_FEATURES));
      }
    }
  }

  private static String features(Batch batch) {
    String features = SwitchValues.features(SwitchValues.rust(batch.producer().flags()));
    return features.isEmpty() ? "the target's" : features;
  }

  /** What C was given and nobody knows of Rust. */
  private void silence() {
    List<Batch> silent = rust.stream().filter(batch -> batch.producer().flags().isEmpty()).toList();
    if (silent.isEmpty() || open == 0) {
      return;
    }
    List<String> given = new ArrayList<>();
    for (AbiSwitch one : AbiSwitches.ALL) {
      if (one.known(Notation.RUST) && one.acrossSides() != Severity.HARMLESS) {
        ExpectedValue.of(one, c)
            .value()
            .filter(value -> !given(one, silent.getFirst()).equals(Optional.of(value)))
            .ifPresent(value -> given.add(one.name() + "=" + value));
      }
    }
    if (!given.isEmpty()) {
      View.NameOnly view = first(silent);
      undetermined.add(
          new Undetermined(
              new Subject(Subject.Kind.OBJECT, view.origin().object()),
              Reason.SWITCHES,
              "rustc records no switches; C was compiled with " + String.join(", ", given),
              view));
    }
  }

  /** Returns what a unit without any switch has. */
  private static Optional<String> given(AbiSwitch one, Batch batch) {
    return one.value(Notation.C, batch.machine(), List.of());
  }

  private static Finding finding(
      Severity severity,
      View provider,
      View consumer,
      String name,
      String expected,
      String actual,
      String cause,
      Citation citation) {
    String unit = consumer.origin().unit();
    String subject = unit.isEmpty() ? consumer.origin().object() : CompileUnit.source(unit);
    return new Finding(
        Rule.FLAG_MISMATCH,
        severity,
        new Subject(Subject.Kind.OBJECT, subject),
        provider,
        consumer,
        List.of(new Difference(name, What.VALUE, Value.of(expected), Value.of(actual))),
        cause,
        List.of(citation),
        List.of(),
        List.of());
  }
}
