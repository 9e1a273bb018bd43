package org.abiseam.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.abiseam.cli.report.Status;
import org.abiseam.model.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Runs the command line. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Console console =
        new Console(out, err, Terminal.ofProcess(), CacheOptions.ofUser(System.getenv()));
    int status = run(arguments, console);
    if (out.checkError()) {
      err.println(
          "abiseam: standard output cannot be written; is the disk full or the pipe closed?");
      status |= Status.ERROR;
    }
    err.flush();
    // Faster than waiting for helper threads of the virtual machine, and the same to callers.
    Runtime.getRuntime().halt(status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16),
        false,
        StandardCharsets.UTF_8);
  }

  /** Runs a command line that keeps nothing between runs unless it says where. */
  static int run(String[] arguments, Terminal terminal, PrintStream out, PrintStream err) {
    return run(arguments, new Console(out, err, terminal));
  }

  static int run(String[] arguments, Console console) {
    PrintStream err = console.err();
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      console.out().println("abiseam " + Version.TEXT);
      return 0;
    }
    CommandLine commands = Commands.of(console, arguments);
    CommandLine asked = commands;
    try {
      ParseResult parsed = commands.parseArgs(arguments);
      asked = parsed.hasSubcommand() ? parsed.subcommand().commandSpec().commandLine() : commands;
      return dispatch(asked, console);
    } catch (CommandLine.UnmatchedArgumentException fault) {
      return misused(unmatched(fault), fault.getCommandLine(), err);
    } catch (CommandLine.ParameterException fault) {
      return misused(message(fault), fault.getCommandLine(), err);
    } catch (UsageException fault) {
      return misused(String.valueOf(fault.getMessage()), asked, err);
    } catch (UncheckedIOException fault) {
      err.println("abiseam: " + fault.getMessage());
      return Status.ERROR;
    } catch (OutOfMemoryError _) {
      err.println("abiseam: out of memory; give fewer inputs at once, or use -j 1");
      return Status.ERROR;
    } catch (InternalError _) {
      err.println(
          "abiseam: an input changed while it was read; try again when no program writes to it");
      return Status.ERROR;
    } catch (RuntimeException | StackOverflowError fault) {
      err.println("abiseam: internal error, please report it: " + trace(fault));
      return Status.ERROR;
    }
  }

  private static int dispatch(CommandLine asked, Console console) {
    ParseResult parsed = asked.getParseResult();
    if (parsed.isUsageHelpRequested()) {
      Help.addTo(asked);
      asked.usage(console.out(), Ansi.OFF);
      return 0;
    }
    if (parsed.isVersionHelpRequested()) {
      console.out().println("abiseam " + Version.TEXT);
      return 0;
    }
    if (asked.getCommand() instanceof Subcommand command) {
      Outputs.check(asked.getCommandSpec());
      return command.run();
    }
    return misused(
        "a command is missing: " + String.join(", ", Commands.names()), asked, console.err());
  }

  /** Returns picocli's message; for a value that is not valid, the option and our own words. */
  private static String message(CommandLine.ParameterException fault) {
    return fault.getCause() instanceof TypeConversionException cause
            && fault.getArgSpec() instanceof OptionSpec option
        ? option.longestName() + ": " + cause.getMessage()
        : String.valueOf(fault.getMessage());
  }

  /** Names an unknown command or option, and the one that was probably meant. */
  private static String unmatched(CommandLine.UnmatchedArgumentException fault) {
    CommandLine command = fault.getCommandLine();
    String word = fault.getUnmatched().getFirst();
    if (command.getParent() == null && !word.startsWith("-")) {
      return "unknown command '%s'%s (commands: %s)"
          .formatted(
              word,
              Spelling.suggestion(word, Commands.names()),
              String.join(", ", Commands.names()));
    }
    List<String> names =
        command.getCommandSpec().options().stream()
            .flatMap(option -> Stream.of(option.names()))
            .toList();
    String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return fault.getMessage() + Spelling.suggestion(option, names);
  }

  /** Returns the fault and where it came from, in one line. */
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
}
