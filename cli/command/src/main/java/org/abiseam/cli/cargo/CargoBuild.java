package org.abiseam.cli.cargo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.abiseam.cli.process.Program;
import org.abiseam.cli.process.ProgramFailure;
import tools.jackson.databind.JsonNode;

/**
 * Builds a project in a target directory of its own, with debug info, and reads Cargo's messages
 * (The Cargo Book, "External tools").
 *
 * <p>What a crate believes of C is in its source once rustc has resolved macros, conditions and
 * modules. A wrapper around rustc has it written at each compilation, with the very options and
 * features of the build; a crate that is fresh keeps the text of when it was compiled.
 */
public final class CargoBuild {
  /** A first build of a large workspace takes hours on a slow machine. */
  private static final Duration LIMIT = Duration.ofDays(1);

  private static final Pattern EXPORT = Pattern.compile("\\b(no_mangle|export_name)\\b");

  private final CargoRequest request;
  private final Path target;
  private final Map<String, JsonNode> packages = new LinkedHashMap<>();
  private final Map<String, JsonNode> nodes = new LinkedHashMap<>();
  private final List<JsonNode> scripts = new ArrayList<>();
  private final List<JsonNode> artifacts = new ArrayList<>();
  private final List<String> unexpanded = new ArrayList<>();
  private final Witnesses witnesses = new Witnesses();

  private CargoBuild(CargoRequest request) throws ProgramFailure {
    this.request = request;
    JsonNode metadata =
        JsonTree.read(run(request.command("metadata", List.of("--format-version=1")), Map.of()));
    this.target = Path.of(metadata.path("target_directory").asString()).resolve("abiseam");
    metadata
        .path("resolve")
        .path("nodes")
        .forEach(node -> nodes.put(node.path("id").asString(), node));
    Set<String> linked = linked(metadata);
    metadata
        .path("packages")
        .forEach(
            one -> {
              if (linked.contains(one.path("id").asString())) {
                packages.put(one.path("id").asString(), one);
              }
            });
  }

  /** Finds the packages whose code is linked: not those that only build scripts or tests need. */
  private Set<String> linked(JsonNode metadata) {
    Set<String> linked = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    metadata.path("workspace_members").forEach(member -> open.add(member.asString()));
    while (!open.isEmpty()) {
      String id = open.remove();
      JsonNode node = nodes.get(id);
      if (node == null || !linked.add(id)) {
        continue;
      }
      for (JsonNode dependency : node.path("deps")) {
        for (JsonNode kind : dependency.path("dep_kinds")) {
          // A normal dependency has no kind.
          if (kind.path("kind").isNull()) {
            open.add(dependency.path("pkg").asString());
          }
        }
      }
    }
    return linked;
  }

  /**
   * Builds the project.
   *
   * @throws ProgramFailure where Cargo fails, with its own words
   */
  public static CargoBuild of(CargoRequest request) throws ProgramFailure {
    CargoBuild build = new CargoBuild(request);
    try {
      build.build();
      return build;
    } catch (ProgramFailure fault) {
      build.witnesses.close();
      throw fault;
    }
  }

  private Path expanded() {
    return target.resolve("expanded");
  }

