package org.abiseam.tests.contradictions;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.CallExplanation;
import org.abiseam.engine.result.PlannedCall;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.TypeExplanation;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;

/**
 * Asks for one thing in two ways and prints where the answers contradict each other: a check
 * against {@code explain} and {@code layout}, objects against their snapshots, DWARF against BTF,
 * calls to C against calls to Rust, and what different texts and objects tell of Rust's beliefs.
 */
public final class Contradictions {
  /** Types with values of C that Rust must not see: whether Rust or C writes them decides. */
  private static final Set<String> WRITER_MATTERS = Set.of("byte_flag", "nonzero", "code");

  /** Answers about the subjects of one build. */
  private final SortedMap<String, String> found = new TreeMap<>();

  private final Path scratch;
  private int asked;

  Contradictions(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * Describes files that are checked together.
   *
   * @param every how many subjects there are for each that is asked for by name
   */
  record Build(String name, List<Path> files, List<Path> bindings, int every) {
    static Build of(String name, Path... files) {
      return new Build(name, List.of(files), List.of(), 1);
    }

    Build with(Path... sources) {
      return new Build(name, files, List.of(sources), every);
    }

    CheckRequest request() {
      return CheckRequest.of(files).withBindings(bindings);
    }
  }

  /** Returns the contradictions, each with both answers. */
  SortedMap<String, String> found() {
    return found;
  }

  /** Returns how many pairs of answers were held against each other. */
  int asked() {
    return asked;
  }

  private void compare(String where, String one, String other) {
    asked++;
    if (!one.equals(other)) {
      found.put(where, one + " | " + other);
    }
  }

  /** Holds a check of everything against what is said of each name alone. */
  void explained(Build build) {
    Report all = Abiseam.check(build.request(), Progress.SILENT);
    int number = 0;
    for (Map.Entry<Subject, Verdict> one : all.verification().symbols().entrySet()) {
      if (number++ % build.every() == 0) {
        symbol(build, one.getKey(), one.getValue());
      }
    }
    for (Map.Entry<String, Verdict> one : all.verification().verdicts().entrySet()) {
      if (number++ % build.every() == 0) {
        type(build, one.getKey(), one.getValue());
      }
    }
  }

  private void symbol(Build build, Subject subject, Verdict verdict) {
    CallExplanation alone = Abiseam.explain(build.request(), subject.name(), Progress.SILENT);
    Optional<Verdict> own =
        Optional.ofNullable(alone.report().verification().symbols().get(subject));
    String where = build.name() + ": check and explain " + subject.name();
    compare(where, answer(verdict), own.map(Contradictions::answer).orElse("nothing"));
    Stream.concat(alone.callees().stream(), alone.callers().stream())
        .map(PlannedCall::view)
        .forEach(view -> compare(where + ", names", subject.name(), view.definition().name()));
  }

  private void type(Build build, String name, Verdict verdict) {
    TypeExplanation alone = Abiseam.layout(build.request(), name, Progress.SILENT);
    Optional<Verdict> own = Optional.ofNullable(alone.report().verification().verdicts().get(name));
    String where = build.name() + ": check and layout " + name;
    compare(where, answer(verdict), own.map(Contradictions::answer).orElse("nothing"));
    Stream.concat(alone.c().stream(), alone.rust().stream())
        .map(view -> view.definition().name())
        .forEach(other -> compare(where + ", names", name, plain(other)));
    alone.report().verification().findings().stream()
        .flatMap(finding -> Stream.of(finding.provider(), finding.consumer()))
        .filter(View.Typed.class::isInstance)
        .map(View.Typed.class::cast)
        .forEach(view -> compare(where + ", findings", name, plain(view.definition().name())));
  }

  private static String plain(String name) {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  /** Holds objects against their snapshots, all and each alone. */
  void snapshots(Build build) {
    SortedMap<String, String> objects = answers(build.request());
    List<Path> taken = new ArrayList<>();
    for (Path file : build.files()) {
      taken.add(snapshot(file));
    }
    List<List<Path>> ways = new ArrayList<>(List.of(taken));
    for (int i = 0; i < taken.size() && taken.size() > 1; i++) {
      List<Path> way = new ArrayList<>(build.files());
      way.set(i, taken.get(i));
      ways.add(way);
    }
    for (List<Path> way : ways) {
      String where = build.name() + ": objects and snapshots " + ways.indexOf(way);
      CheckRequest request = CheckRequest.of(way).withBindings(build.bindings());
      same(where, objects, answers(request));
    }
  }

  private Path snapshot(Path file) {
    Path target = scratch.resolve(asked + "-" + file.getFileName() + ".abi");
    try {
      CheckRequest request = CheckRequest.of(List.of(file));
      Files.writeString(target, Abiseam.snapshot(request, Progress.SILENT).text());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return target;
  }

  /**
   * Holds what two inputs say of Rust's beliefs against each other; what is open contradicts
   * nothing.
   */
  void evidence(Build one, Build other) {
    Map<String, String> answers = answers(one.request());
    answers(other.request())
        .forEach(
            (subject, answer) -> {
              String first = answers.getOrDefault(subject, "open");
              if (!first.equals("open") && !answer.equals("open")) {
                compare(one.name() + " and " + other.name() + ": " + subject, first, answer);
              }
            });
  }

  /** Compares two descriptions of one build, of which nothing has changed. */
  void unchanged(String name, Path one, Path other) {
    for (List<Path> pair : List.of(List.of(one, other), List.of(other, one))) {
      Report report =
          Abiseam.compare(CompareRequest.of(pair.getFirst(), pair.getLast()), Progress.SILENT);
      for (Finding finding : report.verification().findings()) {
        if (finding.severity() != Severity.HARMLESS) {
          String where = name + ": " + pair.getFirst().getFileName() + " is " + pair.getLast();
          compare(where + ", " + finding.subject().name(), "the same", finding.rule().id());
        }
      }
      asked++;
    }
  }

  private void same(String where, Map<String, String> one, Map<String, String> other) {
    SortedSet<String> subjects = new TreeSet<>(one.keySet());
    subjects.addAll(other.keySet());
    for (String subject : subjects) {
      String first = one.getOrDefault(subject, "nothing");
      compare(where + ", " + subject, first, other.getOrDefault(subject, "nothing"));
    }
  }

  private static SortedMap<String, String> answers(CheckRequest request) {
    Report report = Abiseam.check(request, Progress.SILENT);
    SortedMap<String, String> answers = new TreeMap<>();
    report
        .verification()
        .verdicts()
        .forEach((name, verdict) -> answers.put("type " + name, answer(verdict)));
    report
        .verification()
        .symbols()
        .forEach(
            (subject, verdict) ->
                answers.put(subject.kind().word() + " " + subject.name(), answer(verdict)));
    return answers;
  }

  private static String answer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Agree _ -> "agree";
      case Verdict.NotDetermined _ -> "open";
      case Verdict.OpaqueDeclaration _ -> "opaque";
      case Verdict.Disagree disagree -> {
        SortedSet<String> rules = new TreeSet<>();
        disagree
            .findings()
            .forEach(
                one ->
                    rules.add(one.subject().name() + " " + one.rule().id() + " " + one.severity()));
        yield "disagree: " + String.join(", ", rules);
      }
    };
  }

  /** Lists the builds of the fixtures. */
  static List<Build> fixtures(Path fixtures) throws IOException {
    List<Build> builds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(fixtures.resolve("prebuilt"))) {
      files
          .filter(path -> path.getFileName().toString().equals("provider.o"))
          .filter(path -> Files.exists(path.resolveSibling("consumer.o")))
          .sorted()
          .forEach(
              path ->
                  builds.add(
                      Build.of(
                          fixtures.relativize(path.getParent()).toString(),
                          path,
                          path.resolveSibling("consumer.o"))));
    }
    Path seams = fixtures.resolve("seams").resolve("prebuilt");
    Path agree = seams.resolve("agree");
    Path[] sound = {agree.resolve("core.o"), agree.resolve("glue.o"), agree.resolve("driver.o")};
    builds.add(Build.of("seam", sound));
    builds.add(Build.of("seam with bindings", sound).with(fixtures.resolve("seams/bindings.rs")));
    pairs(seams.resolve("corners"), "callee", "caller", builds);
    for (String pair : List.of("by-value", "copies", "long-double")) {
      pair(seams.resolve(pair), "callee.o", "caller.o", builds);
    }
    pair(seams.resolve("promises"), "clang-callee.o", "gcc-caller.o", builds);
    pair(seams.resolve("promises"), "gcc-callee.o", "clang-caller.o", builds);
    for (String pair : List.of("merged", "opaque")) {
      pair(seams.resolve(pair), "c.o", "rust.o", builds);
    }
    return builds;
  }

