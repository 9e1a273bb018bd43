package org.abiseam.engine.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Names what Rust believes, as text.
 *
 * @param crates Rust source that declares C's functions, or LLVM IR that rustc wrote ({@code .ll}),
 *     crate by crate
 * @param conditions what rustc was given as {@code --cfg}: {@code KEY} or {@code KEY="VALUE"}
 */
public record RustSources(List<RustCrate> crates, List<String> conditions) {
  /** Names nothing. */
  public static final RustSources NONE = new RustSources(List.of(), List.of());

  /** Copies the lists. */
  public RustSources {
    crates = List.copyOf(crates);
    conditions = List.copyOf(conditions);
  }

  /** {@return the files of all crates: in their order} */
  public List<Path> files() {
    return crates.stream().flatMap(crate -> crate.files().stream()).toList();
  }

  /** Returns the same with files that see each other's names and those of no crate. */
  RustSources plus(List<Path> files) {
    Set<Path> loose = new LinkedHashSet<>();
    List<RustCrate> all = new ArrayList<>();
    for (RustCrate crate : crates) {
      if (crate.id().isEmpty()) {
        loose.addAll(crate.files());
      } else {
        all.add(crate);
      }
    }
    loose.addAll(files);
    if (!loose.isEmpty()) {
      all.add(RustCrate.of(List.copyOf(loose)));
    }
    return new RustSources(all, conditions);
  }
}
