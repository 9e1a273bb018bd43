package org.abiseam.cli.cargo;

import java.nio.file.Path;
import java.util.List;

/**
 * Describes a crate that declares or exports foreign functions.
 *
 * @param name of the package
 * @param version of the package
 * @param source the crate's source as rustc expanded it
 * @param libraries native libraries that it links and that were found
 * @param missing names of native libraries that were not found
 * @param objects libraries that rustc made of it, where it exports functions to C
 */
public record ForeignCrate(
    String name,
    String version,
    Path source,
    List<Path> libraries,
    List<String> missing,
    List<Path> objects) {
  /** Copies the lists. */
  public ForeignCrate {
    libraries = List.copyOf(libraries);
    missing = List.copyOf(missing);
    objects = List.copyOf(objects);
  }
}
