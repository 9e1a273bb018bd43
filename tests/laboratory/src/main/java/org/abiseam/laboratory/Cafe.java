package org.abiseam.laboratory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes calls of each type of {@link CafeTypes} in each way between compilers, and runs them.
 *
 * <p>{@code Cafe ROOT DIRECTORY C-COMPILER...}: for each compiler of C three objects come to
 * DIRECTORY: what C defines and calls, what Rust defines and calls, and the source of Rust, which
 * has the declarations that Rust believes in. {@code results.txt} has a line for each function: the
 * pair, its symbol, and {@code right} or {@code wrong}, as the linked program printed it. A test
 * compares the verdicts with the lines. The idea is abi-cafe's.
 */
final class Cafe {
  /** How a value of the type travels: parameters and result, {@code T} for the type. */
  private record Way(String name, List<String> parameters, boolean returns) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("alone", List.of("T"), false),
          new Way("second", List.of("u8", "T", "u16"), false),
          new Way("after_integers", List.of("u64", "u64", "u64", "u64", "u64", "T", "u64"), false),
          new Way(
              "after_reals",
              List.of("f64", "f64", "f64", "f64", "f64", "f64", "f64", "T", "f64"),
              false),
          new Way(
              "on_stack",
              List.of("u64", "f64", "u64", "u64", "u64", "u64", "u64", "u8", "T", "u8", "T"),
              false),
          new Way("thrice", List.of("T", "T", "T"), false),
          new Way("result", List.of(), true),
          new Way("result_of", List.of("u64", "T", "f64"), true),
          new Way("behind", List.of("*T", "u64"), false),
          new Way("array", List.of("[T]"), false));

  private static final String C_HEAD =
      """
      typedef signed char i8; typedef unsigned char u8; typedef short i16; typedef unsigned short u16;
      typedef int i32; typedef unsigned u32; typedef long i64; typedef unsigned long u64;
      typedef __int128 i128; typedef unsigned __int128 u128; typedef float f32; typedef double f64;
      typedef _Bool bool;
      typedef i64 (*cafe_call)(i32, f64);
      """;

  private static final String RUST_HEAD =
      """
      #![allow(warnings)]
      """;

  private final List<CafeTypes> types = CafeTypes.all();

  private Cafe() {}

  /** Arguments: the tree, the directory for objects, the compilers of C. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Path out = Path.of(arguments[1]);
    Cafe cafe = new Cafe();
    List<String> compilers = List.of(arguments).subList(2, arguments.length);
    StringBuilder results = new StringBuilder();
    for (String compiler : compilers) {
      Toolchain workshop = new Toolchain(root, "/var/tmp/oracle/cafe/" + compiler);
      results.append(cafe.run(workshop, compiler, out));
    }
    java.nio.file.Files.writeString(out.resolve("results.txt"), results.toString());
  }

  private static List<String> rustc(String kind, String... output) {
    List<String> words =
        new ArrayList<>(List.of("rustc", "--edition", "2021", "--crate-type", kind));
    words.addAll(List.of(output));
    words.addAll(List.of("-g", "-Copt-level=1", "-Cpanic=abort", "rust.rs"));
    return words;
  }

  private String run(Toolchain workshop, String compiler, Path out) throws IOException {
    workshop.write("c.c", c());
    workshop.write("rust.rs", rust());
    workshop.write("main.c", program());
    workshop.must(List.of(compiler, "-w", "-O1", "-g", "-std=gnu17", "-c", "-o", "c.o", "c.c"));
    workshop.must(rustc("staticlib", "-o", "librust.a"));
    workshop.must(rustc("lib", "--emit", "obj", "-o", "rust.o"));
    workshop.must(
        List.of(
            "gcc-16",
            "-w",
            "-O0",
            "-o",
            "program",
            "main.c",
            "c.o",
            "librust.a",
            "-lm",
            "-ldl",
            "-lpthread"));
    StringBuilder lines = new StringBuilder();
    workshop.stream(
        List.of("./program"),
        stream ->
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> lines.append(compiler).append(' ').append(line).append('\n')));
    Path target = out.resolve(compiler);
    java.nio.file.Files.createDirectories(target);
    for (String name : List.of("c.o", "rust.o", "rust.rs")) {
      java.nio.file.Files.copy(
          workshop.file(name),
          target.resolve(name),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    return lines.toString();
  }

  private static String cType(CafeTypes type, String parameter) {
    return switch (parameter) {
      case "T" -> type.type().c();
      case "*T" -> "const " + type.name() + "_t *";
      case "[T]" -> type.name() + "_pair";
      default -> parameter;
    };
  }

  private static String rustType(CafeTypes type, String parameter) {
    return switch (parameter) {
      case "T" -> type.type().rust();
      case "*T" -> "*const " + type.type().rust();
      case "[T]" -> type.name() + "_pair";
      default -> parameter;
    };
  }

  private String c() {
    StringBuilder text = new StringBuilder(C_HEAD);
    for (CafeTypes type : types) {
      text.append(type.definition().c());
      text.append("typedef ")
          .append(type.type().c())
          .append(' ')
          .append(type.name())
          .append("_t;\n");
      text.append(
          "typedef struct %1$s_pair { %1$s_t a[2]; u8 b; } %1$s_pair;\n".formatted(type.name()));
      text.append(
          "static inline u64 hash_%s(%s v) { return %s; }\n"
              .formatted(type.name(), type.type().c(), type.hash().c()));
      text.append(
          "static inline %s make_%s(u64 n) { return %s; }\n"
              .formatted(type.type().c(), type.name(), type.make().c()));
    }
    for (CafeTypes type : types) {
      for (Way way : WAYS) {
        text.append(cCallee(type, way)).append(cCaller(type, way));
      }
    }
    return text.toString();
  }

  private static String name(String side, CafeTypes type, Way way) {
    return side + "_" + type.name() + "_" + way.name();
  }

  private static String cDeclaration(String side, CafeTypes type, Way way) {
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < way.parameters().size(); i++) {
      parameters.add(cType(type, way.parameters().get(i)) + " p" + i);
    }
    String result = way.returns() ? type.type().c() : "u64";
    String list = parameters.isEmpty() ? "void" : String.join(", ", parameters);
    return result + " " + name(side, type, way) + "(" + list + ")";
  }

  /** Takes all parameters into one number, in the same way on both sides. */
  private static String gathered(CafeTypes type, Way way, boolean c) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < way.parameters().size(); i++) {
      String hash = "hash_" + type.name();
      String value =
          switch (way.parameters().get(i)) {
            case "T" -> hash + "(p" + i + ")";
            case "*T" -> hash + "(*p" + i + ")";
            case "[T]" ->
                c
                    ? hash
                        + "(p%1$d.a[0]) * 3 + ".formatted(i)
                        + hash
                        + "(p%1$d.a[1]) + p%1$d.b".formatted(i)
                    : hash
                        + "(p%1$d.a[0]).wrapping_mul(3).wrapping_add(".formatted(i)
                        + hash
                        + "(p%1$d.a[1])).wrapping_add(p%1$d.b as u64)".formatted(i);
            default -> c ? "(u64)(i64)p" + i : "p" + i + " as i64 as u64";
          };
      text.append(
          c
              ? " h = h * 131 + (" + value + ");"
              : " h = h.wrapping_mul(131).wrapping_add(" + value + ");");
    }
    return text.toString();
  }

  private static String cCallee(CafeTypes type, Way way) {
    String end = way.returns() ? "return make_" + type.name() + "(h % 97);" : "return h;";
    return cDeclaration("c", type, way)
        + " { u64 h = 5;"
        + gathered(type, way, true)
        + " "
        + end
        + " }\n";
  }

  /** A caller makes the arguments, calls, and returns the number of what came back. */
  private static String cCaller(CafeTypes type, Way way) {
    StringBuilder body = new StringBuilder();
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < way.parameters().size(); i++) {
      String kind = way.parameters().get(i);
      String make = "make_" + type.name();
      String value =
          switch (kind) {
            case "T", "*T" -> make + "(n + " + i + ")";
            case "[T]" -> "{{%1$s(n), %1$s(n + 1)}, 9}".formatted(make);
            default -> "n + " + i;
          };
      String declared = kind.equals("*T") ? type.type().c() : cType(type, kind);
      body.append(" %s v%d = %s;".formatted(declared, i, value));
      arguments.add((kind.equals("*T") ? "&v" : "v") + i);
    }
    String list = "(" + String.join(", ", arguments) + ")";
    StringBuilder text = new StringBuilder(cDeclaration("rust", type, way)).append(";\n");
    for (String side : List.of("c", "rust")) {
      String call = name(side, type, way) + list;
      String result = way.returns() ? "hash_" + type.name() + "(" + call + ")" : call;
      text.append(
          "u64 c_to_%s(u64 n) {%s return %s; }\n".formatted(name(side, type, way), body, result));
    }
    return text.toString();
  }

  private String rust() {
    StringBuilder text = new StringBuilder(RUST_HEAD);
    StringBuilder foreign = new StringBuilder("extern \"C\" {\n");
    for (CafeTypes type : types) {
      text.append(type.definition().rust());
      text.append(
          "#[repr(C)] #[derive(Clone, Copy)] pub struct %1$s_pair { pub a: [%2$s; 2], pub b: u8 }\n"
              .formatted(type.name(), type.type().rust()));
      text.append(
          "unsafe fn hash_%s(v: %s) -> u64 { %s }\n"
              .formatted(type.name(), type.type().rust(), type.hash().rust()));
      text.append(
          "unsafe fn make_%s(n: u64) -> %s { %s }\n"
              .formatted(type.name(), type.type().rust(), type.make().rust()));
    }
    for (CafeTypes type : types) {
      for (Way way : WAYS) {
        String list = rustParameters(type, way);
        String result = way.returns() ? type.type().rust() : "u64";
        foreign.append("    pub fn %s(%s) -> %s;\n".formatted(name("c", type, way), list, result));
        String end = way.returns() ? "make_" + type.name() + "(h % 97)" : "h";
        text.append(
            "#[no_mangle] pub unsafe extern \"C\" fn %s(%s) -> %s { let mut h: u64 = 5;%s %s }\n"
                .formatted(name("rust", type, way), list, result, gathered(type, way, false), end));
        text.append(rustCaller(type, way));
      }
    }
    return text.append(foreign).append("}\n").toString();
  }

  private static String rustParameters(CafeTypes type, Way way) {
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < way.parameters().size(); i++) {
      parameters.add("p" + i + ": " + rustType(type, way.parameters().get(i)));
    }
    return String.join(", ", parameters);
  }

  private static String rustCaller(CafeTypes type, Way way) {
    List<String> arguments = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < way.parameters().size(); i++) {
      String make = "make_" + type.name();
      String kind = way.parameters().get(i);
      String value =
          switch (kind) {
            case "T", "*T" -> make + "(n + " + i + ")";
            case "[T]" ->
                "%2$s_pair { a: [%1$s(n), %1$s(n + 1)], b: 9 }".formatted(make, type.name());
            default -> "(n + " + i + ") as " + kind;
          };
      body.append(" let v%d = %s;".formatted(i, value));
      arguments.add((kind.equals("*T") ? "&v" : "v") + i);
    }
    String call = name("c", type, way) + "(" + String.join(", ", arguments) + ")";
    String result = way.returns() ? "hash_" + type.name() + "(" + call + ")" : call;
    return "#[no_mangle] pub unsafe extern \"C\" fn rust_to_%s(n: u64) -> u64 {%s %s }\n"
        .formatted(name("c", type, way), body, result);
  }

  /** A call of C's own says what each of the others is to return. */
  private String program() {
    StringBuilder text = new StringBuilder("#include <stdio.h>\ntypedef unsigned long u64;\n");
    StringBuilder rows =
        new StringBuilder(
            """
            struct row { const char *name; u64 (*own)(u64); u64 (*c)(u64); u64 (*rust)(u64); };
            struct row rows[] = {
            """);
    for (CafeTypes type : types) {
      for (Way way : WAYS) {
        String own = "c_to_" + name("c", type, way);
        String c = "c_to_" + name("rust", type, way);
        String rust = "rust_to_" + name("c", type, way);
        text.append("u64 %s(u64); u64 %s(u64); u64 %s(u64);\n".formatted(own, c, rust));
        String name = type.name() + "_" + way.name();
        rows.append("  {\"%s\", %s, %s, %s},\n".formatted(name, own, c, rust));
      }
    }
    text.append(rows).append("};\n");
    return text.append(
            """
            int main(void) {
              for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
                int to_rust = 1, to_c = 1;
                for (u64 n = 1; n < 60; n++) {
                  to_rust &= rows[i].c(n) == rows[i].own(n);
                  to_c &= rows[i].rust(n) == rows[i].own(n);
                }
                printf("rust_%s %s\\n", rows[i].name, to_rust ? "right" : "wrong");
                printf("c_%s %s\\n", rows[i].name, to_c ? "right" : "wrong");
              }
              return 0;
            }
            """)
        .toString();
  }
}
