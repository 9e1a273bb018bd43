package org.abiseam.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.SourceCrate;
import org.abiseam.btf.Btf;
import org.abiseam.btf.BtfExtension;
import org.abiseam.btf.BtfModels;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.gate.Suppressions;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.SectionHeader;
import org.abiseam.elf.code.CodeReferences;
import org.abiseam.elf.code.StackArguments;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.evidence.ExportTable;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.KernelConfiguration;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.scope.SymbolScope;
import org.abiseam.engine.snapshot.BadSnapshot;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.ir.LlvmIr;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;
import org.abiseam.model.mangling.RustSymbol;

/**
 * One reader each, as a target for a fuzzer: it gets a file of any content and may refuse it with
 * the exception that the reader documents, and with no other.
 */
enum FuzzTarget {
  /** Headers, sections, symbols, relocations, notes, code. */
  ELF("[^.]*\\.(o|ko|debug|dwo|dwp)") {
    @Override
    boolean readFile(Path file) {
      return eachObject(file, FuzzTarget::everything);
    }
  },
  /** Archives, packages and compressed files; their members are opened, not read. */
  PACKAGE(".*\\.(a|rlib|deb|rpm|tar|ko\\.\\w+|tar\\.\\w+)") {
    @Override
    boolean readFile(Path file) {
      return eachObject(file, object -> !object.headers().isEmpty());
    }
  },
  /** Units, abbreviations, forms, line tables, the index of types and Rust's names. */
  DWARF("[^.]*\\.(o|ko|debug|dwo|dwp)") {
    @Override
    boolean readFile(Path file) {
      return eachObject(file, FuzzTarget::debugInfo);
    }
  },
  /** Types of {@code .BTF}, and such a file alone. */
  BTF(".*\\.btf|btf\\.o") {
    @Override
    boolean readFile(Path file) {
      return eachObject(
          file,
          object -> {
            BtfExtension.faults(object);
            Btf btf = Btf.read(object, Btf.distilledBase(object));
            BtfModels.ofEverything().of(object, X86_64, btf);
            return true;
          });
    }
  },
  /** Source by bindgen or by hand. */
  BINDINGS(".*\\.rs") {
    @Override
    boolean readFile(Path file) throws IOException {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      BindingsSource source = BindingsSource.parse("bindings.rs", text);
      source.model(X86_64, RUSTC, SourceCrate.of(List.of(source)));
      return source.diagnostics().isEmpty();
    }
  },
  /** Intermediate code as rustc writes it. */
  LLVM_IR(".*\\.ll") {
    @Override
    boolean readFile(Path file) {
      LlvmIr code = LlvmIr.read(file);
      code.model(X86_64, RUSTC);
      return code.diagnostics().isEmpty();
    }
  },
  /** Our own text of what objects know. */
  SNAPSHOT(".*\\.abi") {
    @Override
    boolean readFile(Path file) {
      if (!SnapshotFile.isSnapshot(file)) {
        return false;
      }
      return Abiseam.check(CheckRequest.of(List.of(file)), Progress.SILENT).diagnostics().isEmpty();
    }
  },
  /** Policies of the gate. */
  POLICY(".*\\.policy") {
    @Override
    boolean readFile(Path file) {
      Policy.read(file).known(file, LocalDate.EPOCH);
      return true;
    }
  },
  /** Suppressions in each form. */
  SUPPRESSIONS(".*\\.suppressions") {
    @Override
    boolean readFile(Path file) {
      Suppressions.read(List.of(file), LocalDate.EPOCH);
      return true;
    }
  },
  /** Lists of symbols, and the kernel's configuration. */
  LISTS(".*\\.symbols") {
    @Override
    boolean readFile(Path file) {
      KernelConfiguration.read(file);
      SymbolScope.of(List.of(file.toString()));
      return true;
    }
  },
  /** What a kernel exports to its modules. */
  EXPORTS("Module\\.symvers\\.symbols") {
    @Override
    boolean readFile(Path file) {
      return ExportTable.isTable(file) && ExportTable.read(file).diagnostics().isEmpty();
    }
  },
  /** Attributes of objects, properties and versions of symbols, for linkers. */
  LINKER("[^.]*\\.(o|so|ko)") {
    @Override
    boolean readFile(Path file) {
      return eachObject(file, object -> object.faults().isEmpty());
    }
  },
  /** Names that rustc encodes. */
  DEMANGLERS(".*\\.mangled") {
    @Override
    boolean readFile(Path file) throws IOException {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.lines()
              .filter(name -> !RustSymbol.readable(name).isEmpty() && RustSymbol.isMangled(name))
              .flatMap(name -> RustSymbol.demangled(name).stream())
              .count()
          > 0;
    }
  };

