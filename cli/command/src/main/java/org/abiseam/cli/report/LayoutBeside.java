package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.abiseam.cli.report.LayoutRows.Kind;
import org.abiseam.cli.report.LayoutRows.Row;

/**
 * The rows of one layout, or of two beside each other by offset, so that a member that moved opens
 * a gap; a sign marks what differs: in place or extent, or in what a finding says of the member.
 */
final class LayoutBeside {
  private static final int WIDEST = 56;
  private static final int NARROWEST = 8;

  /** Characters of offset and size. */
  private static final int NUMBERS = 15;

  /** Characters between two columns, and of the sign in front. */
  private static final int BAR = 4;

  private final List<List<Row>> columns;
  private final Set<String> differing;

  /**
   * Holds a line.
   *
   * @param text without its end
   * @param differs whether it is marked
   */
  record Line(String text, boolean differs) {}

  private LayoutBeside(List<List<Row>> columns, Set<String> differing) {
    this.columns = columns;
    this.differing = differing;
  }

  /**
   * Draws the rows.
   *
   * @param columns the rows of one type or of two
   * @param differing names of members that a finding names
   * @param titles of the columns, which stand in the first line; empty for none
   * @param space characters of a line
   */
  static List<Line> of(
      List<List<Row>> columns, Set<String> differing, List<String> titles, int space) {
    return new LayoutBeside(columns, differing).lines(titles, space);
  }

  private List<Line> lines(List<String> titles, int space) {
    int most = Math.clamp(space / Math.max(1, columns.size()) - NUMBERS - BAR, NARROWEST, WIDEST);
    int width = NARROWEST;
    List<Map<Long, List<Row>>> byOffset = new ArrayList<>();
    TreeSet<Long> offsets = new TreeSet<>();
    for (List<Row> column : columns) {
      for (Row row : column) {
        width = Math.max(width, Math.min(most, indented(row).length()));
      }
      byOffset.add(
          column.stream()
              .collect(Collectors.groupingBy(Row::bitOffset, TreeMap::new, Collectors.toList())));
      offsets.addAll(byOffset.getLast().keySet());
    }
    List<Line> lines = new ArrayList<>();
    if (!titles.isEmpty()) {
      lines.add(heading(titles, width));
    }
    for (long offset : offsets) {
      List<List<Row>> here =
          byOffset.stream().map(rows -> rows.getOrDefault(offset, List.of())).toList();
      int rows = here.stream().mapToInt(List::size).max().orElse(0);
      for (int i = 0; i < rows; i++) {
        lines.add(line(here, i, width));
      }
    }
    return lines;
  }

  private static Line heading(List<String> titles, int width) {
    StringBuilder line = new StringBuilder("  ");
    for (String title : titles) {
      line.append(line.length() > 2 ? "  │ " : "");
      line.append(PlanText.padded(PlanText.shortened(title, width), width));
      line.append(PlanText.padded("  offset   size", NUMBERS));
    }
    return new Line(line.toString(), false);
  }

  private Line line(List<List<Row>> here, int index, int width) {
    StringBuilder line = new StringBuilder();
    for (int side = 0; side < here.size(); side++) {
      List<Row> rows = here.get(side);
      line.append(side == 0 ? "  " : "  │ ");
      line.append(cell(index < rows.size() ? List.of(rows.get(index)) : List.of(), width));
    }
    boolean differs = here.size() == 2 && (found(here, index) || differs(here, index));
    return new Line((differs ? "≠" : " ") + line.substring(1).stripTrailing(), differs);
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
      cell.append(PlanText.padded(PlanText.shortened(declared, width), width));
      String size = one.bits().map(LayoutBeside::size).orElse("?");
      cell.append(String.format("%8s %6s", ReportText.position(one.bitOffset()), size));
    }
    return row.isEmpty() ? " ".repeat(width + NUMBERS) : cell.toString();
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
  private boolean differs(List<List<Row>> here, int index) {
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
}
