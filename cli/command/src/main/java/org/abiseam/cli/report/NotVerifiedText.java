package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;

/** What was not decided, grouped by why, with what would decide it. */
final class NotVerifiedText {
  private static final int SOME_NAMES = 6;

  /** As many particulars are read at a glance. */
  private static final int SOME_DETAILS = 3;

  private static final int WIDTH = 120;

  private final Paint paint;
  private final Verbosity verbosity;
  private final StringBuilder text;
  private final String source;
  private final Map<String, View> inC = new LinkedHashMap<>();

  private NotVerifiedText(Report run, Paint paint, Verbosity verbosity, StringBuilder text) {
    this.paint = paint;
    this.verbosity = verbosity;
    this.text = text;
    this.source = RustSourceFile.of(run).orElse("FILE");
    for (Seam.SharedType shared : run.seam().types()) {
      if (!shared.provider().isEmpty()) {
        inC.put(shared.name(), shared.provider().getFirst());
      }
    }
  }

  /** Writes why each thing could not be decided, with the particulars. */
  static void reasons(Report run, Paint paint, StringBuilder text) {
    new NotVerifiedText(run, paint, Verbosity.VERBOSE, text).undetermined(run);
  }

  static void write(Report run, Paint paint, Verbosity verbosity, StringBuilder text) {
    NotVerifiedText section = new NotVerifiedText(run, paint, verbosity, text);
    section.undetermined(run);
    if (verbosity == Verbosity.VERBOSE) {
      section.opaque(run);
    }
  }

  private void undetermined(Report run) {
    Map<Reason, List<Undetermined>> byReason = new EnumMap<>(Reason.class);
    for (Undetermined one : run.verification().undetermined()) {
      byReason.computeIfAbsent(one.reason(), _ -> new ArrayList<>()).add(one);
    }
    if (byReason.isEmpty()) {
      return;
    }
    line(paint.doubtful("NOT VERIFIED") + "  " + kinds(run.verification().undetermined()));
    byReason.forEach(this::reason);
    line("");
  }

  /** Types that one side only declares; there is nothing to compare with the definition. */
  private void opaque(Report run) {
    List<String> defined = new ArrayList<>();
    List<String> nowhere = new ArrayList<>();
    for (Seam.SharedType shared : run.seam().types()) {
      Verdict verdict = run.verification().verdicts().get(shared.name());
      if (verdict instanceof Verdict.OpaqueDeclaration) {
        boolean body =
            Stream.concat(shared.provider().stream(), shared.consumer().stream())
                .anyMatch(NotVerifiedText::hasBody);
        (body ? defined : nowhere).add(shared.name());
      }
    }
    if (defined.size() + nowhere.size() > 0) {
      line(paint.dim("OPAQUE") + "  " + ReportText.count(defined.size() + nowhere.size(), "type"));
      names("one side only declares them, which is enough behind a pointer", defined);
      names("both sides only declare them", nowhere);
      line("");
    }
  }

  private static boolean hasBody(View view) {
    return view instanceof View.Typed typed
        && !(typed.types().type(typed.definition().type()) instanceof Type.Incomplete);
  }

  private void names(String what, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    line("  " + what + ": " + ReportText.count(names.size()));
    StringBuilder row = new StringBuilder("   ");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + (i + 1 < names.size() ? "," : "");
      if (row.length() + name.length() >= WIDTH) {
        line(row.toString());
        row.setLength(3);
      }
      row.append(' ').append(name);
    }
    line(row.toString());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String kinds(List<Undetermined> all) {
    return Gap.kinds(all.stream().map(Undetermined::subject).toList());
  }

  private void reason(Reason reason, List<Undetermined> all) {
    line("  " + reason.text() + ": " + kinds(all));
    Map<String, List<Undetermined>> byName = new LinkedHashMap<>();
    for (Undetermined one : all) {
      byName.computeIfAbsent(name(one), _ -> new ArrayList<>()).add(one);
    }
    boolean details = particulars(reason, byName.size());
    if (details) {
      byName.forEach(this::detail);
    } else {
      String more = byName.size() > SOME_NAMES ? " (--verbose lists them)" : "";
      line("    " + ReportText.some(List.copyOf(byName.keySet()), SOME_NAMES) + more);
    }
    help(reason, all, details).ifPresent(help -> line(paint.dim("    " + help)));
  }

