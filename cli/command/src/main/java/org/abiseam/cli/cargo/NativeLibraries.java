package org.abiseam.cli.cargo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds native libraries as the linker would: in the paths of build scripts, then the system's. */
final class NativeLibraries {
  /** {@code #[link(name = "foo", kind = "static")]}. */
  private static final Pattern LINK =
      Pattern.compile("#\\[link\\([^]]*?\\bname\\s*=\\s*\"([^\"]+)\"");

  /** C libraries that each program has: what they declare is the C standard's or the system's. */
  private static final Set<String> SYSTEM =
      Set.of("c", "m", "rt", "pthread", "util", "dl", "gcc", "gcc_s", "gcc_eh", "unwind");

  private final List<Path> system;

  private NativeLibraries(List<Path> system) {
    this.system = system;
  }

  /** Searches the system's directories too, unless another target is built. */
  static NativeLibraries of(CargoRequest request) {
    List<Path> folders = new ArrayList<>();
    if (request.target().isEmpty()) {
      String machine =
          switch (System.getProperty("os.arch", "")) {
            case "amd64" -> "x86_64";
            case String other -> other;
          };
      for (String folder :
          List.of(
              "/usr/local/lib",
              "/usr/lib/" + machine + "-linux-gnu",
              "/lib/" + machine + "-linux-gnu",
              "/usr/lib64",
              "/lib64",
              "/usr/lib",
              "/lib")) {
        folders.add(Path.of(folder));
      }
    }
    return new NativeLibraries(folders);
  }

  /** Returns the names in {@code #[link]} attributes of a source. */
  static Set<String> linkedBy(String source) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = LINK.matcher(source);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** Tells whether a library belongs to the system and is of no crate. */
  static boolean isOfSystem(String name) {
    return SYSTEM.contains(name);
  }

  /**
   * Finds a library.
   *
   * @param name as Cargo gives it to rustc: {@code static=foo}, {@code foo}
   * @param paths as Cargo gives them: {@code native=/a/b}, {@code /a/b}
   */
  Optional<Path> find(String name, List<String> paths) {
    List<Path> folders = new ArrayList<>();
    paths.forEach(path -> folders.add(Path.of(path.substring(path.indexOf('=') + 1))));
    folders.addAll(system);
    String plain = plain(name);
    // As linkers do, a shared library is taken first unless a static one is asked for.
    List<String> endings = name.startsWith("static") ? List.of(".a", ".so") : List.of(".so", ".a");
    for (Path folder : folders) {
      for (String file : endings.stream().map(ending -> "lib" + plain + ending).toList()) {
        Path found = folder.resolve(file);
        if (Files.isRegularFile(found)) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  /** Takes kind and modifiers from a name: {@code static:+whole-archive=foo} is {@code foo}. */
  static String plain(String name) {
    String plain = name.substring(name.indexOf('=') + 1);
    int rename = plain.indexOf(':');
    return rename < 0 ? plain : plain.substring(0, rename);
  }
}
