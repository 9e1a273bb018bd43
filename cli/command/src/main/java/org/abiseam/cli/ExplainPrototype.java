package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.cli.report.PlanText;
import org.abiseam.cli.report.ReportText;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.prototype.Named;
import org.abiseam.engine.prototype.Prototype;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.View;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/**
 * {@code abiseam explain 'int f(struct s, long)' --types FILE --machine NAME --compiler NAME}: the
 * plan of a call that nobody has compiled, for each compiler that is asked about.
 */
final class ExplainPrototype {
  /** The compilers that the recordings are of. */
  private static final List<String> COMPILERS = List.of("gcc-16", "clang-23", "rustc-1.97");

  private final Settings settings;
  private final Asked asked;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, List<View.Typed>> known = new HashMap<>();

  /**
   * What is asked.
   *
   * @param prototype the declaration
   * @param types files that define its types, beside the inputs
   * @param machine its name; empty for that of the files
   * @param compilers their names with switches; empty for those of the recordings
   */
  record Asked(
      String prototype, List<Path> types, Optional<String> machine, List<String> compilers) {}

  ExplainPrototype(Settings settings, Asked asked, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.asked = asked;
    this.out = out;
    this.err = err;
  }

  int run() {
    try {
      for (String name : Prototype.names(asked.prototype())) {
        known.put(name, views(name));
      }
      Machine machine = machine();
      List<String> compilers = asked.compilers().isEmpty() ? COMPILERS : asked.compilers();
      for (String compiler : compilers) {
        show(Named.compiler(compiler), machine);
      }
      return 0;
    } catch (Prototype.Unreadable unreadable) {
      err.println("abiseam: " + unreadable.getMessage());
      return Status.ERROR;
    } catch (Named.Unknown unknown) {
      throw new Settings.Usage(String.valueOf(unknown.getMessage()));
    }
  }

  private List<View.Typed> views(String name) {
    List<Path> inputs = new ArrayList<>(settings.inputs());
    inputs.addAll(asked.types());
    if (inputs.isEmpty()) {
      throw new Settings.Usage("name a FILE that defines " + name + ", with --types");
    }
    Report run =
        Abiseam.check(
            CheckRequest.of(inputs)
                .withThreads(settings.threads())
                .withDebugDirectory(settings.debugDirectory())
                .withBindings(settings.bindings())
                .withOnly(Optional.of(name)),
            ProgressLine.of(settings, err));
    for (Diagnostic diagnostic : run.diagnostics()) {
      err.println("abiseam: " + ReportText.diagnostic(diagnostic));
    }
    List<View.Typed> views = new ArrayList<>();
    for (ObjectModel model : run.models()) {
      for (Definition definition : model.definitions()) {
        if (definition.name().equals(name)) {
          views.add(new View.Typed(model.machine(), model.types(), definition));
        }
      }
    }
    return views;
  }

  private Machine machine() {
    Optional<Machine> ofFiles =
        known.values().stream().flatMap(List::stream).map(View.Typed::machine).findFirst();
    Optional<Machine> stated = asked.machine().map(Named::machine);
    if (stated.isPresent() && ofFiles.isPresent() && differs(stated.get(), ofFiles.get())) {
      throw new Settings.Usage(
          "--machine "
              + asked.machine().get()
              + ": the types of the files are those of "
              + ofFiles.get().name());
    }
    return stated
        .or(() -> ofFiles)
        .orElseThrow(() -> new Settings.Usage("--machine is missing, and no FILE tells"));
  }

  private static boolean differs(Machine one, Machine other) {
    return one.machine() != other.machine()
        || one.pointerBytes() != other.pointerBytes()
        || one.bigEndian() != other.bigEndian();
  }

  private void show(Producer compiler, Machine machine) {
    Prototype.Read declared =
        Prototype.read(asked.prototype(), machine, name -> found(name, compiler));
    Definition definition =
        new Definition(List.of(), declared.name(), declared.type(), compiler, Evidence.MODEL, 1);
    View.Typed view = new View.Typed(machine, declared.types(), definition);
    PlanResult outcome =
        Planner.plan(
            declared.signature(), new CallSide(machine, declared.types(), compiler, compiler));
    out.print(PlanText.of(compiler.text(), view, outcome, settings.paint()));
  }

  /** The definition in the compiler's language, else in another: that is said. */
  private Optional<Prototype.Found> found(String name, Producer compiler) {
    List<View.Typed> views = known.getOrDefault(name, List.of());
    Optional<View.Typed> own =
        views.stream()
            .filter(view -> view.producer().language() == compiler.language())
            .findFirst();
    if (own.isEmpty() && !views.isEmpty()) {
      out.println(
          "No input says how "
              + compiler.text()
              + " sees "
              + name
              + "; the view of another language is taken.");
    }
    return own.or(() -> views.stream().findFirst())
        .map(view -> new Prototype.Found(view.types(), view.definition().type()));
  }
}
