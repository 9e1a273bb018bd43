package org.abiseam.tests.hostile;

import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.abiseam.fixtures.Dies.labelled;
import static org.abiseam.fixtures.Dies.to;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Dies.Entry;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Machine;

/**
 * Lists of very many of what an input may hold many of: each writes two inputs and the options with
 * which a check reads them.
 */
enum HostileLists {
  /** Units, each with one struct. */
  UNITS {
    @Override
    List<String> write(Path directory) throws IOException {
      return pair(directory, rust -> object(units(rust), symbols(1, rust)));
    }

    private Dies units(boolean rust) {
      Dies dies = Dies.version(5);
      for (int i = 0; i < MANY; i++) {
        Entry unit = unit(rust, "u" + i);
        unit.children().add(labelled("b" + i, BASE, size(4), at(0x3e, 0x0b, 7), called("u32")));
        unit.children().add(struct("s" + i, 4, "b" + i));
        dies.unit(unit);
      }
      return dies;
    }
  },
  /** Functions that C declares and Rust defines. */
  FUNCTIONS {
    @Override
    List<String> write(Path directory) throws IOException {
      return pair(
          directory,
          rust -> {
            Entry unit = unit(rust, "functions");
            unit.children().add(base());
            for (int i = 0; i < MANY; i++) {
              unit.children().add(function("f" + i, 8L * i, rust));
            }
            return object(Dies.version(5).unit(unit), symbols(MANY, rust));
          });
    }
  },
  /** Functions that nothing describes. */
  SYMBOLS {
    @Override
    List<String> write(Path directory) throws IOException {
      return pair(
          directory, rust -> object(Dies.version(5).unit(unit(rust, "u")), symbols(MANY, rust)));
    }
  },
  /** Sections without anything. */
  SECTIONS {
    @Override
    List<String> write(Path directory) throws IOException {
      return pair(
          directory,
          rust -> {
            Elves elf = Elves.of(Machine.EM_X86_64, true, false).section(".text", 1, 6, CODE);
            Dies.version(5).unit(structs(rust, 1, 4)).sections().forEach(elf::section);
            // What is more than 16 bits hold has no number in the header.
            for (int i = 0; i < Math.min(MANY, 60_000); i++) {
              elf.section(".s" + i, new byte[1]);
            }
            return elf.bytes();
          });
    }
  },
  /** Structs of which each differs. */
  FINDINGS {
    @Override
    List<String> write(Path directory) throws IOException {
      return pair(
          directory,
          rust ->
              object(Dies.version(5).unit(structs(rust, MANY, rust ? 8 : 4)), symbols(1, rust)));
    }
  },
  /** Findings of which each is suppressed by its name. */
  SUPPRESSIONS {
    @Override
    List<String> write(Path directory) throws IOException {
      List<String> words = new ArrayList<>(FINDINGS.write(directory));
      String rules =
          lines(
              "suppressions:",
              i -> "  - {rule: layout-size, subject: s%d, reason: r}".formatted(i));
      words.add("--suppressions");
      words.add(text(directory, "known.yaml", rules));
      return words;
    }
  },
  /** A list of symbols that names each, and as many that nothing has. */
  NAMES {
    @Override
    List<String> write(Path directory) throws IOException {
      List<String> words = new ArrayList<>(FUNCTIONS.write(directory));
      words.add("--symbols");
      words.add(
          text(directory, "list", lines("[abi_symbol_list]", i -> "  f%d\n  g%d".formatted(i, i))));
      return words;
    }
  },
  /** Source of Rust with a struct and a function each. */
  BINDINGS {
    @Override
    List<String> write(Path directory) throws IOException {
      List<String> words = new ArrayList<>(FUNCTIONS.write(directory));
      words.add("--bindings");
      words.add(
          text(
              directory,
              "bindings.rs",
              lines(
                  "",
                  i ->
                      "#[repr(C)] pub struct s%d { pub m: u32 }\nextern \"C\" { pub fn f%d(p: u32); }"
                          .formatted(i, i))));
      return words;
    }
  },
  /** Members of an archive, each a small object. */
  MEMBERS {
    @Override
    List<String> write(Path directory) throws IOException {
      byte[] object = object(Dies.version(5).unit(structs(false, 1, 4)), symbols(1, false));
      ByteArrayOutputStream archive = new ByteArrayOutputStream();
      archive.writeBytes("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < MANY / 10; i++) {
        String header = "%-16s%-12d%-6d%-6d%-8d%-10d`\n";
        archive.writeBytes(
            header
                .formatted("m" + i + "/", 0, 0, 0, 644, object.length)
                .getBytes(StandardCharsets.US_ASCII));
        archive.writeBytes(object);
        archive.writeBytes(new byte[object.length & 1]);
      }
      Path file = Files.write(directory.resolve("members.a"), archive.toByteArray());
      byte[] rust = object(Dies.version(5).unit(structs(true, 1, 8)), symbols(1, true));
      return List.of(file.toString(), Files.write(directory.resolve("rust.o"), rust).toString());
    }
  };

