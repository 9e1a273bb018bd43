package org.abiseam.cli.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes what a distribution installs beside the program. */
public final class Manual {
  private Manual() {}

  /**
   * Writes manual pages and completions where {@code share} of a distribution has them.
   *
   * @throws IOException where one cannot be written
   */
  public static void write(CommandLine commands, String version, Path share) throws IOException {
    CommandSpec root = commands.getCommandSpec();
    page(root, version, share);
    for (CommandLine command : commands.getSubcommands().values()) {
      page(command.getCommandSpec(), version, share);
    }
    String name = root.name();
    put(
        share.resolve("bash-completion/completions").resolve(name),
        AutoComplete.bash(name, commands));
    put(share.resolve("zsh/site-functions").resolve("_" + name), ZshCompletion.of(root));
    put(
        share.resolve("fish/vendor_completions.d").resolve(name + ".fish"),
        FishCompletion.of(root));
  }

  private static void page(CommandSpec spec, String version, Path share) throws IOException {
    put(share.resolve("man/man1").resolve(ManPage.file(spec)), ManPage.of(spec, version));
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
