package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares each pair of objects in the fixtures as objects, as snapshots, and as one of each. */
final class BothWaysTest extends CommandLineForTests {
  private static final Path FIXTURES = Path.of("..", "fixtures");

  @TempDir Path directory;

  private final Map<Path, String> snapshots = new LinkedHashMap<>();

  /** Two objects of which one may follow the other, or be the other side of one build. */
  private record Pair(Path old, Path recent) {}

  private static List<Path> files(Path root, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static void add(List<Pair> pairs, List<Path> files) {
    for (int i = 0; i + 1 < files.size(); i++) {
      pairs.add(new Pair(files.get(i), files.get(i + 1)));
    }
  }

  private String snapshot(Path object) {
    return snapshots.computeIfAbsent(
        object,
        _ -> {
          String file = directory.resolve(snapshots.size() + ".abi").toString();
          run("snapshot", object.toString(), "-o", file);
          return file;
        });
  }

  /** Returns status, findings and counts, without the names of files. */
  private String verdict(String old, String recent) {
    int status = run("compare", "--format", "json", old, recent);
    JsonNode root = JsonMapper.builder().build().readTree(out);
    TreeSet<String> lines = new TreeSet<>();
    for (JsonNode one : root.get("findings")) {
      JsonNode subject = one.get("subject");
      String kind = subject.get("kind").asString();
      String name = kind.equals("object") ? "" : subject.get("name").asString();
      lines.add(
          kind
              + ' '
              + name
              + ' '
              + one.get("rule").asString()
              + ' '
              + one.get("severity").asString());
    }
    JsonNode coverage = root.get("coverage");
    return "status "
        + status
        + " "
        + lines
        + coverage.get("types")
        + coverage.get("functions")
        + coverage.get("variables")
        + root.get("compare");
  }

  private List<String> contradictions(List<Pair> pairs) {
    List<String> found = new ArrayList<>();
    for (Pair pair : pairs) {
      String old = pair.old().toString();
      String recent = pair.recent().toString();
      String objects = verdict(old, recent);
      Map<String, String> others = new TreeMap<>();
      others.put("snapshots", verdict(snapshot(pair.old()), snapshot(pair.recent())));
      others.put("old snapshot", verdict(snapshot(pair.old()), recent));
      others.put("new snapshot", verdict(old, snapshot(pair.recent())));
      others.forEach(
          (way, verdict) -> {
            if (!verdict.equals(objects)) {
              found.add(pair + "\n  objects: " + objects + "\n  " + way + ": " + verdict);
            }
          });
    }
    return found;
  }

  @Test
  void objectsAndSnapshotsGiveOneVerdict() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    Path changes = FIXTURES.resolve("changes");
    for (Path old : files(changes, "")) {
      String name = old.getFileName().toString();
      if (name.matches(".*-old\\.(o|so)")) {
        pairs.add(new Pair(old, old.resolveSibling(name.replace("-old.", "-new."))));
      }
    }
    List<Path> cases = files(FIXTURES.resolve("prebuilt"), "x86_64-dwarf5/provider.o");
    add(pairs, cases);
    for (Path provider : cases) {
      Path here = provider.resolveSibling("consumer.o");
      Path other = provider.getParent().resolveSibling("x86_64-dwarf4").resolve("provider.o");
      Path second = provider.resolveSibling("provider2.o");
      pairs.add(new Pair(provider, here));
      Stream.of(other, second)
          .filter(Files::exists)
          .forEach(it -> pairs.add(new Pair(provider, it)));
    }
    Path seams = FIXTURES.resolve("seams").resolve("prebuilt");
    for (String name : List.of("/core.o", "/glue.o", "/driver.o", "/c.o", "/rust.o")) {
      add(pairs, files(seams, name));
    }
    List<String> found = contradictions(pairs);
    assertThat(pairs).hasSizeGreaterThan(150);
    assertThat(found).isEmpty();
  }
}
