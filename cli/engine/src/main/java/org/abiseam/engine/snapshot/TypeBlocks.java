package org.abiseam.engine.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.jspecify.annotations.Nullable;

/**
 * All types with names, each once.
 *
 * <p>A hundred units describe a struct, and as many nodes stand for it. Two nodes are one block if
 * they have one name, come from one file, and read alike down to everything that they hold by
 * value; what lies behind a pointer counts by its name. Where a name has several blocks, each gets
 * the file behind its name, and a number where that does not tell them apart either.
 */
final class TypeBlocks {
  private final Map<List<String>, TypeBlock> byContent = new HashMap<>();
  private final Map<TypeBlock.Key, List<TypeBlock>> byName = new LinkedHashMap<>();
  private final List<Graph> graphs = new ArrayList<>();

  /** One graph with the blocks of its nodes. */
  final class Graph {
    final TypeGraph types;
    private final boolean rust;
    private final @Nullable TypeBlock[] blocks;
    private final Deque<TypeId> behind = new ArrayDeque<>();
    private final List<TypeId> shortened = new ArrayList<>();
    private final MemberWriter contents;
    private final Map<TypeBlock, TypeId> first = new LinkedHashMap<>();

    /** Writes what is to be read. */
    final TypeExprWriter writing;

    Graph(TypeGraph types, Machine machine, boolean rust) {
      this.types = types;
      this.rust = rust;
      this.blocks = new TypeBlock[types.size()];
      this.contents =
          new MemberWriter(new TypeExprWriter(types, machine.pointerBytes(), this::byContent));
      this.writing = new TypeExprWriter(types, machine.pointerBytes(), this::qualified);
    }

    /** Makes sure that all types with names that a type needs have their blocks. */
    void take(TypeId id) {
      Type type = types.type(id);
      if (word(type).isPresent()) {
        block(id);
      } else {
        contents.line("", "", unnamed -> contentWriting(id, unnamed), "", new ArrayList<>());
      }
      settle();
    }

    private String contentWriting(TypeId id, List<Type> unnamed) {
      return new TypeExprWriter(types, 0, this::byContent).type(id, unnamed);
    }

    private void settle() {
      for (TypeId next = behind.poll(); next != null; next = behind.poll()) {
        block(next);
      }
    }

    TypeBlock block(TypeId id) {
      TypeBlock known = blocks[id.index()];
      if (known != null) {
        return known;
      }
      Type type = types.type(id);
      TypeBlock.Key key = new TypeBlock.Key(rust, word(type).orElseThrow(), name(type));
      String file = rust ? "" : types.origin(id).declared().map(Origin.Line::file).orElse("");
      List<String> content = new ArrayList<>();
      content.add((rust ? "rust " : "") + key.word() + " " + key.name());
      content.add(file);
      content.addAll(contents.of(type));
      TypeBlock block =
          byContent.computeIfAbsent(
              List.copyOf(content),
              text -> {
                TypeBlock fresh = new TypeBlock(key, file, text, byContent.size());
                byName.computeIfAbsent(key, _ -> new ArrayList<>()).add(fresh);
                return fresh;
              });
      first.putIfAbsent(block, id);
      blocks[id.index()] = block;
      return block;
    }

    /** A name by value stands for one content; behind a pointer that may still be unknown. */
    private String byContent(String name, TypeId id, boolean behindPointer) {
      if (behindPointer) {
        if (isShortened(id)) {
          shortened.add(id);
        } else {
          behind.add(id);
        }
        return "";
      }
      return "#" + block(id).number;
    }

    private String qualified(String name, TypeId id, boolean behindPointer) {
      return behindPointer && isShortened(id) ? whole(id).qualifier : block(id).qualifier;
    }

    /** A typedef of a struct that is seen through a pointer: the name is all that was read. */
    private boolean isShortened(TypeId id) {
      return types.type(id) instanceof Type.Alias
          && types.type(types.resolved(id)) instanceof Type.Incomplete;
    }

