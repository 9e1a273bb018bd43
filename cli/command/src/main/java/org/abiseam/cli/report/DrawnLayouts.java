package org.abiseam.cli.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.cli.report.LayoutRows.Row;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Layouts as data for a drawing. Each is kept once, however many findings show it; what differs is
 * a matter of the pair and belongs to the finding.
 */
final class DrawnLayouts {
  private final Drawings all;

  DrawnLayouts(Drawings all) {
    this.all = all;
  }

  /** Puts the places of both layouts and the rows that differ into a finding, if it has any. */
  void add(Finding finding, ObjectNode node) {
    if (finding.provider() instanceof View.Typed one
        && finding.consumer() instanceof View.Typed other
        && !(one.node() instanceof Type.Function)
        && !(other.node() instanceof Type.Function)) {
      Subject.Kind kind = finding.subject().kind();
      node.putArray("layouts").add(place(kind, one)).add(place(kind, other));
      ArrayNode marks = node.putArray("marks");
      marks(finding, one, other, marks.addArray());
      marks(finding, other, one, marks.addArray());
    }
  }

  private int place(Subject.Kind kind, View.Typed view) {
    return all.place(node -> draw(kind, view, node));
  }

  private static void draw(Subject.Kind kind, View.Typed view, ObjectNode node) {
    node.put("name", name(kind, view));
    switch (view.node()) {
      case Type.Aggregate aggregate -> {
        node.put("bits", aggregate.bytes() * 8);
        aggregate.alignment().ifPresent(alignment -> node.put("alignment", alignment));
        ArrayNode rows = node.putArray("rows");
        LayoutRows.of(view.types(), aggregate).forEach(row -> row(row, rows.addArray()));
      }
      case Type.Enumeration enumeration -> {
        node.put("bits", enumeration.bytes() * 8);
        ArrayNode values = node.putArray("values");
        enumeration
            .values()
            .forEach(value -> values.addArray().add(value.name()).add(value.number() + ""));
      }
      case Type.Void _, Type.Scalar _, Type.Pointer _, Type.Sequence _ -> text(view, node);
      case Type.Tagged _, Type.Function _, Type.Wrapper _, Type.Unknown _ -> text(view, node);
    }
  }

  private static String name(Subject.Kind kind, View.Typed view) {
    String name = view.definition().qualifiedName();
    return switch (kind) {
      case TYPE ->
          view.node() instanceof Type.Aggregate aggregate
              ? ReportText.keyword(aggregate.shape()) + name
              : view.node() instanceof Type.Enumeration ? "enum " + name : name;
      case VARIABLE, FUNCTION, OBJECT ->
          TypeText.declaration(view.types(), view.definition().type(), name);
    };
  }

  private static void text(View.Typed view, ObjectNode node) {
    node.put("text", TypeText.definition(view.types(), view.definition().type()));
  }

  private static void row(Row row, ArrayNode node) {
    node.add(row.bitOffset());
    row.bits().ifPresentOrElse(bits -> node.add((long) bits), node::addNull);
    node.add(row.name()).add(row.text()).add(EnumWords.of(row.kind())).add(row.depth());
    if (!row.inside().isEmpty()) {
      ArrayNode inside = node.addArray();
      row.inside()
          .forEach(
              one ->
                  inside
                      .addArray()
                      .add(row.bitOffset() + one.bitOffset())
                      .add(one.bitWidth())
                      .add(one.name()));
    }
  }

  // What differs.

  private static void marks(Finding finding, View.Typed own, View.Typed other, ArrayNode marks) {
    Set<String> named = named(finding);
    switch (own.node()) {
      case Type.Aggregate aggregate -> {
        List<Row> rows = LayoutRows.of(own.types(), aggregate);
        Map<String, Row> others = byName(other);
        for (int i = 0; i < rows.size(); i++) {
          Row row = rows.get(i);
          if (named.contains(row.name()) || moved(row, others.get(row.name()))) {
            marks.add(i);
          }
        }
      }
      case Type.Enumeration enumeration -> {
        for (int i = 0; i < enumeration.values().size(); i++) {
          if (named.contains(enumeration.values().get(i).name())) {
            marks.add(i);
          }
        }
      }
      case Type.Void _, Type.Scalar _, Type.Pointer _, Type.Sequence _, Type.Tagged _ -> {}
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> {}
    }
  }

  /**
   * Returns the members that the differences name, as the type has them: {@code se} of {@code
   * se.load}.
   */
  private static Set<String> named(Finding finding) {
    Set<String> names = new HashSet<>();
    String prefix = finding.subject().name() + ".";
    for (Difference difference : finding.differences()) {
      String path = difference.path();
      String rest = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
      for (String segment : rest.split("\\.", -1)) {
        int index = segment.indexOf('[');
        names.add(index < 0 ? segment : segment.substring(0, index));
      }
    }
    names.remove("");
    return names;
  }

  private static Map<String, Row> byName(View.Typed view) {
    Map<String, Row> rows = new HashMap<>();
    if (view.node() instanceof Type.Aggregate aggregate) {
      LayoutRows.of(view.types(), aggregate).forEach(row -> rows.putIfAbsent(row.name(), row));
    }
    rows.remove("");
    return rows;
  }

  /** Tells whether a member of the same name lies elsewhere or is of another size. */
  private static boolean moved(Row row, @org.jspecify.annotations.Nullable Row other) {
    return other != null
        && row.kind() == other.kind()
        && (row.kind() == LayoutRows.Kind.MEMBER || row.kind() == LayoutRows.Kind.BIT_FIELD)
        && (row.bitOffset() != other.bitOffset() || !row.bits().equals(other.bits()));
  }
}
