package org.abiseam.engine.result;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Pairs the object files of two packages or directories that are one file in two versions, by their
 * paths.
 *
 * <p>Equal paths are a pair. What is left is paired without the versions that a new release writes
 * into its paths: of a kernel ({@code lib/modules/VERSION/}, {@code vmlinux-VERSION}), of a library
 * ({@code libx.so.1.2}), how a module is compressed, and whether {@code lib} lies in {@code usr}.
 * Debug files that are named by build id are no pair and are not told as added or removed.
 *
 * @param both how many pairs there are
 * @param removed files that only the old one has
 * @param added files that only the new one has
 */
public record MemberPairs(int both, NavigableSet<String> removed, NavigableSet<String> added) {
  /** Of two objects that are no packages or directories. */
  public static final MemberPairs NONE = new MemberPairs(0, new TreeSet<>(), new TreeSet<>());

  private static final String BY_BUILD_ID = ".build-id/";

  /**
   * Pairs the files of two packages or directories.
   *
   * @param old paths inside the old one; an empty one is an object that is no member of anything
   * @param recent paths inside the new one
   * @return the pairs
   */
  public static MemberPairs of(List<String> old, List<String> recent) {
    if (old.contains("") || recent.contains("")) {
      return NONE;
    }
    List<String> left = new ArrayList<>(old);
    left.removeAll(new HashSet<>(recent));
    List<String> right = new ArrayList<>(recent);
    right.removeAll(new HashSet<>(old));
    Map<String, Deque<String>> unpaired = new HashMap<>();
    for (String place : right) {
      unpaired.computeIfAbsent(withoutVersions(place), _ -> new ArrayDeque<>()).add(place);
    }
    NavigableSet<String> removed = new TreeSet<>();
    for (String place : left) {
      Deque<String> same = unpaired.getOrDefault(withoutVersions(place), new ArrayDeque<>());
      if (same.isEmpty()) {
        removed.add(place);
      } else {
        same.remove();
      }
    }
    NavigableSet<String> added = new TreeSet<>();
    unpaired.values().forEach(added::addAll);
    int both = old.size() - removed.size();
    removed.removeIf(MemberPairs::byBuildId);
    added.removeIf(MemberPairs::byBuildId);
    return new MemberPairs(both, removed, added);
  }

  private static boolean byBuildId(String place) {
    return place.contains(BY_BUILD_ID);
  }

  /** Leaves out the versions that a release writes into its paths. */
  private static String withoutVersions(String place) {
    return place
        .replaceAll("(^|/)lib/modules/[^/]+/", "$1lib/modules/*/")
        .replaceAll("(^|/)vmlinux-[^/()]+", "$1vmlinux")
        .replaceAll("\\.ko\\.(gz|xz|zst)\\b", ".ko")
        .replaceAll("\\.so(\\.[0-9]+)+", ".so")
        .replaceAll("^lib/", "usr/lib/");
  }
}
