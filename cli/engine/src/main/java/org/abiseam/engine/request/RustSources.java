package org.abiseam.engine.request;

import java.nio.file.Path;
import java.util.List;

/**
 * Names what Rust believes, as text.
 *
 * @param files Rust source that declares C's functions, or LLVM IR that rustc wrote ({@code .ll})
 * @param conditions what rustc was given as {@code --cfg}: {@code KEY} or {@code KEY="VALUE"}
 */
public record RustSources(List<Path> files, List<String> conditions) {
  /** Names nothing. */
  public static final RustSources NONE = new RustSources(List.of(), List.of());

  /** Copies the lists. */
  public RustSources {
    files = List.copyOf(files);
    conditions = List.copyOf(conditions);
  }
}
