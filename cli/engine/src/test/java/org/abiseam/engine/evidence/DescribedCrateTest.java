package org.abiseam.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.SourceCrate;
import org.abiseam.model.Definition;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.junit.jupiter.api.Test;

class DescribedCrateTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Origin ORIGIN =
      new Origin("a.o", "a", OptionalLong.empty(), Optional.empty());

  private final TypeGraph.Builder types = new TypeGraph.Builder();
  private final List<Definition> definitions = new ArrayList<>();

  private static Producer producer(Producer.Compiler compiler, Producer.Language language) {
    return new Producer(
        compiler, language, Optional.empty(), Optional.empty(), List.of(), compiler.name());
  }

  /** Adds a struct of one pointer. */
  private void struct(Producer producer, List<String> path, String name, String member) {
    Type pointer = new Type.Incomplete(Type.Shape.STRUCT, "", OptionalLong.empty());
    Member field = new Member.Field(member, types.add(pointer, ORIGIN), 0, OptionalInt.empty());
    Type struct =
        new Type.Aggregate(
            Type.Shape.STRUCT, Optional.of(name), 8, OptionalInt.empty(), List.of(field));
    definitions.add(
        new Definition(path, name, types.add(struct, ORIGIN), producer, Evidence.DWARF, 1));
  }

  /** What wraps C's types has their names: {@code pub struct Cursor(ffi::Cursor)}. */
  @Test
  void typesOfRustAloneAreNoneOfC() {
    Producer gcc = producer(Producer.Compiler.GCC, Producer.Language.C);
    Producer rustc = producer(Producer.Compiler.RUSTC, Producer.Language.RUST);
    SourceCrate crate =
        new SourceCrate(
            "c",
            List.of(
                BindingsSource.parse(
                    "c.rs",
                    """
                    pub mod ffi {
                      #[repr(C)] pub struct Cursor { tree: *const u8 }
                      extern "C" { fn take(met: *mut super::Met); }
                    }
                    pub struct Cursor(*mut ffi::Cursor);
                    pub struct Met(*mut u8);
                    pub struct Same { tree: *const u8 }
                    pub struct lower(*mut u8);
                    pub enum Mode { Fast }
                    #[repr(u8)] pub enum Kind { Slow }
                    """)),
            Map.of());
    String root = SourceCrate.root("c");
    List<String> names = List.of("Cursor", "Met", "Same", "lower", "Mode", "Kind");
    names.forEach(name -> struct(gcc, List.of(), name, "tree"));
    struct(rustc, List.of(root, "ffi"), "Cursor", "tree");
    names.forEach(name -> struct(rustc, List.of(root), name, name.equals("Same") ? "tree" : "__0"));
    ObjectModel model =
        new ObjectModel("a.o", X86_64, List.of(), types.build(), definitions, List.of());
    assertThat(DescribedCrate.complete(List.of(model), crate).getFirst().definitions())
        .filteredOn(it -> it.producer().equals(rustc))
        .extracting(it -> String.join("::", it.path()) + "::" + it.name())
        .containsExactly(
            root + "::ffi::Cursor",
            root + "::Met",
            root + "::Same",
            root + "::lower",
            root + "::Kind");
  }
}
