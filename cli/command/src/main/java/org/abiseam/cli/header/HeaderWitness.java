package org.abiseam.cli.header;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.cli.header.Prototypes.Prototype;
import org.abiseam.cli.process.Program;
import org.abiseam.cli.process.ProgramFailure;
import org.abiseam.model.InputFile;

/**
 * Compiles a witness of C headers: a definition of each function that they declare, which makes the
 * compiler describe prototypes and types as it lays them out. The user's GCC lists the prototypes
 * and compiles them, with the user's switches, for the user's target.
 */
public final class HeaderWitness {
  /** What C can declare; a name that an object or a source gives may be any text. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  private final Request request;
  private final Path directory;
  private final List<Path> objects = new ArrayList<>();
  private final Set<String> refused = new TreeSet<>();

  private HeaderWitness(Request request, Path directory) {
    this.request = request;
    this.directory = directory;
  }

  /**
   * Says what is to be compiled.
   *
   * @param compiler GCC: a path, or a name to be found in {@code PATH}
   * @param flags its switches
   * @param headers as {@code #include <…>} takes them, or paths
   * @param wanted names of functions and variables; empty for all functions that the headers
   *     declare
   */
  public record Request(
      String compiler, List<String> flags, List<String> headers, Set<String> wanted) {
    /** Copies the lists. */
    public Request {
      flags = List.copyOf(flags);
      headers = List.copyOf(headers);
      wanted = Set.copyOf(wanted);
    }
  }

  /**
   * Holds what was compiled.
   *
   * @param objects object files with debug info
   * @param defined how many functions and variables they define
   * @param refused names that the compiler did not compile
   */
  public record Made(List<Path> objects, int defined, List<String> refused) {
    /** Copies the lists. */
    public Made {
      objects = List.copyOf(objects);
      refused = List.copyOf(refused);
    }
  }

  /**
   * Compiles the witness.
   *
   * @param request what to compile
   * @param directory where the objects go
   * @return the objects
   * @throws ProgramFailure with the compiler's own words
   * @throws IOException if a file cannot be written
   */
  public static Made make(Request request, Path directory) throws ProgramFailure, IOException {
    return new HeaderWitness(request, directory).make();
  }

  private Made make() throws ProgramFailure, IOException {
    Path listing = directory.resolve("prototypes.txt");
    Path source = write("headers.c", includes());
    String listed = listing.toString();
    String errors =
        run(List.of("-fmax-errors=20", "-aux-info", listed, "-c", "-o", "/dev/null"), source);
    if (!errors.isEmpty()) {
      throw new ProgramFailure("the headers cannot be compiled:%n%s".formatted(errors));
    }
    Map<String, String> definitions = new LinkedHashMap<>();
    Map<String, Prototype> declared =
        Prototypes.read(Files.readString(listing, StandardCharsets.UTF_8));
    declared.forEach(
        (name, prototype) -> {
          if (request.wanted().isEmpty() || request.wanted().contains(name)) {
            definitions.put(name, prototype.definition(name));
          }
        });
    Set<String> others = new TreeSet<>(request.wanted());
    others.removeAll(definitions.keySet());
    others.removeIf(name -> !IDENTIFIER.matcher(name).matches());
    for (String name : variables(List.copyOf(others))) {
      definitions.put(name, "#undef %1$s%n__typeof__ (%1$s) %1$s;%n".formatted(name));
    }
    List<String> names = List.copyOf(definitions.keySet());
    if (names.isEmpty() && declared.isEmpty()) {
      throw new ProgramFailure("the headers declare no function with a prototype");
    }
    compile(names, definitions);
    if (objects.size() > 1) {
      // Each part describes the types that it needs, some of them only by name.
      objects.clear();
      compile(names.stream().filter(name -> !refused.contains(name)).toList(), definitions);
    }
    return new Made(objects, names.size() - refused.size(), List.copyOf(refused));
  }

  private String includes() throws ProgramFailure {
    StringBuilder text = new StringBuilder();
    for (String header : request.headers()) {
      try {
        Path file = InputFile.of(Path.of(header));
        text.append(
            Files.isRegularFile(file)
                ? "#include \"%s\"%n".formatted(file.toAbsolutePath())
                : "#include <%s>%n".formatted(header));
      } catch (IOException refused) {
        throw new ProgramFailure(header + ": cannot be read: " + refused.getMessage());
      }
    }
    return text.toString();
  }

  /** Asks the compiler which names are declared; it reports the lines of those that are not. */
  private List<String> variables(List<String> names) throws ProgramFailure, IOException {
    if (names.isEmpty()) {
      return List.of();
    }
    StringBuilder text = new StringBuilder(includes());
    for (String name : names) {
      text.append("#undef %1$s%n__typeof__ (%1$s) *abiseam_%1$s;%n".formatted(name));
    }
    Path source = write("variables.c", text.toString());
    String output = run(List.of("-fsyntax-only"), source);
    List<String> declared = new ArrayList<>(names);
    Matcher matcher = Pattern.compile("variables\\.c:(\\d+):\\d+: ").matcher(output);
    while (matcher.find()) {
      int index = (Integer.parseInt(matcher.group(1)) - request.headers().size() - 1) / 2;
      if (index >= 0 && index < names.size()) {
        declared.remove(names.get(index));
      }
    }
    return declared;
  }

  /** Compiles definitions; where one of several is refused, each half for itself. */
  private void compile(List<String> names, Map<String, String> definitions)
      throws ProgramFailure, IOException {
    if (names.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder(includes());
    names.forEach(name -> text.append(definitions.get(name)));
    int number = objects.size() + refused.size();
    Path object = directory.resolve("witness" + number + ".o");
    Path source = write("witness.c", text.toString());
    if (run(List.of("-g", "-O1", "-c", "-o", object.toString()), source).isEmpty()) {
      objects.add(object);
    } else if (names.size() == 1) {
      refused.add(names.getFirst());
    } else {
      compile(names.subList(0, names.size() / 2), definitions);
      compile(names.subList(names.size() / 2, names.size()), definitions);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** Runs the compiler; returns what it said where it failed. */
  private String run(List<String> options, Path source) throws ProgramFailure {
    List<String> words = new ArrayList<>(List.of(request.compiler()));
    words.addAll(request.flags());
    // A definition of a function that the compiler knows by itself is no fault here.
    words.addAll(List.of("-w", "-fno-builtin"));
    words.add("-fdebug-prefix-map=" + directory + "/=");
    words.addAll(options);
    words.add(source.toString());
    Program.Ended ended =
        new Program(words, Path.of("."), Map.of(), Program.COMPILATION)
            .run("install GCC, or name it by --cc");
    String said = (ended.output() + "\n" + ended.errors()).strip();
    return ended.succeeded() ? "" : said.isEmpty() ? "no message" : said;
  }
}
