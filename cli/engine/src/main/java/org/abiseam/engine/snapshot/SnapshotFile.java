package org.abiseam.engine.snapshot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** A snapshot that has been opened: all its names are known, its types are read when asked for. */
public final class SnapshotFile {
  private final String path;
  private final List<ObjectBlocks.Found> objects = new ArrayList<>();
  private final Map<String, Producer> producers = new LinkedHashMap<>();
  private final TreeSet<String> declared = new TreeSet<>();
  private final List<Named> types = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final Map<TypeTable.Key, BlockReader.Paragraph> ofC = new HashMap<>();
  private final Map<TypeTable.Key, BlockReader.Paragraph> ofRust = new HashMap<>();
  private final List<Snapshot.Part> parts = new ArrayList<>();
  private final Map<Producer.Language, Producer> usual = new EnumMap<>(Producer.Language.class);

  /** Describes a type that a line of its block says is defined. */
  private record Named(
      boolean rust,
      TypeTable.Key key,
      List<String> path,
      Producer producer,
      BlockReader.Paragraph block) {}

  /** Describes a function or variable. */
  record Symbol(
      boolean rust,
      boolean defines,
      Subject.Kind kind,
      String name,
      String object,
      List<String> path,
      Producer producer,
      BlockReader.Paragraph block) {}

  private SnapshotFile(String path) {
    this.path = path;
  }

  /**
   * Tells whether a file is a snapshot, of whatever form.
   *
   * @return false too where it cannot be read
   */
  public static boolean isSnapshot(Path file) {
    return BlockReader.isSnapshot(file);
  }

  /**
   * Opens a snapshot.
   *
   * @throws BadSnapshot where it is none, or of another form
   */
  public static SnapshotFile open(Path file) {
    return of(file.toString(), BlockReader.read(file));
  }

  static SnapshotFile of(String path, List<BlockReader.Paragraph> paragraphs) {
    SnapshotFile snapshot = new SnapshotFile(path);
    for (BlockReader.Paragraph paragraph : paragraphs) {
      snapshot.preface(paragraph);
    }
    for (BlockReader.Paragraph paragraph : paragraphs) {
      snapshot.block(paragraph);
    }
    if (snapshot.objects.isEmpty()) {
      throw new BadSnapshot(1, "there is no object in it");
    }
    return snapshot;
  }

  private void preface(BlockReader.Paragraph block) {
    LineScanner in = new LineScanner(block.head().text(), block.head().number());
    if (in.takeKeyword("producer")) {
      String name = in.rest();
      producers.put(name, ObjectBlocks.producer(block));
      if (block.lines().stream().anyMatch(line -> line.text().equals("usual"))) {
        usual.put(producers.get(name).language(), producers.get(name));
      }
    } else if (in.takeKeyword("declared")) {
      for (BlockReader.Line line : block.lines()) {
        declared.add(new LineScanner(line.text(), line.number()).name());
      }
    }
  }

  private void block(BlockReader.Paragraph block) {
    LineScanner in = new LineScanner(block.head().text(), block.head().number());
    boolean rust = in.takeKeyword("rust");
    boolean declares = in.takeKeyword("declares");
    String word = in.word();
    switch (word) {
      case "object" -> objects.add(ObjectBlocks.object(path, in.quoted(), block, producers));
      case "producer", "declared" -> {}
      case "function" -> symbol(rust, !declares, Subject.Kind.FUNCTION, in, block);
      case "variable" -> symbol(rust, !declares, Subject.Kind.VARIABLE, in, block);
      case "struct", "union", "enum", "tagged", "opaque", "type" ->
          type(rust, word, in.name(), in, block);
      case "scalar", "typedef" -> type(rust, word, in.words(), in, block);
      default ->
          throw new BadSnapshot(
              block.head().number(), "'" + word + "' is not known at the beginning of a block");
    }
  }

