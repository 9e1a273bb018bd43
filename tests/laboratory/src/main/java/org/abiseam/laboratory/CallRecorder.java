package org.abiseam.laboratory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Records where a compiler really puts arguments and results.
 *
 * <p>{@code CallRecorder ROOT TARGET COMPILER DIRECTORY [rare|shared] [SEED]}: runs COMPILER
 * ({@code gcc-16}, {@code clang-23}, …) of the tree ROOT for a target of {@link Targets} and writes
 * {@code COMPILER.txt} and {@code COMPILER.o} to DIRECTORY. {@code shared} takes the functions that
 * rustc gets, so that both recordings can be compared. A SEED makes other functions, with types
 * that fewer programs pass ({@link VariedShapes}); a function that the compiler knows no type for
 * is left out.
 */
final class CallRecorder {
  private static final long USUAL_SEED = 20_261_121;
  private static final int MIXTURES = 600;

  /** Where there are few shapes, and some of them cannot be said in Rust. */
  private static final int MORE_MIXTURES = 1000;

  /** Which functions. */
  private enum Choice {
    USUAL(""),
    RARE("-rare"),
    SHARED("-shared");

    final String suffix;

    Choice(String suffix) {
      this.suffix = suffix;
    }
  }

  private final Target target;
  private final String compiler;
  private final String name;
  private final Toolchain workshop;
  private final ProbeCompiler build;
  private final List<ProbeFunction> functions;
  private final CSources sources;
  private final Map<Integer, String> lines = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final Set<Integer> unknown = new HashSet<>();

  private CallRecorder(Path root, Target target, String compiler, Choice choice, OptionalLong fresh)
      throws IOException {
    this.target = target;
    this.compiler = compiler;
    this.name = compiler + choice.suffix;
    this.workshop = new Toolchain(root, "/var/tmp/oracle/" + target.name() + "/" + name);
    Set<Shapes.Feature> features = EnumSet.copyOf(target.features());
    boolean shared = rust() || choice == Choice.SHARED;
    if (shared) {
      features.retainAll(RustProbeCompiler.FEATURES);
    }
    int mixtures = shared && !features.contains(Shapes.Feature.FLOAT) ? MORE_MIXTURES : MIXTURES;
    long seed = fresh.orElse(USUAL_SEED);
    ProbeFunction.Generator generator = new ProbeFunction.Generator(seed, features);
    this.build = build();
    if (fresh.isPresent()) {
      List<Shape> shapes = random(seed, features, 100);
      if (!shared) {
        shapes.addAll(small(new VariedShapes(seed, features).make(100)));
      }
      List<DeclaredConvention> others = shared ? List.of() : DeclaredConvention.ofC(target);
      this.functions = known(generator.fresh(shapes, MIXTURES, others));
    } else if (choice == Choice.RARE) {
      this.functions =
          generator.rare(new RareShapes(features, !rust()), DeclaredConvention.of(target));
    } else {
      List<Shape> shapes = new ArrayList<>(Shapes.corners(features));
      shapes.addAll(random(seed, features, 150));
      this.functions = generator.make(shapes, mixtures);
    }
    this.sources = new CSources(functions);
  }

  private static List<Shape> random(long seed, Set<Shapes.Feature> features, int count) {
    return small(new RandomShapes(seed, features).make(count));
  }

  private static List<Shape> small(List<Shape> shapes) {
    return new ArrayList<>(shapes.stream().filter(shape -> SizeBound.of(shape) <= 128).toList());
  }

  /** Replaces functions with types that the compiler refuses by functions without parameters. */
  private List<ProbeFunction> known(List<ProbeFunction> all) throws IOException {
    if (rust()) {
      return all;
    }
    CProbeCompiler compiles = new CProbeCompiler(workshop, build.command());
    Set<Shape> shapes = new LinkedHashSet<>();
    all.forEach(function -> function.shapes().forEach(shapes::add));
    Set<Shape> accepted = compiles.accepted(shapes);
    Map<DeclaredConvention, Boolean> conventions = new EnumMap<>(DeclaredConvention.class);
    List<ProbeFunction> known = new ArrayList<>(all.size());
    for (ProbeFunction function : all) {
      if (!conventions.containsKey(function.convention())) {
        conventions.put(function.convention(), compiles.accepts(function.convention()));
      }
      boolean one =
          conventions.get(function.convention()) && function.shapes().allMatch(accepted::contains);
      known.add(one ? function : function.without());
      if (!one) {
        unknown.add(function.number());
      }
    }
    remarks.add(
        unknown.size() + " functions with types or conventions that the compiler does not know");
    return known;
  }

  public static void main(String[] arguments) throws IOException {
    Target target = Targets.named(arguments[1]);
    Choice choice = Choice.USUAL;
    OptionalLong seed = OptionalLong.empty();
    for (String word : List.of(arguments).subList(4, arguments.length)) {
      if (word.matches("\\d+")) {
        seed = OptionalLong.of(Long.parseLong(word));
      } else {
        choice = Choice.valueOf(word.toUpperCase(Locale.ROOT));
      }
    }
    CallRecorder observe =
        new CallRecorder(Path.of(arguments[0]), target, arguments[2], choice, seed);
    observe.record(Path.of(arguments[3], target.name()));
  }

  private boolean clang() {
    return compiler.startsWith("clang");
  }

  private boolean rust() {
    return compiler.startsWith("rustc");
  }

  private String binutils(String name) {
    String triplet = target.machine().triplet();
    return triplet.startsWith("x86_64") ? name : triplet + "-" + name;
  }

