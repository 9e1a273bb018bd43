package org.abiseam.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command does, by example. The texts are files beside this class, one a command, and are
 * read only when somebody asks for help.
 *
 * <p>A line that ends in a colon at the margin is a heading; what is indented by two is to be
 * typed, what is indented by six says what the line before it does; all else is a paragraph.
 */
final class Help {
  private Help() {}

  /** Puts the examples behind the options of a command and of those below it. */
  static void addTo(CommandLine command) {
    List<String> lines = of(command.getCommandName());
    if (!lines.isEmpty()) {
      List<String> footer = new ArrayList<>();
      footer.add("");
      // A percent sign would be a format of picocli.
      lines.forEach(line -> footer.add(line.replace("%", "%%")));
      command.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    }
    command.getSubcommands().values().forEach(Help::addTo);
  }

  /** Returns the text of a command; empty where it has none. */
  static List<String> of(String command) {
    try (InputStream stream = Help.class.getResourceAsStream("help/" + command + ".txt")) {
      return stream == null
          ? List.of()
          : new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
