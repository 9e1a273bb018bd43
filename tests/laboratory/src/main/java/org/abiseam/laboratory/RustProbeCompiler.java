package org.abiseam.laboratory;

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
import org.abiseam.laboratory.Shapes.Feature;

/**
 * Runs rustc with bindgen's view of the types that {@link CSources} wrote in C. A type that bindgen
 * cannot express in Rust, so that its size or alignment differs, is left out by name.
 */
final class RustProbeCompiler implements ProbeCompiler {
  /** What both languages have: no {@code long double}, no complex numbers, no GNU vectors. */
  static final Set<Feature> FEATURES = EnumSet.of(Feature.INT128, Feature.FLOAT);

  private static final int CHUNK = 700;
  private static final int MOST_ROUNDS = 8;
  private static final Set<String> UNSIGNED_CHAR =
      Set.of("aarch64", "arm", "powerpc", "powerpc64", "riscv", "s390x");
  private static final Pattern PLACE = Pattern.compile("--> (\\w+)\\.rs:(\\d+):");

  /** Before it, no {@code #[unsafe(no_mangle)]} and other traits in the core library. */
  private static final int TRAITS_SINCE = 89;

  private static final int LEGACY_RECEIVER_SINCE = 84;

  /** Before it {@code i128} has another alignment than C's {@code __int128}. */
  private static final int INT128_SINCE = 77;

  private static final int DWARF_VERSION_SINCE = 64;

  /** The Rust compiler that types are checked by, whose core library is the newest. */
  private static final String NEWEST = "rustc";

  private final Toolchain workshop;
  private final Target target;
  private final List<String> command;
  private final int minor;
  private final Map<ProbeFunction, String> refused =
      new TreeMap<>((a, b) -> a.number() - b.number());
  private RustDefinitions types = new RustDefinitions("");
  private String declarations = "";

  RustProbeCompiler(Toolchain workshop, String compiler, Target target) {
    this.workshop = workshop;
    this.target = target;
    minor =
        compiler.equals(NEWEST)
            ? Integer.MAX_VALUE
            : Integer.parseInt(compiler.replaceFirst("rustc-1\\.", ""));
    command = command(compiler);
  }

  private List<String> command(String compiler) {
    List<String> words = new ArrayList<>(List.of(compiler, "--target=" + target.rust().getFirst()));
    words.addAll(target.rust().subList(1, target.rust().size()));
    words.addAll(
        List.of(
            compiler.equals(NEWEST) ? "--edition=2024" : "--edition=2021",
            "-Cpanic=abort",
            "-Crelocation-model=static",
            "-Ccodegen-units=1",
            "-Cforce-unwind-tables=no"));
    return words;
  }

  /** What a crate begins with. */
  private String core() throws IOException {
    if (minor >= TRAITS_SINCE) {
      return CallRecorder.resource("core.rs");
    }
    String core = CallRecorder.resource("core-old.rs");
    return minor < LEGACY_RECEIVER_SINCE ? core.replace("legacy_receiver", "receiver") : core;
  }

  /** Source as the compiler at hand spells it. */
  private String spelt(String source) {
    return minor >= TRAITS_SINCE
        ? source
        : source
            .replaceAll("(?m)^unsafe (extern \"\\w+\" \\{)", "$1")
            .replace("#[unsafe(no_mangle)]", "#[no_mangle]");
  }

  @Override
  public List<String> command() {
    return command;
  }

  @Override
  public Map<ProbeFunction, String> refused() {
    return refused;
  }

  private String prelude() throws IOException {
    String character = UNSIGNED_CHAR.contains(target.machine().stub()) ? "u8" : "i8";
    return CallRecorder.resource("prelude.rs")
        .replace(
            "    pub type c_schar",
            "    pub type c_char = " + character + ";\n    pub type c_schar");
  }

  /** What bindgen makes of the types, as far as rustc agrees with the layout of C. */
  private void bind() throws IOException {
    Toolchain.Outcome bindings =
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
    types = new RustDefinitions(Files.readString(workshop.file("bindings.rs")));
    if (minor < INT128_SINCE) {
      types.drop(types.users("i128", "u128"));
    }
    String prelude = CallRecorder.resource("core.rs") + prelude();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<String> owners = new ArrayList<>(prelude.lines().map(_ -> "").toList());
      String source = prelude + types.source(owners);
      workshop.write("types.rs", source + types.assertions(owners));
      List<String> metadata = List.of("--emit=metadata");
      Toolchain.Outcome outcome = compile(command(NEWEST), "types", metadata, "types.rmeta");
      if (outcome.status() == 0) {
        declarations = core() + prelude() + types.source(new ArrayList<>());
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
  public List<String> callers(List<ProbeFunction> functions) throws IOException {
    bind();
    List<ProbeFunction> known = new ArrayList<>();
    for (ProbeFunction function : functions) {
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

  private void callers(List<ProbeFunction> functions, List<String> objects) throws IOException {
    String name = "calls" + functions.getFirst().number() + "_" + functions.size();
    workshop.write(name + ".rs", spelt(declarations + RustSources.callers(functions)));
    List<String> switches = List.of("--emit=obj", "-Copt-level=2");
    Toolchain.Outcome outcome = compile(command, name, switches, name + ".o");
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
  public String definitions(List<ProbeFunction> functions) throws IOException {
    workshop.write("definitions.rs", spelt(declarations + RustSources.definitions(functions)));
    List<String> switches =
        new ArrayList<>(
            List.of(
                "--emit=obj",
                "-Copt-level=1",
                "-Cdebuginfo=2",
                "--remap-path-prefix=" + workshop.inside() + "=."));
    if (minor >= DWARF_VERSION_SINCE) {
      switches.add("-Zdwarf-version=5");
    }
    Toolchain.Outcome outcome = compile(command, "definitions", switches, "definitions.o");
    if (outcome.status() != 0) {
      throw new IOException(outcome.text());
    }
    return "definitions.o";
  }

  private Toolchain.Outcome compile(
      List<String> compiler, String name, List<String> switches, String output) throws IOException {
    List<String> words = new ArrayList<>(List.of("env", "RUSTC_BOOTSTRAP=1"));
    words.addAll(compiler);
    words.addAll(switches);
    words.addAll(List.of("-Awarnings", name + ".rs", "-o", output));
    return workshop.run(words);
  }
}
