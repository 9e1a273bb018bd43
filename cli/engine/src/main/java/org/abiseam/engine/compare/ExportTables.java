package org.abiseam.engine.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.engine.evidence.ExportTable;
import org.abiseam.engine.evidence.ExportTable.Export;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.MemberPairs;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.scope.SymbolScope;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.LinkerChanges;

/**
 * Compares what two kernels export to modules by their tables {@code Module.symvers}: checksum,
 * kind of export and namespace of each symbol (Linux, Documentation/kbuild/modules.rst).
 *
 * <p>The loader of modules refuses a module with another checksum, one that does not import the
 * namespace, and one without a licence compatible with the GPL where the export asks for it
 * (kernel/module/main.c, {@code resolve_symbol}). Which module has a symbol is {@code depmod}'s
 * matter.
 */
final class ExportTables {
  private static final Citation LOADER = new Citation("Linux", "kernel/module/main.c");
  private static final String CHECKSUM = "only its name, kind of export and namespace are compared";

  private final Path old;
  private final Path recent;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Undetermined> undetermined = new ArrayList<>();
  private final SortedMap<Subject, Verdict> verdicts = new TreeMap<>();

  private ExportTables(Path old, Path recent) {
    this.old = old;
    this.recent = recent;
  }

  /**
   * Compares two builds where both are such tables.
   *
   * @param request the two
   * @return what changed; empty where one of them is none
   */
  static Optional<Report> compare(CompareRequest request) {
    return ExportTable.isTable(request.old()) && ExportTable.isTable(request.recent())
        ? Optional.of(new ExportTables(request.old(), request.recent()).run(request.scope()))
        : Optional.empty();
  }

  private Report run(Optional<SymbolScope> scope) {
    ExportTable oldTable = ExportTable.read(old);
    ExportTable recentTable = ExportTable.read(recent);
    Map<String, Export> before = byName(oldTable, scope);
    Map<String, Export> after = byName(recentTable, scope);
    SortedSet<String> removed = new TreeSet<>(before.keySet());
    removed.removeAll(after.keySet());
    SortedSet<String> added = new TreeSet<>(after.keySet());
    added.removeAll(before.keySet());
    new TreeMap<>(before)
        .forEach(
            (name, one) -> Optional.ofNullable(after.get(name)).ifPresent(it -> pair(one, it)));
    removed.forEach(
        name -> {
          Value exported = Value.of("exported");
          String cause = "The new kernel no longer exports it";
          add(
              Rule.SYMBOL_MISSING,
              Severity.HARMFUL,
              name,
              What.PRESENCE,
              exported,
              Value.ABSENT,
              cause);
        });
    findings.sort(
        java.util.Comparator.comparing(Finding::severity).thenComparing(Finding::subject));
    return new Report(
        List.of(input(old, oldTable), input(recent, recentTable)),
        List.of(),
        List.of(),
        new Seam(List.of(), List.of(), List.of(), List.of(), Linkage.NOTHING),
        verification(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        new TreeMap<>(),
        Optional.of(
            new Changes(
                Map.of(Subject.Kind.FUNCTION, removed),
                Map.of(Subject.Kind.FUNCTION, added),
                MemberPairs.NONE,
                true,
                Optional.empty())));
  }

  private static Map<String, Export> byName(ExportTable table, Optional<SymbolScope> scope) {
    Map<String, Export> exports = new HashMap<>();
    for (Export export : table.exports()) {
      if (scope.isEmpty() || scope.get().covers(export.symbol())) {
        exports.put(export.symbol(), export);
      }
    }
    return exports;
  }

  private static Input input(Path path, ExportTable table) {
    return new Input(
        path.toString(),
        Input.Kind.EXPORTS,
        Input.Kind.EXPORTS.word(),
        0,
        new TreeSet<>(),
        0,
        new TreeSet<>(),
        table.diagnostics());
  }

  private void pair(Export one, Export two) {
    String name = one.symbol();
    int found = findings.size();
    boolean known = one.checksum() != 0 && two.checksum() != 0;
    if (known && one.checksum() != two.checksum()) {
      Value sum = Value.of("0x%08x".formatted(one.checksum()));
      Value other = Value.of("0x%08x".formatted(two.checksum()));
      String cause = "The prototype, or a type that it reaches, changed";
      add(Rule.EXPORT_CHECKSUM, Severity.HARMFUL, name, What.VALUE, sum, other, cause);
    }
    if (!one.namespace().equals(two.namespace())) {
      boolean open = two.namespace().isEmpty();
      add(
          Rule.EXPORT_NAMESPACE,
          open ? Severity.HARMLESS : Severity.HARMFUL,
          name,
          What.LOCATION,
          namespace(one),
          namespace(two),
          open ? "Modules need no longer import a namespace for it" : "");
    }
    if (one.forGpl() != two.forGpl()) {
      add(
          Rule.EXPORT_LICENCE,
          two.forGpl() ? Severity.RISKY : Severity.HARMLESS,
          name,
          What.TYPE,
          kind(one),
          kind(two),
          two.forGpl()
              ? "The new kernel exports it to GPL-compatible modules alone"
              : "More modules may use it");
    }
    if (!one.object().equals(two.object())) {
      add(
          Rule.SYMBOL_BINDING,
          Severity.HARMLESS,
          name,
          What.LOCATION,
          Value.of(one.object()),
          Value.of(two.object()),
          "Another module exports it");
    }
    verdicts.put(subject(name), verdict(name, known, findings.subList(found, findings.size())));
  }

  private Verdict verdict(String name, boolean known, List<Finding> own) {
    List<Finding> serious =
        own.stream().filter(one -> one.severity() != Severity.HARMLESS).toList();
    if (!serious.isEmpty()) {
      return new Verdict.Disagree(serious);
    }
    if (known) {
      return new Verdict.Agree(List.copyOf(own));
    }
    Undetermined open =
        new Undetermined(
            subject(name),
            Undetermined.Reason.NO_CHECKSUM,
            CHECKSUM,
            LinkerChanges.view(old.toString()));
    undetermined.add(open);
    return new Verdict.NotDetermined(List.of(open));
  }

  private static Value namespace(Export export) {
    return Value.of(
        export.namespace().isEmpty() ? "no namespace" : "namespace " + export.namespace());
  }

  private static Value kind(Export export) {
    return Value.of(export.forGpl() ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL");
  }

  private static Subject subject(String name) {
    return new Subject(Subject.Kind.FUNCTION, name);
  }

  private void add(
      Rule rule,
      Severity severity,
      String name,
      What what,
      Value before,
      Value after,
      String cause) {
    View one = LinkerChanges.view(old.toString());
    View two = LinkerChanges.view(recent.toString());
    findings.add(
        new Finding(
            rule,
            severity,
            subject(name),
            one,
            two,
            List.of(new Difference(name, what, before, after)),
            cause,
            List.of(LOADER),
            List.of(),
            List.of()));
  }

  private Verification verification() {
    int agree = count(Verdict.Agree.class);
    int disagree = count(Verdict.Disagree.class);
    int open = count(Verdict.NotDetermined.class);
    return new Verification(
        new TreeMap<>(),
        verdicts,
        findings,
        undetermined,
        Verification.Coverage.NOTHING,
        new Verification.Coverage(verdicts.size(), agree, disagree, open, 0),
        Verification.Coverage.NOTHING,
        Verification.Coverage.NOTHING,
        List.of(),
        new Verification.BitFields(0, 0, 0));
  }

  private int count(Class<? extends Verdict> kind) {
    return (int) verdicts.values().stream().filter(kind::isInstance).count();
  }
}
