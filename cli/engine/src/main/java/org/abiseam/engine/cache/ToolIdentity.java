package org.abiseam.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Identifies the code that wrote an entry: not by a version, which many builds share, but by the
 * bytes of the classes.
 */
public final class ToolIdentity {
  private ToolIdentity() {}

  /**
   * Computes the identity of some code.
   *
   * @param classes one of each jar or folder that counts
   * @return the same for the same bytes; empty where they are in neither
   */
  public static Optional<String> of(List<Class<?>> classes) {
    Set<Path> places = new LinkedHashSet<>();
    for (Class<?> one : classes) {
      Optional<Path> place = place(one);
      if (place.isEmpty()) {
        return Optional.empty();
      }
      places.add(place.get());
    }
    StringBuilder identity = new StringBuilder();
    try {
      for (Path place : places) {
        identity.append(Files.isDirectory(place) ? ofFolder(place) : ofFile(place)).append(' ');
      }
    } catch (IOException | UncheckedIOException _) {
      return Optional.empty();
    }
    return Optional.of(identity.toString());
  }

  private static Optional<Path> place(Class<?> one) {
    CodeSource source = one.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null || !location.getProtocol().equals("file")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(location.toURI()));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static String ofFile(Path jar) throws IOException {
    byte[] bytes = Files.readAllBytes(jar);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return bytes.length + "-" + Long.toHexString(sum.getValue());
  }

  /** A folder of classes is that of somebody who compiles them anew all the time. */
  private static String ofFolder(Path folder) throws IOException {
    CRC32 sum = new CRC32();
    int count = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".class")).sorted().toList()) {
        sum.update(Files.readAllBytes(file));
        count++;
      }
    }
    return count + "-" + Long.toHexString(sum.getValue());
  }
}