    /**
     * Returns the typedef as it is read where no pointer leads to it; of its own file where it can
     * be.
     */
    private TypeBlock whole(TypeId id) {
      TypeBlock.Key key = new TypeBlock.Key(rust, "typedef", name(types.type(id)));
      List<TypeBlock> all = byName.getOrDefault(key, List.of());
      String file = types.origin(id).declared().map(Origin.Line::file).orElse("");
      for (TypeBlock block : all) {
        if (block.file.equals(file)) {
          return block;
        }
      }
      return all.isEmpty() ? block(id) : all.getFirst();
    }

    /** What no unit has whole. */
    private void settleShortened() {
      shortened.forEach(this::whole);
      shortened.clear();
    }

    private void write() {
      MemberWriter bodies = new MemberWriter(writing);
      first.forEach(
          (block, id) -> {
            if (block.lines.isEmpty()) {
              block.lines.addAll(bodies.of(types.type(id)));
            }
          });
    }
  }

  /** The blocks of a graph; asked for once with each. */
  private final IdentityHashMap<TypeGraph, Graph> known = new IdentityHashMap<>();

  Graph graph(TypeGraph types, Machine machine, boolean rust) {
    return known.computeIfAbsent(
        types,
        _ -> {
          Graph graph = new Graph(types, machine, rust);
          graphs.add(graph);
          return graph;
        });
  }

  /** Tells names apart and writes all blocks; nothing can be taken afterwards. */
  Collection<TypeBlock> write() {
    graphs.forEach(Graph::settleShortened);
    byName.forEach(this::qualify);
    graphs.forEach(Graph::write);
    List<TypeBlock> all = new ArrayList<>();
    byName.values().forEach(all::addAll);
    all.sort(TypeBlock.ORDER);
    return all;
  }

  private void qualify(TypeBlock.Key key, List<TypeBlock> blocks) {
    boolean shadowed =
        key.word().equals("scalar")
            && byName.containsKey(new TypeBlock.Key(key.rust(), "typedef", key.name()));
    if (shadowed) {
      blocks.getFirst().qualifier = "~scalar";
    }
    if (blocks.size() == 1) {
      return;
    }
    Map<String, List<TypeBlock>> byFile = new HashMap<>();
    for (TypeBlock block : blocks) {
      byFile.computeIfAbsent(block.file, _ -> new ArrayList<>()).add(block);
    }
    byFile.forEach(
        (file, same) -> {
          String plain = file.isEmpty() ? "" : "@" + Quoting.quoted(file);
          same.sort(java.util.Comparator.comparing(block -> plainly(block.content)));
          for (int i = 0; i < same.size(); i++) {
            String number = i == 0 ? "" : "~" + (i + 1);
            same.get(i).qualifier = plain + (shadowed ? "~scalar" : "") + number;
          }
        });
  }

  /** Returns the content without the marks of other contents, which change from run to run. */
  private static String plainly(List<String> content) {
    return String.join("\n", content).replaceAll("#[0-9]+", "");
  }

  /** Returns the word before the name of a type that has one. */
  static Optional<String> word(Type type) {
    return switch (type) {
      case Type.Scalar _ -> Optional.of("scalar");
      case Type.Enumeration enumeration -> enumeration.name().map(_ -> "enum");
      case Type.Aggregate aggregate ->
          aggregate.name().map(_ -> TypeExprWriter.keyword(aggregate.shape()));
      case Type.Tagged _ -> Optional.of("tagged");
      case Type.Alias _ -> Optional.of("typedef");
      case Type.Opaque opaque -> opaque.name().map(_ -> "opaque");
      case Type.Void _, Type.Pointer _, Type.Sequence _, Type.Function _ -> Optional.empty();
      case Type.Atomic _, Type.NonZero _, Type.Incomplete _ -> Optional.empty();
    };
  }

  static String name(Type type) {
    return type instanceof Type.Scalar scalar ? scalar.name() : type.declaredName().orElse("");
  }
}
