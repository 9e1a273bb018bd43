package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.ModelFormat;
import org.abiseam.engine.cache.Question;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;

/** Turns chosen entries of one side of an object into a model, in a type graph of its own. */
public final class SideLowering {
  private static final String UNDESCRIBED =
      "debug info does not describe it: it was compiled without -g, or LLVM merged it with an equal"
          + " function";

  private SideLowering() {}

  /**
   * Lowers one side.
   *
   * @param symbols functions and variables of the side
   * @return the model; an entry that cannot be modelled is an opaque type with the reason
   */
  public static ObjectModel lower(
      DebugInfo info,
      String path,
      ObjectSurvey survey,
      List<TypeEntry> types,
      List<SymbolEntry> symbols) {
    Lowering lowering = new Lowering(path);
    List<Definition> definitions = new ArrayList<>(types.size());
    for (TypeEntry type : types) {
      definitions.add(
          lowering.define(
              info.units().get(type.unit()).die(type.offset()), type.path(), type.units()));
    }
    List<Entity> stated = new ArrayList<>(symbols.size());
    for (SymbolEntry symbol : symbols) {
      stated.add(lowering.symbol(die(info, symbol), symbol.path(), symbol.name(), symbol.role()));
    }
    Set<String> names = symbols.stream().map(SymbolEntry::name).collect(Collectors.toSet());
    FunctionEntries entries =
        new FunctionEntries(
            survey.machine(), lowering.build(), PoppedArguments.of(info.object(), names));
    List<Entity> entities = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      SymbolEntry symbol = symbols.get(i);
      entities.add(entries.shown(stated.get(i), () -> die(info, symbol)));
    }
    return new ObjectModel(
        path,
        survey.machine(),
        survey.units(),
        entries.types(),
        definitions,
        entities,
        lowering.faults());
  }

  private static Die die(DebugInfo info, SymbolEntry symbol) {
    return info.units().get(symbol.unit()).die(symbol.offset());
  }

  /**
   * Asks for the model of some entries.
   *
   * @param byFile names of which the definition of each file is added
   */
  public static Question<ObjectModel> question(
      ObjectSurvey survey,
      List<TypeEntry> types,
      List<SymbolEntry> symbols,
      Collection<String> byFile) {
    CacheKey.Builder key = new CacheKey.Builder("entries").with(byFile);
    types.forEach(type -> key.with(SurveyFormat::type, type));
    key.with("symbols");
    symbols.forEach(symbol -> key.with(SurveyFormat::symbol, symbol));
    return new Question<>(
        "model",
        key.build(),
        new Format<>() {
          @Override
          public void write(EntryWriter to, ObjectModel model) {
            ModelFormat.write(to, model);
          }

          @Override
          public ObjectModel read(EntryReader from) {
            return ModelFormat.read(from, survey.machine(), survey.units());
          }
        });
  }

  /** Makes a model of what Rust or Clang's C defines and its debug info does not describe. */
  static ObjectModel undescribed(
      String path, ObjectSurvey survey, SortedMap<String, Subject.Kind> names) {
    Producer producer =
        survey.units().stream()
            .map(CompileUnit::producer)
            .filter(SideLowering::decides)
            .findFirst()
            .orElseThrow();
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin = new Origin(path, "", OptionalLong.empty(), Optional.empty());
    List<Entity> entities = new ArrayList<>();
    names.forEach(
        (name, kind) -> {
          Type type =
              new Type.Opaque(
                  Optional.empty(),
                  OptionalLong.empty(),
                  OptionalInt.empty(),
                  survey.rustWithLinesOnly() ? Lowering.UNTYPED : UNDESCRIBED);
          Definition definition =
              new Definition(
                  List.of(), name, graph.add(type, origin), producer, Evidence.SYMBOL, 1);
          entities.add(new Entity(kind, Entity.Role.DEFINES, definition));
        });
    return new ObjectModel(
        path, survey.machine(), List.of(), graph.build(), List.of(), entities, List.of());
  }

  private static boolean decides(Producer producer) {
    return producer.language() == Producer.Language.RUST
        || producer.compiler() == Producer.Compiler.CLANG;
  }

  /** Makes a model of types that C declares and nowhere defines: definitions without a body. */
  static ObjectModel declarations(
      String path, Machine machine, List<CompileUnit> units, Collection<String> names) {
    Producer producer =
        units.stream()
            .map(CompileUnit::producer)
            .filter(one -> one.language() == Producer.Language.C)
            .findFirst()
            .orElseThrow();
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin = new Origin(path, "", OptionalLong.empty(), Optional.empty());
    List<Definition> definitions = new ArrayList<>();
    for (String name : names) {
      Type type = new Type.Incomplete(Type.Shape.STRUCT, name, OptionalLong.empty());
      definitions.add(
          new Definition(List.of(), name, graph.add(type, origin), producer, Evidence.DWARF, 1));
    }
    return new ObjectModel(path, machine, List.of(), graph.build(), definitions, List.of());
  }
}
