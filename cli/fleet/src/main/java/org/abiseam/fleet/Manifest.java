package org.abiseam.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.abiseam.cli.gate.Yaml;
import org.jspecify.annotations.Nullable;

/**
 * Lists the builds of a fleet, as its YAML file has them.
 *
 * @param builds the builds, in the order in which reports name them: older versions first
 * @param shareModules groups of builds whose modules must load into each other's kernels: the first
 *     is compared with each of the others
 */
public record Manifest(
    List<Build> builds, @JsonProperty("share-modules") @Nullable List<List<String>> shareModules) {
  /** The page that shows the form. */
  static final String PAGE = "docs/fleet.md";

  /** What a name of a build consists of; it is also the name of a folder. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private static final Pattern TAG = Pattern.compile("[a-z][a-z0-9-]*");

  /**
   * Describes a build.
   *
   * @param name unique in the fleet
   * @param image the kernel or program; null where packages hold it
   * @param modules what is checked with it; paths and patterns
   * @param packages {@code .deb}, {@code .rpm} or {@code .tar.*}; paths and patterns
   * @param bindings sources that bindgen wrote; paths and patterns
   * @param policy a policy of the gate; null for the one that a policy without keys has
   * @param tags what tables and pages group by: architecture, flavour, version, …
   */
  public record Build(
      String name,
      @Nullable String image,
      @Nullable List<String> modules,
      @Nullable List<String> packages,
      @Nullable List<String> bindings,
      @Nullable String policy,
      @Nullable Map<String, String> tags) {

    /** Lists what is checked, the image first. */
    List<String> inputs() {
      List<String> all = new ArrayList<>();
      if (image != null) {
        all.add(image);
      }
      all.addAll(orEmpty(packages));
      all.addAll(orEmpty(modules));
      return all;
    }
  }

  /**
   * Reads a manifest.
   *
   * @param file of YAML
   * @return builds with unique names, each with an input
   * @throws IllegalArgumentException with file and line, where the file is not valid
   */
  public static Manifest read(Path file) {
    Manifest manifest = Yaml.read(file, Manifest.class, PAGE);
    manifest.check(file);
    return manifest;
  }

  /** Returns the groups whose modules are shared. */
  List<List<String>> groups() {
    return orEmpty(shareModules);
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private void check(Path file) {
    // A key that is left out is null, whatever the type says.
    List<Build> all = orEmpty(builds);
    if (all.isEmpty()) {
      throw refused(file, "it lists no build; add 'builds: [{name: ..., image: ...}]'");
    }
    Set<String> names = new HashSet<>();
    for (Build build : all) {
      String name = Objects.requireNonNullElse(build.name(), "");
      if (!NAME.matcher(name).matches()) {
        throw refused(
            file,
            "the name '" + name + "' of a build is not of letters, digits, '.', '_', '+', '-'");
      }
      if (!names.add(name)) {
        throw refused(file, "two builds have the name " + name);
      }
      for (String tag : build.tags() == null ? Set.<String>of() : build.tags().keySet()) {
        if (!TAG.matcher(tag).matches()) {
          throw refused(file, "the tag '" + tag + "' of " + name + " is not of a-z, 0-9, '-'");
        }
      }
      if (build.inputs().isEmpty()) {
        throw refused(file, "the build " + name + " names no image, modules or packages");
      }
    }
    for (List<String> group : groups()) {
      if (group.size() < 2) {
        throw refused(file, "share-modules: a group needs two builds or more");
      }
      for (String name : group) {
        if (!names.contains(name)) {
          throw refused(file, "share-modules: there is no build " + name);
        }
      }
    }
  }

  private static IllegalArgumentException refused(Path file, String fault) {
    return new IllegalArgumentException(file + ": " + fault);
  }
}
