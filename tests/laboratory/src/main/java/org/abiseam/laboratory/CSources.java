package org.abiseam.laboratory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.abiseam.laboratory.Shape.Fill;
import org.abiseam.laboratory.Shape.Member;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shape.Tagged;

/**
 * Writes the C side of a run: the shapes, the functions that fill them, and for each function a
 * caller ({@code call_N}), a callee ({@code take_N}) and a definition with debug information.
 * Caller and callee are compiled by the compiler under test.
 */
final class CSources {
  static final int MOST_PARAMETERS = 14;
  private final List<ProbeFunction> functions;
  private final Map<Shape, Integer> numbers = new LinkedHashMap<>();

  CSources(List<ProbeFunction> functions) {
    this.functions = functions;
    for (ProbeFunction function : functions) {
      function.shapes().forEach(shape -> numbers.putIfAbsent(shape, numbers.size()));
    }
  }

  List<Shape> shapes() {
    return List.copyOf(numbers.keySet());
  }

  int number(Shape shape) {
    return Objects.requireNonNull(numbers.get(shape));
  }

  String types() {
    return "#pragma once\n"
        + numbers.keySet().stream()
            .flatMap(shape -> Shape.withParts(shape).stream())
            .distinct()
            .map(Shape::declaration)
            .collect(Collectors.joining());
  }

  /** Sizes, which bits a program can name, and fillings that are values of the type. */
  String fillers() {
    StringBuilder text = new StringBuilder("#include \"types.h\"\n#include \"fill.h\"\n");
    numbers.forEach(
        (shape, number) -> {
          if (shape instanceof Tagged tagged) {
            Filler filler = new Filler();
            filler.members(tagged, "p->");
            String head = "static void %s_%d(%s *p) {\n%s}\n";
            text.append(head.formatted("name", number, shape.text(), filler.named));
            text.append(head.formatted("tame", number, shape.text(), filler.tamed));
          } else if (shape instanceof Scalar scalar) {
            String head = "static void %s_%d(%s *p) { %s }\n";
            text.append(head.formatted("name", number, shape.text(), ones(scalar, "*p")));
            text.append(head.formatted("tame", number, shape.text(), tame(scalar, "*p")));
          }
        });
    text.append("const unsigned type_count = ").append(numbers.size());
    text.append(";\nconst unsigned type_size[] = {");
    numbers.keySet().forEach(s -> text.append("sizeof(").append(s.text()).append("), "));
    text.append("};\nvoid (*const type_name[])(void *) = {");
    numbers.values().forEach(n -> text.append("(void *)name_").append(n).append(", "));
    text.append("};\nvoid (*const type_tame[])(void *) = {");
    numbers.values().forEach(n -> text.append("(void *)tame_").append(n).append(", "));
    return text.append("};\n").toString();
  }

  /** Bits of a {@code _BitInt(N)}. */
  static int width(Scalar scalar) {
    return Integer.parseInt(scalar.text().replaceAll("\\D", ""));
  }

  private static String bitPrecise(String action, Scalar scalar, String place) {
    int sign = scalar.text().startsWith("unsigned") ? 0 : 1;
    return "%1$s(&%2$s, sizeof(%2$s), %3$d, %4$d);".formatted(action, place, width(scalar), sign);
  }

  private static String ones(Scalar scalar, String place) {
    return switch (scalar.fill()) {
      case BIT_PRECISE -> bitPrecise("ones_bits", scalar, place);
      case BOOLEAN -> place + " = 1;";
      case LONG_DOUBLE -> "ones(&" + place + ", LONG_DOUBLE_BYTES);";
      case COMPLEX_LONG_DOUBLE -> bothParts("ones(%s, LONG_DOUBLE_BYTES);", place);
      case BITS, HALF, FLOAT, DOUBLE, COMPLEX_FLOAT, COMPLEX_DOUBLE ->
          "ones(&" + place + ", sizeof(" + place + "));";
    };
  }

  private static String bothParts(String statement, String place) {
    String second = "(char *)&" + place + " + sizeof(long double)";
    return statement.formatted("&" + place) + " " + statement.formatted(second);
  }

  private static String tame(Scalar scalar, String place) {
    return switch (scalar.fill()) {
      case BITS -> "";
      case HALF -> "tame_half(&" + place + ");";
      case BIT_PRECISE -> bitPrecise("tame_bits", scalar, place);
      case BOOLEAN -> "*(unsigned char *)&" + place + " &= 1;";
      case FLOAT -> "tame_float(&" + place + ");";
      case DOUBLE -> "tame_double(&" + place + ");";
      case LONG_DOUBLE -> "tame_long_double(&" + place + ");";
      case COMPLEX_FLOAT -> "tame_float(&%1$s); tame_float((char *)&%1$s + 4);".formatted(place);
      case COMPLEX_DOUBLE -> "tame_double(&%1$s); tame_double((char *)&%1$s + 8);".formatted(place);
      case COMPLEX_LONG_DOUBLE -> bothParts("tame_long_double(%s);", place);
    };
  }

  /** Statements for each member that has a name. */
  private static final class Filler {
    final StringBuilder named = new StringBuilder();
    final StringBuilder tamed = new StringBuilder();