  private List<String> tool(String gcc) {
    List<String> command = new ArrayList<>();
    command.add(binutils(gcc));
    command.addAll(target.gcc());
    command.addAll(CProbeCompiler.common(false));
    return command;
  }

  private ProbeCompiler build() {
    if (rust()) {
      return new RustProbeCompiler(workshop, compiler, target);
    }
    if (!clang()) {
      return new CProbeCompiler(workshop, tool(compiler));
    }
    List<String> command =
        new ArrayList<>(List.of(compiler, "--target=" + target.machine().llvm()));
    command.addAll(target.clang());
    command.addAll(CProbeCompiler.common(true));
    return new CProbeCompiler(workshop, command);
  }

  private void record(Path directory) throws IOException {
    workshop.write("types.h", sources.types());
    workshop.write("machine.h", target.machine().header(HarnessOutput.WINDOW));
    workshop.write("labels.inc", sources.labels());
    workshop.write("fillers.c", sources.fillers());
    workshop.write("table.c", sources.table());
    for (String name : List.of("fill.h", "harness.c")) {
      workshop.write(name, resource(name));
    }
    workshop.write("stub.S", resource(target.machine().stub() + ".S"));
    CProbeCompiler fillers =
        new CProbeCompiler(workshop, rust() ? tool("gcc-16") : build.command());
    Toolchain.Outcome types = fillers.compile("fillers", List.of());
    if (types.status() != 0) {
      throw new IOException(types.text());
    }
    List<String> objects = build.callers(functions);
    link(objects);
    int from = 0;
    while (from < functions.size()) {
      from = run(from);
    }
    Files.createDirectories(directory);
    definitions(directory);
    write(directory);
  }

  private void link(List<String> objects) throws IOException {
    List<String> trusted = tool("gcc-16");
    List<String> all = new ArrayList<>(trusted);
    all.addAll(List.of("-static", "-nostdlib", "-o", "program", "stub.S", "harness.c", "table.c"));
    all.add("fillers.o");
    all.addAll(objects);
    workshop.must(all);
  }

  /** Runs from one function on; after a crash, the next to begin with. */
  private int run(int from) throws IOException {
    List<String> command = new ArrayList<>();
    if (!target.machine().emulator().isEmpty()) {
      command.add(target.machine().emulator());
    }
    command.addAll(List.of("./program", Integer.toString(from)));
    int[] last = {from - 1};
    boolean[] complete = {false};
    int status =
        workshop.stream(command, stream -> complete[0] = recording(stream).read(new Writer(last)));
    if (complete[0]) {
      return functions.size();
    }
    if (last[0] < from) {
      throw new IOException("the program ends with " + status + " before function " + from);
    }
    remarks.add("crashed " + functions.get(last[0]).name() + ": status " + status);
    return last[0] + 1;
  }

  private HarnessOutput recording(InputStream stream) {
    return new HarnessOutput(
        target.machine(), sources, functions, new BufferedInputStream(stream, 1 << 16));
  }

  /** Keeps a line for each function. */
  private final class Writer implements HarnessOutput.Listener {
    private final int[] last;

    Writer(int[] last) {
      this.last = last;
    }

    @Override
    public void begins(ProbeFunction function) {
      last[0] = function.number();
    }

    @Override
    public void observed(ProbeFunction function, List<ProbeRun> trials, HarnessOutput recording) {
      Observation observation =
          new CallObserver(target.machine(), function, trials, recording).observe();
      if (!unknown.contains(function.number())) {
        lines.put(function.number(), observation.toString());
      }
    }
  }

  private void write(Path directory) throws IOException {
    List<String> text = new ArrayList<>();
    List<String> version = new ArrayList<>(build.command().subList(0, 1));
    version.add("--version");
    text.add("# " + workshop.run(version).text().lines().findFirst().orElseThrow());
    List<String> command = new ArrayList<>(build.command());
    command.removeAll(List.of("-w"));
    text.add("# " + String.join(" ", command));
    remarks.forEach(remark -> text.add("# " + remark));
    text.addAll(lines.values());
    Files.writeString(directory.resolve(name + ".txt"), String.join("\n", text) + "\n");
    long doubtful = lines.values().stream().filter(line -> line.contains("=!")).count();
    long lost = lines.values().stream().filter(line -> line.contains("=lost")).count();
    System.out.printf(
        "%s %s: %d functions, %d refused or crashed, %d with doubt, %d lost%n",
        target.name(), name, lines.size(), remarks.size(), doubtful, lost);
  }

  /** The same signatures as debug information. */
  private void definitions(Path directory) throws IOException {
    List<ProbeFunction> kept =
        functions.stream().filter(f -> lines.containsKey(f.number())).toList();
    String object = build.definitions(kept);
    build.refused().keySet().forEach(function -> lines.remove(function.number()));
    build.refused().forEach((f, why) -> remarks.add("refused " + f.name() + ": " + why));
    List<String> trim = new ArrayList<>(List.of(binutils("objcopy")));
    for (String section : List.of(".debug_frame", ".debug_aranges", ".eh_frame")) {
      trim.addAll(List.of("-R", section, "-R", ".rela" + section, "-R", ".rel" + section));
    }
    trim.add(object);
    workshop.must(trim);
    Files.copy(
        workshop.file(object),
        directory.resolve(name + ".o"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  static String resource(String name) throws IOException {
    try (InputStream stream = CallRecorder.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("no " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
