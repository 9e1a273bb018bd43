package org.abiseam.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

/**
 * {@code struct file { struct inode *f_inode; struct { struct file *next; } link; }}, where {@code
 * struct inode { long size; struct owner owner; }} is defined in another object.
 */
class ImpactsTest {
  private static final Producer GCC =
      new Producer(
          Producer.Compiler.GCC,
          Producer.Language.C,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          "GNU C");

  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final List<Definition> definitions = new ArrayList<>();
  private final List<Entity> entities = new ArrayList<>();

  private TypeId add(Type type) {
    return graph.add(type, new Origin("a.o", "a.c", OptionalLong.empty(), Optional.empty()));
  }

  private TypeId number() {
    return add(new Type.Scalar("long", Type.Encoding.SIGNED, 8, 64, OptionalInt.empty()));
  }

  private static Member field(String name, TypeId type, long offset) {
    return new Member.Field(name, type, offset, OptionalInt.empty());
  }

  private TypeId struct(String name, Member... members) {
    Optional<String> tag = name.isEmpty() ? Optional.empty() : Optional.of(name);
    TypeId id =
        add(new Type.Aggregate(Type.Shape.STRUCT, tag, 16, OptionalInt.empty(), List.of(members)));
    if (!name.isEmpty()) {
      definitions.add(definition(name, id));
    }
    return id;
  }

  private TypeId declared(String name) {
    return add(
        new Type.Pointer(
            add(new Type.Incomplete(Type.Shape.STRUCT, name, OptionalLong.empty())), 8));
  }

  private static Definition definition(String name, TypeId type) {
    return new Definition(List.of(), name, type, GCC, Evidence.DWARF, 1);
  }

  private void function(String name, String parameter, TypeId type) {
    Signature signature =
        new Signature(
            List.of(new Signature.Parameter(parameter, type)),
            add(new Type.Void()),
            Signature.Arity.FIXED,
            CallingConvention.C);
    TypeId id = add(new Type.Function(signature));
    entities.add(new Entity(Subject.Kind.FUNCTION, Entity.Role.DEFINES, definition(name, id)));
  }

  private void variable(String name, TypeId type) {
    entities.add(new Entity(Subject.Kind.VARIABLE, Entity.Role.DEFINES, definition(name, type)));
  }

  private List<ObjectModel> models() {
    TypeId owner = struct("owner", field("uid", number(), 0));
    struct("inode", field("size", number(), 0), field("owner", owner, 64));
    TypeId link = struct("", field("next", declared("file"), 0));
    TypeId file = struct("file", field("f_inode", declared("inode"), 0), field("link", link, 64));
    function("open", "file", declared("file"));
    function("chown", "owner", declared("owner"));
    function("count", "n", number());
    variable("root", file);
    Machine machine = new Machine(Machine.EM_X86_64, 8, false, 0);
    return List.of(
        new ObjectModel(
            "a.o", machine, List.of(), graph.build(), definitions, entities, List.of()));
  }

  private List<String> impacts(String... causes) {
    return Impacts.of(models(), new TreeSet<>(List.of(causes))).stream()
        .map(
            one ->
                one.symbol().name() + ": " + one.path() + " of " + one.causes() + " " + one.cause())
        .toList();
  }

  @Test
  void theShortestWayLeadsThroughPointersAndWhatHasNoName() {
    assertThat(impacts("owner"))
        .containsExactly(
            "chown: owner → struct owner of 1 owner",
            "open: file → struct file.f_inode → struct inode.owner → struct owner of 1 owner",
            "root: struct file.f_inode → struct inode.owner → struct owner of 1 owner");
  }

  @Test
  void theNearestChangeIsToldAndTheOthersAreCounted() {
    assertThat(impacts("owner", "file"))
        .containsExactly(
            "open: file → struct file of 2 file",
            "root: struct file of 2 file",
            "chown: owner → struct owner of 1 owner");
  }

  @Test
  void aChangeThatNobodySeesReachesNobody() {
    assertThat(impacts("elsewhere")).isEmpty();
  }
}
