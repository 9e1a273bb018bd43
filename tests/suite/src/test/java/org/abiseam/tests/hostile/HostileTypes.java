package org.abiseam.tests.hostile;

import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.abiseam.fixtures.Dies.labelled;
import static org.abiseam.fixtures.Dies.to;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Dies.Attribute;
import org.abiseam.fixtures.Dies.Entry;
import org.abiseam.fixtures.Elves;

/**
 * Types that no compiler writes and that cost a careless reader far more than their bytes. Each is
 * the type {@code "t"} of an object file; {@code struct subject} holds it, {@code take} gets it by
 * value, {@code look} gets a pointer to it. One object is C, which declares the functions, one is
 * Rust, which defines them.
 */
enum HostileTypes {
  /** Structs of which each holds the one before twice: 2^40 members in 40 entries. */
  DOUBLING {
    @Override
    List<Entry> types(boolean rust) {
      return chain(40, "t", i -> struct("d" + i, 4L << (i + 1), twice(i, 4L << i)));
    }
  },
  /** The same without names. */
  DOUBLING_WITHOUT_NAMES {
    @Override
    List<Entry> types(boolean rust) {
      return chain(40, "t", i -> struct(rust ? "d" + i : "", 4L << (i + 1), twice(i, 4L << i)));
    }
  },
  /** Unions of which each holds the one before twice. */
  DOUBLING_UNIONS {
    @Override
    List<Entry> types(boolean rust) {
      return chain(
          40,
          "t",
          i ->
              die(
                  UNION,
                  called("d" + i),
                  size(4),
                  member("a", chained(i, "t"), 0),
                  member("b", chained(i, "t"), 0)));
    }
  },
  /** Function types that take pointers to the one before twice. */
  DOUBLING_FUNCTIONS {
    @Override
    List<Entry> types(boolean rust) {
      return chain(
          80,
          "t",
          i ->
              i % 2 == 1
                  ? rust
                      ? die(
                          POINTER,
                          called("unsafe extern \"C\" fn(u32, u32) -> u32"),
                          type(chained(i, "t")))
                      : die(POINTER, size(8), type(chained(i, "t")))
                  : die(
                      FUNCTION,
                      at(0x27, 0x19, 1),
                      type(chained(i, "t")),
                      die(PARAMETER, type(chained(i, "t"))),
                      die(PARAMETER, type(chained(i, "t")))));
    }
  },
  /** A typedef of a typedef, and so on. */
  TYPEDEFS {
    @Override
    List<Entry> types(boolean rust) {
      return rust
          ? List.of(labelled("t", BASE, size(4), at(0x3e, 0x0b, 7), called("u32")))
          : chain(MANY, "t", i -> die(TYPEDEF, called("t" + i), type(chained(i, "t"))));
    }
  },
  /** {@code const} of {@code volatile}, and so on. */
  QUALIFIERS {
    @Override
    List<Entry> types(boolean rust) {
      return rust
          ? List.of(labelled("t", BASE, size(4), at(0x3e, 0x0b, 7), called("u32")))
          : chain(MANY, "t", i -> die(i % 2 == 0 ? 0x26 : 0x35, type(chained(i, "t"))));
    }
  },
  /** A struct in a struct, and so on. */
  STRUCTS {
    @Override
    List<Entry> types(boolean rust) {
      return chain(MANY, "t", i -> struct("s" + i, 4, List.of(member("m", chained(i, "t"), 0))));
    }
  },
  /** A struct in a struct, the outermost first. */
  STRUCTS_OUTERMOST_FIRST {
    @Override
    List<Entry> types(boolean rust) {
      return STRUCTS.types(rust).reversed();
    }
  },
  /** A struct without a name in another, and so on. */
  STRUCTS_WITHOUT_NAMES {
    @Override
    List<Entry> types(boolean rust) {
      return chain(
          MANY, "t", i -> struct(rust ? "s" + i : "", 4, List.of(member("m", chained(i, "t"), 0))));
    }
  },
  /** A pointer to a pointer, and so on. */
  POINTERS {
    @Override
    List<Entry> types(boolean rust) {
      return chain(
          MANY,
          "t",
          i ->
              rust
                  ? die(POINTER, called("*mut u32"), type(chained(i, "t")))
                  : die(POINTER, size(8), type(chained(i, "t"))));
    }
  },
  /** Structs of which each points to the one before. */
  STRUCTS_BEHIND_POINTERS {
    @Override
    List<Entry> types(boolean rust) {
      return behindPointers(i -> "s" + i, rust);
    }
  },
  /** Structs without names of which each points to the one before. */
  STRUCTS_WITHOUT_NAMES_BEHIND_POINTERS {
    @Override
    List<Entry> types(boolean rust) {
      return behindPointers(i -> rust ? "s" + i : "", rust);
    }
  },
  /** One array of very many dimensions. */
  DIMENSIONS {
    @Override
    List<Entry> types(boolean rust) {
      Entry array = labelled("t", ARRAY, type("base"));
      for (int i = 0; i < MANY; i++) {
        array.children().add(die(0x21, at(0x37, 0x0b, 1)));
      }
      return List.of(base(), array);
    }
  },
  /** An array of an array, and so on. */
  ARRAYS {
    @Override
    List<Entry> types(boolean rust) {
      return chain(MANY, "t", i -> die(ARRAY, type(chained(i, "t")), die(0x21, at(0x37, 0x0b, 1))));
    }
  },
  /** One struct of very many members. */
  MEMBERS {
    @Override
    List<Entry> types(boolean rust) {
      List<Entry> members = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        members.add(member("m" + i, "base", 4L * i));
      }
      return List.of(base(), structure("t", "large", 4L * MANY, members));
    }
  },
  /** One union of very many members. */
  UNION_MEMBERS {
    @Override
    List<Entry> types(boolean rust) {
      Entry union = labelled("t", UNION, called("large"), size(4));
      for (int i = 0; i < MANY; i++) {
        union.children().add(member("m" + i, "base", 0));
      }
      return List.of(base(), union);
    }
  },
  /** One struct of very many bit-fields. */
  BIT_FIELDS {
    @Override
    List<Entry> types(boolean rust) {
      List<Entry> members = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        members.add(
            rust
                ? member("m" + i, "base", 4L * i)
                : die(MEMBER, called("m" + i), type("base"), at(0x0d, 0x0b, 1), at(0x6b, 0x06, i)));
      }
      return List.of(base(), structure("t", "large", 4L * MANY, members));
    }
  },
  /** Members that C has and Rust has under other names. */
  OTHER_MEMBERS {
    @Override
    List<Entry> types(boolean rust) {
      List<Entry> members = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        members.add(member((rust ? "r" : "c") + i, "base", 4L * i + (rust ? 4 : 0)));
      }
      return List.of(base(), structure("t", "large", 4L * MANY + (rust ? 4 : 0), members));
    }
  },
  /** One enumeration of very many values. */
  ENUMERATORS {
    @Override
    List<Entry> types(boolean rust) {
      Entry enumeration = labelled("t", 0x04, called("large"), size(4), type("base"));
      for (int i = 0; i < MANY; i++) {
        enumeration.children().add(die(0x28, called("e" + i), at(0x1c, 0x06, rust ? i + 1 : i)));
      }
      return List.of(base(), enumeration);
    }
  },
  /** A function of very many parameters. */
  PARAMETERS {
    @Override
    List<Entry> types(boolean rust) {
      Entry function = labelled("f", FUNCTION, at(0x27, 0x19, 1));
      for (int i = 0; i < MANY; i++) {
        function.children().add(die(PARAMETER, type("base")));
      }
      return List.of(
          base(),
          function,
          rust
              ? labelled(
                  "t",
                  POINTER,
                  called("unsafe extern \"C\" fn(" + "u32, ".repeat(MANY - 1) + "u32)"),
                  type("f"))
              : labelled("t", POINTER, size(8), type("f")));
    }
  },
  /** Very many structs, all shared. */
  DEFINITIONS {
    @Override
    List<Entry> types(boolean rust) {
      List<Entry> all = new ArrayList<>(List.of(base()));
      for (int i = 0; i < MANY; i++) {
        all.add(structure(i == 0 ? "t" : "", "s" + i, 4, List.of(member("m", "base", 0))));
      }
      return all;
    }
  },
  /** 1,000 structs of one name, each of another size, in each language. */
  NAMESAKES {
    @Override
    List<Entry> types(boolean rust) {
      List<Entry> all = new ArrayList<>(List.of(base()));
      for (int i = 0; i < 1000; i++) {
        all.add(
            structure(
                i == 0 ? "t" : "",
                "same",
                4L * (i + (rust ? 2 : 1)),
                List.of(member("m", "base", 4L * i))));
      }
      return all;
    }
  },
  /** Scopes inside each other. */
  SCOPES {
    @Override
    List<Entry> types(boolean rust) {
      Entry inner = structure("t", "deep", 4, List.of(member("m", "base", 0)));
      // As deep as the writer of the test goes.
      for (int i = 0; i < 2000; i++) {
        inner = die(rust ? 0x39 : 0x0b, called("n" + i), inner);
      }
      return List.of(base(), inner);
    }
  },
  /** A Rust enum of very many variants. */
  VARIANTS {
    @Override
    List<Entry> types(boolean rust) {
      if (!rust) {
        return NAMESAKES.types(false);
      }
      Entry part = die(0x33, at(0x15, 0x13, to("tag")));
      part.children()
          .add(labelled("tag", MEMBER, type("base"), at(0x38, 0x0b, 0), at(0x34, 0x19, 1)));
      Entry all = labelled("t", STRUCT, called("Tagged"), size(8), at(0x88, 0x0f, 4), part);
      for (int i = 0; i < MANY; i++) {
        part.children().add(die(0x19, at(0x16, 0x06, i), member("V" + i, "v" + i % 10, 0)));
      }
      for (int i = 0; i < 10; i++) {
        all.children().add(structure("v" + i, "V" + i, 8, List.of(member("__0", "base", 4))));
      }
      return List.of(base(), all);
    }
  },
  /** A name of a million letters. */
  LONG_NAME {
    @Override
    List<Entry> types(boolean rust) {
      return List.of(
          base(),
          structure(
              "t",
              "n".repeat(1_000_000),
              rust ? 8 : 4,
              List.of(member("m".repeat(1_000_000), "base", 0))));
    }
  };

  /** How many of what there are very many of; a measurement takes more than a build. */
  static final int MANY = Integer.getInteger("abiseam.many", 4_000);

  private static final int BASE = 0x24;
  private static final int STRUCT = 0x13;
  private static final int UNION = 0x17;
  private static final int MEMBER = 0x0d;
  private static final int TYPEDEF = 0x16;
  private static final int POINTER = 0x0f;
  private static final int ARRAY = 0x01;
  private static final int FUNCTION = 0x15;
  private static final int PARAMETER = 0x05;
  private static final int SUBPROGRAM = 0x2e;
  private static final int EM_X86_64 = 62;

  /** Writes the types; one is labelled {@code t}. */
  abstract List<Entry> types(boolean rust);

  /** Writes an object file in C or Rust. */
  byte[] object(boolean rust) {
    return elf(unit(rust, types(rust)), rust);
  }

  private static byte[] elf(Entry unit, boolean rust) {
    Elves elf = Elves.of(EM_X86_64, true, false).section(".text", 1, 6, new byte[32]);
    Dies.version(5).unit(unit).sections().forEach(elf::section);
    int section = rust ? 1 : 0;
    // STB_GLOBAL, STT_FUNC where defined.
    int info = rust ? 0x12 : 0x10;
    return elf.symbols(
            new Elves.Symbol("take", 0, rust ? 8 : 0, info, section),
            new Elves.Symbol("look", rust ? 16 : 0, rust ? 8 : 0, info, section))
        .bytes();
  }

  private static Entry unit(boolean rust, List<Entry> types) {
    Entry root =
        die(
            0x11,
            at(
                0x25,
                0x08,
                rust
                    ? "clang LLVM (rustc version 1.95.0)"
                    : "GNU C17 14.2.0 -mtune=generic -march=x86-64 -g -O2"),
            at(0x13, 0x05, rust ? 0x1c : 0x1d),
            called(rust ? "a.rs/@/a.0" : "a.c"));
    Entry inside = rust ? die(0x39, called("bindings")) : root;
    inside.children().addAll(types);
    inside.children().add(structure("subject", "subject", 1 << 20, List.of(member("m", "t", 0))));
    if (rust) {
      root.children().add(inside);
    }
    Attribute mutable = rust ? called("*mut t") : size(8);
    if (rust) {
      inside.children().stream()
          .filter(entry -> entry.tag() == STRUCT || entry.tag() == UNION)
          .forEach(entry -> entry.attributes().add(at(0x88, 0x0f, 4)));
    }
    root.children().add(labelled("pointer", POINTER, mutable, type("t")));
    root.children().add(function("take", 0, rust, "t"));
    root.children().add(function("look", 16, rust, "pointer"));
    return root;
  }

  private static Entry function(String name, int at, boolean defined, String parameter) {
    return defined
        ? die(
            SUBPROGRAM,
            called(name),
            at(0x6e, 0x08, name),
            at(0x3f, 0x19, 1),
            at(0x27, 0x19, 1),
            at(0x11, 0x01, at),
            at(0x12, 0x0b, 8),
            die(PARAMETER, called("p"), type(parameter)))
        : die(
            SUBPROGRAM,
            called(name),
            at(0x3f, 0x19, 1),
            at(0x27, 0x19, 1),
            at(0x3c, 0x19, 1),
            die(PARAMETER, type(parameter)));
  }

  private static Entry base() {
    return labelled("base", BASE, size(4), at(0x3e, 0x0b, 7), called("u32"));
  }

  /** A base type, then entries of which each names the one before; the last is labelled. */
  private static List<Entry> chain(int length, String last, IntFunction<Entry> link) {
    List<Entry> all = new ArrayList<>(List.of(base()));
    for (int i = 0; i < length; i++) {
      Entry entry = link.apply(i);
      String label = i == length - 1 ? last : "t" + (i + 1);
      all.add(new Entry(label, entry.tag(), entry.attributes(), entry.children()));
    }
    return all;
  }

  private static String chained(int i, String prefix) {
    return i == 0 ? "base" : prefix + i;
  }

  private static List<Entry> twice(int i, long bytes) {
    return List.of(member("a", chained(i, "t"), 0), member("b", chained(i, "t"), bytes));
  }

  private static List<Entry> behindPointers(IntFunction<String> names, boolean rust) {
    List<Entry> all = new ArrayList<>(List.of(base()));
    for (int i = 0; i < MANY; i++) {
      String target = i == 0 ? "base" : "s" + (i - 1);
      all.add(
          rust
              ? labelled("p" + i, POINTER, called("*mut t"), type(target))
              : labelled("p" + i, POINTER, size(8), type(target)));
      all.add(structure("s" + i, names.apply(i), 8, List.of(member("next", "p" + i, 0))));
    }
    all.add(structure("t", "first", 8, List.of(member("next", "p" + (MANY - 1), 0))));
    return all;
  }

  private static Entry struct(String name, long bytes, List<Entry> members) {
    return structure("", name, bytes, members);
  }

  private static Entry structure(String label, String name, long bytes, List<Entry> members) {
    Entry entry = labelled(label, STRUCT, size(bytes));
    if (!name.isEmpty()) {
      entry.attributes().add(called(name));
    }
    entry.children().addAll(members);
    return entry;
  }

  private static Entry member(String name, String type, long offset) {
    return die(MEMBER, called(name), type(type), at(0x38, 0x07, offset));
  }

  private static Attribute called(String name) {
    return at(0x03, 0x08, name);
  }

  private static Attribute size(long bytes) {
    return at(0x0b, 0x07, bytes);
  }

  private static Attribute type(String label) {
    return at(0x49, 0x13, to(label));
  }
}
