package org.abiseam.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.abiseam.cli.manual.LibraryJars;
import org.abiseam.cli.manual.Licences;
import org.abiseam.cli.manual.Manual;
import picocli.CommandLine;

/**
 * A step of the build: writes what a distribution installs beside the program, and makes its
 * libraries fit for fast starts.
 */
public final class WriteManual {
  private WriteManual() {}

  /**
   * Writes manual pages, completions and licences.
   *
   * @param arguments the directory {@code share} of the distribution, and that of its jars
   * @throws IOException where one cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    CommandLine commands = Commands.all(new Console(System.out, System.err, Terminal.ofProcess()));
    Help.addTo(commands);
    Path share = Path.of(arguments[0]);
    Manual.write(commands, Version.TEXT, share);
    Path jars = Path.of(arguments[1]);
    Licences.collect(jars, share.resolve("doc/abiseam/licences"));
    LibraryJars.rewrite(jars);
  }
}