    void members(Tagged tagged, String path) {
      for (Member member : tagged.members()) {
        if (!member.visible()) {
          continue;
        }
        String place = path + member.name();
        if (member.bits() >= 0 || tagged.attributes().contains(Shape.STORAGE_ORDER)) {
          named.append(place).append(" = -1;\n");
        } else if (member.array().isEmpty()) {
          value(member.type(), place, member.name().isEmpty() ? path : place + ".");
        } else {
          int count = Integer.parseInt(member.array().replaceAll("\\D", ""));
          IntStream.range(0, count)
              .forEach(i -> value(member.type(), place + "[" + i + "]", place + "[" + i + "]."));
        }
      }
    }

    private void value(Shape shape, String place, String below) {
      switch (shape) {
        case Tagged tagged -> members(tagged, below);
        case Scalar scalar -> {
          named.append(ones(scalar, place)).append('\n');
          tamed.append(tame(scalar, place)).append('\n');
        }
      }
    }
  }

  String table() {
    StringBuilder text = new StringBuilder("#include \"fill.h\"\n");
    for (ProbeFunction function : functions) {
      text.append(
          "extern void call_%1$d(void) __attribute__((weak)), take_%1$d(void) __attribute__((weak));\n"
              .formatted(function.number()));
    }
    text.append("const unsigned function_count = ").append(functions.size());
    text.append(";\nconst struct function function_table[] = {\n");
    for (ProbeFunction function : functions) {
      String types =
          function.parameters().stream()
              .map(shape -> Integer.toString(number(shape)))
              .collect(Collectors.joining(", "));
      text.append(
          "{call_%1$d, take_%1$d, %2$d, %3$d, {%4$s}},\n"
              .formatted(
                  function.number(),
                  function.parameters().size(),
                  function.result().map(this::number).orElse(-1),
                  types));
    }
    return text.append("};\n").toString();
  }

  /** A label for each function at the one stub. */
  String labels() {
    return functions.stream()
        .map(f -> ".globl %1$s\n%1$s:\n".formatted(f.name()))
        .collect(Collectors.joining());
  }

  static String callers(List<ProbeFunction> functions) {
    StringBuilder text = new StringBuilder("#include \"types.h\"\n#include \"fill.h\"\n");
    functions.forEach(f -> text.append(caller(f)).append(callee(f)));
    return text.toString();
  }

  /**
   * Definitions that do nothing: their debug information has the types as the compiler has them.
   * All on one line and without names, so that it is small.
   */
  static String definitions(List<ProbeFunction> functions) {
    StringBuilder text = new StringBuilder("#include \"types.h\"\n");
    for (ProbeFunction function : functions) {
      String types =
          function.parameters().stream().map(Shape::text).collect(Collectors.joining(", "));
      text.append(
          "%s%s %s(%s) { for (;;); } "
              .formatted(
                  function.convention().attribute(),
                  result(function),
                  function.name(),
                  types.isEmpty() ? "void" : types));
    }
    return text.append('\n').toString();
  }

  private static String result(ProbeFunction function) {
    return function.result().map(Shape::text).orElse("void");
  }

  private static String named(ProbeFunction function, int count) {
    String all =
        IntStream.range(0, count)
            .mapToObj(i -> function.parameters().get(i).text() + " a" + i)
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? "void" : all;
  }

  private static String prototype(ProbeFunction function) {
    return named(function, function.named()) + (function.variadic() ? ", ..." : "");
  }

  private static String caller(ProbeFunction function) {
    String values =
        IntStream.range(0, function.parameters().size())
            .mapToObj(i -> value(function.parameters().get(i), i))
            .collect(Collectors.joining(", "));
    String store = function.result().map(r -> "*(" + r.text() + " *)received = ").orElse("");
    return "extern %s%s %s(%s);\nvoid call_%d(void) { %s%s(%s); }\n"
        .formatted(
            function.convention().attribute(),
            result(function),
            function.name(),
            prototype(function),
            function.number(),
            store,
            function.name(),
            values);
  }

  /** A narrow integer comes from a full register, so that an extension is the caller's own. */
  private static String value(Shape shape, int index) {
    if (shape instanceof Scalar scalar && scalar.narrow()) {
      String one = scalar.fill() == Fill.BOOLEAN ? " & 1" : "";
      return "(%s)(*(long *)values[%d]%s)".formatted(shape.text(), index, one);
    }
    return "*(%s *)values[%d]".formatted(shape.text(), index);
  }

  private static String callee(ProbeFunction function) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s%s take_%d(%s) {\n"
            .formatted(
                function.convention().attribute(),
                result(function),
                function.number(),
                prototype(function)));
    if (function.variadic()) {
      text.append(
          "%1$slist list; %1$sstart(list, a%2$d);\n"
              .formatted(function.convention().variableArguments(), function.named() - 1));
    }
    for (int i = 0; i < function.parameters().size(); i++) {
      String type = function.parameters().get(i).text();
      String taken = i < function.named() ? "a" + i : "__builtin_va_arg(list, " + type + ")";
      text.append("*(%s *)taken[%d] = %s;\n".formatted(type, i, taken));
    }
    Optional<Shape> result = function.result();
    result.ifPresent(r -> text.append("return *(%s *)given;\n".formatted(r.text())));
    return text.append("}\n").toString();
  }
}
