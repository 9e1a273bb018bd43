package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.cli.report.CallsThroughMembers.Callee;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.AssumedPlan;
import org.abiseam.rules.psabi.PlanResult;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The plans of both sides of a call as data for a drawing; each is kept once. */
final class DrawnCalls {
  private final Drawings all;

  DrawnCalls(Drawings all) {
    this.all = all;
  }

  /** Puts the places of the plans and the values that differ into a finding, if it has calls. */
  void add(Finding finding, ObjectNode node) {
    List<List<Callee>> pairs = CallsOfFinding.pairs(finding);
    if (pairs.isEmpty()) {
      return;
    }
    ArrayNode calls = node.putArray("calls");
    for (List<Callee> pair : pairs) {
      Callee callee = pair.getFirst();
      Callee caller = pair.getLast();
      PlanResult expected = CallsOfFinding.plan(callee, caller);
      PlanResult actual = CallsOfFinding.plan(caller, callee);
      ObjectNode call = calls.addObject().put("path", callee.path());
      call.putArray("plans").add(place(callee, caller)).add(place(caller, callee));
      ArrayNode marks = call.putArray("marks");
      String path = finding.subject().name() + (callee.path().isEmpty() ? "" : ".");
      marks(finding, path + callee.path(), expected, actual).forEach(marks::add);
    }
  }

  private int place(Callee one, Callee other) {
    return all.place(node -> draw(one, CallsOfFinding.plan(one, other), node));
  }

  private static void draw(Callee callee, PlanResult outcome, ObjectNode node) {
    View.Typed view = callee.view();
    String name = callee.path().isEmpty() ? view.definition().name() : callee.path();
    String last = name.substring(name.lastIndexOf('.') + 1);
    node.put("prototype", TypeText.declaration(view.types(), callee.type(), last));
    node.put("word", view.machine().pointerBytes()).put("bigEndian", view.machine().bigEndian());
    switch (outcome) {
      case PlanResult.NotPlanned not -> node.put("reason", not.reason());
      case PlanResult.Planned planned -> plans(view, planned, node);
    }
  }

  private static void plans(View.Typed view, PlanResult.Planned planned, ObjectNode node) {
    Plan plan = planned.plans().getFirst().plan();
    ArrayNode values = node.putArray("values");
    passedValues(plan).forEach(passed -> value(view, passed, values.addObject()));
    ArrayNode others = node.putArray("otherwise");
    Set<String> shown = new HashSet<>(Set.of(plan.toString()));
    for (AssumedPlan other : planned.plans()) {
      if (shown.add(other.plan().toString())) {
        others
            .addArray()
            .add(PlanText.explanation(view.types(), other))
            .add(other.plan().toString());
      }
    }
  }

  /** Returns the arguments, and then the result. */
  private static List<PassedValue> passedValues(Plan plan) {
    List<PassedValue> passedValues = new ArrayList<>(plan.arguments());
    passedValues.add(plan.result());
    return passedValues;
  }

  private static void value(View.Typed view, PassedValue passed, ObjectNode node) {
    node.put("name", passed.name()).put("type", TypeText.of(view.types(), passed.type()));
    node.put("place", passed.placement().toString());
    node.put("reference", passed.placement() instanceof Placement.ByReference);
    ArrayNode pieces = node.putArray("pieces");
    for (Piece piece : PlanText.pieces(passed.placement())) {
      ArrayNode drawn = pieces.addArray();
      switch (piece.location()) {
        case Location.Register register -> drawn.add(register.name()).add(piece.at());
        case Location.Stack stack -> drawn.addNull().add(stack.offset() + piece.at());
      }
      drawn.add(piece.bytes());
    }
    ArrayNode clauses = node.putArray("clauses");
    passed.clauses().forEach(clause -> clauses.add(clause.toString()));
    passed.extension().ifPresent(extension -> extension(extension, node));
    ArrayNode asked = node.putArray("asked");
    passed.asked().forEach(one -> asked(one, asked));
  }

  private static void extension(Extension extension, ObjectNode node) {
    node.putObject("extension")
        .put("given", extension.given() / 8)
        .put("trusted", extension.trusted() / 8)
        .put("signed", extension.signed())
        .put("text", PlanText.extension(extension));
  }

  private static void asked(PassedValue.Asked asked, ArrayNode array) {
    divergence(asked.divergence(), array.addObject().put("answer", asked.yes() ? "yes" : "no"));
  }

  /** Writes what is known of a point on which compilers differ. */
  static void divergence(Divergence divergence, ObjectNode node) {
    node.put("id", divergence.id()).put("question", divergence.question());
    node.put("summary", divergence.summary());
    ArrayNode references = node.putArray("references");
    divergence.references().forEach(reference -> references.add(reference.toString()));
  }

  // What differs: indexes of arguments, and -1 for the result.

  private static Set<Integer> marks(
      Finding finding, String path, PlanResult one, PlanResult other) {
    Set<Integer> marks = new TreeSet<>();
    if (one instanceof PlanResult.Planned expected && other instanceof PlanResult.Planned actual) {
      Plan callee = expected.plans().getFirst().plan();
      Plan caller = actual.plans().getFirst().plan();
      int most = Math.max(callee.arguments().size(), caller.arguments().size());
      for (int i = 0; i < most; i++) {
        boolean both = i < callee.arguments().size() && i < caller.arguments().size();
        if (!both || differ(finding, path, callee.arguments().get(i), caller.arguments().get(i))) {
          marks.add(i);
        }
      }
      if (!callee.result().placement().equals(caller.result().placement())
          || named(finding, path + ".return")) {
        marks.add(-1);
      }
    }
    return marks;
  }

  private static boolean differ(Finding finding, String path, PassedValue one, PassedValue other) {
    return !one.placement().equals(other.placement())
        || named(finding, path + "." + one.name())
        || named(finding, path + "." + other.name());
  }

  private static boolean named(Finding finding, String path) {
    return finding.differences().stream()
        .map(Difference::path)
        .anyMatch(other -> other.equals(path) || other.startsWith(path + "."));
  }
}
