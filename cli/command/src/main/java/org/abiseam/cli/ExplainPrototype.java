package org.abiseam.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.PlanText;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.prototype.Prototype;
import org.abiseam.engine.prototype.TargetNames;
import org.abiseam.engine.result.PlannedCall;
import org.abiseam.engine.result.TypeExplanation;
import org.abiseam.model.Definition;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.View;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;
import org.abiseam.rules.psabi.Psabis;

/** Explains the call of a prototype that nobody has compiled, for each compiler asked about. */
final class ExplainPrototype {
  /** The compilers whose calls are recorded. */
  private static final List<String> COMPILERS = List.of("gcc-16", "clang-23", "rustc-1.97");

  private final String prototype;
  private final Console console;
  private final Paint paint;
  private final Function<String, TypeExplanation> check;
  private final Map<String, List<View.Typed>> known = new HashMap<>();
  private boolean incomplete;

  /** Takes a check of one name in the files that define the types of the prototype. */
  ExplainPrototype(
      String prototype, Console console, Paint paint, Function<String, TypeExplanation> check) {
    this.prototype = prototype;
    this.console = console;
    this.paint = paint;
    this.check = check;
  }

  /** Shows the plan for each compiler; returns the exit status. */
  int show(Optional<String> machineName, List<String> compilerNames) {
    try {
      for (String name : Prototype.names(prototype)) {
        known.put(name, views(name));
      }
      Machine machine = machine(machineName);
      for (String compiler : compilerNames.isEmpty() ? COMPILERS : compilerNames) {
        show(TargetNames.compiler(compiler), machine);
      }
      return incomplete ? Status.ERROR : 0;
    } catch (Prototype.Unreadable unreadable) {
      console.warn(String.valueOf(unreadable.getMessage()));
      return Status.ERROR;
    } catch (TargetNames.Unknown unknown) {
      throw new UsageException(String.valueOf(unknown.getMessage()));
    }
  }

  private List<View.Typed> views(String name) {
    TypeExplanation found = check.apply(name);
    incomplete |= found.report().incomplete();
    return found.byValue().stream()
        .map(PlannedCall::view)
        .filter(view -> view.definition().name().equals(name))
        .toList();
  }

  private Machine machine(Optional<String> name) {
    Optional<Machine> ofFiles =
        known.values().stream().flatMap(List::stream).map(View.Typed::machine).findFirst();
    Optional<Machine> stated = name.map(TargetNames::machine);
    if (stated.isPresent() && ofFiles.isPresent() && differs(stated.get(), ofFiles.get())) {
      throw new UsageException(
          "--machine " + name.get() + ": the files are for " + ofFiles.get().name());
    }
    return stated
        .or(() -> ofFiles)
        .orElseThrow(() -> new UsageException("--machine is missing, and no FILE names one"));
  }

  private static boolean differs(Machine one, Machine other) {
    return one.machine() != other.machine()
        || one.pointerBytes() != other.pointerBytes()
        || one.bigEndian() != other.bigEndian();
  }

  private void show(Producer compiler, Machine machine) {
    Prototype.Read declared =
        Prototype.read(
            prototype, Psabis.target(machine, compiler.compiler()), name -> found(name, compiler));
    Definition definition =
        new Definition(List.of(), declared.name(), declared.type(), compiler, Evidence.MODEL, 1);
    View.Typed view = new View.Typed(machine, declared.types(), definition);
    PlanResult outcome =
        Planner.plan(
            declared.signature(), new CallSide(machine, declared.types(), compiler, compiler));
    console.print(PlanText.of(compiler.text(), view, outcome, paint));
  }

  /** Returns the definition in the compiler's language, else in another: that is said. */
  private Optional<Prototype.Found> found(String name, Producer compiler) {
    List<View.Typed> views = known.getOrDefault(name, List.of());
    Optional<View.Typed> own =
        views.stream()
            .filter(view -> view.producer().language() == compiler.language())
            .findFirst();
    if (own.isEmpty() && !views.isEmpty()) {
      console
          .out()
          .println(
              "No input says how "
                  + compiler.text()
                  + " sees "
                  + name
                  + "; the definition of another language is used.");
    }
    return own.or(() -> views.stream().findFirst())
        .map(view -> new Prototype.Found(view.types(), view.definition().type()));
  }
}
