package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.RulePages;
import org.abiseam.cli.report.SavedReport;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.prototype.Prototype;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.TypeExplanation;
import org.abiseam.model.Rule;
import org.abiseam.model.Spelling;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.psabi.Psabis;

/** Runs {@code abiseam explain SUBJECT [FILE...]}. */
final class ExplainCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final InputOptions inputs = with(new InputOptions());

  private final Supplier<Boolean> byValue =
      flag("SUBJECT is a type: show how it is passed and returned", "--by-value");

  private final Supplier<List<Path>> types =
      list(Path.class, "FILE", "file that defines the types of a prototype", "--types");

  private final Supplier<Optional<String>> machine =
      optional(
          String.class,
          "NAME",
          "x86_64, riscv64-lp64d, ... (default: the machine of the files)",
          "--machine");

  private final Supplier<List<String>> compilers =
      list(
          String.class,
          "NAME",
          "gcc-14, clang-19, rustc-1.85, ..., followed by its switches",
          "--compiler");

  private final Supplier<String> subject =
      first(
          argument(
                  "SUBJECT",
                  "the symbol of a function, a type (with --by-value), a C prototype, a rule, a"
                      + " divergence that a finding names, or the fingerprint of a finding of"
                      + " reports in JSON or SARIF, which are FILEs")
              .completionCandidates(new Pages()),
          String.class);

  private final Supplier<List<Path>> files = files(1);

  /** The subjects that have a page. */
  static final class Pages implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Stream.of(Rule.values()).map(Rule::id), Psabis.divergences().map(Divergence::id))
          .sorted()
          .iterator();
    }
  }

  ExplainCommand(Console console) {
    super(
        console,
        "explain",
        "Shows where every byte of a call travels on both sides, explains a rule or a divergence,"
            + " or opens a finding of a report again.");
  }

  @Override
  int run() {
    Paint paint = common.paint(console.terminal());
    List<Path> paths = new ArrayList<>(inputs.optional(files.get()));
    if (Prototype.looksLike(subject.get())) {
      paths.addAll(types.get());
      return new ExplainPrototype(subject.get(), console, paint, name -> definitions(paths, name))
          .show(machine.get(), compilers.get());
    }
    if (!paths.isEmpty() && paths.stream().allMatch(SavedReport::isJson)) {
      return new ExplainFinding(console, subject.get()).show(paths);
    }
    Optional<String> page = page();
    if (page.isPresent()) {
      console.out().print(subject.get() + "\n\n" + page.get());
      return 0;
    }
    CheckRequest request =
        request(
            paths,
            "'"
                + subject.get()
                + "' is not a rule or a divergence; to explain a symbol, name a FILE; to open a"
                + " finding again, name a report in JSON or SARIF"
                + Spelling.suggestion(subject.get(), pages()));
    ExplainSymbol explain = new ExplainSymbol(console, paint, paths);
    return byValue.get()
        ? explain.type(
            subject.get().substring(subject.get().lastIndexOf(' ') + 1),
            Abiseam.layout(request, subject.get(), common.progress(console)))
        : explain.call(
            subject.get(), Abiseam.explain(request, subject.get(), common.progress(console)));
  }

  private static List<String> pages() {
    List<String> pages = new ArrayList<>();
    new Pages().forEach(pages::add);
    return pages;
  }

  private Optional<String> page() {
    return Stream.of(Rule.values())
        .filter(rule -> rule.id().equals(subject.get()))
        .map(RulePages::of)
        .findFirst()
        .or(() -> RulePages.divergence(subject.get()).map(text -> text.strip() + "\n"));
  }

  private CheckRequest request(List<Path> paths, String ifNone) {
    if (paths.isEmpty()) {
      throw new UsageException(ifNone);
    }
    return common.request(paths);
  }

  private TypeExplanation definitions(List<Path> paths, String name) {
    CheckRequest request = request(paths, "name a FILE that defines " + name + ", with --types");
    TypeExplanation found = Abiseam.layout(request, name, common.progress(console));
    console.warn(found.report().diagnostics());
    return found;
  }
}
