package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.report.EnumWords;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Declares options and arguments; each is a supplier of its value once the command line is read.
 *
 * <p>Options are built, not annotated: reading picocli's annotations would make the program start
 * more slowly by a quarter (docs/adr/0008-command-line.md).
 */
abstract class OptionGroup {
  final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  /** Declares an option without a value. */
  final Supplier<Boolean> flag(String description, String... names) {
    return value(boolean.class, false, "", description, names);
  }

  /** Declares an option with a value. */
  final <T> Supplier<T> value(
      Class<T> type, T absent, String label, String description, String... names) {
    OptionSpec option = option(label, description, names).type(type).build();
    spec.addOption(option);
    return () -> Optional.ofNullable(option.<T>getValue()).orElse(absent);
  }

  /** Declares an option that may be left out. */
  final <T> Supplier<Optional<T>> optional(
      Class<T> type, String label, String description, String... names) {
    OptionSpec option = option(label, description, names).type(type).build();
    spec.addOption(option);
    return () -> Optional.ofNullable(option.getValue());
  }

  /** Declares an option that may be given again. */
  final <T> Supplier<List<T>> list(Class<T> type, String label, String description, String name) {
    return list(type, option(label, description, name));
  }

  /** Declares an option that may be given again and whose values begin with known words. */
  final <T> Supplier<List<T>> list(
      Class<T> type, Iterable<String> words, String label, String description, String name) {
    return list(type, option(label, description, name).completionCandidates(words));
  }

  private <T> Supplier<List<T>> list(Class<T> type, OptionSpec.Builder builder) {
    OptionSpec option = builder.type(List.class).auxiliaryTypes(type).build();
    spec.addOption(option);
    return () -> Optional.ofNullable(option.<List<T>>getValue()).orElse(List.of());
  }

  static OptionSpec.Builder option(String label, String description, String... names) {
    return OptionSpec.builder(names).paramLabel(label).description(description);
  }

  /** Declares the first argument, which must be given. */
  final <T> Supplier<T> first(PositionalParamSpec.Builder builder, Class<T> type) {
    PositionalParamSpec argument = builder.index("0").arity("1").required(true).type(type).build();
    spec.addPositional(argument);
    return argument::getValue;
  }

  /** Declares arguments from an index on. */
  final Supplier<List<Path>> rest(int index, String label, String description, int atLeast) {
    PositionalParamSpec argument =
        argument(label, description)
            .index(index + "..*")
            .arity(atLeast + "..*")
            .required(atLeast > 0)
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .build();
    spec.addPositional(argument);
    return () -> Optional.ofNullable(argument.<List<Path>>getValue()).orElse(List.of());
  }

  static PositionalParamSpec.Builder argument(String label, String description) {
    return PositionalParamSpec.builder().paramLabel(label).description(description);
  }

  /** Adds the option that shows the help. */
  static void addHelp(CommandSpec spec) {
    spec.addOption(option("", "show this help and exit", "-h", "--help").usageHelp(true).build());
  }

  /** Finds an enum constant by its word. */
  static <E extends Enum<E>> E constant(Class<E> kind, String word) {
    return EnumWords.find(kind, word)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + word + "' is none of " + String.join(", ", EnumWords.all(kind))));
  }
}