  private static void pair(Path directory, String one, String other, List<Build> builds) {
    builds.add(
        Build.of(
            directory.getFileName() + " " + one, directory.resolve(one), directory.resolve(other)));
  }

  private static void pairs(Path directory, String one, String other, List<Build> builds)
      throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith("-" + one + ".o"))
          .sorted()
          .forEach(name -> pair(directory, name, name.replace(one, other), builds));
    }
  }

  /** Holds the texts and the witness of a seam against each other. */
  void tellings(Path fixtures) {
    Path seams = fixtures.resolve("seams");
    Path agree = seams.resolve("prebuilt").resolve("agree");
    for (String variant :
        List.of("agree", "field-changed", "parameters-swapped", "callback-result")) {
      Path own = seams.resolve("prebuilt").resolve(variant);
      Path text = own.resolve("bindings.rs");
      Build objects =
          Build.of(
              variant, agree.resolve("core.o"), agree.resolve("glue.o"), own.resolve("driver.o"));
      Path bindings = Files.exists(text) ? text : seams.resolve("bindings.rs");
      List<Path> witnessed = new ArrayList<>(objects.files());
      witnessed.add(own.resolve("witness.o"));
      evidence(objects.with(bindings), new Build(variant + " witness", witnessed, List.of(), 1));
    }
    Path promises = seams.resolve("prebuilt").resolve("promises");
    Build plain =
        Build.of("promises", promises.resolve("gcc-callee.o"), promises.resolve("rust.o"));
    List<Path> witnessed = new ArrayList<>(plain.files());
    witnessed.add(promises.resolve("witness.o"));
    evidence(
        plain.with(seams.resolve("promises.rs")),
        new Build("promises witness", witnessed, List.of(), 1));
  }

  /**
   * Holds calls from Rust to C against calls from C to Rust with the same types, and everything
   * that tells of Rust's side against each other.
   */
  void directions(Path fixtures) {
    Path seams = fixtures.resolve("seams");
    Path own = seams.resolve("prebuilt").resolve("directions");
    Build objects = Build.of("directions", own.resolve("c.o"), own.resolve("rust.o"));
    Build text = objects.with(seams.resolve("directions.rs"));
    SortedMap<String, String> answers = answers(text.request());
    answers.forEach(
        (subject, answer) -> {
          String name = subject.substring(subject.indexOf('_') + 1);
          if (subject.startsWith("function c_") && !WRITER_MATTERS.contains(name)) {
            String other = answers.getOrDefault("function r_" + name, "nothing");
            compare("directions: " + name, answer, other.replace("r_" + name, "c_" + name));
          }
        });
    List<Path> witnessed = new ArrayList<>(objects.files());
    witnessed.add(own.resolve("witness.o"));
    Build witness = new Build("directions witness", witnessed, List.of(), 1);
    evidence(text, witness);
    evidence(text, objects.with(own.resolve("rust.ll")));
    evidence(witness, objects.with(own.resolve("rust.ll")));
  }

  /** Holds debug info of one source in several forms against each other. */
  void forms(Path fixtures) {
    Path kinds = fixtures.resolve("changes").resolve("kinds");
    for (String source : List.of("functions", "records")) {
      for (String form : List.of("clang-old", "dwarf2", "dwarf64", "type-units", "btf-old")) {
        unchanged(
            form, kinds.resolve(source + "-gcc-old.o"), kinds.resolve(source + "-" + form + ".o"));
      }
    }
  }

  /**
   * Runs everything on the fixtures, and on a kernel.
   *
   * @param arguments the folder of the fixtures, then a vmlinux with DWARF and a file of its BTF
   */
  public static void main(String[] arguments) throws IOException {
    Path fixtures = Path.of(arguments[0]);
    Path scratch = Files.createTempDirectory("contradictions");
    PrintStream out = System.out;
    Map<String, Contradictions> parts = new LinkedHashMap<>();
    for (String part :
        List.of("explain, layout", "snapshots", "tellings", "directions", "forms", "kernel")) {
      parts.put(part, new Contradictions(scratch));
    }
    for (Build build : fixtures(fixtures)) {
      parts.get("explain, layout").explained(build);
      parts.get("snapshots").snapshots(build);
    }
    parts.get("tellings").tellings(fixtures);
    parts.get("directions").directions(fixtures);
    parts.get("forms").forms(fixtures);
    if (arguments.length > 1) {
      Path image = Path.of(arguments[1]);
      Contradictions kernel = parts.get("kernel");
      kernel.explained(new Build("kernel", List.of(image), List.of(), 25));
      kernel.snapshots(Build.of("kernel", image));
      if (arguments.length > 2) {
        kernel.unchanged("kernel", image, Path.of(arguments[2]));
      }
    }
    int all = 0;
    for (Map.Entry<String, Contradictions> part : parts.entrySet()) {
      Contradictions it = part.getValue();
      out.println(
          part.getKey() + ": " + it.asked() + " asked, " + it.found().size() + " contradict");
      it.found().forEach((where, answers) -> out.println("  " + where + "\n    " + answers));
      all += it.found().size();
    }
    System.exit(all == 0 ? 0 : 1);
  }
}
