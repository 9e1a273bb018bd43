package org.abiseam.tests.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.IndexedType;
import org.abiseam.dwarf.index.TypeIndex;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.model.Definition;
import org.abiseam.model.Member;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every named struct and union of an image's C side, and every typedef of an unnamed one: size,
 * members, bit offsets and bit-field widths as pahole reads them. Types defined inside a function
 * are no part of a seam and of the index, because no other language can name them; they are looked
 * for entry by entry and compared as well. {@code tests/scripts/crosscheck.sh} runs it.
 */
final class CrossCheckTest {
  private static final int BATCH = 500;
  private static final int SHOWN = 40;

  // DWARF 5 §7.5.4 and §7.5.3.
  private static final int DW_TAG_LEXICAL_BLOCK = 0x0b;
  private static final int DW_TAG_COMPILE_UNIT = 0x11;
  private static final int DW_TAG_STRUCTURE_TYPE = 0x13;
  private static final int DW_TAG_TYPEDEF = 0x16;
  private static final int DW_TAG_UNION_TYPE = 0x17;
  private static final int DW_TAG_INLINED_SUBROUTINE = 0x1d;
  private static final int DW_TAG_SUBPROGRAM = 0x2e;
  private static final int DW_AT_NAME = 0x03;
  private static final int DW_AT_DECLARATION = 0x3c;

  /** What we say of a transparent union without a tag, which pahole reads as an empty one. */
  private static final TreeSet<String> REFUSED =
      new TreeSet<>(
          List.of("opaque: GCC leaves out the members of a transparent union without a tag"));

  @Test
  void everyStructOfCIsLaidOutAsPaholeReadsIt() throws IOException {
    String image = System.getProperty("abiseam.crosscheck.image");
    String btf = System.getProperty("abiseam.crosscheck.btf");
    if (image == null || btf == null) {
      System.out.println(
          "skipped: the comparison with pahole, which tests/scripts/crosscheck.sh runs");
    }
    Assumptions.assumeTrue(image != null && btf != null, "no image given");
    Map<String, TreeSet<String>> theirs =
        new Btf(ByteBuffer.wrap(Files.readAllBytes(Path.of(btf)))).layouts();
    Map<String, TreeSet<String>> ours = ours(Path.of(image), theirs);
    TreeSet<String> local = new TreeSet<>(theirs.keySet());
    local.removeAll(ours.keySet());
    inFunctions(Path.of(image), local).forEach(ours::put);
    List<String> differences = new ArrayList<>();
    List<String> notFound = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    int layouts = 0;
    for (Map.Entry<String, TreeSet<String>> entry : theirs.entrySet()) {
      TreeSet<String> mine = ours.get(entry.getKey());
      if (mine == null) {
        notFound.add(entry.getKey());
        continue;
      }
      if (mine.equals(REFUSED) && entry.getValue().stream().allMatch(CrossCheckTest::empty)) {
        refused.add(entry.getKey());
        continue;
      }
      layouts += entry.getValue().size();
      if (!mine.equals(entry.getValue())) {
        differences.add(
            "%s%n  pahole  %s%n  abiseam %s"
                .formatted(
                    entry.getKey(), only(entry.getValue(), mine), only(mine, entry.getValue())));
      }
    }
    System.out.printf(
        "crosscheck: %d names, %d layouts compared, %d names differ%n",
        theirs.size() - notFound.size() - refused.size(), layouts, differences.size());
    local.removeAll(notFound);
    System.out.println("of them inside functions: " + local);
    System.out.println("not compared, because GCC leaves out their members: " + refused);
    System.out.println("not compared, because not found: " + notFound);
    differences.stream().limit(SHOWN).forEach(System.out::println);
    assertThat(theirs).isNotEmpty();
    assertThat(differences).isEmpty();
    assertThat(notFound).isEmpty();
  }

  /** Types below functions and blocks, by the same keys. */
  private static Map<String, TreeSet<String>> inFunctions(Path image, TreeSet<String> wanted) {
    Map<String, TreeSet<String>> layouts = new TreeMap<>();
    if (wanted.isEmpty()) {
      return layouts;
    }
    TreeSet<String> names = new TreeSet<>();
    wanted.forEach(key -> names.add(key.substring(key.indexOf(' ') + 1)));
    try (Container.OpenObject object = Containers.openObject(image);
        DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      for (Unit unit : info.units()) {
        if (unit.description().producer().language() == Producer.Language.C) {
          List<Die> found = new ArrayList<>();
          collect(unit.root(), names, found);
          Lowering lowering = new Lowering(object.file().path());
          List<Definition> definitions = new ArrayList<>();
          found.forEach(die -> definitions.add(lowering.define(die, List.of(), 1)));
          layouts(lowering.build(), definitions, layouts);
        }
      }
    }
    layouts.keySet().retainAll(wanted);
    return layouts;
  }

