package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.cli.report.CallsThroughMembers.Callee;
import org.abiseam.cli.report.LayoutBeside.Line;
import org.abiseam.cli.report.LayoutRows.Row;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.rules.psabi.PlanResult;

/**
 * What a finding is about, as both sides have it: a part of two layouts, or two plans of a call.
 */
final class FindingDrawing {
  private static final int MOST_ROWS = 2_000;
  private static final int MOST_LINES = 14;
  private static final int LAST_LINES = 4;
  private static final Line LEFT_OUT = new Line("  ...", false);

  private FindingDrawing() {}

  /** Returns the lines around what differs; none where nothing of it can be drawn. */
  static List<Line> of(Finding finding, SideLabels labels, int space) {
    List<List<Callee>> calls = CallsOfFinding.pairs(finding);
    return calls.isEmpty()
        ? layouts(finding, labels, space)
        : calls(calls.getFirst(), finding, labels);
  }

  private static List<Line> layouts(Finding finding, SideLabels labels, int space) {
    List<List<Row>> columns = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (View view : List.of(finding.provider(), finding.consumer())) {
      if (finding.subject().kind() == Subject.Kind.TYPE
          && view instanceof View.Typed typed
          && typed.node() instanceof Type.Aggregate aggregate
          && aggregate.members().size() <= MOST_ROWS) {
        columns.add(LayoutRows.of(typed.types(), aggregate));
        titles.add(labels.label(finding, view));
      }
    }
    boolean small = columns.stream().allMatch(column -> column.size() <= MOST_ROWS);
    if (columns.size() != 2 || !small) {
      return List.of();
    }
    List<Line> all = LayoutBeside.of(columns, members(finding), titles, space);
    boolean marked = all.stream().anyMatch(Line::differs);
    return marked ? around(all) : longer(finding) ? end(all) : List.of();
  }

  private static boolean longer(Finding finding) {
    return finding.differences().stream()
        .anyMatch(
            one ->
                one.what() == Difference.What.SIZE && one.path().equals(finding.subject().name()));
  }

  /** Keeps the heading and the last lines, where one side is longer without another member. */
  private static List<Line> end(List<Line> all) {
    List<Line> kept = new ArrayList<>(List.of(all.getFirst()));
    int first = Math.max(1, all.size() - LAST_LINES);
    if (first > 1) {
      kept.add(LEFT_OUT);
    }
    kept.addAll(all.subList(first, all.size()));
    return kept;
  }

  /** Returns the members that the finding names. */
  private static Set<String> members(Finding finding) {
    Set<String> members = new HashSet<>();
    for (Difference one : finding.differences()) {
      String[] path = one.path().split("\\.", 3);
      if (path.length > 1) {
        members.add(path[1].replaceFirst("\\[.*", ""));
      }
    }
    return members;
  }

  /** Keeps the heading, what is marked and one line on either side of it. */
  private static List<Line> around(List<Line> all) {
    List<Line> kept = new ArrayList<>();
    boolean left = false;
    for (int i = 1; i < all.size(); i++) {
      boolean near = false;
      for (int j = Math.max(1, i - 1); j <= Math.min(all.size() - 1, i + 1); j++) {
        near |= all.get(j).differs();
      }
      if (near && kept.size() < MOST_LINES) {
        if (left) {
          kept.add(LEFT_OUT);
        }
        kept.add(all.get(i));
      }
      left = !near || (left && kept.size() >= MOST_LINES);
    }
    if (left) {
      kept.add(LEFT_OUT);
    }
    kept.addFirst(all.getFirst());
    return kept;
  }

  private static List<Line> calls(List<Callee> pair, Finding finding, SideLabels labels) {
    Callee one = pair.getFirst();
    Callee other = pair.getLast();
    return CallsOfFinding.plan(one, other) instanceof PlanResult.Planned expected
            && CallsOfFinding.plan(other, one) instanceof PlanResult.Planned actual
        ? PlansBeside.rows(
            new PlansBeside.Side(
                labels.label(finding, finding.provider()),
                one.view(),
                expected.plans().getFirst().plan()),
            new PlansBeside.Side(
                labels.label(finding, finding.consumer()),
                other.view(),
                actual.plans().getFirst().plan()),
            MOST_LINES)
        : List.of();
  }
}
