package org.abiseam.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.prototype.Prototype;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** Where a run begins and ends. */
public final class Main {
  /** The version of this program. */
  public static final String VERSION = "0.1.0";

  private Main() {}

  /**
   * Runs the command line and ends the process with its status.
   *
   * @param arguments as given
   */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int status = run(arguments, Terminal.ofProcess(), out, err);
    out.flush();
    err.flush();
    // Faster than waiting for helper threads of the virtual machine, and the same to callers.
    Runtime.getRuntime().halt(out.checkError() && status == 0 ? Status.ERROR : status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
        false,
        StandardCharsets.UTF_8);
  }

  static int run(String[] arguments, Terminal terminal, PrintStream out, PrintStream err) {
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      out.println("abiseam " + VERSION);
      return 0;
    }
    CommandLine commands = Arguments.commands();
    CommandLine asked = commands;
    try {
      ParseResult parsed = commands.parseArgs(arguments);
      asked = parsed.hasSubcommand() ? parsed.subcommand().commandSpec().commandLine() : commands;
      return dispatch(commands, parsed, terminal, out, err);
    } catch (CommandLine.UnmatchedArgumentException fault) {
      return misused(unmatched(fault), fault.getCommandLine(), err);
    } catch (CommandLine.ParameterException fault) {
      return misused(String.valueOf(fault.getMessage()), fault.getCommandLine(), err);
    } catch (Settings.Usage fault) {
      return misused(String.valueOf(fault.getMessage()), asked, err);
    } catch (UncheckedIOException fault) {
      err.println("abiseam: " + fault.getMessage());
      return Status.ERROR;
    } catch (OutOfMemoryError _) {
      err.println("abiseam: the memory does not suffice; give fewer inputs at once, or -j 1");
      return Status.ERROR;
    } catch (RuntimeException | StackOverflowError fault) {
      err.println("abiseam: a fault of this program, please report it: " + trace(fault));
      return Status.ERROR;
    }
  }

  /** A word that is no command, or an option that there is not, and what may be meant. */
  private static String unmatched(CommandLine.UnmatchedArgumentException fault) {
    CommandLine command = fault.getCommandLine();
    String word = fault.getUnmatched().getFirst();
    if (command.getParent() == null && !word.startsWith("-")) {
      Set<String> words = command.getSubcommands().keySet();
      String meant = Spelling.nearest(word, words).map(one -> "; is " + one + " meant?").orElse("");
      return "'%s' is no command%s There are %s"
          .formatted(word, meant.isEmpty() ? "." : meant, String.join(", ", words));
    }
    List<String> names =
        command.getCommandSpec().options().stream()
            .flatMap(option -> Stream.of(option.names()))
            .toList();
    String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return fault.getMessage()
        + Spelling.nearest(option, names).map(one -> "; is " + one + " meant?").orElse("");
  }

  /** The fault and where it came from, in one line. */
  private static String trace(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    StringBuilder text = new StringBuilder(cause.toString());
    StackTraceElement[] frames = cause.getStackTrace();
    for (int i = 0; i < Math.min(4, frames.length); i++) {
      text.append(i == 0 ? " at " : " < ").append(frames[i].getFileName());
      text.append(':').append(frames[i].getLineNumber());
    }
    return text.toString();
  }

  private static int misused(String message, CommandLine command, PrintStream err) {
    err.println("abiseam: " + message);
    err.println("Try 'abiseam " + commandName(command) + "--help'.");
    return Status.ERROR + Status.USAGE;
  }

  private static String commandName(CommandLine command) {
    return command.getParent() == null ? "" : command.getCommandName() + " ";
  }

  private static int dispatch(
      CommandLine commands,
      ParseResult parsed,
      Terminal terminal,
      PrintStream out,
      PrintStream err) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (last.isUsageHelpRequested()) {
      Help.addTo(commands);
      last.commandSpec().commandLine().usage(out, Ansi.OFF);
      return 0;
    }
    if (last.isVersionHelpRequested()) {
      out.println("abiseam " + VERSION);
      return 0;
    }
    if (!parsed.hasSubcommand()) {
      return misused(
          "a command is missing: check, kbuild, compare, snapshot, gate, layout, explain, witness"
              + " or dump",
          commands,
          err);
    }
    Settings settings = Parsed.settings(last, terminal);
    return switch (last.commandSpec().name()) {
      case "check" -> new Check(settings, out, err).run();
      case "gate" ->
          new GateCommand(
                  settings,
                  Path.of(last.matchedOptionValue("--policy", "")),
                  last.hasMatchedOption("--update-baseline"),
                  out,
                  err)
              .run();
      case "witness" ->
          new WitnessCommand(
                  settings,
                  Optional.ofNullable(last.matchedOptionValue("--extern", (String) null)),
                  Parsed.path(last, "--output"),
                  out,
                  err)
              .run();
      case "snapshot" ->
          new SnapshotCommand(settings, Parsed.path(last, "--output"), out, err).run();
      case "compare" -> new Compare(settings, Parsed.impacted(last), out, err).run();
      case "kbuild" ->
          new Kbuild(settings, Parsed.place(last), Parsed.witnessed(last), out, err).run();
      case "layout" -> new Layout(settings, type(last), out, err).run();
      case "explain" ->
          Prototype.looksLike(type(last))
              ? new ExplainPrototype(settings, Parsed.asked(last, type(last)), out, err).run()
              : new Explain(settings, type(last), last.hasMatchedOption("--by-value"), out, err)
                  .run();
      default -> new Dump(settings, type(last), out, err).run();
    };
  }

  private static String type(ParseResult parsed) {
    return parsed.commandSpec().positionalParameters().get(0).getValue();
  }
}