  /** Tells whether the particulars are written: where the reason says little, also of a few. */
  private boolean particulars(Reason reason, int things) {
    boolean general = reason == Reason.NOT_MODELLED || reason == Reason.UNSUPPORTED;
    return verbosity == Verbosity.VERBOSE || (general && things <= SOME_DETAILS);
  }

  /** C's keyword also where Rust's side of it is what is lacking. */
  private String name(Undetermined one) {
    String name = ReportText.subject(one.subject(), one.view());
    View c = inC.get(one.subject().name());
    boolean plain = name.equals(one.subject().name());
    return plain && c != null ? ReportText.subject(one.subject(), c) : name;
  }

  /** Writes the first particular of each thing; the others of it are mostly its twins. */
  private void detail(String name, List<Undetermined> particulars) {
    String more =
        particulars.size() > 1 ? "; %,d more like it".formatted(particulars.size() - 1) : "";
    line("    " + name + ": " + particulars.getFirst().detail() + more);
  }

  private static boolean ofRust(Undetermined one) {
    return one.view().producer().language() == Producer.Language.RUST;
  }

  private Optional<String> help(Reason reason, List<Undetermined> all, boolean details) {
    return switch (reason) {
      case BIT_FIELD_POSITIONS ->
          Optional.of("The Rust source that bindgen wrote tells: --bindings FILE");
      case ALIGNMENT ->
          Optional.of("Nothing else of them differs; debug info does not record what is packed");
      case DECLARED_ONLY ->
          Optional.of("Give the object that defines it as well; of a kernel, its modules");
      case IMPORTED_BY_RUST, MEANING_LOST ->
          Optional.of("The Rust source that declares them tells: --bindings " + source);
      case BINDINGS_STALE ->
          Optional.of("Give the source that the objects were compiled from, or recompile them");
      case SOFT_FLOAT ->
          Optional.of("An object of the same build that computes with floating point tells");
      case REGISTERS_OF_RUST -> Optional.of("rustc's LLVM IR tells: --bindings FILE.ll");
      case SWITCHES ->
          Optional.of(
              all.stream().anyMatch(NotVerifiedText::ofRust)
                  ? "A kernel's build tree has them: abiseam kbuild"
                  : "Clang records them if it compiles with -grecord-command-line");
      case CONVENTION ->
          Optional.of("Give both declarations the same attribute, or read the callee's code");
      case NO_PROTOTYPE -> Optional.of("Declare it with the types of its parameters");
      case NO_CHECKSUM ->
          Optional.of("Compare the kernels' images: abiseam compare vmlinux.old vmlinux");
      case RUST_OF_TWO_BUILDS ->
          Optional.of("Check the new build with the C that uses it: abiseam check NEW C_OBJECTS");
      case NO_DEBUG_INFO ->
          Optional.of(
              "Compile the object that lacks it with -g, or give its debug file; what assembly or a"
                  + " linker script defines has no types");
      case LEFT_OUT_BY_CLANG ->
          Optional.of("Clang describes them with -fno-eliminate-unused-debug-types");
      case IMPORTED_BY_CLANG ->
          Optional.of(
              all.stream().anyMatch(one -> one.subject().kind() == Subject.Kind.FUNCTION)
                  ? "Clang describes a function where code of -O1 -g or more calls it and the call"
                      + " returns, but not on LoongArch and MIPS; compare others by hand"
                  : "No switch of Clang describes variables of other objects; compare the"
                      + " declarations by hand");
      case OPAQUE ->
          Optional.of("The declaration with all members tells; bindgen writes it if it can");
      case AMBIGUOUS ->
          Optional.of("The Rust source that declares it tells which one is meant: --bindings FILE");
      case NOT_MODELLED, UNSUPPORTED ->
          Optional.of(
              details
                  ? "Run the code of both sides to be sure"
                  : "--verbose says which part; run the code of both sides to be sure");
    };
  }
}