  /** How many; a measurement takes more than a build. */
  private static final int MANY = HostileTypes.MANY;

  private static final int BASE = 0x24;
  private static final byte[] CODE = new byte[64];

  /**
   * Writes the inputs.
   *
   * @return paths and options of a check
   */
  abstract List<String> write(Path directory) throws IOException;

  /** Makes the object of one side. */
  interface Side {
    byte[] object(boolean rust);
  }

  private static List<String> pair(Path directory, Side side) throws IOException {
    return List.of(
        Files.write(directory.resolve("c.o"), side.object(false)).toString(),
        Files.write(directory.resolve("rust.o"), side.object(true)).toString());
  }

  private static String text(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static String lines(String first, IntFunction<String> line) {
    return IntStream.range(0, MANY)
        .mapToObj(line)
        .collect(Collectors.joining("\n", first + "\n", "\n"));
  }

  private static byte[] object(Dies dies, Elves.Symbol... symbols) {
    Elves elf = Elves.of(Machine.EM_X86_64, true, false).section(".text", 1, 6, CODE);
    dies.sections().forEach(elf::section);
    return elf.symbols(symbols).bytes();
  }

  private static Elves.Symbol[] symbols(int count, boolean rust) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Elves.Symbol("f" + i, 0, rust ? 8 : 0, rust ? 0x12 : 0x10, rust ? 1 : 0))
        .toArray(Elves.Symbol[]::new);
  }

  private static Entry unit(boolean rust, String name) {
    return die(
        0x11,
        at(0x25, 0x08, rust ? "clang LLVM (rustc version 1.95.0)" : "GNU C17 14.2.0 -g -O2"),
        at(0x13, 0x05, rust ? 0x1c : 0x1d),
        called(name));
  }

  private static Entry structs(boolean rust, int count, long bytes) {
    Entry unit = unit(rust, "structs");
    unit.children().add(base());
    for (int i = 0; i < count; i++) {
      unit.children().add(struct("s" + i, bytes, "base"));
    }
    return unit;
  }

  private static Entry struct(String name, long bytes, String member) {
    return die(
        0x13,
        called(name),
        size(bytes),
        at(0x88, 0x0f, 4),
        die(0x0d, called("m"), at(0x49, 0x13, to(member)), at(0x38, 0x0b, 0)));
  }

  private static Entry function(String name, long at, boolean rust) {
    Entry entry = die(0x2e, called(name), at(0x3f, 0x19, 1), at(0x27, 0x19, 1));
    if (rust) {
      entry.attributes().add(at(0x6e, 0x08, name));
      entry.attributes().add(at(0x11, 0x01, at));
      entry.attributes().add(at(0x12, 0x0b, 8));
    } else {
      entry.attributes().add(at(0x3c, 0x19, 1));
    }
    entry.children().add(die(0x05, called("p"), at(0x49, 0x13, to("base"))));
    return entry;
  }

  private static Entry base() {
    return labelled("base", BASE, size(4), at(0x3e, 0x0b, 7), called("u32"));
  }

  private static Dies.Attribute called(String name) {
    return at(0x03, 0x08, name);
  }

  private static Dies.Attribute size(long bytes) {
    return at(0x0b, 0x07, bytes);
  }
}
