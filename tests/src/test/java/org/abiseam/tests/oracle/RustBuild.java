package org.abiseam.tests.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.tests.oracle.Shapes.Feature;

/**
 * rustc, with bindgen's view of the types that {@link Sources} wrote in C. What bindgen could not
 * say in Rust, so that size or alignment is another, is left out by name.
 */
final class RustBuild implements Build {
  /** What both languages have: no {@code long double}, no complex numbers, no GNU vectors. */
  static final Set<Feature> FEATURES = EnumSet.of(Feature.INT128, Feature.FLOAT);

  private static final int CHUNK = 700;
  private static final int MOST_ROUNDS = 8;
  private static final Set<String> UNSIGNED_CHAR =
      Set.of("aarch64", "arm", "powerpc", "powerpc64", "riscv", "s390x");
  private static final Pattern PLACE = Pattern.compile("--> (\\w+)\\.rs:(\\d+):");

  private final Workshop workshop;
  private final Target target;
  private final List<String> command;
  private final Map<Function, String> refused = new TreeMap<>((a, b) -> a.number() - b.number());
  private RustTypes types = new RustTypes("");
  private String declarations = "";

  RustBuild(Workshop workshop, String compiler, Target target) {
    this.workshop = workshop;
    this.target = target;
    command = new ArrayList<>(List.of(compiler, "--target=" + target.rust().getFirst()));
    command.addAll(target.rust().subList(1, target.rust().size()));
    command.addAll(
        List.of(
            "--edition=2024",
            "-Cpanic=abort",
            "-Crelocation-model=static",
            "-Ccodegen-units=1",
            "-Cforce-unwind-tables=no"));
  }

  @Override
  public List<String> command() {
    return command;
  }

  @Override
  public Map<Function, String> refused() {
    return refused;
  }

  private String prelude() throws IOException {
    String character = UNSIGNED_CHAR.contains(target.machine().stub()) ? "u8" : "i8";
    return Observe.resource("prelude.rs")
        .replace(
            "    pub type c_schar",
            "    pub type c_char = " + character + ";\n    pub type c_schar");
  }

  /** What bindgen makes of the types, as far as rustc agrees with the layout of C. */
  private void bind() throws IOException {
    Workshop.Outcome bindings =
        workshop.run(
            List.of(
                "bindgen",
                "types.h",
                "-o",
                "bindings.rs",
                "--use-core",
                "--ctypes-prefix=crate::c",
                "--no-doc-comments",
                "--default-enum-style=consts",
                "--",
                "--target=" + target.machine().llvm()));
    if (bindings.status() != 0) {
      throw new IOException(bindings.text());
    }
    types = new RustTypes(Files.readString(workshop.file("bindings.rs")));
    String prelude = prelude();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<String> owners = new ArrayList<>(prelude.lines().map(_ -> "").toList());
      String source = prelude + types.source(owners);
      workshop.write("types.rs", source + types.assertions(owners));
      Workshop.Outcome outcome = compile("types", List.of("--emit=metadata"), "types.rmeta");
      if (outcome.status() == 0) {
        declarations = source;
        return;
      }
      types.drop(blamed(outcome.text(), owners));
    }
    throw new IOException("bindgen's types do not compile");
  }

  private static Set<String> blamed(String errors, List<String> owners) throws IOException {
    Set<String> blamed = new HashSet<>();
    boolean error = false;
    for (String line : errors.lines().toList()) {
      error |= line.startsWith("error");
      Matcher place = PLACE.matcher(line);
      if (error && place.find()) {
        blamed.add(owners.get(Integer.parseInt(place.group(2)) - 1));
        error = false;
      }
    }
    blamed.remove("");
    if (blamed.isEmpty()) {
      throw new IOException(errors);
    }
    return blamed;
  }

  @Override
  public List<String> callers(List<Function> functions) throws IOException {
    bind();
    List<Function> known = new ArrayList<>();
    for (Function function : functions) {
      List<String> missing = function.shapes().map(RustSources::name).filter(this::left).toList();
      if (missing.isEmpty()) {
        known.add(function);
      } else {
        refused.put(function, "bindgen's layout of " + missing.getFirst() + " is not that of C");
      }
    }
    List<String> objects = new ArrayList<>();
    for (int from = 0; from < known.size(); from += CHUNK) {
      callers(known.subList(from, Math.min(known.size(), from + CHUNK)), objects);
    }
    return objects;
  }

  private boolean left(String name) {
    return name.matches("[a-z]\\w*_?\\w*\\d") && !name.matches("[iuf]\\d+") && !types.has(name);
  }

  private void callers(List<Function> functions, List<String> objects) throws IOException {
    String name = "calls" + functions.getFirst().number() + "_" + functions.size();
    workshop.write(name + ".rs", declarations + RustSources.callers(functions));
    Workshop.Outcome outcome = compile(name, List.of("--emit=obj", "-Copt-level=2"), name + ".o");
    if (outcome.status() == 0) {
      objects.add(name + ".o");
    } else if (functions.size() == 1) {
      refused.put(functions.getFirst(), outcome.firstError());
    } else {
      int middle = functions.size() / 2;
      callers(functions.subList(0, middle), objects);
      callers(functions.subList(middle, functions.size()), objects);
    }
  }

  @Override
  public String definitions(List<Function> functions) throws IOException {
    workshop.write("definitions.rs", declarations + RustSources.definitions(functions));
    List<String> switches =
        List.of(
            "--emit=obj",
            "-Copt-level=1",
            "-Cdebuginfo=2",
            "-Zdwarf-version=5",
            "--remap-path-prefix=" + workshop.inside() + "=.");
    Workshop.Outcome outcome = compile("definitions", switches, "definitions.o");
    if (outcome.status() != 0) {
      throw new IOException(outcome.text());
    }
    return "definitions.o";
  }

  private Workshop.Outcome compile(String name, List<String> switches, String output)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("env", "RUSTC_BOOTSTRAP=1"));
    words.addAll(command);
    words.addAll(switches);
    words.addAll(List.of("-Awarnings", name + ".rs", "-o", output));
    return workshop.run(words);
  }
}
