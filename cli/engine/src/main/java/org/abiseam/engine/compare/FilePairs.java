package org.abiseam.engine.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.model.InputFile;
import org.abiseam.model.Origin;
import org.abiseam.model.View;

/**
 * Pairs the definitions of one name in two builds that are of one type, by the files that declare
 * them.
 *
 * <p>{@code struct console} of a header and that of a driver are two types, and a build that has
 * one driver more changes neither. Where both builds have definitions that no file of the other
 * has, a type may have moved to another file: those are compared. Builds in two directories name
 * one file by two paths, of which the ends are the same.
 *
 * @param old definitions of the old build that are to be compared
 * @param recent those of the new one
 * @param removed files of the old build whose type is gone
 * @param added files of the new build whose type is new
 */
record FilePairs(
    List<View> old, List<View> recent, SortedSet<String> removed, SortedSet<String> added) {
  /** Directory and file. */
  private static final int ENOUGH = 2;

  static FilePairs of(List<View> old, List<View> recent) {
    List<View> left = without(old, recent);
    List<View> right = without(recent, old);
    if (left.isEmpty() == right.isEmpty()
        || left.size() == old.size()
        || right.size() == recent.size()) {
      return new FilePairs(old, recent, new TreeSet<>(), new TreeSet<>());
    }
    return new FilePairs(rest(old, left), rest(recent, right), files(left), files(right));
  }

  private static List<View> rest(List<View> all, List<View> some) {
    List<View> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static SortedSet<String> files(List<View> views) {
    SortedSet<String> files = new TreeSet<>();
    views.forEach(view -> file(view).ifPresent(file -> files.add(file)));
    return files;
  }

  /** Views of files that none of the others is of. */
  private static List<View> without(List<View> views, List<View> others) {
    return views.stream()
        .filter(view -> others.stream().noneMatch(other -> sameFile(view, other)))
        .toList();
  }

  /** Tells whether two views are of one file, or it is not known of which they are. */
  static boolean sameFile(View one, View other) {
    Optional<String> file = file(one);
    Optional<String> otherFile = file(other);
    return file.isEmpty() || otherFile.isEmpty() || same(file.get(), otherFile.get());
  }

  private static Optional<String> file(View view) {
    return view.origin().declared().map(Origin.Line::file).filter(name -> !name.isEmpty());
  }

  static boolean same(String file, String other) {
    Path one = InputFile.named(Path.of(""), file).normalize();
    Path two = InputFile.named(Path.of(""), other).normalize();
    int shorter = Math.min(one.getNameCount(), two.getNameCount());
    int common = 0;
    while (common < shorter
        && one.getName(one.getNameCount() - 1 - common)
            .equals(two.getName(two.getNameCount() - 1 - common))) {
      common++;
    }
    return common == shorter || common >= ENOUGH;
  }
}