  /** Attributes of DWARF 5 end before it. */
  private static final int LAST_ATTRIBUTE = 0x90;

  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Producer RUSTC =
      new Producer(
          Producer.Compiler.RUSTC,
          Producer.Language.RUST,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          "rustc");

  private final Pattern seeds;

  FuzzTarget(String seeds) {
    this.seeds = Pattern.compile(seeds);
  }

  /** Tells whether a file of the fixtures is of the form that is read, by its name. */
  boolean isSeed(String name) {
    return seeds.matcher(name).matches();
  }

  /**
   * Reads a file that may be damaged; what the reader may not throw leaves this.
   *
   * @return whether nothing was refused
   */
  boolean read(Path file) throws IOException {
    try {
      return readFile(file);
    } catch (Malformed | BadSnapshot | IllegalArgumentException refused) {
      if (refused.getClass() == IllegalArgumentException.class && !refusesInWords(refused)) {
        throw refused;
      }
      return false;
    }
  }

  /** Policies and lists are refused with their place; no other argument is refused. */
  private boolean refusesInWords(RuntimeException refused) {
    return switch (this) {
      case POLICY, SUPPRESSIONS, LISTS -> String.valueOf(refused.getMessage()).contains("damaged");
      default -> false;
    };
  }

  abstract boolean readFile(Path file) throws IOException;

  private static boolean eachObject(Path file, Predicate<ObjectFile> reading) {
    boolean whole = true;
    try (Container container = Containers.open(file)) {
      whole = container.diagnostics().isEmpty();
      for (Container.Member member : container.members()) {
        try (Container.OpenObject object = member.open()) {
          whole &= reading.test(object.file());
        } catch (Malformed _) {
          whole = false;
        }
      }
    }
    return whole;
  }

  private static boolean everything(ObjectFile object) {
    boolean whole = true;
    List<Runnable> questions =
        List.of(
            object::machine,
            object::marks,
            object::symbols,
            object::aliases,
            object::faults,
            object::dynamic,
            object::references,
            object::buildId,
            object::comments,
            object::debugLink,
            () -> object.symbols().forEach(object::readOnly),
            () -> object.symbols().forEach(object::addressesIn),
            () -> object.symbols(Set.of("sample"), List.of("__ksymtab_")),
            () -> CodeReferences.of(object, object.symbols()),
            () -> stackArguments(object));
    for (Runnable question : questions) {
      whole &= answered(question);
    }
    for (SectionHeader header : object.headers()) {
      whole &= answered(() -> object.sections(header.name()));
    }
    return whole;
  }

  private static void stackArguments(ObjectFile object) {
    Map<String, Integer> words = new HashMap<>();
    object.symbols().forEach(symbol -> words.put(symbol.name(), 1));
    StackArguments.readByOne(object, words);
  }

  private static boolean answered(Runnable question) {
    try {
      question.run();
      return true;
    } catch (Malformed _) {
      return false;
    }
  }

  private static boolean debugInfo(ObjectFile object) {
    try (DebugInfo info = DebugInfo.open(object, DebugFiles.NONE)) {
      boolean whole = info.diagnostics().isEmpty();
      for (Unit unit : info.units()) {
        whole &= answered(() -> walk(unit));
      }
      whole &= TypeIndexer.ofEverything(1).index(info, info.units()).diagnostics().isEmpty();
      return whole & RustTypeScanner.scan(info, info.units(), 1).diagnostics().isEmpty();
    }
  }

  private static void walk(Unit unit) {
    unit.description();
    unit.language();
    for (int file = 0; file < 4; file++) {
      unit.fileName(file);
    }
    List<Die> open = new ArrayList<>(List.of(unit.root()));
    while (!open.isEmpty()) {
      Die die = open.removeLast();
      for (int attribute = 0; attribute < LAST_ATTRIBUTE; attribute++) {
        if (die.has(attribute)) {
          ask(die, attribute);
        }
      }
      die.children().forEach(open::add);
    }
  }

  private static void ask(Die die, int attribute) {
    answered(() -> die.unsigned(attribute));
    answered(() -> die.string(attribute));
    answered(() -> die.flag(attribute));
    answered(() -> die.reference(attribute));
    answered(() -> die.block(attribute));
    answered(() -> die.carrier(attribute));
  }
}