  private void build() throws ProgramFailure {
    Path wrapper = target.resolve("rustc-wrapper.sh");
    try (InputStream script =
        Objects.requireNonNull(CargoBuild.class.getResourceAsStream("rustc-wrapper.sh"))) {
      byte[] text = script.readAllBytes();
      boolean same = Files.exists(wrapper) && Arrays.equals(text, Files.readAllBytes(wrapper));
      if (!same || !Files.isDirectory(expanded())) {
        // Cargo would not compile again what another wrapper compiled.
        remove(target);
        Files.createDirectories(expanded());
        Files.write(wrapper, text);
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(target + " cannot be written: " + fault.getMessage(), fault);
    }
    List<String> options = new ArrayList<>();
    options.add("--target-dir=" + target);
    options.add("--message-format=json-render-diagnostics");
    if (request.release()) {
      options.add("--release");
    }
    request.target().ifPresent(triple -> options.add("--target=" + triple));
    if (request.packages().isEmpty()) {
      options.add("--workspace");
    } else {
      request.packages().forEach(name -> options.add("--package=" + name));
    }
    run(request.command("build", options), environment(wrapper), this::message);
  }

  /** Takes a message of Cargo, while it goes on building. */
  private void message(String line) throws ProgramFailure {
    JsonNode message = JsonTree.read(line);
    switch (message.path("reason").asString("")) {
      case "compiler-artifact" -> {
        artifacts.add(message);
        Optional.ofNullable(packages.get(message.path("package_id").asString()))
            .ifPresent(
                package_ -> {
                  Path source = source(package_, message);
                  if (Files.isRegularFile(source)) {
                    witnesses.begin(source, id(package_, crateKey(message.path("target"))));
                  }
                });
      }
      case "build-script-executed" -> scripts.add(message);
      default -> {
        // Diagnostics and the end of the build, which its status tells.
      }
    }
  }

  /** Returns the file in which the wrapper has rustc write the expanded source of a crate. */
  private Path source(JsonNode package_, JsonNode artifact) {
    String crate = crateKey(artifact.path("target"));
    String version = package_.path("version").asString();
    String ending = described(artifact) ? ".rs" : ".plain.rs";
    return expanded()
        .resolve(package_.path("name").asString() + "-" + version + "." + crate + ending);
  }

  private static boolean described(JsonNode artifact) {
    return artifact.path("profile").path("debuginfo").asInt(0) > 0;
  }

  /**
   * Tells whether a crate was compiled for build scripts too, with other features. Those have no
   * debug info unless the project says so (The Cargo Book, "Build Dependencies").
   */
  private boolean ofBuildScript(JsonNode artifact) {
    return !described(artifact)
        && artifacts.stream()
            .anyMatch(
                other ->
                    described(other)
                        && other.path("package_id").equals(artifact.path("package_id"))
                        && other.path("target").equals(artifact.path("target")));
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Map<String, String> environment(Path wrapper) {
    String profile = "CARGO_PROFILE_" + (request.release() ? "RELEASE" : "DEV");
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(profile + "_DEBUG", "2");
    variables.put(profile + "_STRIP", "none");
    variables.put(profile + "_LTO", "off");
    variables.put(profile + "_SPLIT_DEBUGINFO", "off");
    // The crate cc, which compiles the C of most packages, takes it.
    variables.put("CFLAGS", (variable("CFLAGS") + " -g").strip());
    variables.put("RUSTC_WRAPPER", wrapper.toString());
    variables.put("ABISEAM_WRAPPED", variable("RUSTC_WRAPPER"));
    variables.put("ABISEAM_EXPANDED", expanded().toString());
    variables.put("ABISEAM_TARGET", request.target().isPresent() ? "yes" : "");
    return variables;
  }

  private static String variable(String name) {
    return Optional.ofNullable(System.getenv(name)).orElse("");
  }

  /**
   * Finds the crates of the build that declare or export foreign functions.
   *
   * @return sorted by name and version, since Cargo builds in any order
   */
  public List<ForeignCrate> crates() {
    NativeLibraries libraries = NativeLibraries.of(request);
    Set<ForeignCrate> crates = new LinkedHashSet<>();
    for (JsonNode artifact : artifacts) {
      JsonNode package_ = packages.get(artifact.path("package_id").asString());
      if (package_ == null || ofBuildScript(artifact)) {
        continue;
      }
      Path source = source(package_, artifact);
      if (Files.isRegularFile(source)) {
        crates.add(crate(package_, source, artifact, libraries));
      } else if (Files.exists(source.resolveSibling(source.getFileName() + ".failed"))) {
        unexpanded.add(
            package_.path("name").asString() + " " + package_.path("version").asString());
      }
    }
    witnesses.close();
    return crates.stream()
        .sorted(Comparator.comparing(ForeignCrate::name).thenComparing(ForeignCrate::version))
        .toList();
  }

  private static String crateName(JsonNode target) {
    return target.path("name").asString().replace('-', '_');
  }

  /** Tells the crates of a package apart: its library and its program may have one name. */
  private static String crateKey(JsonNode target) {
    for (JsonNode kind : target.path("kind")) {
      if (kind.asString().equals("bin")) {
        return crateName(target) + ".bin";
      }
    }
    return crateName(target);
  }

  /** Tells a crate from all others: two packages may have one name, and a package two crates. */
  private static String id(JsonNode package_, String crate) {
    return package_.path("name").asString()
        + " "
        + package_.path("version").asString()
        + " "
        + crate;
  }

  /** Finds the library of a package; empty where it has none that code can name. */
  private static Optional<JsonNode> library(JsonNode package_) {
    for (JsonNode target : package_.path("targets")) {
      for (JsonNode kind : target.path("kind")) {
        if (kind.asString().endsWith("lib")) {
          return Optional.of(target);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the crates that a crate can name: its dependencies, and the library of its package. */
  private Map<String, String> dependencies(JsonNode package_, String crate) {
    Map<String, String> dependencies = new LinkedHashMap<>();
    JsonNode node = nodes.get(package_.path("id").asString());
    if (node != null) {
      for (JsonNode dependency : node.path("deps")) {
        JsonNode other = packages.get(dependency.path("pkg").asString());
        if (other != null) {
          library(other)
              .ifPresent(
                  it ->
                      dependencies.put(
                          dependency.path("name").asString(), id(other, crateName(it))));
        }
      }
    }
    library(package_)
        .map(CargoBuild::crateName)
        .filter(own -> !own.equals(crate))
        .ifPresent(own -> dependencies.put(own, id(package_, own)));
    return dependencies;
  }

  /** Returns packages whose source rustc did not expand; call {@link #crates()} first. */
  public List<String> unexpanded() {
    return List.copyOf(unexpanded);
  }

  private ForeignCrate crate(
      JsonNode package_, Path source, JsonNode artifact, NativeLibraries libraries) {
    String text;
    try {
      text = Files.readString(source);
    } catch (IOException fault) {
      throw new UncheckedIOException(source + " cannot be read: " + fault.getMessage(), fault);
    }
    Set<String> linked = new LinkedHashSet<>(NativeLibraries.linkedBy(text));
    List<String> paths = new ArrayList<>();
    Optional<JsonNode> script = script(artifact, source);
    script.ifPresent(
        one -> {
          one.path("linked_libs").forEach(name -> linked.add(name.asString()));
          one.path("linked_paths").forEach(path -> paths.add(path.asString()));
        });
    // A crate may link what the build script of a crate that it depends on made.
    scripts.forEach(all -> all.path("linked_paths").forEach(one -> paths.add(one.asString())));
    Set<Path> found = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    for (String one : linked) {
      String plain = NativeLibraries.plain(one);
      if (!NativeLibraries.isOfSystem(plain)) {
        libraries.find(one, paths).ifPresentOrElse(found::add, () -> missing.add(plain));
      }
    }
    List<Path> objects = new ArrayList<>();
    if (EXPORT.matcher(text).find()) {
      for (JsonNode file : artifact.path("filenames")) {
        Path path = Path.of(file.asString());
        String ending = path.toString();
        if (ending.endsWith(".rlib") || ending.endsWith(".a") || ending.endsWith(".so")) {
          objects.add(path);
        }
      }
    }
    String crate = crateKey(artifact.path("target"));
    CrateWitness.Outcome witness = witnesses.of(source, id(package_, crate));
    return new ForeignCrate(
        package_.path("name").asString(),
        package_.path("version").asString(),
        id(package_, crate),
        dependencies(package_, crate),
        source,
        written(source),
        witness,
        List.copyOf(found),
        missing,
        objects);
  }

  /**
   * Finds the build script that ran for a crate: it runs once more where the crate is compiled for
   * build scripts too. The wrapper keeps the directory in which it writes.
   */
  private Optional<JsonNode> script(JsonNode artifact, Path source) {
    List<JsonNode> all =
        scripts.stream()
            .filter(one -> one.path("package_id").equals(artifact.path("package_id")))
            .toList();
    try {
      String folder = Files.readString(source.resolveSibling(source.getFileName() + ".out"));
      return all.stream()
          .filter(one -> all.size() == 1 || one.path("out_dir").asString().equals(folder))
          .findFirst();
    } catch (IOException _) {
      return all.stream().findFirst();
    }
  }

  /**
   * Returns the files that rustc read for a source: the wrapper keeps its working directory and the
   * rules for make, which have a line {@code FILE:} for each.
   */
  private static List<Path> written(Path source) {
    Path rules = source.resolveSibling(source.getFileName() + ".d");
    try {
      List<String> lines = Files.readAllLines(rules);
      Path folder = Path.of(lines.isEmpty() ? "" : lines.getFirst());
      return lines.stream()
          .skip(1)
          .filter(line -> line.endsWith(":"))
          .map(line -> line.substring(0, line.length() - 1).replace("\\ ", " "))
          .map(folder::resolve)
          .toList();
    } catch (IOException _) {
      // The lines of the expanded text are named then.
      return List.of();
    }
  }

  /** Runs Cargo; returns what it printed. */
  private String run(List<String> words, Map<String, String> variables) throws ProgramFailure {
    return run(words, variables, _ -> {});
  }

  private String run(List<String> words, Map<String, String> variables, Program.Lines lines)
      throws ProgramFailure {
    Program.Ended ended =
        new Program(words, request.directory(), variables, LIMIT)
            .run("install Cargo, or name it by --cargo", lines);
    if (!ended.succeeded()) {
      throw new ProgramFailure(
          "cargo failed (%s):%n%s".formatted(String.join(" ", words), ended.errors()));
    }
    return ended.output();
  }
}
