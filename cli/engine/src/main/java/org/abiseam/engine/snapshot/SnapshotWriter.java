package org.abiseam.engine.snapshot;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/** Writes a snapshot: the objects, the compilers, the types, the functions and variables. */
public final class SnapshotWriter {
  private final Snapshot snapshot;
  private final TypeBlocks blocks = new TypeBlocks();
  private final ProducerNames producers = new ProducerNames();
  private final StringBuilder text = new StringBuilder();

  /** Symbols that a function or variable of an object says all of. */
  private final Map<String, TreeSet<String>> described = new TreeMap<>();

  /** The objects by their paths. */
  private final Map<String, List<Snapshot.Part>> parts;

  private SnapshotWriter(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.parts = snapshot.objects().stream().collect(Collectors.groupingBy(Snapshot.Part::path));
  }

  /**
   * Writes a snapshot.
   *
   * @return lines, each ended; the same for the same objects, whatever their order in memory
   */
  public static String of(Snapshot snapshot) {
    SnapshotWriter writer = new SnapshotWriter(snapshot);
    writer.all();
    return writer.text.toString();
  }

  private void all() {
    for (Snapshot.Part part : snapshot.objects()) {
      part.units().forEach(unit -> producers.take(unit.producer()));
    }
    for (ObjectModel model : snapshot.models()) {
      model.definitions().forEach(it -> producers.takeOfDefinition(it.producer()));
      model.entities().forEach(it -> producers.takeOfDefinition(it.definition().producer()));
      take(model);
    }
    Map<String, Producer> named = producers.named();
    snapshot.models().forEach(this::define);
    List<TypeBlock> types = new ArrayList<>(blocks.write());
    types.addAll(others());
    types.sort(TypeBlock.ORDER);
    SortedMap<String, List<String>> symbols = symbols();
    line(Snapshot.MAGIC + Snapshot.FORM);
    snapshot.objects().forEach(this::object);
    named.forEach(this::producer);
    if (!snapshot.declared().isEmpty()) {
      line("");
      line("declared");
      snapshot.declared().forEach(name -> line("  " + Quoting.name(name)));
    }
    types.forEach(this::type);
    symbols.forEach(
        (_, lines) -> {
          line("");
          lines.forEach(this::line);
        });
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private TypeBlocks.Graph graph(ObjectModel model, Producer producer) {
    boolean rust = producer.language() == Producer.Language.RUST;
    return blocks.graph(model.types(), model.machine(), rust);
  }

  private void take(ObjectModel model) {
    for (Definition definition : model.definitions()) {
      graph(model, definition.producer()).take(definition.type());
    }
    for (Entity entity : model.entities()) {
      graph(model, entity.definition().producer()).take(plain(model, entity));
    }
  }

  /** A variable's node has a line of its own and no name. */
  static TypeId plain(ObjectModel model, Entity entity) {
    TypeId id = entity.definition().type();
    return model.types().type(id) instanceof Type.Alias alias && alias.name().isEmpty()
        ? alias.target()
        : id;
  }

  private void define(ObjectModel model) {
    for (Definition definition : model.definitions()) {
      if (named(model, definition)) {
        TypeBlock block = graph(model, definition.producer()).block(definition.type());
        block.definitions.add("defined" + by(definition, true) + path(definition));
      }
    }
  }

  private static boolean named(ObjectModel model, Definition definition) {
    Type type = model.types().type(definition.type());
    return TypeBlocks.word(type).isPresent() && TypeBlocks.name(type).equals(definition.name());
  }

  /** Names for what has no name of its own: Rust's placeholder for a declaration is one. */
  private Collection<TypeBlock> others() {
    TreeMap<String, TypeBlock> others = new TreeMap<>();
    for (ObjectModel model : snapshot.models()) {
      for (Definition definition : model.definitions()) {
        if (!named(model, definition)) {
          TypeBlock block = other(model, definition);
          others
              .computeIfAbsent(block.key + "\n" + String.join("\n", block.lines), _ -> block)
              .definitions
              .add("defined" + by(definition, true) + path(definition));
        }
      }
    }
    Map<TypeBlock.Key, Integer> met = new HashMap<>();
    for (TypeBlock block : others.values()) {
      int number = met.merge(block.key, 1, Integer::sum);
      block.qualifier = number == 1 ? "" : "~" + number;
    }
    return others.values();
  }

  private TypeBlock other(ObjectModel model, Definition definition) {
    boolean rust = definition.producer().language() == Producer.Language.RUST;
    TypeBlock block =
        new TypeBlock(new TypeBlock.Key(rust, "type", definition.name()), "", List.of(), 0);
    TypeBlocks.Graph graph = graph(model, definition.producer());
    new MemberWriter(graph.writing)
        .line(
            "  ",
            "is ",
            unnamed -> graph.writing.type(definition.type(), unnamed),
            "",
            block.lines);
    return block;
  }

  /** Returns who made it, unless it is the compiler that makes most of that language. */
  private String by(Definition definition, boolean type) {
    String name = producers.name(definition.producer());
    // A type is the same under all switches of one compiler, or it is not the same type.
    String told = type ? name.replaceFirst("~[0-9]+$", "") : name;
    return told.equals(producers.usual(definition.producer().language())) ? "" : " by " + told;
  }

  private static String path(Definition definition) {
    StringBuilder path = new StringBuilder(definition.path().isEmpty() ? "" : " within");
    definition.path().forEach(one -> path.append(' ').append(Quoting.name(one)));
    return path.toString();
  }

  // Objects and compilers.

  private void object(Snapshot.Part part) {
    line("");
    line("object " + Quoting.quoted(part.path()));
    Machine machine = part.machine();
    line(
        "  machine %s, e_machine %d, %d bits, %s, e_flags 0x%x%s"
            .formatted(
                machine.name(),
                machine.machine(),
                machine.pointerBytes() * 8,
                machine.bigEndian() ? "big-endian" : "little-endian",
                machine.flags(),
                attribute(", float-abi ", machine.floatAbi())
                    + attribute(", struct-return ", machine.structReturn())
                    + machine.open().stream()
                        .sorted()
                        .map(one -> ", open " + one.word())
                        .collect(joining())));
    line("  form " + part.form().name().toLowerCase(java.util.Locale.ROOT));
    line("  types from " + part.evidence().word());
    part.release().ifPresent(release -> line("  release " + Quoting.quoted(release)));
    part.library().ifPresent(this::library);
    TreeSet<String> lines = new TreeSet<>();
    for (CompileUnit unit : part.units()) {
      lines.add(
          "  unit "
              + Quoting.quoted(unit.name())
              + " by "
              + producers.name(unit.producer())
              + detail(unit.detail()));
    }
    part.imports().forEach(name -> lines.add("  import " + Quoting.name(name)));
    TreeSet<String> known = described.getOrDefault(part.path(), new TreeSet<>());
    part.symbols()
        .forEach(
            (name, symbol) -> {
              if (!known.contains(name)) {
                lines.add("  symbol " + Quoting.name(name) + symbol(symbol));
              }
            });
    part.exported().forEach(name -> lines.add("  export " + Quoting.name(name)));
    part.diagnostics().forEach(diagnostic -> lines.add("  fault " + fault(diagnostic)));
    lines.forEach(this::line);
  }

  private void library(Linkage.Library library) {
    line("  library" + library.soname().map(name -> " " + Quoting.quoted(name)).orElse(""));
    if (library.versioned()) {
      line("  versioned");
    }
    library.needed().forEach(name -> line("  needs " + Quoting.quoted(name)));
    library.versions().forEach(name -> line("  version " + Quoting.quoted(name)));
  }

  private static String attribute(String name, OptionalInt value) {
    return value.isPresent() ? name + value.getAsInt() : "";
  }

  private static String detail(CompileUnit.Detail detail) {
    return switch (detail) {
      case FULL -> "";
      case LINES_ONLY -> ", lines only";
      case MISSING -> ", missing";
    };
  }

  private static String symbol(Linkage.Definition symbol) {
    String kind = symbol.kind().map(k -> " " + k.word()).orElse(" other");
    // The size of a function changes with the compiler's mood and is nobody's belief.
    boolean sized = symbol.kind().filter(k -> k == Subject.Kind.FUNCTION).isEmpty();
    return kind
        + (sized ? " " + symbol.bytes() : "")
        + switch (symbol.binding()) {
          case GLOBAL -> "";
          case WEAK -> " weak";
          case COMMON -> " common";
        }
        + switch (symbol.addressing()) {
          case FIXED -> "";
          case THREAD_LOCAL -> " thread-local";
          case RESOLVED -> " resolved";
        }
        + (symbol.readOnly() ? " read-only" : "")
        + switch (symbol.visibility()) {
          case DEFAULT -> "";
          case PROTECTED -> " protected";
          case HIDDEN -> " hidden";
        }
        + symbol.version().map(version -> " version " + Quoting.quoted(version)).orElse("");
  }

  private static String fault(Diagnostic diagnostic) {
    return diagnostic.kind().name().toLowerCase(java.util.Locale.ROOT)
        + diagnostic.unit().map(unit -> " unit " + Quoting.quoted(unit)).orElse("")
        + diagnostic.section().map(section -> " section " + Quoting.quoted(section)).orElse("")
        + " "
        + Quoting.quoted(diagnostic.message());
  }

  private void producer(String name, Producer producer) {
    line("");
    line("producer " + name);
    if (name.equals(producers.usual(producer.language()))) {
      line("  usual");
    }
    line("  compiler " + word(producer.compiler().name()));
    line("  language " + word(producer.language().name()));
    producer.version().ifPresent(version -> line("  version " + version));
    producer.backend().ifPresent(backend -> line("  backend " + Quoting.quoted(backend)));
    line("  text " + Quoting.quoted(producer.text()));
    producer.flags().forEach(flag -> line("  flag " + Quoting.quoted(flag)));
  }

  private static String word(String constant) {
    return constant.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  // Types and symbols.

  private void type(TypeBlock block) {
    line("");
    String keyword = block.key.rust() ? "rust " : "";
    String name =
        block.key.word().equals("scalar") || block.key.word().equals("typedef")
            ? Quoting.words(block.key.name())
            : Quoting.name(block.key.name());
    line(keyword + block.key.word() + " " + name + block.qualifier);
    if (!block.file.isEmpty()) {
      line("  in " + Quoting.quoted(block.file));
    }
    if (block.definitions.isEmpty() && !block.key.word().equals("scalar")) {
      line("  reached only");
    } else if (block.definitions.size() > 1
        || (block.definitions.size() == 1 && !block.definitions.contains("defined"))) {
      block.definitions.forEach(definition -> line("  " + definition));
    }
    block.lines.forEach(this::line);
  }

  private SortedMap<String, List<String>> symbols() {
    TreeMap<String, List<String>> symbols = new TreeMap<>();
    for (ObjectModel model : snapshot.models()) {
      for (Entity entity : model.entities()) {
        List<String> lines = symbol(model, entity);
        symbols.putIfAbsent(entity.definition().name() + "\n" + String.join("\n", lines), lines);
      }
    }
    return symbols;
  }

  private List<String> symbol(ObjectModel model, Entity entity) {
    Definition definition = entity.definition();
    boolean rust = definition.producer().language() == Producer.Language.RUST;
    boolean defines = entity.role() == Entity.Role.DEFINES;
    List<String> lines = new ArrayList<>();
    lines.add(
        (rust ? "rust " : "")
            + (defines ? "" : "declares ")
            + entity.kind().word()
            + " "
            + Quoting.name(definition.name()));
    if (snapshot.objects().size() > 1) {
      lines.add("  of " + Quoting.quoted(model.object()));
    }
    String by = by(definition, false) + path(definition);
    if (!by.isEmpty()) {
      lines.add(" " + by);
    }
    // What many declare is declared in many files.
    if (defines || entity.kind() == Subject.Kind.VARIABLE) {
      model
          .types()
          .origin(definition.type())
          .declared()
          .ifPresent(declared -> lines.add("  in " + Quoting.quoted(declared.file())));
    }
    names(model, definition, lines);
    TypeBlocks.Graph graph = graph(model, definition.producer());
    new MemberWriter(graph.writing)
        .line("  ", "is ", unnamed -> graph.writing.type(plain(model, entity), unnamed), "", lines);
    if (definition.access() == Definition.Access.READ) {
      lines.add("  only read");
    }
    EntryPlaceText.line(definition.entry()).ifPresent(line -> lines.add("  " + line));
    if (defines) {
      lines.addAll(linked(model, entity));
    }
    return lines;
  }

  private static void names(ObjectModel model, Definition definition, List<String> lines) {
    if (model.types().type(definition.type()) instanceof Type.Function function) {
      StringBuilder names = new StringBuilder("  names");
      boolean any = false;
      for (Signature.Parameter parameter : function.signature().parameters()) {
        names.append(' ').append(Quoting.name(parameter.name()));
        any |= !parameter.name().isEmpty();
      }
      if (any) {
        lines.add(names.toString());
      }
    }
  }

  /** Returns what the symbol table says beyond what a definition of this type has anyway. */
  private List<String> linked(ObjectModel model, Entity entity) {
    String name = entity.definition().name();
    for (Snapshot.Part part : parts.getOrDefault(model.object(), List.of())) {
      Linkage.Definition symbol = part.symbols().get(name);
      if (symbol != null) {
        described.computeIfAbsent(part.path(), _ -> new TreeSet<>()).add(name);
        boolean usual = symbol.equals(usual(model, entity, symbol.bytes()));
        return usual ? List.of() : List.of("  symbol" + symbol(symbol));
      }
    }
    return List.of("  no symbol");
  }

  /** Returns the entry of a symbol table that nobody would wonder about. */
  private static Linkage.Definition usual(ObjectModel model, Entity entity, long bytes) {
    long usual =
        entity.kind() == Subject.Kind.FUNCTION
            ? bytes
            : model.types().bytes(entity.definition().type()).orElse(0L);
    return new Linkage.Definition(
        java.util.Optional.of(entity.kind()), usual, Linkage.Binding.GLOBAL);
  }
}
