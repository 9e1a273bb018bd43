package org.abiseam.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.cli.report.PlanText;
import org.abiseam.cli.report.PlansBeside;
import org.abiseam.cli.report.ReportText;
import org.abiseam.cli.report.RulePages;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.TextReport;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.result.Report;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/**
 * {@code abiseam explain SUBJECT [FILE...]}: the page of a rule or a divergence; both sides' plans
 * of a function; how a type travels by value.
 */
final class Explain {
  private final Settings settings;
  private final String subject;
  private final boolean byValue;
  private final PrintStream out;
  private final PrintStream err;

  Explain(Settings settings, String subject, boolean byValue, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.subject = subject;
    this.byValue = byValue;
    this.out = out;
    this.err = err;
  }

  int run() {
    for (Rule rule : Rule.values()) {
      if (rule.id().equals(subject)) {
        out.print(rule.id() + "\n\n" + RulePages.of(rule));
        return 0;
      }
    }
    Optional<String> divergence = RulePages.divergence(subject);
    if (divergence.isPresent()) {
      out.print(subject + "\n\n" + divergence.get().strip() + "\n");
      return 0;
    }
    if (settings.inputs().isEmpty()) {
      throw new Settings.Usage(
          "'" + subject + "' is no rule and no divergence; to explain a symbol name a FILE");
    }
    return byValue ? type() : symbol();
  }

  private Report run(String name) {
    Report run =
        Abiseam.check(Check.request(settings, Optional.of(name)), ProgressLine.of(settings, err));
    for (Diagnostic diagnostic : run.diagnostics()) {
      err.println("abiseam: " + ReportText.diagnostic(diagnostic));
    }
    return run;
  }

  private int symbol() {
    Report run = run(subject);
    List<View.Typed> callees = views(run, Entity.Role.DEFINES);
    List<View.Typed> callers = views(run, Entity.Role.DECLARES);
    if (callees.isEmpty() && callers.isEmpty()) {
      err.println(
          "abiseam: no input describes a function or variable named "
              + subject
              + "; give its symbol, or a type with --by-value");
      return Status.ERROR;
    }
    Optional<Producer> callee = callees.stream().map(View.Typed::producer).findFirst();
    Optional<Producer> caller = callers.stream().map(View.Typed::producer).findFirst();
    for (View.Typed view : callees) {
      show("callee", view, caller.orElse(view.producer()));
    }
    for (View.Typed view : callers) {
      show("caller", view, callee.orElse(view.producer()));
    }
    if (callers.isEmpty() && callees.size() == 1) {
      out.println("No input that is compiled by another compiler says what it believes of it.");
    } else if (callers.isEmpty()) {
      out.println("No input calls it; who does may get the one or the other definition.");
    }
    beside(callees, callers);
    out.print(TextReport.findings(run, settings.paint()));
    if (!run.verification().findings().isEmpty()) {
      remedy(callees, callers);
    }
    return run.incomplete() ? Status.ERROR : 0;
  }

  /** The first definition and the first other belief. */
  private void beside(List<View.Typed> callees, List<View.Typed> callers) {
    if (callees.isEmpty() || (callers.isEmpty() && callees.size() == 1)) {
      return;
    }
    View.Typed callee = callees.getFirst();
    View.Typed other = callers.isEmpty() ? callees.get(1) : callers.getFirst();
    if (planned(callee, other.producer()) instanceof PlanResult.Planned one
        && planned(other, callee.producer()) instanceof PlanResult.Planned two) {
      Plan left = one.plans().getFirst().plan();
      Plan right = two.plans().getFirst().plan();
      if (left.arguments().size() == right.arguments().size()) {
        String role = callers.isEmpty() ? "callee" : "caller";
        out.print(
            PlansBeside.of(
                new PlansBeside.Side("callee", callee, left),
                new PlansBeside.Side(role, other, right),
                settings.paint()));
      }
    }
  }

  private void remedy(List<View.Typed> callees, List<View.Typed> callers) {
    List<View.Typed> others = callers.isEmpty() ? callees : callers;
    for (View.Typed callee : callees) {
      for (View.Typed other : others) {
        // A definition meets itself.
        Optional<String> remedy = Checker.remedy(callee, other);
        if (remedy.isPresent()) {
          out.println("Smallest change with which both meet: " + remedy.get() + ".");
          return;
        }
      }
    }
  }

  private static List<View.Typed> views(Report run, Entity.Role role) {
    List<View.Typed> views = new ArrayList<>();
    for (ObjectModel model : run.models()) {
      for (Entity entity : model.entities()) {
        if (entity.role() == role) {
          views.add(new View.Typed(model.machine(), model.types(), entity.definition()));
        }
      }
    }
    return views;
  }

  private void show(String role, View.Typed view, Producer other) {
    out.print(PlanText.of(role, view, planned(view, other), settings.paint()));
  }

  private static PlanResult planned(View.Typed view, Producer other) {
    Type type = view.types().type(view.types().resolved(view.definition().type()));
    return switch (type) {
      case Type.Function function -> plan(view, function.signature(), other);
      case Type.Opaque opaque -> new PlanResult.NotPlanned(opaque.reason());
      default -> new PlanResult.NotPlanned("it is a variable");
    };
  }

  private static PlanResult plan(View.Typed view, Signature signature, Producer other) {
    return Planner.plan(
        signature, new CallSide(view.machine(), view.types(), view.producer(), other));
  }

  private int type() {
    String name = subject.substring(subject.lastIndexOf(' ') + 1);
    Report run = run(name);
    Set<String> shown = new java.util.HashSet<>();
    for (ObjectModel model : run.models()) {
      for (Definition definition : model.definitions()) {
        View.Typed view = new View.Typed(model.machine(), model.types(), definition);
        Signature signature =
            new Signature(
                List.of(new Signature.Parameter("value", definition.type())),
                definition.type(),
                Signature.Arity.FIXED,
                CallingConvention.C);
        String text =
            PlanText.of("by value", view, plan(view, signature, view.producer()), settings.paint());
        if (shown.add(text)) {
          out.print(text);
        }
      }
    }
    if (shown.isEmpty()) {
      err.println(
          "abiseam: no input defines a type named "
              + name
              + "; tags and typedef names count, as C has them");
      return Status.ERROR;
    }
    return run.incomplete() ? Status.ERROR : 0;
  }
}
