package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.abiseam.cli.report.LayoutRows.Row;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;

/**
 * Two layouts side by side, in pahole's columns: declaration, offset, size. Rows stand beside each
 * other by offset, so that a member that moved opens a gap; a sign marks what differs: in place or
 * extent, as the rows show, or in what a finding says of the member. The verdict comes last.
 */
public final class LayoutText {
  private final StringBuilder text = new StringBuilder();
  private final String name;
  private final Verification verification;
  private final Paint paint;
  private final int width;
  private Set<String> differing = Set.of();

  /**
   * Holds all definitions of a name.
   *
   * @param c what C units define
   * @param rust what Rust units define
   */
  public record Definitions(List<View.Typed> c, List<View.Typed> rust) {
    /** Copies the lists. */
    public Definitions {
      c = List.copyOf(c);
      rust = List.copyOf(rust);
    }
  }

  private LayoutText(String name, Verification verification, Paint paint, int width) {
    this.width = width;
    this.name = name;
    this.verification = verification;
    this.paint = paint;
  }

  /**
   * Shows all definitions of a name: the first of each side beside each other, the others after
   * them, each beside the first of the other side.
   *
   * @param definitions of both sides
   * @param paint with colours or without
   * @param width characters of a line
   * @return lines, each ended
   */
  public static String of(
      String name, Definitions definitions, Verification verification, Paint paint, int width) {
    LayoutText layout = new LayoutText(name, verification, paint, width);
    List<View.Typed> left = distinct(definitions.c());
    List<View.Typed> right = distinct(definitions.rust());
    int pairs = Math.max(left.size(), right.size());
    for (int i = 0; i < pairs; i++) {
      List<View.Typed> pair = new ArrayList<>();
      if (!left.isEmpty()) {
        pair.add(left.get(Math.min(i, left.size() - 1)));
      }
      if (!right.isEmpty()) {
        pair.add(right.get(Math.min(i, right.size() - 1)));
      }
      layout.show(pair);
    }
    if (left.isEmpty()) {
      layout.text.append("No C unit of the inputs defines ").append(name).append(".\n");
    }
    if (right.isEmpty()) {
      layout.text.append("No Rust unit of the inputs defines ").append(name).append(".\n");
    }
    layout.verdict();
    return layout.text.toString();
  }

  private void verdict() {
    switch (verification.verdicts().get(name)) {
      case null -> {}
      case Verdict.Agree _ -> text.append(paint.good("Both sides agree.")).append('\n');
      case Verdict.OpaqueDeclaration _ ->
          text.append("One side only declares it, which is right behind a pointer.\n");
      case Verdict.NotDetermined open -> {
        text.append(paint.doubtful("Not verified:")).append('\n');
        for (Undetermined one : open.reasons()) {
          text.append("  ").append(one.reason().text()).append(": ");
          text.append(one.detail()).append('\n');
        }
      }
      case Verdict.Disagree disagree -> {
        text.append(paint.bad("The sides disagree:")).append('\n');
        for (Finding finding : disagree.findings()) {
          for (Difference one : finding.differences()) {
            text.append("  ").append(finding.rule().id()).append("  ").append(one.path());
            text.append(' ').append(one.what().word()).append(": ");
            text.append(ReportText.value(one.what(), one.expected())).append(", ");
            text.append(ReportText.value(one.what(), one.actual())).append('\n');
          }
        }
      }
    }
  }

  /** Returns the members of the type that findings about these two views name. */
  private Set<String> differing(List<View.Typed> pair) {
    Set<String> members = new HashSet<>();
    for (Finding finding : verification.findings()) {
      boolean about =
          pair.size() == 2
              && finding.subject().name().equals(name)
              && same(finding.provider(), pair.getFirst())
              && same(finding.consumer(), pair.getLast());
      for (Difference one : about ? finding.differences() : List.<Difference>of()) {
        String[] path = one.path().split("\\.", 3);
        members.add(path.length > 1 ? path[1].replaceFirst("\\[.*", "") : "");
      }
    }
    return members;
  }

  private static boolean same(View one, View.Typed other) {
    return one instanceof View.Typed typed
        && TypeText.definition(typed.types(), typed.definition().type())
            .equals(TypeText.definition(other.types(), other.definition().type()));
  }

  private static List<View.Typed> distinct(List<View.Typed> views) {
    TreeMap<String, View.Typed> byText = new TreeMap<>();
    List<View.Typed> result = new ArrayList<>();
    for (View.Typed view : views) {
      String definition =
          view.definition().qualifiedName()
              + TypeText.definition(view.types(), view.definition().type());
      if (byText.putIfAbsent(definition, view) == null) {
        result.add(view);
      }
    }
    return result;
  }

  private void show(List<View.Typed> pair) {
    for (View.Typed view : pair) {
      text.append(paint.bold(view.definition().qualifiedName())).append("  ");
      text.append(ReportText.declared(view.origin()))
          .append("  ")
          .append(ReportText.compiler(view));
      text.append(", ").append(ReportText.place(view.origin()));
      text.append(", ").append(ReportText.count(view.definition().units(), "unit")).append('\n');
    }
    differing = differing(pair);
    List<List<Row>> columns = new ArrayList<>();
    for (View.Typed view : pair) {
      Type type = view.node();
      if (type instanceof Type.Aggregate aggregate) {
        columns.add(LayoutRows.of(view.types(), aggregate));
      }
    }
    if (columns.size() == pair.size()) {
      for (LayoutBeside.Line line : LayoutBeside.of(columns, differing, List.of(), width)) {
        text.append(line.differs() ? paint.bad(line.text()) : line.text()).append('\n');
      }
      footer(pair);
    } else {
      for (View.Typed view : pair) {
        text.append(differing.isEmpty() ? "  " : paint.bad("≠ "));
        text.append(TypeText.definition(view.types(), view.definition().type())).append('\n');
      }
    }
    text.append('\n');
  }

  private void footer(List<View.Typed> pair) {
    List<String> sizes = new ArrayList<>();
    for (View.Typed view : pair) {
      if (view.node() instanceof Type.Aggregate aggregate) {
        OptionalInt alignment = aggregate.alignment();
        sizes.add(
            "size "
                + aggregate.bytes()
                + (alignment.isPresent() ? ", aligned to " + alignment.getAsInt() : ""));
      }
    }
    text.append(differing.contains("") ? paint.bad("≠ ") : "  ");
    text.append(String.join("  │  ", sizes)).append('\n');
  }
}
