package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.model.Citation;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.AssumedPlan;
import org.abiseam.rules.psabi.PlanResult;

/**
 * The plan of one call as one side makes it: a table of where every value travels and by which
 * clause, and a drawing of the registers and the stack, one cell a byte, each with the letter of
 * the value that lies in it.
 */
public final class PlanText {
  private final StringBuilder text = new StringBuilder();
  private final Paint paint;

  private PlanText(Paint paint) {
    this.paint = paint;
  }

  /**
   * Shows what one side does.
   *
   * @param role what the side is to the call: callee, caller, by value
   * @param outcome the plans, or why there are none
   * @param paint with colours or without
   * @return lines, each ended
   */
  public static String of(String role, View.Typed view, PlanResult outcome, Paint paint) {
    PlanText plan = new PlanText(paint);
    plan.head(role, view);
    switch (outcome) {
      case PlanResult.NotPlanned not -> plan.line("  not determined: " + not.reason());
      case PlanResult.Planned planned -> plan.plans(view.types(), planned.plans());
    }
    plan.line("");
    return plan.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void head(String role, View.Typed view) {
    String prototype = TypeText.of(view.types(), view.definition().type());
    line(paint.bold(role) + "  " + prototype);
    line(
        paint.dim(
            "  "
                + ReportText.declared(view.origin())
                + "  "
                + ReportText.compiler(view)
                + ", "
                + ReportText.place(view.origin())));
  }

  private void plans(TypeGraph types, List<AssumedPlan> plans) {
    plan(types, plans.getFirst().plan());
    List<String> shown = new ArrayList<>();
    shown.add(plans.getFirst().plan().toString());
    for (AssumedPlan other : plans) {
      if (!shown.contains(other.plan().toString())) {
        shown.add(other.plan().toString());
        line("  or, where " + explanation(types, other) + ":");
        line("    " + other.plan());
      }
    }
  }

  /** Returns what was supposed of each type, once. */
  static String explanation(TypeGraph types, AssumedPlan explained) {
    List<PassedValue> all = new ArrayList<>(explained.plan().arguments());
    all.add(explained.plan().result());
    Set<String> supposed = new LinkedHashSet<>();
    for (int i = 0; i < all.size(); i++) {
      Assumption explanation = explained.assumptions().get(i);
      if (explanation != Assumption.PLAIN) {
        supposed.add(TypeText.of(types, all.get(i).type()) + " has " + explanation.text());
      }
    }
    explained.within().forEach(it -> supposed.add("the type of a member has " + it.text()));
    return String.join(" and ", supposed);
  }

  private void plan(TypeGraph types, Plan plan) {
    List<PassedValue> all = new ArrayList<>(plan.arguments());
    all.add(plan.result());
    int name = 6;
    int type = 4;
    int place = 7;
    for (PassedValue passed : all) {
      name = Math.max(name, passed.name().length());
      type = Math.max(type, TypeText.of(types, passed.type()).length());
      place = Math.max(place, passed.placement().toString().length());
    }
    for (int i = 0; i < all.size(); i++) {
      PassedValue passed = all.get(i);
      line(
          "  "
              + letter(i, all.size())
              + " "
              + padded(passed.name(), name + 2)
              + padded(TypeText.of(types, passed.type()), type + 2)
              + padded(passed.placement().toString(), place + 2)
              + paint.dim(clauses(passed)));
      asked(passed);
    }
    drawing(plan);
  }

  /** Returns what stands for a value; the result is the last. */
  static String letter(int index, int size) {
    return index == size - 1 ? "=" : String.valueOf(CallDrawing.letter(index));
  }

  private static String clauses(PassedValue passed) {
    Map<String, List<String>> byDocument = new LinkedHashMap<>();
    for (Citation citation : passed.clauses()) {
      byDocument
          .computeIfAbsent(citation.document(), _ -> new ArrayList<>())
          .add(citation.clause());
    }
    List<String> all = new ArrayList<>();
    byDocument.forEach((document, clauses) -> all.add(document + " " + String.join("; ", clauses)));
    return String.join("; ", all) + passed.extension().map(it -> "; " + extension(it)).orElse("");
  }

  static String extension(Extension extension) {
    return "sent with %d bits %s-extended, %d relied on"
        .formatted(extension.given(), extension.signed() ? "sign" : "zero", extension.trusted());
  }

  private void asked(PassedValue passed) {
    for (PassedValue.Asked asked : passed.asked()) {
      Divergence divergence = asked.divergence();
      line(
          paint.dim(
              "      "
                  + divergence.id()
                  + ": "
                  + divergence.question()
                  + (asked.yes() ? " yes" : " no")
                  + " ("
                  + divergence.references().getFirst()
                  + ")"));
    }
  }

  // The drawing.

  private void drawing(Plan plan) {
    CallDrawing drawing = CallDrawing.of(plan);
    if (!drawing.rows().isEmpty()) {
      line("");
    }
    drawing.rows().forEach((name, cells) -> line("    " + padded(name, 7) + cells));
    if (drawing.left() > 0) {
      line("    and " + drawing.left() + " slots more");
    }
  }

  static List<Piece> pieces(Placement placement) {
    return switch (placement) {
      case Placement.Nothing _ -> List.of();
      case Placement.Direct direct -> direct.pieces();
      case Placement.ByReference reference -> reference.pointer();
    };
  }

  static String shortened(String text, int width) {
    return text.length() > width ? text.substring(0, width - 1) + "…" : text;
  }

  static String padded(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
