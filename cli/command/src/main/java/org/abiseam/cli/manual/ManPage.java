package org.abiseam.cli.manual;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a command.
 *
 * <pre>
 * NAME, SYNOPSIS, DESCRIPTION, [COMMANDS,] ARGUMENTS, OPTIONS, then the sections of its help, SEE ALSO
 * </pre>
 */
final class ManPage {
  private static final Pattern HEADING = Pattern.compile("\\p{Upper}\\w*( \\w+)?:");

  private final CommandSpec spec;
  private final String name;
  private final Roff roff = new Roff();

  private ManPage(CommandSpec spec) {
    this.spec = spec;
    this.name = spec.qualifiedName("-");
  }

  /** The page's file name. */
  static String file(CommandSpec spec) {
    return spec.qualifiedName("-") + ".1";
  }

  static String of(CommandSpec spec, String version) {
    ManPage page = new ManPage(spec);
    page.roff.title(page.name, version);
    page.roff
        .section("Name")
        .line(Roff.escaped(page.name) + " \\- " + Roff.escaped(withoutStop(Commands.header(spec))));
    page.synopsis();
    page.roff.section("Description").line(Roff.escaped(Commands.header(spec)));
    page.help(true);
    page.commands();
    page.arguments();
    page.options();
    page.help(false);
    page.others();
    return page.roff.text();
  }

  private static String withoutStop(String sentence) {
    String plain = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
  }

  private void synopsis() {
    StringBuilder line = new StringBuilder("\\fB");
    line.append(Roff.escaped(spec.qualifiedName(" "))).append("\\fR");
    if (!Commands.below(spec).isEmpty()) {
      line.append(" \\fICOMMAND\\fR");
    }
    line.append(" [\\fIOPTION\\fR...]");
    for (PositionalParamSpec one : Commands.positionals(spec)) {
      String label = "\\fI" + Roff.escaped(one.paramLabel()) + "\\fR";
      String repeated = one.arity().max() > 1 || one.index().max() > one.index().min() ? "..." : "";
      line.append(one.required() ? " " + label + repeated : " [" + label + repeated + "]");
    }
    roff.section("Synopsis").line(line.toString());
  }

  private void commands() {
    Map<String, CommandLine> below = Commands.below(spec);
    if (below.isEmpty()) {
      return;
    }
    roff.section("Commands");
    below.forEach(
        (word, command) ->
            roff.term(word).line(Roff.escaped(Commands.header(command.getCommandSpec()))));
  }

  private void arguments() {
    List<PositionalParamSpec> positionals = Commands.positionals(spec);
    if (!positionals.isEmpty()) {
      roff.section("Arguments");
      for (PositionalParamSpec one : positionals) {
        roff.term(one.paramLabel()).line(Roff.escaped(Commands.description(one)));
      }
    }
  }

  private void options() {
    roff.section("Options");
    for (OptionSpec option : Commands.options(spec)) {
      String label = Commands.valued(option) ? " " + option.paramLabel() : "";
      String again = Commands.repeatable(option) ? " (may be given again)" : "";
      roff.term(String.join(", ", option.names()) + label)
          .line(Roff.escaped(Commands.description(option) + again));
    }
  }

  /** The help: what stands before the first heading, or the headings with what is below them. */
  private void help(boolean before) {
    boolean headed = false;
    boolean typed = false;
    for (String line : Commands.footer(spec)) {
      boolean heading = HEADING.matcher(line).matches();
      headed |= heading;
      if (headed == before || line.isBlank()) {
        continue;
      }
      boolean more = typed;
      typed = line.startsWith("  ") && !line.startsWith("      ");
      if (heading) {
        roff.section(line.substring(0, line.length() - 1));
      } else if (line.startsWith("      ")) {
        roff.meaning(line.strip());
      } else if (typed) {
        roff.typed(line.strip(), more ? Roff.Place.BELOW : Roff.Place.APART);
      } else {
        roff.line(Roff.escaped(line));
      }
    }
  }

  private void others() {
    roff.section("See also");
    StringBuilder line = new StringBuilder();
    CommandLine parent = spec.parent() == null ? null : spec.parent().commandLine();
    if (parent != null) {
      line.append("\\fB").append(Roff.escaped(spec.parent().qualifiedName("-"))).append("\\fR(1)");
    }
    for (CommandLine command : Commands.below(spec).values()) {
      line.append(line.isEmpty() ? "" : ", ").append("\\fB");
      line.append(Roff.escaped(command.getCommandSpec().qualifiedName("-"))).append("\\fR(1)");
    }
    roff.line(line.toString());
  }
}
