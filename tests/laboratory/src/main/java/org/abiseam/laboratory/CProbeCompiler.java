package org.abiseam.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles what {@link CSources} wrote; names what the compiler refuses and leaves it out. */
final class CProbeCompiler implements ProbeCompiler {
  private static final int CHUNK = 700;
  private static final List<String> COMMON =
      List.of(
          "-O2",
          "-w",
          "-ffreestanding",
          "-fno-pic",
          "-fno-strict-aliasing",
          "-fno-stack-protector",
          "-fno-asynchronous-unwind-tables",
          "-fno-tree-loop-distribute-patterns");
  private static final List<String> CLANG_COMMON =
      List.of(
          "-O2",
          "-w",
          "-ffreestanding",
          "-fno-pic",
          "-fno-strict-aliasing",
          "-fno-stack-protector",
          "-fno-asynchronous-unwind-tables");

  private static final Pattern WRONG =
      Pattern.compile("known\\.c:(\\d+):.*(?:error|sorry, unimplemented):");
  private static final Pattern BROKEN = Pattern.compile("In function .(probe_\\d+)");

  private final Toolchain workshop;
  private final List<String> compiler;
  private final Map<ProbeFunction, String> refused =
      new TreeMap<>((a, b) -> a.number() - b.number());

  CProbeCompiler(Toolchain workshop, List<String> compiler) {
    this.workshop = workshop;
    this.compiler = compiler;
  }

  static List<String> common(boolean clang) {
    return clang ? CLANG_COMMON : COMMON;
  }

  @Override
  public List<String> command() {
    return compiler;
  }

  @Override
  public Map<ProbeFunction, String> refused() {
    return refused;
  }

  @Override
  public List<String> callers(List<ProbeFunction> functions) throws IOException {
    List<String> objects = new ArrayList<>();
    for (int from = 0; from < functions.size(); from += CHUNK) {
      callers(functions.subList(from, Math.min(functions.size(), from + CHUNK)), objects);
    }
    return objects;
  }

  private void callers(List<ProbeFunction> functions, List<String> objects) throws IOException {
    String name = "calls" + functions.getFirst().number() + "_" + functions.size();
    workshop.write(name + ".c", CSources.callers(functions));
    Toolchain.Outcome outcome = compile(name, List.of());
    if (outcome.status() == 0) {
      objects.add(name + ".o");
    } else if (functions.size() == 1) {
      refused.put(functions.getFirst(), outcome.firstError());
    } else {
      int middle = functions.size() / 2;
      callers(functions.subList(0, middle), objects);
      callers(functions.subList(middle, functions.size()), objects);
    }
  }

  @Override
  public String definitions(List<ProbeFunction> functions) throws IOException {
    List<String> switches =
        List.of("-O1", "-g", "-gno-column-info", "-fdebug-prefix-map=" + workshop.inside() + "=.");
    List<ProbeFunction> left = new ArrayList<>(functions);
    while (true) {
      workshop.write("definitions.c", CSources.definitions(left));
      Toolchain.Outcome outcome = compile("definitions", switches);
      if (outcome.status() == 0) {
        return "definitions.o";
      }
      ProbeFunction blamed = blamed(outcome, left);
      refused.put(blamed, outcome.firstError());
      left.remove(blamed);
    }
  }

  /** A compiler that breaks over a definition says which. */
  private static ProbeFunction blamed(Toolchain.Outcome outcome, List<ProbeFunction> functions)
      throws IOException {
    Matcher matcher = BROKEN.matcher(outcome.text());
    String name = matcher.find() ? matcher.group(1) : "";
    return functions.stream()
        .filter(function -> function.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException(outcome.text()));
  }

  /**
   * Lists the types that the compiler knows and passes by value. Each is on lines of its number, so
   * that an error says whose it is; those are left out until there is none.
   */
  Set<Shape> accepted(Collection<Shape> shapes) throws IOException {
    List<Shape> numbered = List.copyOf(shapes);
    Set<Shape> accepted = new LinkedHashSet<>(numbered);
    while (true) {
      workshop.write("known.c", functionsOf(numbered, accepted));
      Toolchain.Outcome outcome = compile("known", List.of());
      if (outcome.status() == 0) {
        return accepted;
      }
      Set<Shape> refusedNow = new HashSet<>();
      WRONG
          .matcher(outcome.text())
          .results()
          .map(error -> numbered.get(Integer.parseInt(error.group(1)) - 1))
          .forEach(refusedNow::add);
      if (!accepted.removeAll(refusedNow)) {
        throw new IOException(outcome.text());
      }
    }
  }

  private static String functionsOf(List<Shape> numbered, Set<Shape> accepted) {
    StringBuilder text = new StringBuilder();
    Set<Shape> declared = new HashSet<>();
    for (int i = 0; i < numbered.size(); i++) {
      Shape shape = numbered.get(i);
      if (accepted.contains(shape)) {
        String line = "#line " + (i + 1) + "\n";
        for (Shape part : Shape.withParts(shape)) {
          if (declared.add(part) && !part.declaration().isEmpty()) {
            text.append(line).append(part.declaration());
          }
        }
        text.append(line)
            .append("%1$s of_%2$d(%1$s value) { return value; }\n".formatted(shape.text(), i));
      }
    }
    return text.toString();
  }

  /** Tells whether the compiler knows a convention; most only warn where they do not. */
  boolean accepts(DeclaredConvention convention) throws IOException {
    if (convention == DeclaredConvention.C) {
      return true;
    }
    workshop.write("known.c", convention.attribute() + "int of(int value) { return value; }\n");
    List<String> command = new ArrayList<>(compiler);
    command.remove("-w");
    command.addAll(List.of("-Werror", "-c", "known.c", "-o", "known.o"));
    return workshop.run(command).status() == 0;
  }

  Toolchain.Outcome compile(String name, List<String> switches) throws IOException {
    List<String> command = new ArrayList<>(compiler);
    command.addAll(switches);
    command.addAll(List.of("-c", name + ".c", "-o", name + ".o"));
    return workshop.run(command);
  }
}
