package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.cli.Settings.Format;
import org.abiseam.cli.Settings.Usage;
import org.abiseam.cli.gate.Suppressions;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.scope.SymbolScope;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the options of a command line mean; picocli's model of them is {@link Arguments}. */
final class Parsed {
  /** A policy names inputs too, and a rule is explained without any. */
  private static final Set<String> WITHOUT_FILES = Set.of("gate", "explain");

  private Parsed() {}

  /** Reads what was parsed for a command. */
  static Settings settings(ParseResult parsed, Terminal terminal) {
    List<String> texts = parsed.matchedOptionValue("--format", List.of());
    List<Format> formats = new ArrayList<>();
    texts.forEach(text -> formats.add(Format.parse(text)));
    if (formats.isEmpty()) {
      formats.add(new Format(Format.Kind.TEXT, Optional.empty()));
    }
    if (formats.stream().filter(format -> format.file().isEmpty()).count() > 1) {
      throw new Usage("--format: two reports cannot share standard output; name a file");
    }
    String debugDirectory = parsed.matchedOptionValue("--debug-dir", "");
    List<String> bindings = parsed.matchedOptionValue("--bindings", List.of());
    if (positional(parsed).contains("")) {
      throw new Usage("an input has an empty name; is a variable of the shell not set?");
    }
    if (!debugDirectory.isEmpty() && !Files.isDirectory(Path.of(debugDirectory))) {
      throw new Usage("--debug-dir: " + debugDirectory + " is no directory");
    }
    return new Settings(
        inputs(parsed),
        formats,
        failOn(parsed.matchedOptionValue("--fail-on", "harmful")),
        threads(parsed),
        debugDirectory.isEmpty() ? Optional.empty() : Optional.of(Path.of(debugDirectory)),
        bindings.stream().map(Path::of).toList(),
        suppressions(parsed),
        scope(parsed),
        when("--progress", parsed, terminal.errors() && !parsed.hasMatchedOption("--quiet")),
        when("--color", parsed, terminal.output() && !terminal.plain()) ? Paint.ANSI : Paint.NONE,
        verbosity(parsed));
  }

  /** The files, and those that the versions of kernels stand for; two of them are compared. */
  private static List<Path> inputs(ParseResult parsed) {
    List<Path> inputs = new ArrayList<>();
    if (parsed.commandSpec().findOption("--kernel") != null) {
      List<String> versions = parsed.matchedOptionValue("--kernel", List.of());
      Path root = Path.of(parsed.matchedOptionValue("--root", "/"));
      String command = parsed.commandSpec().name();
      for (String version : versions) {
        List<Path> files = InstalledKernel.files(version, root);
        inputs.addAll(command.equals("compare") ? files.subList(0, 1) : files);
      }
      if (versions.isEmpty() && parsed.hasMatchedOption("--root")) {
        throw new Usage("--root needs --kernel VERSION");
      }
      boolean none = versions.isEmpty() && positional(parsed).isEmpty();
      if (none && !WITHOUT_FILES.contains(command)) {
        throw new Usage("no input: name a FILE, or an installed kernel by --kernel VERSION");
      }
    }
    positional(parsed).stream().map(Path::of).forEach(inputs::add);
    return inputs;
  }

  /** Loaded only where a file is named, to start fast without. */
  private static Optional<Suppressions> suppressions(ParseResult parsed) {
    List<String> files = parsed.matchedOptionValue("--suppressions", List.of());
    if (files.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<Path> paths = files.stream().map(Path::of).toList();
      return Optional.of(Suppressions.read(paths, LocalDate.now(ZoneId.systemDefault())));
    } catch (IllegalArgumentException fault) {
      throw new Usage(String.valueOf(fault.getMessage()));
    }
  }

  private static Optional<SymbolScope> scope(ParseResult parsed) {
    List<String> symbols = parsed.matchedOptionValue("--symbols", List.of());
    try {
      return symbols.isEmpty() ? Optional.empty() : Optional.of(SymbolScope.of(symbols));
    } catch (IllegalArgumentException fault) {
      throw new Usage("--symbols: " + fault.getMessage());
    }
  }

  private static List<String> positional(ParseResult parsed) {
    List<PositionalParamSpec> specs = parsed.commandSpec().positionalParameters();
    List<String> files = specs.get(specs.size() - 1).getValue();
    return files == null ? List.of() : files;
  }

  private static Verbosity verbosity(ParseResult parsed) {
    boolean quiet = parsed.hasMatchedOption("--quiet");
    boolean verbose = parsed.hasMatchedOption("--verbose");
    if (quiet && verbose) {
      throw new Usage("--quiet and --verbose exclude each other");
    }
    return quiet ? Verbosity.QUIET : verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
  }

  private static int threads(ParseResult parsed) {
    int threads = parsed.matchedOptionValue("--jobs", Runtime.getRuntime().availableProcessors());
    if (threads < 1) {
      throw new Usage("--jobs: " + threads + " is less than 1");
    }
    return threads;
  }

  private static Status.FailOn failOn(String text) {
    return switch (text) {
      case "harmful" -> Status.FailOn.HARMFUL;
      case "risky" -> Status.FailOn.RISKY;
      case "undetermined" -> Status.FailOn.UNDETERMINED;
      default ->
          throw new Usage("--fail-on: '" + text + "' is none of harmful, risky, undetermined");
    };
  }

  private static boolean when(String option, ParseResult parsed, boolean automatic) {
    String text = parsed.matchedOptionValue(option, "auto");
    return switch (text) {
      case "auto" -> automatic;
      case "always" -> true;
      case "never" -> false;
      default -> throw new Usage(option + ": '" + text + "' is none of auto, always, never");
    };
  }

  /** Whether {@code kbuild} compiles a witness. */
  static Kbuild.When witnessed(ParseResult parsed) {
    String text = parsed.matchedOptionValue("--witness", "auto");
    return switch (text) {
      case "auto" -> Kbuild.When.AUTO;
      case "always" -> Kbuild.When.ALWAYS;
      case "never" -> Kbuild.When.NEVER;
      default -> throw new Usage("--witness: '" + text + "' is none of auto, always, never");
    };
  }

  /** Whether {@code compare} follows changes to functions and variables. */
  static boolean impacted(ParseResult parsed) {
    boolean impacted = parsed.hasMatchedOption("--impacted");
    if (impacted && parsed.hasMatchedOption("--leaf")) {
      throw new Usage("--leaf and --impacted exclude each other");
    }
    return impacted;
  }

  /** Where {@code kbuild} looks. */
  static BuildTree.Place place(ParseResult parsed) {
    return new BuildTree.Place(
        Path.of(positional(parsed).getFirst()),
        path(parsed, "--source"),
        path(parsed, "--module"),
        path(parsed, "--changed-since"));
  }

  static Optional<Path> path(ParseResult parsed, String option) {
    String text = parsed.matchedOptionValue(option, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /** What {@code explain} is asked about a prototype. */
  static ExplainPrototype.Asked asked(ParseResult parsed, String prototype) {
    List<String> none = List.of();
    List<String> types = parsed.matchedOptionValue("--types", none);
    return new ExplainPrototype.Asked(
        prototype,
        types.stream().map(Path::of).toList(),
        Optional.ofNullable(parsed.matchedOptionValue("--machine", (String) null)),
        parsed.matchedOptionValue("--compiler", none));
  }
}
