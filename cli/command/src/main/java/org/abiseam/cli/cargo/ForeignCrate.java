package org.abiseam.cli.cargo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Describes a crate that declares or exports foreign functions.
 *
 * @param name of the package
 * @param version of the package
 * @param id tells it from all crates of the build: a package may have several
 * @param dependencies the crates of the build that it can name, by its names for them
 * @param source the crate's source as rustc expanded it
 * @param written the files that rustc read to do so
 * @param witness what rustc itself describes of it
 * @param libraries native libraries that it links and that were found
 * @param missing names of native libraries that were not found
 * @param objects libraries that rustc made of it, where it exports functions to C
 */
public record ForeignCrate(
    String name,
    String version,
    String id,
    Map<String, String> dependencies,
    Path source,
    List<Path> written,
    CrateWitness.Outcome witness,
    List<Path> libraries,
    List<String> missing,
    List<Path> objects) {
  /** Copies the collections. */
  public ForeignCrate {
    dependencies = Map.copyOf(dependencies);
    written = List.copyOf(written);
    libraries = List.copyOf(libraries);
    missing = List.copyOf(missing);
    objects = List.copyOf(objects);
  }
}
