package org.abiseam.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Evidence;
import org.abiseam.model.InputFile;
import org.abiseam.model.Linkage;
import org.abiseam.model.Producer;
import org.abiseam.model.Verification;

/** Names the one command that verifies most of what is still open. */
final class NextStep {
  private static final int MOST_INPUTS = 4;
  private static final String KERNEL = "abiseam kbuild ";
  private static final String HEADER = "--header HEADER.h";
  private static final String CRATE = "abiseam cargo DIR";

  private final Report run;
  private final Optional<String> project;

  private NextStep(Report run, Optional<String> project) {
    this.run = run;
    this.project = project;
  }

  /** Returns the command; empty where nothing is open, or nothing is known that helps. */
  static Optional<String> of(Report run, Optional<String> project) {
    NextStep step = new NextStep(run, project);
    Verification all = run.verification();
    boolean nothing =
        all.decided() == 0 && all.undetermined().isEmpty() && all.coverage().shared() == 0;
    return nothing
        ? step.otherSide().filter(_ -> !run.incomplete())
        : Gap.of(all).stream().flatMap(gap -> step.command(gap).stream()).findFirst();
  }

  private Optional<String> command(Gap gap) {
    return switch (gap.reason()) {
      case IMPORTED_BY_RUST, MEANING_LOST -> kernelOr(library() ? "--rustc rustc" : source());
      case BIT_FIELD_POSITIONS, AMBIGUOUS -> kernelOr(source());
      case SWITCHES -> buildTree().filter(_ -> kernel());
      case NO_DEBUG_INFO ->
          gap.first().view().producer().language() == Producer.Language.RUST
              ? Optional.of(CRATE).filter(_ -> !kernel() && project.isEmpty())
              : Optional.of(check(HEADER)).filter(_ -> !kernel());
      case REGISTERS_OF_RUST -> Optional.of(check("--bindings FILE.ll"));
      case ALIGNMENT,
          DECLARED_ONLY,
          BINDINGS_STALE,
          SOFT_FLOAT,
          CONVENTION,
          NO_PROTOTYPE,
          NO_CHECKSUM,
          RUST_OF_TWO_BUILDS,
          IMPORTED_BY_CLANG,
          LEFT_OUT_BY_CLANG,
          OPAQUE,
          NOT_MODELLED,
          UNSUPPORTED ->
          Optional.empty();
    };
  }

  /** Tells what stands for the side that no input describes. */
  private Optional<String> otherSide() {
    boolean c = false;
    boolean rust = run.inputs().stream().anyMatch(NextStep::text);
    for (Side side : run.sides()) {
      boolean typed = side.units() > side.untyped();
      switch (side.producer().language()) {
        case C, CPP -> c |= typed;
        case RUST -> rust |= typed;
        case ASSEMBLER, OTHER -> {}
      }
    }
    if (c && !rust && Status.untypedC(run).isPresent()) {
      return Optional.empty();
    }
    boolean lines = untyped();
    if (c == rust) {
      return Optional.of(CRATE).filter(_ -> lines && project.isEmpty());
    }
    return rust
        ? Optional.of(check(HEADER))
        : Optional.of(lines ? CRATE : check("--bindings FILE.rs"));
  }

  /** Tells whether units of Rust have line tables and no types. */
  private boolean untyped() {
    return run.sides().stream()
        .anyMatch(
            side ->
                side.producer().language() == Producer.Language.RUST
                    && side.units() == side.untyped());
  }

  private static boolean text(Input input) {
    return input.kind() == Input.Kind.BINDINGS || input.kind() == Input.Kind.LLVM_IR;
  }

  private Optional<String> kernelOr(String option) {
    return kernel() ? buildTree() : Optional.of(check(option));
  }

  private String source() {
    return "--bindings " + RustSourceFile.of(run).orElse("FILE.rs");
  }

  /** Tells whether a library with rustc's metadata was given, which rustc did not describe yet. */
  private boolean library() {
    return run.inputs().stream().anyMatch(input -> input.path().endsWith(".rlib"))
        && run.models().stream()
            .flatMap(model -> model.entities().stream())
            .noneMatch(entity -> entity.definition().evidence() == Evidence.WITNESS);
  }

  /** Tells whether an object is a module, or exports to modules. */
  private boolean kernel() {
    return run.seam().linkage().exporting()
        || run.seam().linkage().objects().stream()
            .anyMatch(tables -> tables.form() == Linkage.Form.MODULE);
  }

  /** Returns what reads the build tree; empty where it was read, and has what there is. */
  private Optional<String> buildTree() {
    boolean read =
        run.inputs().stream().anyMatch(input -> input.kind() == Input.Kind.CONFIGURATION);
    Optional<Path> tree =
        run.inputs().stream()
            .flatMap(input -> BuildTree.around(InputFile.named(Path.of(""), input.path())).stream())
            .findFirst();
    return Optional.of(KERNEL + tree.map(Path::toString).orElse("BUILD_DIR")).filter(_ -> !read);
  }

  /** Returns the command that was given, with one option more. */
  private String check(String option) {
    if (project.isPresent()) {
      // Cargo's build has the source of all crates: what is missing is C's.
      return "abiseam cargo " + HEADER + " " + project.get();
    }
    List<String> words = new ArrayList<>(List.of("abiseam check", option));
    List<String> files = new ArrayList<>();
    for (Input input : run.inputs()) {
      switch (input.kind()) {
        case BINDINGS, LLVM_IR -> words.add("--bindings " + input.path());
        case OBJECTS, SNAPSHOT -> files.add(input.path());
        case OBJECT, CONFIGURATION, EXPORTS, SYMBOL_SCOPE, UNREADABLE -> {}
      }
    }
    return files.size() + words.size() > 2 + MOST_INPUTS
        ? "abiseam check " + option + " FILE..."
        : Stream.concat(words.stream(), files.stream()).collect(Collectors.joining(" "));
  }
}
