package org.abiseam.laboratory;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.abiseam.laboratory.Shape.Fill;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shape.Tagged;

/**
 * Writes the Rust side of a run: callers, callees and definitions, as {@link CSources} does in C.
 */
final class RustSources {
  private RustSources() {}

  /** A type as Rust names it; a scalar that C spells in words has its name from bindgen. */
  static String name(Shape shape) {
    return switch (shape) {
      case Tagged tagged -> tagged.tag();
      case Scalar scalar ->
          switch (scalar.text()) {
            case "char" -> "c::c_char";
            case "signed char" -> "c::c_schar";
            case "unsigned char" -> "c::c_uchar";
            case "short" -> "c::c_short";
            case "unsigned short" -> "c::c_ushort";
            case "int" -> "c::c_int";
            case "unsigned int" -> "c::c_uint";
            case "long" -> "c::c_long";
            case "unsigned long" -> "c::c_ulong";
            case "long long" -> "c::c_longlong";
            case "unsigned long long" -> "c::c_ulonglong";
            case "__int128" -> "i128";
            case "unsigned __int128" -> "u128";
            case "_Bool" -> "bool";
            case "void *" -> "*mut c::c_void";
            case "float" -> "f32";
            case "double" -> "f64";
            default -> scalar.text().replace("enum ", "");
          };
    };
  }

  static String callers(List<ProbeFunction> functions) {
    StringBuilder text = new StringBuilder();
    functions.forEach(
        f ->
            text.append(
                "unsafe extern \"%s\" { fn %s(%s%s)%s; }\n"
                    .formatted(
                        f.convention().stated(),
                        f.name(),
                        parameters(f),
                        f.variadic() ? ", ..." : "",
                        result(f))));
    functions.forEach(f -> text.append(caller(f)).append(f.variadic() ? "" : callee(f)));
    return text.toString();
  }

  /**
   * Definitions that do nothing: their debug information has the types as the compiler has them.
   */
  static String definitions(List<ProbeFunction> functions) {
    return functions.stream()
        .map(
            f ->
                "#[unsafe(no_mangle)] pub extern \"%s\" fn %s(%s)%s { loop {} }\n"
                    .formatted(f.convention().stated(), f.name(), all(f), result(f)))
        .collect(Collectors.joining());
  }

  private static String parameters(ProbeFunction function) {
    return parameters(function, function.named());
  }

  private static String all(ProbeFunction function) {
    return parameters(function, function.parameters().size());
  }

  private static String parameters(ProbeFunction function, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "a" + i + ": " + name(function.parameters().get(i)))
        .collect(Collectors.joining(", "));
  }

  private static String result(ProbeFunction function) {
    return function.result().map(shape -> " -> " + name(shape)).orElse("");
  }

  private static String caller(ProbeFunction function) {
    String values =
        IntStream.range(0, function.parameters().size())
            .mapToObj(i -> value(function.parameters().get(i), i))
            .collect(Collectors.joining(", "));
    String store =
        function.result().map(r -> "*(&raw mut received as *mut " + name(r) + ") = ").orElse("");
    return "#[unsafe(no_mangle)] pub unsafe extern \"C\" fn call_%d() { unsafe { %s%s(%s); } }\n"
        .formatted(function.number(), store, function.name(), values);
  }

  /** A narrow integer comes from a full register, so that an extension is the caller's own. */
  private static String value(Shape shape, int index) {
    if (shape instanceof Scalar scalar && scalar.narrow()) {
      String word = "*(&raw const values.s" + index + " as *const isize)";
      return scalar.fill() == Fill.BOOLEAN ? word + " & 1 != 0" : word + " as " + name(shape);
    }
    return "*(&raw const values.s%d as *const %s)".formatted(index, name(shape));
  }

  private static String callee(ProbeFunction function) {
    StringBuilder text = new StringBuilder("#[unsafe(no_mangle)] pub unsafe extern \"");
    text.append(function.convention().stated()).append("\" fn take_");
    text.append(function.number()).append('(').append(parameters(function)).append(')');
    text.append(result(function)).append(" { unsafe {\n");
    for (int i = 0; i < function.parameters().size(); i++) {
      String type = name(function.parameters().get(i));
      text.append("*(&raw mut taken.s%d as *mut %s) = a%d;\n".formatted(i, type, i));
    }
    function
        .result()
        .ifPresent(r -> text.append("*(&raw const given as *const " + name(r) + ")\n"));
    return text.append("} }\n").toString();
  }
}
