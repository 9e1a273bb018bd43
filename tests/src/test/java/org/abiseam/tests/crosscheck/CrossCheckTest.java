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
 * are no part of a seam and of the index; they are listed as not compared. {@code
 * tests/scripts/crosscheck.sh} runs it.
 */
final class CrossCheckTest {
  private static final int BATCH = 500;
  private static final int SHOWN = 40;

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
    List<String> differences = new ArrayList<>();
    List<String> notFound = new ArrayList<>();
    int layouts = 0;
    for (Map.Entry<String, TreeSet<String>> entry : theirs.entrySet()) {
      TreeSet<String> mine = ours.get(entry.getKey());
      if (mine == null) {
        notFound.add(entry.getKey());
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
        theirs.size() - notFound.size(), layouts, differences.size());
    System.out.println("not compared, because not defined at file scope: " + notFound);
    differences.stream().limit(SHOWN).forEach(System.out::println);
    assertThat(theirs).isNotEmpty();
    assertThat(differences).isEmpty();
    assertThat(notFound.size()).isLessThan(theirs.size() / 100);
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
    Lowering lowering = new Lowering(object.file().path(), object.file().machine());
    List<Definition> definitions = new ArrayList<>();
    for (IndexedType type : types) {
      definitions.add(lowering.define(type.unit().die(type.offset()), List.of(), type.units()));
    }
    TypeGraph graph = lowering.build();
    for (Definition definition : definitions) {
      TypeId id = definition.type();
      String kind =
          switch (graph.type(id)) {
            case Type.Alias alias when anonymous(graph, alias.target()) -> {
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
            .add(graph.type(id) instanceof Type.Aggregate a ? aggregate(graph, a) : kind);
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