  private void type(
      boolean rust, String word, String name, LineScanner in, BlockReader.Paragraph block) {
    TypeTable.Key key = new TypeTable.Key(word, name, in.qualifier());
    in.expectEnd();
    if ((rust ? ofRust : ofC).putIfAbsent(key, block) != null) {
      throw new BadSnapshot(
          block.head().number(),
          "a second block of one name; if this comes from a merge, write the snapshot again");
    }
    boolean told = word.equals("scalar");
    for (BlockReader.Line line : block.lines()) {
      LineScanner at = new LineScanner(line.text(), line.number());
      if (line.depth() == 1 && at.takeKeyword("defined")) {
        Producer producer = at.takeKeyword("by") ? producer(line, at) : usual(rust, block);
        types.add(new Named(rust, key, names(at), producer, block));
        told = true;
      }
      told |= line.depth() == 1 && line.text().equals("reached only");
    }
    if (!told) {
      types.add(new Named(rust, key, List.of(), usual(rust, block), block));
    }
  }

  private Producer usual(boolean rust, BlockReader.Paragraph block) {
    Producer known = usual.get(rust ? Producer.Language.RUST : Producer.Language.C);
    if (known == null) {
      throw new BadSnapshot(
          block.head().number(), "the block does not say by whom it is, and no compiler is usual");
    }
    return known;
  }

  private Producer producer(BlockReader.Line line, LineScanner in) {
    String id = ObjectBlocks.id(in);
    Producer producer = producers.get(id);
    if (producer == null) {
      throw new BadSnapshot(line.number(), "there is no block of 'producer " + id + "'");
    }
    return producer;
  }

  private static List<String> names(LineScanner in) {
    List<String> names = new ArrayList<>();
    if (!in.end()) {
      in.keyword("within");
      while (!in.end()) {
        names.add(in.name());
      }
    }
    return names;
  }

  private void symbol(
      boolean rust,
      boolean defines,
      Subject.Kind kind,
      LineScanner in,
      BlockReader.Paragraph block) {
    String name = in.name();
    in.expectEnd();
    Optional<String> object = Optional.empty();
    Optional<Producer> producer = Optional.empty();
    List<String> names = List.of();
    for (BlockReader.Line line : block.lines()) {
      LineScanner at = new LineScanner(line.text(), line.number());
      if (line.depth() == 1 && at.takeKeyword("of")) {
        object = Optional.of(ObjectBlocks.name(path, at.quoted()));
      } else if (line.depth() == 1 && at.takeKeyword("by")) {
        producer = Optional.of(producer(line, at));
        names = names(at);
      } else if (line.depth() == 1 && line.text().startsWith("within ")) {
        at = new LineScanner(line.text(), line.number());
        names = names(at);
      }
    }
    Producer by = producer.isPresent() ? producer.get() : usual(rust, block);
    symbols.add(new Symbol(rust, defines, kind, name, object.orElse(""), names, by, block));
  }

  /**
   * Returns the objects.
   *
   * @return with the symbols that they define
   */
  public synchronized List<Snapshot.Part> objects() {
    if (parts.isEmpty()) {
      Map<Symbol, Long> sizes = sizes();
      for (ObjectBlocks.Found found : objects) {
        parts.add(found.with(linked(found.part().path(), sizes)));
      }
    }
    return parts;
  }

  /** Computes the sizes of variables whose symbols are as large as their types. */
  private Map<Symbol, Long> sizes() {
    Snapshot.Part first = objects.getFirst().part();
    IdentityHashMap<Symbol, TypeId> ids = new IdentityHashMap<>();
    IdentityHashMap<Symbol, Long> sizes = new IdentityHashMap<>();
    for (boolean rust : List.of(false, true)) {
      TypeTable table = new TypeTable(rust ? ofRust : ofC, first.path(), first.machine());
      for (Symbol symbol : symbols) {
        if (symbol.rust() == rust && symbol.defines() && symbol.kind() == Subject.Kind.VARIABLE) {
          ids.put(symbol, table.symbol(symbol.block(), true, symbol.object()));
        }
      }
      TypeGraph graph = table.build();
      ids.forEach((symbol, id) -> sizes.put(symbol, graph.bytes(id).orElse(0L)));
      ids.clear();
    }
    return sizes;
  }

  private SortedMap<String, Linkage.Definition> linked(String object, Map<Symbol, Long> sizes) {
    TreeMap<String, Linkage.Definition> all = new TreeMap<>();
    for (Symbol symbol : symbols) {
      boolean here = symbol.object().equals(object) || symbol.object().isEmpty();
      if (symbol.defines() && here) {
        ObjectBlocks.symbol(symbol, sizes.getOrDefault(symbol, 0L))
            .ifPresent(entry -> all.put(symbol.name(), entry));
      }
    }
    return all;
  }

