package org.abiseam.engine.request;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Names the source of one crate, whose names are its own.
 *
 * @param id tells it from the other crates, name and version; empty where the files are of no crate
 * @param files its source
 * @param written what rustc read, where the source is what rustc wrote of it: findings then name
 *     its lines; else empty
 * @param dependencies crates that it depends on: by the name that it has for them, their {@link
 *     #id}
 */
public record RustCrate(
    String id, List<Path> files, List<Path> written, Map<String, String> dependencies) {
  /** Copies the collections. */
  public RustCrate {
    files = List.copyOf(files);
    written = List.copyOf(written);
    dependencies = Map.copyOf(dependencies);
  }

  /** Names files that see each other's names and no others. */
  static RustCrate of(List<Path> files) {
    return new RustCrate("", files, List.of(), Map.of());
  }
}
