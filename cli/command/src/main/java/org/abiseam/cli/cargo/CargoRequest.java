package org.abiseam.cli.cargo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what Cargo is to build.
 *
 * @param program the user's cargo: a path, or a name to be found in {@code PATH}
 * @param directory the directory of {@code Cargo.toml}
 * @param packages names of packages to verify; empty for all of the dependency graph
 * @param release whether the release profile is built
 * @param target the target triple; empty for the host
 * @param offline whether Cargo may not use the network
 * @param features options that choose features, as Cargo takes them
 */
public record CargoRequest(
    String program,
    Path directory,
    List<String> packages,
    boolean release,
    Optional<String> target,
    boolean offline,
    List<String> features) {
  /** Copies the lists. */
  public CargoRequest {
    packages = List.copyOf(packages);
    features = List.copyOf(features);
  }

  /** Returns a command line of Cargo for this project. */
  List<String> command(String subcommand, List<String> options) {
    List<String> words = new ArrayList<>(List.of(program, subcommand));
    words.add("--manifest-path=" + directory.resolve("Cargo.toml").toAbsolutePath().normalize());
    if (offline) {
      words.add("--offline");
    }
    words.addAll(features);
    words.addAll(options);
    return words;
  }
}