  /** Names of types that one language defines. */
  public SortedSet<String> types(boolean rust) {
    TreeSet<String> names = new TreeSet<>();
    for (Named type : types) {
      if (type.rust() == rust) {
        names.add(plain(type.key().name()));
      }
    }
    return names;
  }

  /** Counts how often C defines each type. */
  public SortedMap<String, Integer> definedTypesOfC() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (Named type : types) {
      if (!type.rust()) {
        counts.merge(plain(type.key().name()), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** gccrs writes the whole path before a name. */
  private static String plain(String name) {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  /**
   * Names of functions and variables that one language defines or declares.
   *
   * @param definitions whether only those that it defines
   * @return sorted
   */
  public SortedSet<String> symbols(boolean rust, boolean definitions) {
    TreeSet<String> names = new TreeSet<>();
    for (Symbol symbol : symbols) {
      if (symbol.rust() == rust && (symbol.defines() || !definitions)) {
        names.add(symbol.name());
      }
    }
    return names;
  }

  /**
   * Functions or variables that C defines.
   *
   * @return sorted
   */
  public SortedSet<String> definitionsOfC(Subject.Kind kind) {
    TreeSet<String> names = new TreeSet<>();
    for (Symbol symbol : symbols) {
      if (!symbol.rust() && symbol.defines() && symbol.kind() == kind) {
        names.add(symbol.name());
      }
    }
    return names;
  }

  /**
   * Names that C declares and nowhere defines.
   *
   * @return sorted
   */
  public SortedSet<String> declared() {
    return declared;
  }

  /**
   * Returns what a part of the objects know.
   *
   * @param symbol which functions and variables, and whether definitions or declarations
   * @return a model for each object; the types are those of the first
   */
  public List<ObjectModel> models(
      boolean rust,
      Predicate<String> type,
      java.util.function.BiPredicate<String, Boolean> symbol) {
    Snapshot.Part first = objects.getFirst().part();
    Evidence evidence = rust ? Evidence.DWARF : first.evidence();
    TypeTable table = new TypeTable(rust ? ofRust : ofC, first.path(), first.machine());
    List<Definition> definitions = new ArrayList<>();
    for (Named one : types) {
      if (one.rust() == rust && type.test(plain(one.key().name()))) {
        definitions.add(
            new Definition(
                one.path(), one.key().name(), table.of(one.key()), one.producer(), evidence, 1));
      }
    }
    Map<String, List<Entity>> entities = new HashMap<>();
    for (Symbol one : symbols) {
      if (one.rust() == rust && symbol.test(one.name(), one.defines())) {
        String object = one.object().isEmpty() ? first.path() : one.object();
        entities
            .computeIfAbsent(object, _ -> new ArrayList<>())
            .add(entity(table, one, object, evidence));
      }
    }
    TypeGraph graph = table.build();
    List<ObjectModel> models = new ArrayList<>();
    for (ObjectBlocks.Found found : objects) {
      Snapshot.Part part = found.part();
      List<Definition> own = models.isEmpty() ? definitions : List.of();
      models.add(
          new ObjectModel(
              part.path(),
              part.machine(),
              part.units(),
              graph,
              own,
              entities.getOrDefault(part.path(), List.of()),
              List.of()));
    }
    return models;
  }

  private static Entity entity(TypeTable table, Symbol one, String object, Evidence evidence) {
    TypeId type = table.symbol(one.block(), one.kind() == Subject.Kind.VARIABLE, object);
    return new Entity(
        one.kind(),
        one.defines() ? Entity.Role.DEFINES : Entity.Role.DECLARES,
        new Definition(
            one.path(),
            one.name(),
            type,
            one.producer(),
            evidence,
            1,
            access(one.block()),
            EntryPlaceText.of(one.block())));
  }

  private static Definition.Access access(BlockReader.Paragraph block) {
    boolean read =
        block.lines().stream()
            .anyMatch(line -> line.depth() == 1 && line.text().strip().equals("only read"));
    return read ? Definition.Access.READ : Definition.Access.WRITE;
  }
}
