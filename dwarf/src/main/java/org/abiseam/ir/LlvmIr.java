package org.abiseam.ir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.InputFile;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * A file of LLVM IR, as far as it declares functions (LLVM Language Reference, "Functions").
 *
 * <p>Intrinsics and names of Rust are left out: they are no matter of the seam.
 */
public final class LlvmIr {
  private static final String INTRINSICS = "llvm.";

  /** What LLVM's targets for soft float have on, or on AArch64 off. */
  private static final Pattern SOFT_FLOAT =
      Pattern.compile("\\+soft-float\\b|-fp-armv8\\b|-neon\\b");

  private final String file;
  private final SortedMap<String, Declared> declarations;
  private final List<Diagnostic> diagnostics;
  private final Target target;

  /** Describes a line and what it declares. */
  private record Declared(int line, Declaration declaration) {}

  /** Holds what of the target changes calls, and no plan knows. */
  private record Target(boolean softFloat, boolean registers) {}

  private LlvmIr(
      String file,
      SortedMap<String, Declared> declarations,
      List<Diagnostic> diagnostics,
      Target target) {
    this.target = target;
    this.file = file;
    this.declarations = declarations;
    this.diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Reads a file.
   *
   * @param path of text, by convention {@code .ll}
   * @return what it declares; with a diagnostic and nothing else where it cannot be read
   */
  public static LlvmIr read(Path path) {
    SortedMap<String, Declared> declarations = new TreeMap<>();
    List<Diagnostic> diagnostics = new ArrayList<>();
    boolean softFloat = false;
    boolean registers = false;
    try (BufferedReader reader = Files.newBufferedReader(InputFile.of(path))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        softFloat |= line.startsWith("attributes ") && SOFT_FLOAT.matcher(line).find();
        registers |= line.startsWith("!") && line.contains("\"NumRegisterParameters\"");
        if (line.startsWith("declare ") && !line.contains(" @" + INTRINSICS)) {
          declared(path + ":" + number, number, line, declarations, diagnostics);
        }
      }
    } catch (IOException fault) {
      diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.UNREADABLE,
              path.toString(),
              "cannot be read: " + InputFile.reason(fault)));
    }
    return new LlvmIr(path.toString(), declarations, diagnostics, new Target(softFloat, registers));
  }

  private static void declared(
      String place,
      int number,
      String line,
      SortedMap<String, Declared> declarations,
      List<Diagnostic> diagnostics) {
    try {
      Declaration declaration = new DeclarationSyntax(line).declaration();
      String name = declaration.name();
      if (!RustTypeScanner.mangled(name)) {
        declarations.put(name, new Declared(number, declaration));
      }
    } catch (DeclarationSyntax.Unread fault) {
      diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.UNSUPPORTED, place, String.valueOf(fault.getMessage())));
    }
  }

  /** {@return what could not be read: with file and line in place of the object} */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** {@return the functions it declares: their symbols} */
  public SortedSet<String> symbols() {
    return (SortedSet<String>) declarations.keySet();
  }

  /**
   * {@return what Rust calls, by this file: functions with {@link Evidence#LLVM_IR}: a struct that
   * is written through a pointer is a struct named {@code sret}, one on the stack {@code byval}}
   */
  public ObjectModel model(Machine machine, Producer producer) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    List<Entity> entities = new ArrayList<>();
    LoweredTypes types = new LoweredTypes(graph, machine);
    declarations.forEach(
        (name, declared) -> {
          Origin origin =
              new Origin(
                  file,
                  "",
                  OptionalLong.empty(),
                  Optional.of(new Origin.Line(file, declared.line())));
          Signature signature = types.signature(declared.declaration(), origin);
          Optional<String> unplanned = unplanned(declared.declaration(), machine);
          TypeId type =
              graph.add(
                  unplanned.isPresent()
                      ? new Type.Opaque(
                          Optional.of(name),
                          OptionalLong.empty(),
                          OptionalInt.empty(),
                          unplanned.get())
                      : new Type.Function(signature),
                  origin);
          entities.add(
              new Entity(
                  Subject.Kind.FUNCTION,
                  Entity.Role.DECLARES,
                  new Definition(List.of(), name, type, producer, Evidence.LLVM_IR, 1)));
        });
    return new ObjectModel(file, machine, List.of(), graph.build(), List.of(), entities, List.of());
  }

  /** Returns why the places of a call are not those of the machine's convention; mostly empty. */
  private Optional<String> unplanned(Declaration declaration, Machine machine) {
    boolean floats =
        LoweredTypes.real(declaration.result().type())
            || declaration.parameters().stream().anyMatch(one -> LoweredTypes.real(one.type()));
    if (target.softFloat() && floats) {
      return Optional.of(
          "the LLVM IR is of a target with soft float, which passes floating point otherwise");
    }
    boolean inRegisters =
        target.registers()
            || declaration.parameters().stream().anyMatch(Declaration.Value::inRegister);
    return inRegisters && machine.machine() == Machine.EM_386
        ? Optional.of("the LLVM IR passes arguments in registers (-Zregparm)")
        : Optional.empty();
  }
}
