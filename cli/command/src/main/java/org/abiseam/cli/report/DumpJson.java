package org.abiseam.cli.report;

import java.util.List;
import java.util.Map;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.SectionHeader;
import org.abiseam.engine.result.Side;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Model values as JSON objects; a line each for {@code dump}. */
public final class DumpJson {
  private DumpJson() {}

  static void diagnostic(Diagnostic diagnostic, ObjectNode node) {
    node.put("kind", EnumWords.of(diagnostic.kind())).put("object", diagnostic.object());
    node.put("unit", diagnostic.unit().orElse(null));
    node.put("section", diagnostic.section().orElse(null));
    if (diagnostic.offset().isPresent()) {
      node.put("offset", diagnostic.offset().getAsLong());
    } else {
      node.putNull("offset");
    }
    node.put("message", diagnostic.message());
  }

  static void origin(Origin origin, ObjectNode node) {
    node.put("object", origin.object()).put("unit", origin.unit());
    if (origin.offset().isPresent()) {
      node.put("offset", origin.offset().getAsLong());
    } else {
      node.putNull("offset");
    }
    if (origin.declared().isPresent()) {
      node.put("file", origin.declared().get().file());
      node.put("line", origin.declared().get().number());
    } else {
      node.putNull("file").putNull("line");
    }
  }

  static void view(View view, ObjectNode node) {
    node.put("side", Side.id(view.producer()));
    node.put("evidence", evidence(view).word());
    origin(view.origin(), node.putObject("origin"));
    node.put("text", text(view));
  }

  private static Evidence evidence(View view) {
    return switch (view) {
      case View.Typed typed -> typed.definition().evidence();
      case View.NameOnly _ -> Evidence.SYMBOL;
      case View.Unreadable _ -> Evidence.DWARF;
    };
  }

  private static String text(View view) {
    return switch (view) {
      case View.Typed typed -> TypeText.definition(typed.types(), typed.definition().type());
      case View.NameOnly _ -> "only the name is known";
      case View.Unreadable unreadable -> unreadable.reason();
    };
  }

  /**
   * Returns a section.
   *
   * @param object where it is
   * @param header its entry of the section table
   */
  public static String section(ObjectFile object, SectionHeader header) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("object", object.path())
        .put("name", header.name())
        .put("type", header.type())
        .put("flags", header.flags())
        .put("address", header.address())
        .put("offset", header.offset())
        .put("size", header.size())
        .toString();
  }

  /**
   * Returns a compile unit.
   *
   * @param object where it is
   */
  public static String unit(String object, CompileUnit unit) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("object", object).put("name", unit.name());
    node.put("side", Side.id(unit.producer()));
    node.put("detail", EnumWords.of(unit.detail()));
    node.put("producer", unit.producer().text());
    return node.toString();
  }

  /** Returns a definition. */
  public static String type(ObjectModel model, Definition definition) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", definition.qualifiedName()).put("units", definition.units());
    view(new View.Typed(model.machine(), model.types(), definition), node);
    return node.toString();
  }

  /**
   * Returns a function or variable.
   *
   * @param entity what the object knows of it
   */
  public static String signature(ObjectModel model, Entity entity) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", entity.definition().name()).put("kind", entity.kind().word());
    node.put("role", EnumWords.of(entity.role()));
    view(new View.Typed(model.machine(), model.types(), entity.definition()), node);
    return node.toString();
  }

  /**
   * Returns a shared type with its verdict.
   *
   * @param shared what both sides have
   */
  public static String shared(Seam.SharedType shared, Map<String, Verdict> verdicts) {
    Subject subject = new Subject(Subject.Kind.TYPE, shared.name());
    return shared(subject, verdicts.get(shared.name()), shared.provider(), shared.consumer());
  }

  /**
   * Returns a shared function or variable with its verdict.
   *
   * @param shared what both sides have
   */
  public static String shared(Seam.SharedSymbol shared, Map<Subject, Verdict> verdicts) {
    Subject subject = new Subject(shared.kind(), shared.name());
    return shared(subject, verdicts.get(subject), shared.provider(), shared.consumer());
  }

  private static String shared(
      Subject subject, @Nullable Verdict verdict, List<View> provided, List<View> consumed) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", subject.name()).put("kind", subject.kind().word());
    node.put("verdict", verdict(verdict));
    ArrayNode provider = node.putArray("provider");
    provided.forEach(view -> view(view, provider.addObject()));
    ArrayNode consumer = node.putArray("consumer");
    consumed.forEach(view -> view(view, consumer.addObject()));
    return node.toString();
  }

  private static String verdict(@Nullable Verdict verdict) {
    return switch (verdict) {
      case null -> "none";
      case Verdict.Agree _ -> "agree";
      case Verdict.Disagree _ -> "disagree";
      case Verdict.NotDetermined _ -> "undetermined";
      case Verdict.OpaqueDeclaration _ -> "opaque";
    };
  }

  /** Returns what could not be read. */
  public static String line(Diagnostic diagnostic) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    diagnostic(diagnostic, node.putObject("diagnostic"));
    return node.toString();
  }
}
