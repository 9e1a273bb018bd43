package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Plan;

/**
 * The plans of two sides beside each other: a row for each value, marked where its places differ,
 * then the registers and the stack of both.
 */
public final class PlansBeside {
  private static final String NOTHING = "|........|";

  private final Side one;
  private final Side other;
  private final Paint paint;
  private final StringBuilder text = new StringBuilder();

  /**
   * Describes one side of the call.
   *
   * @param title heads its column
   * @param view who believes it
   * @param plan its likely plan
   */
  public record Side(String title, View.Typed view, Plan plan) {
    /** Creates the side that calls or is called. */
    public static Side of(String role, View.Typed view, Plan plan) {
      return new Side(role + ", " + ReportText.compiler(view), view, plan);
    }

    private List<PassedValue> values() {
      List<PassedValue> values = new ArrayList<>(plan.arguments());
      values.add(plan.result());
      return values;
    }
  }

  private PlansBeside(Side one, Side other, Paint paint) {
    this.one = one;
    this.other = other;
    this.paint = paint;
  }

  /**
   * Shows both.
   *
   * @param other the caller, with as many arguments
   * @param paint with colours or without
   * @return lines, each ended
   */
  public static String of(Side one, Side other, Paint paint) {
    PlansBeside beside = new PlansBeside(one, other, paint);
    beside.table();
    beside.drawing();
    beside.text.append('\n');
    return beside.text.toString();
  }

  /**
   * Returns a heading and a row for each value; none where the sides pass another number of them.
   */
  static List<LayoutBeside.Line> rows(Side one, Side other, int most) {
    List<PassedValue> first = one.values();
    List<PassedValue> second = other.values();
    if (first.size() != second.size()) {
      return List.of();
    }
    List<String> heads = new ArrayList<>();
    int head = 0;
    int place = one.title().length();
    for (int i = 0; i < first.size(); i++) {
      PassedValue passed = first.get(i);
      String type = TypeText.of(one.view().types(), passed.type());
      heads.add(PlanText.letter(i, first.size()) + " " + passed.name() + "  " + type);
      head = Math.max(head, heads.getLast().length());
      place = Math.max(place, passed.placement().toString().length());
    }
    List<LayoutBeside.Line> lines = new ArrayList<>();
    String titles = PlanText.padded(one.title(), place + 2) + other.title();
    lines.add(new LayoutBeside.Line("  " + PlanText.padded("", head + 2) + titles, false));
    for (int i = 0; i < Math.min(first.size(), most); i++) {
      String left = first.get(i).placement().toString();
      String right = second.get(i).placement().toString();
      boolean differs = !left.equals(right);
      String mark = differs ? "≠ " : "  ";
      String places = PlanText.padded(left, place + 2) + right;
      lines.add(
          new LayoutBeside.Line(mark + PlanText.padded(heads.get(i), head + 2) + places, differs));
    }
    if (first.size() > most) {
      lines.add(new LayoutBeside.Line("  ...", false));
    }
    return lines;
  }

  private void table() {
    boolean title = true;
    for (LayoutBeside.Line row : rows(one, other, Integer.MAX_VALUE)) {
      text.append(title ? paint.bold(row.text()) : row.text()).append('\n');
      title = false;
    }
  }

  private void drawing() {
    CallDrawing left = CallDrawing.of(one.plan());
    CallDrawing right = CallDrawing.of(other.plan());
    Set<String> names = new LinkedHashSet<>();
    for (CallDrawing drawing : List.of(left, right)) {
      drawing.rows().keySet().stream().filter(name -> !name.startsWith("+")).forEach(names::add);
    }
    List<String> slots = new ArrayList<>();
    for (CallDrawing drawing : List.of(left, right)) {
      drawing.rows().keySet().stream()
          .filter(name -> name.startsWith("+") && !slots.contains(name))
          .forEach(slots::add);
    }
    slots.sort((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
    names.addAll(slots);
    if (names.isEmpty()) {
      return;
    }
    text.append('\n');
    for (String name : names) {
      String first = left.rows().getOrDefault(name, NOTHING);
      String second = right.rows().getOrDefault(name, NOTHING);
      String mark = first.equals(second) ? "  " : "≠ ";
      text.append(mark)
          .append(PlanText.padded(name, 7))
          .append(PlanText.padded(first, 2 * NOTHING.length()))
          .append(second)
          .append('\n');
    }
  }
}
