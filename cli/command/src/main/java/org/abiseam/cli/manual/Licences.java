package org.abiseam.cli.manual;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The licences of the libraries that a distribution carries: the texts that are in the jars, and a
 * list of what each jar says of itself.
 */
public final class Licences {
  private static final Pattern TEXT =
      Pattern.compile("META-INF/(?:[^/]*-)?(?:LICEN[CS]E|NOTICE)[^/]*", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile("<license>.*?<name>\\s*(.*?)\\s*</name>", Pattern.DOTALL);
  private static final String OURS = "org.abiseam";

  private Licences() {}

  /**
   * Copies the texts of all jars.
   *
   * @param target directory that gets a list and a directory for each jar that has texts
   * @throws IOException where one cannot be read or written
   */
  public static void collect(Path libraries, Path target) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(libraries, "*.jar")) {
      stream.forEach(jars::add);
    }
    jars.sort(null);
    StringBuilder list = new StringBuilder();
    Files.createDirectories(target);
    for (Path path : jars) {
      try (JarFile jar = new JarFile(path.toFile())) {
        String name = path.getFileName().toString();
        String own = stated(jar).orElse("its jar names none; see its project");
        if (!own.equals(OURS)) {
          list.append(name).append(": ").append(own).append('\n');
          texts(jar, target.resolve(name.replaceFirst("\\.jar$", "")));
        }
      }
    }
    Files.writeString(target.resolve("LIBRARIES"), list);
  }

  /**
   * Returns what the manifest or the project file in it says; {@value #OURS} for our own modules.
   */
  private static Optional<String> stated(JarFile jar) throws IOException {
    Optional<String> named = Optional.empty();
    for (JarEntry entry : java.util.Collections.list(jar.entries())) {
      if (entry.getName().startsWith("META-INF/maven/" + OURS + "/")) {
        return Optional.of(OURS);
      }
      if (entry.getName().endsWith("/pom.xml")) {
        try (InputStream stream = jar.getInputStream(entry)) {
          Matcher matcher =
              NAME.matcher(
                  new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
          named = matcher.find() ? Optional.of(matcher.group(1)) : named;
        }
      }
    }
    if (named.isPresent() || jar.getManifest() == null) {
      return named;
    }
    return Optional.ofNullable(jar.getManifest().getMainAttributes().getValue("Bundle-License"));
  }

  private static void texts(JarFile jar, Path directory) throws IOException {
    for (JarEntry entry : java.util.Collections.list(jar.entries())) {
      if (!entry.isDirectory() && TEXT.matcher(entry.getName()).matches()) {
        Files.createDirectories(directory);
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        try (InputStream stream = jar.getInputStream(entry)) {
          Files.write(directory.resolve(name), stream.readAllBytes());
        }
      }
    }
  }
}
