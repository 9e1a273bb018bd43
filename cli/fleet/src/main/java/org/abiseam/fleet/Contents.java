package org.abiseam.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.cli.gate.PathPatterns;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.report.ReportFormat;
import org.abiseam.elf.ObjectFile;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.FileStamp;
import org.abiseam.engine.cache.ToolIdentity;
import org.abiseam.model.ObjectModel;
import org.abiseam.rules.Checker;

/**
 * Knows a build by all files that its result depends on, without reading them: by what the file
 * system changes with their content, and by the program. Where that does not suffice the build has
 * no such key, and is judged each time: bindings (which name files of their own), files of other
 * machines, and a file that was changed a moment ago.
 */
final class Contents {
  private static final List<Class<?>> PROGRAM =
      List.of(
          ObjectModel.class,
          ObjectFile.class,
          org.abiseam.dwarf.DebugInfo.class,
          Checker.class,
          Abiseam.class,
          ReportFormat.class,
          Contents.class);

  private final Optional<String> program = ToolIdentity.of(PROGRAM);
  private final String options;

  /**
   * Prepares keys.
   *
   * @param options of the run that bear on what it keeps of a build
   */
  Contents(String options) {
    this.options = options;
  }

  /** Returns the key of a build; empty where it has none. */
  Optional<String> of(BuildTask task) {
    List<String> local = new ArrayList<>(task.inputs());
    Optional.ofNullable(task.policy()).ifPresent(local::add);
    if (program.isEmpty()
        || !task.bindings().isEmpty()
        || local.stream().anyMatch(RemoteFiles::isRemote)) {
      return Optional.empty();
    }
    CacheKey.Builder key =
        new CacheKey.Builder("build").with(program.get()).with(options).with(task.name());
    try {
      for (String input : task.inputs()) {
        key.with(input);
        if (!added(Path.of(input), key)) {
          return Optional.empty();
        }
      }
      return task.policy() == null || addedPolicy(Path.of(task.policy()), key)
          ? Optional.of(key.build().name())
          : Optional.empty();
    } catch (IOException | UncheckedIOException | IllegalArgumentException _) {
      // The check says what is wrong.
      return Optional.empty();
    }
  }

  /** Adds a policy and the files that it names; false where it names what has no key. */
  private static boolean addedPolicy(Path file, CacheKey.Builder key) throws IOException {
    Policy policy = Policy.read(file);
    Path base = Policy.base(file);
    if (!policy.bindings(base).isEmpty() || !added(file, key)) {
      return false;
    }
    if (policy.suppressions() != null || policy.suppressionFiles() != null) {
      // They may end with a day.
      key.with(LocalDate.now(ZoneId.systemDefault()).toString());
    }
    List<Path> named = new ArrayList<>(PathPatterns.of(base, policy.suppressionFiles()));
    Optional.ofNullable(policy.baseline()).map(base::resolve).ifPresent(named::add);
    Stream.ofNullable(policy.symbols())
        .flatMap(List::stream)
        .map(base::resolve)
        .filter(Files::exists)
        .forEach(named::add);
    for (Path one : named) {
      if (!added(one, key)) {
        return false;
      }
    }
    return true;
  }

  /** Adds a file, or all files of a folder; false where one of them cannot be known. */
  private static boolean added(Path path, CacheKey.Builder key) throws IOException {
    Instant now = Instant.now();
    try (Stream<Path> all = Files.walk(path.toRealPath())) {
      for (Path file : all.filter(one -> !Files.isDirectory(one)).sorted().toList()) {
        Optional<FileStamp> stamp = FileStamp.of(file);
        if (stamp.isEmpty() && Files.isSymbolicLink(file)) {
          key.with(file.toString());
        } else if (stamp.isEmpty() || stamp.get().isFresh(now)) {
          return false;
        } else {
          stamp.get().addTo(key);
        }
      }
    }
    return true;
  }
}
