package org.abiseam.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.abiseam.engine.request.Caching;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Seam;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever adds a component to a record, or a variant to a type, adds it to its format too. */
final class FormatsTest {
  private static final int SAMPLES = 400;

  @TempDir Path folder;
  private final List<String> remarks = new ArrayList<>();
  private final Samples samples = new Samples();

  private <T> T again(T value, BiConsumer<EntryWriter, T> writing, Function<EntryReader, T> read) {
    CacheFolder cache = CacheFolder.open(Caching.in(folder), remarks::add).orElseThrow();
    CacheKey key = new CacheKey.Builder("sample").build();
    EntryWriter entry = new EntryWriter("own/path.o");
    writing.accept(entry, value);
    cache.write(key, entry);
    Optional<T> found = cache.read(key, "own/path.o", read);
    assertThat(remarks).isEmpty();
    return found.orElseThrow();
  }

  @Test
  void unitsMachinesAndDiagnosticsAreReadAsTheyWere() {
    for (int i = 0; i < SAMPLES; i++) {
      CompileUnit unit = samples.of(CompileUnit.class);
      assertThat(again(unit, UnitFormat::unit, UnitFormat::unit)).isEqualTo(unit);
      Machine machine = samples.of(Machine.class);
      assertThat(again(machine, UnitFormat::machine, UnitFormat::machine)).isEqualTo(machine);
      Diagnostic one = samples.of(Diagnostic.class);
      assertThat(again(one, UnitFormat::diagnostic, UnitFormat::diagnostic)).isEqualTo(one);
    }
  }

  @Test
  void tablesAreReadAsTheyWere() {
    for (int i = 0; i < SAMPLES; i++) {
      Linkage.Tables all = samples.of(Linkage.Tables.class);
      Linkage.Tables found = again(all, TableFormat::write, TableFormat::read);
      // The survey of the object has these three.
      assertThat(found)
          .usingRecursiveComparison()
          .ignoringFields("importer", "imports", "users")
          .isEqualTo(all);
      assertThat(found.loading()).isEqualTo(all.loading());
      assertThat(found.defined()).isEqualTo(all.defined());
    }
  }

  @Test
  void modelsAreReadAsTheyWere() {
    Machine machine = samples.of(Machine.class);
    List<CompileUnit> units = List.of(samples.of(CompileUnit.class));
    for (int i = 0; i < SAMPLES; i++) {
      TypeGraph.Builder graph = new TypeGraph.Builder();
      graph.add(new Type.Void(), samples.of(Origin.class));
      for (Class<?> variant : variants(Type.class)) {
        TypeId id = graph.add((Type) samples.of(variant), samples.of(Origin.class));
        if (i % 3 > 0) {
          graph.transparent(id, i % 3 == 1);
        }
      }
      ObjectModel model =
          new ObjectModel(
              "own/path.o",
              machine,
              units,
              graph.build(),
              List.of(samples.of(Definition.class)),
              List.of(samples.of(Entity.class)),
              List.of(samples.of(Diagnostic.class)));
      ObjectModel found =
          again(model, ModelFormat::write, from -> ModelFormat.read(from, machine, units));
      assertThat(found).usingRecursiveComparison().ignoringFields("types").isEqualTo(model);
      assertThat(found.definitions()).isEqualTo(model.definitions());
      assertThat(found.entities()).isEqualTo(model.entities());
      assertThat(found.types().size()).isEqualTo(model.types().size());
      for (int j = 0; j < model.types().size(); j++) {
        TypeId id = new TypeId(j);
        assertThat(found.types().type(id)).isEqualTo(model.types().type(id));
        assertThat(found.types().origin(id)).isEqualTo(model.types().origin(id));
        assertThat(found.types().transparent(id)).isEqualTo(model.types().transparent(id));
      }
    }
  }

  @Test
  void seamsAndVerdictsAreReadAsTheyWere() {
    for (int i = 0; i < SAMPLES / 20; i++) {
      Seam seam = samples.of(Seam.class);
      assertAlike(again(seam, SeamFormat::write, SeamFormat::read), seam);
      Verification all = samples.of(Verification.class);
      Verification found = again(all, VerdictFormat::write, VerdictFormat::read);
      assertThat(found.verdicts().keySet()).containsExactlyElementsOf(all.verdicts().keySet());
      assertThat(found.symbols().keySet()).containsExactlyElementsOf(all.symbols().keySet());
      assertAlike(List.copyOf(found.symbols().values()), List.copyOf(all.symbols().values()));
      assertAlike(found.verdicts(), all.verdicts());
      assertAlike(found.findings(), all.findings());
      assertAlike(found.undetermined(), all.undetermined());
      assertAlike(found.namesakes(), all.namesakes());
      assertThat(List.of(found.coverage(), found.functions(), found.variables(), found.flags()))
          .isEqualTo(List.of(all.coverage(), all.functions(), all.variables(), all.flags()));
      assertThat(found.bitFields()).isEqualTo(all.bitFields());
    }
  }

  /** Graphs are never equal; what they hold is. */
  private static void assertAlike(Object found, Object written) {
    assertThat(found).usingRecursiveComparison().isEqualTo(written);
  }

  private static List<Class<?>> variants(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type);
    }
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> one : type.getPermittedSubclasses()) {
      all.addAll(variants(one));
    }
    return all;
  }
}
