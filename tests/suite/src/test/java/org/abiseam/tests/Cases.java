package org.abiseam.tests;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Verdict;

/** The fixtures on disk, and what the pipeline says of them in a few stable lines. */
final class Cases {
  static final Path FIXTURES = Path.of("..", "fixtures");

  private Cases() {}

  static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> objects(Path directory) {
    return list(directory).stream().filter(p -> p.toString().endsWith(".o")).toList();
  }

  /** A property of {@code case.properties}. */
  static String property(String name, String key) {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(FIXTURES.resolve("cases/" + name + "/case.properties"))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(key, "");
  }

  static Report run(List<Path> paths, List<Path> bindings) {
    return Abiseam.check(
        CheckRequest.of(paths).withThreads(1).withBindings(bindings), Progress.SILENT);
  }

  /** One line for each verdict, one for each finding and each of its differences. */
  static String render(Report run) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(run.verification().verdicts())
        .forEach(
            (name, verdict) -> text.append(name).append(": ").append(word(verdict)).append('\n'));
    for (Finding finding : run.verification().findings()) {
      text.append(
          "%s %s %s\n"
              .formatted(finding.severity().word(), finding.rule().id(), finding.subject().name()));
      for (Difference difference : finding.differences()) {
        text.append(
            "  %s %s: %s, %s\n"
                .formatted(
                    difference.path(),
                    difference.what().word(),
                    difference.expected().text(),
                    difference.actual().text()));
      }
    }
    run.verification()
        .undetermined()
        .forEach(
            u ->
                text.append(
                    "undetermined %s: %s\n".formatted(u.subject().name(), u.reason().name())));
    return text.toString();
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Agree _ -> "agree";
      case Verdict.Disagree _ -> "disagree";
      case Verdict.NotDetermined _ -> "undetermined";
      case Verdict.OpaqueDeclaration _ -> "opaque";
    };
  }
}
