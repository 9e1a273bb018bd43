package org.abiseam.fleet;

import java.io.File;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.cli.gate.PathPatterns;
import org.jspecify.annotations.Nullable;

/**
 * Describes what a worker needs to check one build.
 *
 * @param position of the build in the manifest
 * @param name of the build
 * @param inputs files and folders, patterns resolved: local paths, or URIs of Hadoop file systems
 * @param bindings sources that bindgen wrote, in the same form
 * @param policy the policy's file, in the same form; null for none
 * @param tags of the build
 * @param content what its result is known by in a later run; null where it is judged each time
 */
record BuildTask(
    int position,
    String name,
    List<String> inputs,
    List<String> bindings,
    @Nullable String policy,
    Map<String, String> tags,
    @Nullable String content)
    implements Serializable {

  /**
   * Resolves the patterns of a build.
   *
   * @param base what relative paths are relative to
   * @param files finds remote files
   * @throws IllegalArgumentException where a pattern matches nothing
   */
  static BuildTask of(int position, Manifest.Build build, Path base, RemoteFiles files) {
    return new BuildTask(
        position,
        build.name(),
        resolved(build.inputs(), base, files),
        resolved(Manifest.orEmpty(build.bindings()), base, files),
        Optional.ofNullable(build.policy())
            .map(one -> resolved(List.of(one), base, files).getFirst())
            .orElse(null),
        build.tags() == null ? Map.of() : Map.copyOf(build.tags()),
        null);
  }

  /** Returns the same task whose result is known by its content. */
  BuildTask knownBy(@Nullable String key) {
    return new BuildTask(position, name, inputs, bindings, policy, tags, key);
  }

  /**
   * Divides the inputs into shares of about equal size, so that several workers can learn of them.
   *
   * @param count how many shares are wanted, at least 1
   * @return no more than one for each input; one alone where they are not all local files
   */
  List<List<String>> shares(int count) {
    if (!inputs.stream().allMatch(one -> Files.isRegularFile(Path.of(one)))) {
      return List.of(inputs);
    }
    List<String> largest =
        inputs.stream().sorted(Comparator.comparingLong(BuildTask::size).reversed()).toList();
    List<List<String>> shares = new ArrayList<>();
    long[] bytes = new long[Math.clamp(inputs.size(), 1, count)];
    for (int i = 0; i < bytes.length; i++) {
      shares.add(new ArrayList<>());
    }
    for (String one : largest) {
      int least = 0;
      for (int i = 1; i < bytes.length; i++) {
        least = bytes[i] < bytes[least] ? i : least;
      }
      shares.get(least).add(one);
      bytes[least] += size(one);
    }
    return shares;
  }

  private static long size(String file) {
    return new File(file).length();
  }

  private static List<String> resolved(List<String> names, Path base, RemoteFiles files) {
    return names.stream()
        .flatMap(
            name ->
                RemoteFiles.isRemote(name)
                    ? files.matching(name).stream()
                    : PathPatterns.of(base, List.of(name)).stream().map(Path::toString))
        .toList();
  }
}
