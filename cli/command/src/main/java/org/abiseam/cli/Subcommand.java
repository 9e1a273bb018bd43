package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A command: its options, and what it does. */
abstract class Subcommand extends OptionGroup {
  final Console console;

  Subcommand(Console console, String name, String header) {
    this.console = console;
    spec.name(name).usageMessage().header(header);
    addHelp(spec);
  }

  /** Runs the command with the options that were read; returns the exit status. */
  abstract int run();

  /** Adds the options of a group. */
  final <G extends OptionGroup> G with(G group) {
    group.spec.options().forEach(spec::addOption);
    return group;
  }

  /** Declares the input files. */
  final Supplier<List<Path>> files(int index) {
    return rest(
        index,
        "FILE",
        "object, archive, module (.ko, .ko.xz, ...), package (.deb, .rpm, .tar.*), directory or"
            + " snapshot",
        0);
  }
}
