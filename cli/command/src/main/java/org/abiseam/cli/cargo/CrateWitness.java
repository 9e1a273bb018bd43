package org.abiseam.cli.cargo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.bindings.Adaptation;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.ExpandedWitness;
import org.abiseam.bindings.SourceCrate;
import org.abiseam.cli.metadata.RefusedLines;
import org.abiseam.cli.process.Program;
import org.abiseam.cli.process.ProgramFailure;

/**
 * Lets rustc compile a crate that it expanded a second time, with what makes it describe the
 * crate's foreign items: by the command of the build, which the wrapper kept beside the source, and
 * without optimisation.
 *
 * <p>What macros of the standard library wrote may need features that are not stable; rustc says
 * which. An item that it does not take as type parameter is left out.
 */
public final class CrateWitness {
  private static final int MOST_ATTEMPTS = 16;
  private static final Pattern FEATURE = Pattern.compile("#!\\[feature\\((\\w+)\\)\\]");

  private static final Pattern ATTRIBUTE =
      Pattern.compile("cannot find attribute `(\\w+)` in this scope");

  /** Features that the text of derived code needs, by what it then has. */
  private static final Map<String, String> NEEDED =
      Map.of(
          "::clone::TrivialClone", "trivial_clone",
          "::marker::StructuralPartialEq", "structural_match",
          "#[coverage(off)]", "coverage_attribute");

  /** Options of the build that have their argument behind them, and say where to write and what. */
  private static final Set<String> REPLACED =
      Set.of("--crate-name", "--crate-type", "--out-dir", "--emit");

  private final Path source;
  private final String id;
  private final Set<String> features;
  private final Set<String> attributes;

  private CrateWitness(Path source, String id, Set<String> features, Set<String> attributes) {
    this.source = source;
    this.id = id;
    this.features = features;
    this.attributes = attributes;
  }

  /** What became of it. */
  public sealed interface Outcome {
    /**
     * It is there.
     *
     * @param object its file
     */
    record Made(Path object) implements Outcome {}

    /**
     * It is not.
     *
     * @param reason rustc's own words, on one line
     */
    record Missing(String reason) implements Outcome {}

    /** The crate declares nothing: what it exports is in its own debug info. */
    record Superfluous() implements Outcome {}
  }

  /**
   * Compiles it, unless that was done for this very source.
   *
   * @param source what rustc expanded; the object is kept beside it
   * @param id of the crate
   * @param features what other crates of the build needed; what this one needs is added
   * @param attributes of derive macros that rustc did not take in other crates; those of this one
   *     are added
   */
  static Outcome make(Path source, String id, Set<String> features, Set<String> attributes) {
    try {
      return new CrateWitness(source, id, features, attributes).make();
    } catch (IOException fault) {
      throw new UncheckedIOException(
          "the witness of " + source + " cannot be written: " + fault.getMessage(), fault);
    } catch (ProgramFailure fault) {
      return new Outcome.Missing(String.valueOf(fault.getMessage()));
    }
  }

  private Path beside(String ending) {
    return source.resolveSibling(
        String.valueOf(source.getFileName()).replaceFirst("\\.rs$", ending));
  }

  private Outcome make() throws IOException, ProgramFailure {
    Path object = beside(".witness.o");
    // The wrapper removes it when it compiles the crate again, which may happen meanwhile.
    if (Files.isRegularFile(object)
        && Files.getLastModifiedTime(object).compareTo(Files.getLastModifiedTime(source)) >= 0) {
      return new Outcome.Made(object);
    }
    List<String> recorded = List.of(Files.readString(beside(".rs.command")).split("\0"));
    if (recorded.size() < 3) {
      return new Outcome.Missing("the command of the build is not recorded");
    }
    BindingsSource crate = BindingsSource.read(source, List.of());
    if (!crate.declares()) {
      return new Outcome.Superfluous();
    }
    String expanded = Files.readString(source);
    NEEDED.forEach(
        (mark, feature) -> {
          if (expanded.contains(mark)) {
            features.add(feature);
          }
        });
    Path file = beside(".witness.rs");
    Set<String> refused = new HashSet<>();
    String words = "";
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      String text = ExpandedWitness.source(crate, new Adaptation(features, attributes, refused));
      Files.writeString(file, text);
      Program.Ended ended = run(recorded, file, object);
      if (ended.succeeded()) {
        return new Outcome.Made(object);
      }
      words = ended.errors();
      if (!features.addAll(named(FEATURE, words))
          && !attributes.addAll(named(ATTRIBUTE, words))
          && !refused(text, file, words, refused)) {
        break;
      }
    }
    Files.deleteIfExists(object);
    return new Outcome.Missing(first(words));
  }

  /** Returns what rustc names in sentences of one kind. */
  private static Set<String> named(Pattern sentence, String errors) {
    Set<String> named = new TreeSet<>();
    Matcher matcher = sentence.matcher(errors);
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    return named;
  }

  private static boolean refused(String text, Path file, String errors, Set<String> refused) {
    String name = String.valueOf(file.getFileName());
    List<String> lines =
        RefusedLines.of(name, text, errors).stream()
            .map(String::strip)
            .filter(ExpandedWitness::names)
            .toList();
    return refused.addAll(lines);
  }

  private Program.Ended run(List<String> recorded, Path file, Path object) throws ProgramFailure {
    Map<String, String> variables = new HashMap<>();
    variables.put("RUSTC_BOOTSTRAP", "1");
    if (!recorded.get(1).isEmpty()) {
      variables.put("RUSTUP_TOOLCHAIN", recorded.get(1));
    }
    return new Program(
            words(recorded.subList(2, recorded.size()), file, object),
            Path.of(recorded.getFirst()),
            variables,
            Program.COMPILATION)
        .run("it compiled the crate before");
  }

  private List<String> words(List<String> recorded, Path file, Path object) {
    List<String> words = new ArrayList<>();
    boolean read = false;
    for (int i = 0; i < recorded.size(); i++) {
      String word = recorded.get(i);
      int value = word.indexOf('=');
      if (REPLACED.contains(word)
          || (word.equals("-C") && i + 1 < recorded.size() && incremental(recorded.get(i + 1)))) {
        i++;
      } else if (!read && word.endsWith(".rs")) {
        read = true;
        words.add(file.toString());
      } else if (!REPLACED.contains(value < 0 ? word : word.substring(0, value))
          && !word.startsWith("--error-format")
          && !word.startsWith("--json")
          && !incremental(word.replaceFirst("^-C", ""))) {
        words.add(word);
      }
    }
    words.addAll(
        List.of(
            "--crate-name",
            SourceCrate.root(id),
            "--crate-type=lib",
            // Macros of the standard library name it, as `::alloc`.
            "--extern=alloc",
            "--emit=obj=" + object,
            "--cap-lints=allow",
            "-Copt-level=0",
            "-Cdebuginfo=2",
            "-Cstrip=none",
            "-Csplit-debuginfo=off",
            "-Ccodegen-units=1"));
    return words;
  }

  private static boolean incremental(String option) {
    return option.startsWith("incremental=");
  }

  private static String first(String errors) {
    return errors
        .lines()
        .filter(line -> line.startsWith("error"))
        .findFirst()
        .orElse("rustc did not say why");
  }
}
