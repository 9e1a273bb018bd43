package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeText;
import org.abiseam.model.View;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Passage;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.Planner;
import org.abiseam.rules.psabi.Psabis;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The plans of both sides of a call as data for a drawing; each is kept once. */
final class DrawnCalls {
  private final ArrayNode all;
  private final Map<String, Integer> known = new HashMap<>();

  DrawnCalls(ArrayNode all) {
    this.all = all;
  }

  /** Puts the places of both plans and the values that differ into a finding about a function. */
  void add(Finding finding, ObjectNode node) {
    if (finding.provider() instanceof View.Typed one
        && finding.consumer() instanceof View.Typed other
        && resolved(one) instanceof Type.Function callee
        && resolved(other) instanceof Type.Function caller) {
      Planner.Outcome expected = plan(one, callee, other.producer());
      Planner.Outcome actual = plan(other, caller, one.producer());
      node.putArray("calls").add(place(one, expected)).add(place(other, actual));
      ArrayNode marks = node.putArray("marks");
      marks(finding, expected, actual, marks.addArray());
      marks(finding, actual, expected, marks.addArray());
    }
  }

  private static Type resolved(View.Typed view) {
    return view.types().type(view.types().resolved(view.definition().type()));
  }

  private static Planner.Outcome plan(View.Typed view, Type.Function function, Producer other) {
    return Planner.plan(
        function.signature(),
        new Planner.Side(view.machine(), view.types(), view.producer(), other));
  }

  private int place(View.Typed view, Planner.Outcome outcome) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    String prototype =
        TypeText.declaration(view.types(), view.definition().type(), view.definition().name());
    node.put("prototype", prototype).put("word", view.machine().pointerBytes());
    switch (outcome) {
      case Planner.Outcome.NotPlanned not -> node.put("reason", not.reason());
      case Planner.Outcome.Planned planned -> plans(view, planned, node);
    }
    return known.computeIfAbsent(
        node.toString(),
        _ -> {
          all.add(node);
          return all.size() - 1;
        });
  }

  private static void plans(View.Typed view, Planner.Outcome.Planned planned, ObjectNode node) {
    Plan plan = planned.plans().getFirst().plan();
    ArrayNode values = node.putArray("values");
    passages(plan).forEach(passage -> value(view, passage, values.addObject()));
    node.putObject("frame")
        .put("bytes", plan.frame().argumentBytes())
        .put("alignment", plan.frame().alignment())
        .put("pops", plan.frame().calleePops());
    ArrayNode others = node.putArray("otherwise");
    Set<String> shown = new HashSet<>(Set.of(plan.toString()));
    for (Planner.Explained other : planned.plans()) {
      if (shown.add(other.plan().toString())) {
        others
            .addArray()
            .add(PlanText.explanation(view.types(), other))
            .add(other.plan().toString());
      }
    }
  }

  /** The arguments, and then the result. */
  private static List<Passage> passages(Plan plan) {
    List<Passage> passages = new ArrayList<>(plan.arguments());
    passages.add(plan.result());
    return passages;
  }

  private static void value(View.Typed view, Passage passage, ObjectNode node) {
    node.put("name", passage.name()).put("type", TypeText.of(view.types(), passage.type()));
    node.put("place", passage.placement().toString());
    node.put("reference", passage.placement() instanceof Placement.ByReference);
    ArrayNode pieces = node.putArray("pieces");
    for (Piece piece : PlanText.pieces(passage.placement())) {
      switch (piece.location()) {
        case Location.Register register -> pieces.addArray().add(register.name()).add(piece.at());
        case Location.Stack stack -> pieces.addArray().addNull().add(stack.offset() + piece.at());
      }
      ((ArrayNode) pieces.get(pieces.size() - 1)).add(piece.bytes());
    }
    ArrayNode clauses = node.putArray("clauses");
    passage.clauses().forEach(clause -> clauses.add(clause.toString()));
    passage
        .extension()
        .ifPresent(extension -> node.put("extension", PlanText.extension(extension)));
    ArrayNode asked = node.putArray("asked");
    passage.asked().forEach(one -> asked(one, asked));
  }

  private static void asked(Passage.Asked asked, ArrayNode array) {
    Psabis.divergences()
        .filter(divergence -> divergence.question().equals(asked.question()))
        .forEach(
            divergence -> {
              ObjectNode node = array.addObject();
              node.put("answer", asked.yes() ? "yes" : "no");
              divergence(divergence, node);
            });
  }

  /** What is known of a point on which compilers differ. */
  static void divergence(Divergence divergence, ObjectNode node) {
    node.put("id", divergence.id()).put("question", divergence.question().text());
    node.put("summary", divergence.summary());
    ArrayNode references = node.putArray("references");
    divergence.references().forEach(reference -> references.add(reference.toString()));
  }

  private static void marks(
      Finding finding, Planner.Outcome own, Planner.Outcome other, ArrayNode marks) {
    if (!(own instanceof Planner.Outcome.Planned planned)) {
      return;
    }
    List<Passage> mine = passages(planned.plans().getFirst().plan());
    List<Passage> others =
        other instanceof Planner.Outcome.Planned theirs
            ? passages(theirs.plans().getFirst().plan())
            : List.of();
    for (int i = 0; i < mine.size(); i++) {
      boolean result = i == mine.size() - 1;
      int twin = result ? others.size() - 1 : i;
      boolean paired = twin >= 0 && twin < others.size() && (result || twin < others.size() - 1);
      boolean elsewhere =
          !others.isEmpty()
              && (!paired || !mine.get(i).placement().equals(others.get(twin).placement()));
      if (elsewhere || named(finding, result ? "return" : mine.get(i).name())) {
        marks.add(i);
      }
    }
  }

  private static boolean named(Finding finding, String name) {
    String path = finding.subject().name() + "." + name;
    return finding.differences().stream()
        .map(Difference::path)
        .anyMatch(other -> other.equals(path) || other.startsWith(path + "."));
  }
}
