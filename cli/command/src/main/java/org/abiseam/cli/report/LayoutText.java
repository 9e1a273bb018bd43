package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.cli.report.LayoutRows.Kind;
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
  private static final int WIDEST = 56;

  private final StringBuilder text = new StringBuilder();
  private final String name;
  private final Verification verification;
  private final Paint paint;
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

  private LayoutText(String name, Verification verification, Paint paint) {
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
   * @return lines, each ended
   */
  public static String of(
      String name, Definitions definitions, Verification verification, Paint paint) {
    LayoutText layout = new LayoutText(name, verification, paint);
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
      Type type = view.types().type(view.types().resolved(view.definition().type()));
      if (type instanceof Type.Aggregate aggregate) {
        columns.add(LayoutRows.of(view.types(), aggregate));
      }
    }
    if (columns.size() == pair.size()) {
      members(columns);
      footer(pair);
    } else {
      for (View.Typed view : pair) {
        text.append(differing.isEmpty() ? "  " : paint.bad("≠ "));
        text.append(TypeText.definition(view.types(), view.definition().type())).append('\n');
      }
    }
    text.append('\n');
  }

  private void members(List<List<Row>> columns) {
    int width = 8;
    for (List<Row> column : columns) {
      for (Row row : column) {
        width = Math.max(width, Math.min(WIDEST, indented(row).length()));
      }
    }
    TreeSet<Long> offsets = new TreeSet<>();
    columns.forEach(column -> column.forEach(row -> offsets.add(row.bitOffset())));
    for (long offset : offsets) {
      List<List<Row>> here = new ArrayList<>();
      int most = 0;
      for (List<Row> column : columns) {
        List<Row> rows = column.stream().filter(row -> row.bitOffset() == offset).toList();
        here.add(rows);
        most = Math.max(most, rows.size());
      }
      for (int i = 0; i < most; i++) {
        line(columns, here, i, width);
      }
    }
  }

  private void line(List<List<Row>> columns, List<List<Row>> here, int index, int width) {
    StringBuilder line = new StringBuilder();
    for (int side = 0; side < here.size(); side++) {
      List<Row> rows = here.get(side);
      line.append(side == 0 ? "  " : "  │ ");
      line.append(cell(index < rows.size() ? List.of(rows.get(index)) : List.of(), width));
    }
    boolean differs = here.size() == 2 && (found(here, index) || differs(columns, here, index));
    String marked = (differs ? "≠" : " ") + line.substring(1).stripTrailing();
    text.append(differs ? paint.bad(marked) : marked).append('\n');
  }

  /** Tells whether a finding names a member of a line. */
  private boolean found(List<List<Row>> here, int index) {
    for (List<Row> rows : here) {
      if (index < rows.size() && differing.contains(rows.get(index).name())) {
        return !rows.get(index).name().isEmpty();
      }
    }
    return false;
  }

  private static String cell(List<Row> row, int width) {
    StringBuilder cell = new StringBuilder();
    for (Row one : row) {
      String declared = indented(one);
      cell.append(declared.length() > width ? declared.substring(0, width - 1) + "…" : declared);
      cell.append(" ".repeat(width - Math.min(width, declared.length())));
      String size = one.bits().map(LayoutText::size).orElse("?");
      cell.append(String.format("%8s %6s", ReportText.position(one.bitOffset()), size));
    }
    return row.isEmpty() ? " ".repeat(width + 15) : cell.toString();
  }

  private static String size(long bits) {
    return bits % 8 == 0 ? Long.toString(bits / 8) : "0:" + bits;
  }

  private static String indented(Row row) {
    return "  ".repeat(row.depth()) + row.text();
  }

  /**
   * A bit-field agrees with a unit that covers it, any member with padding that bindgen wrote in
   * its place; holes and markers agree with anything.
   */
  private static boolean differs(List<List<Row>> columns, List<List<Row>> here, int index) {
    List<Row> left = here.get(0);
    List<Row> right = here.get(1);
    if (index < left.size() && index < right.size()) {
      return differ(left.get(index), right.get(index));
    }
    int present = index < left.size() ? 0 : 1;
    Row row = here.get(present).get(index);
    return switch (row.kind()) {
      case HOLE, OTHER -> false;
      case MEMBER, BIT_FIELD, BIT_FIELD_UNIT -> !matched(row, columns.get(1 - present));
    };
  }

  private static boolean differ(Row left, Row right) {
    boolean comparable = left.kind() == right.kind() && left.kind() != Kind.HOLE;
    if (comparable) {
      return !left.bits().equals(right.bits());
    }
    boolean lone = left.kind() == Kind.MEMBER && right.kind() == Kind.HOLE;
    return lone || (left.kind() == Kind.HOLE && right.kind() == Kind.MEMBER);
  }

  private static boolean matched(Row row, List<Row> others) {
    for (Row other : others) {
      boolean covers =
          (other.kind() == Kind.BIT_FIELD_UNIT || other.kind() == Kind.OTHER)
              && other.bitOffset() <= row.bitOffset()
              && other.bitOffset() + other.bits().orElse(0L)
                  >= row.bitOffset() + row.bits().orElse(0L);
      boolean covered =
          row.kind() == Kind.BIT_FIELD_UNIT
              && other.kind() == Kind.BIT_FIELD
              && other.bitOffset() >= row.bitOffset()
              && other.bitOffset() < row.bitOffset() + row.bits().orElse(0L);
      boolean same = other.bitOffset() == row.bitOffset() && other.bits().equals(row.bits());
      boolean reserved = covers && other.kind() == Kind.OTHER;
      if ((row.kind() == Kind.BIT_FIELD && covers) || reserved || covered || same) {
        return true;
      }
    }
    return false;
  }

  private void footer(List<View.Typed> pair) {
    List<String> sizes = new ArrayList<>();
    for (View.Typed view : pair) {
      if (view.types().type(view.types().resolved(view.definition().type()))
          instanceof Type.Aggregate aggregate) {
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
