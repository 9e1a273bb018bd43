package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;

/** Reads the blocks of objects and compilers. */
final class ObjectBlocks {
  private ObjectBlocks() {}

  /** Describes an object, without the symbols that blocks of their own tell. */
  record Found(Snapshot.Part part) {
    Snapshot.Part with(SortedMap<String, Linkage.Definition> symbols) {
      TreeMap<String, Linkage.Definition> all = new TreeMap<>(part.symbols());
      all.putAll(symbols);
      return new Snapshot.Part(
          part.path(),
          part.machine(),
          part.evidence(),
          part.units(),
          part.form(),
          part.release(),
          part.imports(),
          all,
          part.library(),
          part.exported(),
          part.diagnostics());
    }
  }

  /** Returns an object of a snapshot as one of an archive. */
  static String name(String file, String object) {
    return file + "(" + object + ")";
  }

  static Found object(
      String file, String object, BlockReader.Paragraph block, Map<String, Producer> producers) {
    String path = name(file, object);
    Optional<Machine> machine = Optional.empty();
    Linkage.Form form = Linkage.Form.RELOCATABLE;
    Evidence evidence = Evidence.DWARF;
    Optional<String> release = Optional.empty();
    List<CompileUnit> units = new ArrayList<>();
    TreeSet<String> imports = new TreeSet<>();
    TreeSet<String> exported = new TreeSet<>();
    TreeMap<String, Linkage.Definition> symbols = new TreeMap<>();
    List<Diagnostic> diagnostics = new ArrayList<>();
    boolean library = false;
    boolean versioned = false;
    Optional<String> soname = Optional.empty();
    TreeSet<String> needed = new TreeSet<>();
    TreeSet<String> versions = new TreeSet<>();
    for (BlockReader.Line line : block.lines()) {
      LineScanner in = new LineScanner(line.text(), line.number());
      switch (in.word()) {
        case "library" -> {
          library = true;
          soname = in.end() ? Optional.empty() : Optional.of(in.quoted());
        }
        case "versioned" -> versioned = true;
        case "needs" -> needed.add(in.quoted());
        case "version" -> versions.add(in.quoted());
        case "machine" -> machine = Optional.of(machine(in));
        case "form" -> form = constant(Linkage.Form.class, in);
        case "types" -> {
          in.keyword("from");
          evidence = constant(Evidence.class, in);
        }
        case "release" -> release = Optional.of(in.quoted());
        case "unit" -> units.add(unit(in, producers));
        case "import" -> imports.add(in.name());
        case "export" -> exported.add(in.name());
        case "symbol" -> symbols.put(in.name(), symbol(in));
        case "fault" -> diagnostics.add(fault(path, in));
        default -> throw new BadSnapshot(line.number(), "not known of an object: " + line.text());
      }
      in.expectEnd();
    }
    if (machine.isEmpty()) {
      throw new BadSnapshot(block.head().number(), "the machine of the object is missing");
    }
    return new Found(
        new Snapshot.Part(
            path,
            machine.get(),
            evidence,
            units,
            form,
            release,
            imports,
            symbols,
            library
                ? Optional.of(new Linkage.Library(soname, needed, versions, versioned))
                : Optional.empty(),
            exported,
            diagnostics));
  }

  private static Machine machine(LineScanner in) {
    in.behind(',');
    in.keyword("e_machine");
    int machine = in.smallNumber();
    in.expect(',');
    int bits = in.smallNumber();
    in.keyword("bits");
    in.expect(',');
    boolean big = in.takeKeyword("big");
    if (!big) {
      in.keyword("little");
    }
    in.expect('-');
    in.keyword("endian");
    in.expect(',');
    in.keyword("e_flags");
    String flags = in.word();
    OptionalInt floatAbi = OptionalInt.empty();
    OptionalInt structReturn = OptionalInt.empty();
    Set<Machine.RustSwitch> open = EnumSet.noneOf(Machine.RustSwitch.class);
    while (in.take(',')) {
      if (in.takeKeyword("float")) {
        in.expect('-');
        in.keyword("abi");
        floatAbi = OptionalInt.of(in.smallNumber());
      } else if (in.takeKeyword("open")) {
        open.add(rustSwitch(in));
      } else {
        in.keyword("struct");
        in.expect('-');
        in.keyword("return");
        structReturn = OptionalInt.of(in.smallNumber());
      }
    }
    try {
      return new Machine(machine, bits / 8, big, Integer.parseUnsignedInt(flags.substring(2), 16))
          .with(floatAbi, structReturn)
          .withOpen(open);
    } catch (NumberFormatException | IndexOutOfBoundsException _) {
      throw in.fault("e_flags in hexadecimal digits instead of '" + flags + "'");
    }
  }

  private static Machine.RustSwitch rustSwitch(LineScanner in) {
    for (Machine.RustSwitch one : Machine.RustSwitch.values()) {
      List<String> words = List.of(one.word().split("-"));
      if (in.takeKeyword(words.getFirst())) {
        for (String word : words.subList(1, words.size())) {
          in.expect('-');
          in.keyword(word);
        }
        return one;
      }
    }
    throw in.fault("a switch of Rust");
  }