  private static void collect(Die scope, TreeSet<String> names, List<Die> found) {
    for (Die die : scope.children()) {
      switch (die.tag()) {
        case DW_TAG_SUBPROGRAM, DW_TAG_LEXICAL_BLOCK, DW_TAG_INLINED_SUBROUTINE ->
            collect(die, names, found);
        case DW_TAG_STRUCTURE_TYPE, DW_TAG_UNION_TYPE, DW_TAG_TYPEDEF -> {
          boolean defines = scope.tag() != DW_TAG_COMPILE_UNIT && !die.flag(DW_AT_DECLARATION);
          if (defines && die.string(DW_AT_NAME).map(names::contains).orElse(false)) {
            found.add(die);
          }
        }
        default -> {}
      }
    }
  }

  private static boolean empty(String layout) {
    return layout.matches("union \\d+\\{ }");
  }

  private static TreeSet<String> only(TreeSet<String> of, TreeSet<String> without) {
    TreeSet<String> rest = new TreeSet<>(of);
    rest.removeAll(without);
    return rest;
  }

  private static Map<String, TreeSet<String>> ours(
      Path image, Map<String, TreeSet<String>> wanted) {
    TreeSet<String> names = new TreeSet<>();
    wanted.keySet().forEach(key -> names.add(key.substring(key.indexOf(' ') + 1)));
    Map<String, TreeSet<String>> layouts = new TreeMap<>();
    try (Container.OpenObject object = Containers.openObject(image);
        DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      List<Unit> units =
          info.units().stream()
              .filter(u -> u.description().producer().language() == Producer.Language.C)
              .toList();
      TypeIndex index =
          new TypeIndexer(WantedNames.of(names), WantedNames.of(List.of()), 2).index(info, units);
      assertThat(index.diagnostics()).isEmpty();
      List<IndexedType> types = index.types();
      for (int from = 0; from < types.size(); from += BATCH) {
        lower(object, types.subList(from, Math.min(types.size(), from + BATCH)), layouts);
      }
    }
    return layouts;
  }

  private static void lower(
      Container.OpenObject object, List<IndexedType> types, Map<String, TreeSet<String>> layouts) {
    Lowering lowering = new Lowering(object.file().path());
    List<Definition> definitions = new ArrayList<>();
    for (IndexedType type : types) {
      definitions.add(lowering.define(type.unit().die(type.offset()), List.of(), type.units()));
    }
    layouts(lowering.build(), definitions, layouts);
  }

  private static void layouts(
      TypeGraph graph, List<Definition> definitions, Map<String, TreeSet<String>> layouts) {
    for (Definition definition : definitions) {
      TypeId id = definition.type();
      String kind =
          switch (graph.type(id)) {
            case Type.Alias alias when anonymous(graph, alias.target()) -> {
              id = alias.target();
              yield "typedef ";
            }
            case Type.Alias alias when graph.type(alias.target()) instanceof Type.Opaque -> {
              id = alias.target();
              yield "typedef ";
            }
            case Type.Aggregate aggregate when aggregate.name().isPresent() -> word(aggregate);
            case Type.Opaque opaque -> "opaque, " + opaque.reason() + ": ";
            default -> "";
          };
      if (!kind.isEmpty()) {
        layouts
            .computeIfAbsent(kind + definition.name(), _ -> new TreeSet<>())
            .add(
                switch (graph.type(id)) {
                  case Type.Aggregate a -> aggregate(graph, a);
                  case Type.Opaque opaque -> "opaque: " + opaque.reason();
                  default -> kind;
                });
      }
    }
  }

  private static String word(Type.Aggregate aggregate) {
    return switch (aggregate.shape()) {
      case STRUCT -> "struct ";
      case UNION -> "union ";
    };
  }

  private static String aggregate(TypeGraph graph, Type.Aggregate aggregate) {
    StringBuilder text = new StringBuilder(word(aggregate)).append(aggregate.bytes()).append('{');
    for (Member member : aggregate.members()) {
      text.append(' ').append(member.name()).append('@').append(member.bitOffset());
      if (member instanceof Member.BitField field) {
        text.append(':').append(field.bitWidth());
      }
      text.append(inside(graph, member.type()));
    }
    return text.append(" }").toString();
  }

  private static String inside(TypeGraph graph, TypeId type) {
    return switch (graph.type(type)) {
      case Type.Array array -> inside(graph, array.element());
      case Type.Aggregate aggregate when aggregate.name().isEmpty() ->
          " " + aggregate(graph, aggregate);
      default -> "";
    };
  }

  private static boolean anonymous(TypeGraph graph, TypeId type) {
    return graph.type(type) instanceof Type.Aggregate aggregate && aggregate.name().isEmpty();
  }
}
