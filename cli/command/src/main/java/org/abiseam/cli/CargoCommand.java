package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.abiseam.cli.cargo.CargoBuild;
import org.abiseam.cli.cargo.CargoRequest;
import org.abiseam.cli.cargo.CrateWitness;
import org.abiseam.cli.cargo.ForeignCrate;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.process.ProgramFailure;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.RustCrate;
import org.abiseam.engine.result.Report;

/** Runs {@code abiseam cargo [DIR]}: builds a Cargo project and verifies its foreign functions. */
final class CargoCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final ReportOptions reports = with(new ReportOptions());
  private final PolicyOptions policies = with(new PolicyOptions());
  private final HeaderOptions headers = with(new HeaderOptions());

  private final Supplier<List<String>> packages =
      list(
          String.class,
          "NAME",
          "build and verify this package (default: all of the workspace)",
          "--package");

  private final Supplier<Boolean> release = flag("build the release profile", "--release");

  private final Supplier<Optional<String>> target =
      optional(String.class, "TRIPLE", "build for this target (default: the host)", "--target");

  private final Supplier<Boolean> offline = flag("run Cargo without network access", "--offline");

  private final Supplier<Optional<String>> features =
      optional(String.class, "LIST", "features to activate, as Cargo takes them", "--features");

  private final Supplier<Boolean> allFeatures = flag("activate all features", "--all-features");

  private final Supplier<Boolean> noDefaultFeatures =
      flag("do not activate the default feature", "--no-default-features");

  private final Supplier<String> cargo =
      value(
          String.class,
          Optional.ofNullable(System.getenv("CARGO")).orElse("cargo"),
          "PROGRAM",
          "the cargo to run (default: $CARGO, else cargo)",
          "--cargo");

  private final Supplier<List<Path>> inputs =
      rest(0, "DIR|FILE", "directory of Cargo.toml (default: .), then more native libraries", 0);

  CargoCommand(Console console) {
    super(
        console,
        "cargo",
        "Builds a Cargo project and verifies each foreign function that its crates declare or"
            + " export.");
  }

  @Override
  int run() {
    Optional<Policy> policy = policies.read();
    List<Path> given = inputs.get();
    Path directory = given.isEmpty() ? Path.of(".") : given.getFirst();
    Reporting reporting =
        reports.prepare(console, common.paint(console.terminal())).of(words(directory));
    if (!Files.isRegularFile(directory.resolve("Cargo.toml"))) {
      throw new UsageException(
          directory + " has no Cargo.toml; give the directory of a Cargo project first");
    }
    CargoBuild build;
    try {
      build = CargoBuild.of(request(directory));
    } catch (ProgramFailure fault) {
      console.warn(String.valueOf(fault.getMessage()));
      return Status.ERROR;
    }
    List<ForeignCrate> crates = build.crates();
    Set<Path> described = described(crates);
    List<String> remarks = new ArrayList<>();
    crates.stream()
        .map(crate -> remark(crate, described, headers.given()))
        .distinct()
        .forEach(remarks::add);
    build
        .unexpanded()
        .forEach(
            name -> remarks.add(name + ": rustc did not expand its source; it is not verified"));
    if (crates.isEmpty()) {
      console.warn(
          "no crate of the build declares or exports a foreign function; nothing is verified");
      return build.unexpanded().isEmpty() ? 0 : Status.ERROR;
    }
    CheckRequest request =
        policies.refined(check(crates, described, given), policy, reports.scope());
    try (HeaderOptions.Headers compiled = headers.compile(request.bindings())) {
      remarks.addAll(compiled.remarks());
      Report report =
          Abiseam.check(compiled.addTo(request), common.progress(console, reports.quiet()))
              .withRemarks(remarks);
      int status =
          policy
              .map(one -> policies.decide(one, report, reporting, console))
              .orElseGet(() -> reporting.write(report));
      return build.unexpanded().isEmpty() ? status : status | Status.ERROR;
    }
  }

  private CargoRequest request(Path directory) {
    return new CargoRequest(
        cargo.get(),
        directory,
        packages.get(),
        release.get(),
        target.get(),
        offline.get(),
        activated());
  }

  private List<String> activated() {
    List<String> words = new ArrayList<>();
    features.get().ifPresent(list -> words.add("--features=" + list));
    if (allFeatures.get()) {
      words.add("--all-features");
    }
    if (noDefaultFeatures.get()) {
      words.add("--no-default-features");
    }
    return words;
  }

  /** Returns the options that say what is built and against which headers, and the project. */
  private String words(Path directory) {
    List<String> words = new ArrayList<>();
    packages.get().forEach(name -> words.add("--package " + name));
    if (release.get()) {
      words.add("--release");
    }
    target.get().ifPresent(triple -> words.add("--target " + triple));
    if (offline.get()) {
      words.add("--offline");
    }
    words.addAll(activated());
    words.addAll(headers.words());
    words.add(directory.toString());
    return String.join(" ", words);
  }

  private CheckRequest check(List<ForeignCrate> crates, Set<Path> described, List<Path> given) {
    Set<Path> files = new LinkedHashSet<>();
    List<RustCrate> sources = new ArrayList<>();
    for (ForeignCrate crate : crates) {
      crate.libraries().stream().filter(described::contains).forEach(files::add);
      files.addAll(crate.objects());
      if (crate.witness() instanceof CrateWitness.Outcome.Made(Path object)) {
        files.add(object);
      }
      sources.add(
          new RustCrate(
              crate.id(), List.of(crate.source()), crate.written(), crate.dependencies()));
    }
    files.addAll(given.subList(Math.min(1, given.size()), given.size()));
    return common.request(List.copyOf(files)).withCrates(sources);
  }

  /** Finds the libraries that have debug info, themselves or in a debug file; opens each once. */
  private Set<Path> described(List<ForeignCrate> crates) {
    return crates.stream()
        .flatMap(crate -> crate.libraries().stream())
        .distinct()
        .filter(library -> Abiseam.isDescribed(library, common.debugDirectory(), true))
        .collect(Collectors.toSet());
  }

  /** Says of a crate which C it is compared with, and what to do where there is none. */
  private static String remark(ForeignCrate crate, Set<Path> described, boolean headers) {
    List<String> clauses = new ArrayList<>();
    String compared =
        crate.libraries().stream()
            .filter(described::contains)
            .map(Path::toString)
            .collect(Collectors.joining(", "));
    if (!compared.isEmpty()) {
      clauses.add("compared with " + compared);
    }
    for (Path library : crate.libraries()) {
      if (!described.contains(library)) {
        clauses.add(
            library
                + (headers
                    ? " has no debug info (the headers that were given stand for it)"
                    : " has no debug info (name its headers by --header, or install its debug"
                        + " symbols)"));
      }
    }
    for (String name : crate.missing()) {
      clauses.add("library " + name + " was not found (name its file after the directory)");
    }
    if (!crate.objects().isEmpty()) {
      clauses.add("exports functions, compared with what C declares");
    }
    if (clauses.isEmpty()) {
      clauses.add("names no native library");
    }
    if (crate.witness() instanceof CrateWitness.Outcome.Missing(String reason)) {
      clauses.add("rustc does not describe it, its source is read (" + reason + ")");
    }
    return crate.name() + " " + crate.version() + ": " + String.join("; ", clauses);
  }
}