  private static CompileUnit unit(LineScanner in, Map<String, Producer> producers) {
    String name = in.quoted();
    in.keyword("by");
    String id = id(in);
    Producer producer = producers.get(id);
    if (producer == null) {
      throw in.fault("a block of 'producer " + id + "'");
    }
    CompileUnit.Detail detail = CompileUnit.Detail.FULL;
    if (in.take(',')) {
      boolean lines = in.takeKeyword("lines");
      detail = lines ? CompileUnit.Detail.LINES_ONLY : CompileUnit.Detail.MISSING;
      in.keyword(lines ? "only" : "missing");
    }
    return new CompileUnit(name, producer, detail);
  }

  /** The name of a compiler: {@code gcc-14.2.0-c~2}. */
  static String id(LineScanner in) {
    StringBuilder id = new StringBuilder(in.word());
    while (in.take('-')) {
      id.append('-').append(in.word());
    }
    if (in.take('~')) {
      id.append('~').append(in.word());
    }
    return id.toString();
  }

  private static Linkage.Definition symbol(LineScanner in) {
    String kind = in.word();
    Optional<Subject.Kind> known =
        switch (kind) {
          case "function" -> Optional.of(Subject.Kind.FUNCTION);
          case "variable" -> Optional.of(Subject.Kind.VARIABLE);
          case "other" -> Optional.empty();
          default -> throw in.fault("function, variable or other instead of '" + kind + "'");
        };
    long bytes = in.atDigit() ? in.number() : 0;
    Linkage.Binding binding =
        in.takeKeyword("weak")
            ? Linkage.Binding.WEAK
            : in.takeKeyword("common") ? Linkage.Binding.COMMON : Linkage.Binding.GLOBAL;
    Linkage.Addressing addressing = Linkage.Addressing.FIXED;
    if (in.takeKeyword("thread")) {
      in.expect('-');
      in.keyword("local");
      addressing = Linkage.Addressing.THREAD_LOCAL;
    } else if (in.takeKeyword("resolved")) {
      addressing = Linkage.Addressing.RESOLVED;
    }
    boolean readOnly = in.takeKeyword("read");
    if (readOnly) {
      in.expect('-');
      in.keyword("only");
    }
    Linkage.Visibility visibility =
        in.takeKeyword("hidden")
            ? Linkage.Visibility.HIDDEN
            : in.takeKeyword("protected")
                ? Linkage.Visibility.PROTECTED
                : Linkage.Visibility.DEFAULT;
    Optional<String> version =
        in.takeKeyword("version") ? Optional.of(in.quoted()) : Optional.empty();
    in.expectEnd();
    return new Linkage.Definition(known, bytes, binding, addressing, visibility, version, readOnly);
  }

  /**
   * Returns what the symbol table says of a function or variable; empty where it has none.
   *
   * @param bytes the size of its type, which an ordinary variable has
   */
  static Optional<Linkage.Definition> symbol(SnapshotFile.Symbol symbol, long bytes) {
    for (BlockReader.Line line : symbol.block().lines()) {
      LineScanner in = new LineScanner(line.text(), line.number());
      if (line.depth() == 1 && in.takeKeyword("no")) {
        return Optional.empty();
      }
      if (line.depth() == 1 && in.takeKeyword("symbol")) {
        return Optional.of(symbol(in));
      }
    }
    return Optional.of(
        new Linkage.Definition(Optional.of(symbol.kind()), bytes, Linkage.Binding.GLOBAL));
  }

  private static Diagnostic fault(String path, LineScanner in) {
    String kind = in.word();
    Optional<String> unit = in.takeKeyword("unit") ? Optional.of(in.quoted()) : Optional.empty();
    Optional<String> section =
        in.takeKeyword("section") ? Optional.of(in.quoted()) : Optional.empty();
    String message = in.quoted();
    try {
      return new Diagnostic(
          Diagnostic.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
          path,
          unit,
          section,
          OptionalLong.empty(),
          message);
    } catch (IllegalArgumentException _) {
      throw in.fault("a kind of fault instead of '" + kind + "'");
    }
  }

  static Producer producer(BlockReader.Paragraph block) {
    Producer.Compiler compiler = Producer.Compiler.UNKNOWN;
    Producer.Language language = Producer.Language.OTHER;
    Optional<Producer.Version> version = Optional.empty();
    Optional<String> backend = Optional.empty();
    String text = "";
    List<String> flags = new ArrayList<>();
    for (BlockReader.Line line : block.lines()) {
      LineScanner in = new LineScanner(line.text(), line.number());
      switch (in.word()) {
        case "compiler" -> compiler = constant(Producer.Compiler.class, in);
        case "language" -> language = constant(Producer.Language.class, in);
        case "version" -> version = Optional.of(version(in));
        case "backend" -> backend = Optional.of(in.quoted());
        case "usual" -> {}
        case "text" -> text = in.quoted();
        case "flag" -> flags.add(in.quoted());
        default -> throw new BadSnapshot(line.number(), "not known of a compiler: " + line.text());
      }
      in.expectEnd();
    }
    return new Producer(compiler, language, version, backend, flags, text);
  }

  private static Producer.Version version(LineScanner in) {
    String[] numbers = in.word().split("\\.", -1);
    try {
      return new Producer.Version(
          Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    } catch (NumberFormatException | IndexOutOfBoundsException _) {
      throw in.fault("a version of three numbers");
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, LineScanner in) {
    StringBuilder word = new StringBuilder(in.word());
    while (in.take('-')) {
      word.append('_').append(in.word());
    }
    try {
      return Enum.valueOf(type, word.toString().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw in.fault("a known word instead of '" + word + "'");
    }
  }
}
