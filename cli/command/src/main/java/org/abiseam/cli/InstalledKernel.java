package org.abiseam.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The image and the modules of an installed kernel, by its version as {@code uname -r} tells it.
 *
 * <p>Where distributions put an image with debug info: Debian {@code
 * /usr/lib/debug/lib/modules/VERSION/vmlinux} (before 2020 {@code
 * /usr/lib/debug/boot/vmlinux-VERSION}), Ubuntu {@code /usr/lib/debug/boot/vmlinux-VERSION}, Fedora
 * and its kin {@code /usr/lib/debug/lib/modules/VERSION/vmlinux} behind a link from {@code /lib} to
 * {@code /usr/lib}; who builds a kernel has it in the build directory that {@code
 * /lib/modules/VERSION/build} leads to.
 */
final class InstalledKernel {
  private static final int DEEPEST = 16;

  private static final List<String> IMAGES =
      List.of(
          "usr/lib/debug/lib/modules/%s/vmlinux",
          "usr/lib/debug/usr/lib/modules/%s/vmlinux",
          "usr/lib/debug/boot/vmlinux-%s",
          "boot/vmlinux-%s",
          "lib/modules/%s/vmlinux",
          "usr/lib/modules/%s/vmlinux",
          "lib/modules/%s/build/vmlinux");

  /** Modules with debug info before those without. */
  private static final List<String> MODULES =
      List.of(
          "usr/lib/debug/lib/modules/%s/kernel",
          "usr/lib/debug/usr/lib/modules/%s/kernel",
          "lib/modules/%s/kernel",
          "usr/lib/modules/%s/kernel");

  private InstalledKernel() {}

  /**
   * Returns the inputs that a version stands for.
   *
   * @param version as {@code uname -r} tells it
   * @param root where the system is installed
   * @return the image, and the directory of its modules where there is one
   */
  static List<Path> files(String version, Path root) {
    if (version.isEmpty() || version.contains("/") || version.startsWith(".")) {
      throw new UsageException(
          "--kernel: '" + version + "' is not a version as 'uname -r' prints it");
    }
    List<Path> files = new ArrayList<>();
    Path image =
        first(IMAGES, version, root, Files::isRegularFile)
            .orElseThrow(() -> new UsageException(missing(version, root)));
    files.add(image);
    first(MODULES, version, root, InstalledKernel::hasModules).ifPresent(files::add);
    return files;
  }

  private interface Test {
    boolean of(Path path);
  }

  private static Optional<Path> first(List<String> places, String version, Path root, Test test) {
    return places.stream()
        .map(place -> root.resolve(place.formatted(version)))
        .filter(test::of)
        .findFirst();
  }

  private static boolean hasModules(Path directory) {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> walk = Files.walk(directory, DEEPEST)) {
      return walk.anyMatch(file -> String.valueOf(file.getFileName()).contains(".ko"));
    } catch (IOException | UncheckedIOException _) {
      // Whoever opens the directory says why it cannot be read.
      return true;
    }
  }

  private static String missing(String version, Path root) {
    StringBuilder text = new StringBuilder("--kernel: no image of ").append(version);
    text.append(" with debug info: none of ");
    text.append(
        String.join(
            ", ",
            IMAGES.stream()
                .map(place -> root.resolve(place.formatted(version)).toString())
                .toList()));
    text.append(". Install linux-image-").append(version);
    text.append("-dbg (Debian), -dbgsym (Ubuntu) or kernel-debuginfo (Fedora), or give --root DIR");
    return text.toString();
  }
}
