package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_name;
import static org.abiseam.model.Limits.Limit.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Limits.Limit;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

/** Shrinks the limits of an input: what exceeds one is reported, wherever it is read. */
final class LimitsTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final Path OBJECT = FIXTURES.resolve("forms/dwarf5.o");

  @Test
  void theUsualLimitsReportNothing() {
    assertThat(diagnostics(Limits.USUAL)).isEmpty();
    assertThat(reasons(Limits.USUAL)).isEmpty();
  }

  @Test
  void aTableOfTooManyAbbreviationsIsReported() {
    assertThat(diagnostics(with(ABBREVIATIONS, 1)))
        .anyMatch(text -> text.contains("more than 1 abbreviations in one table"));
  }

  @Test
  void typesThatLieTooDeepAreOpaqueWithTheReason() {
    assertThat(reasons(with(TYPE_DEPTH, 1))).contains("types lie in each other deeper than 1");
  }

  @Test
  void tooManyQualifiersAreOpaqueWithTheReason() {
    assertThat(reasons(with(QUALIFIERS, 0))).contains("more than 0 qualifiers in a row");
  }

  @Test
  void tooManyTypesAreOpaqueWithTheReason() {
    assertThat(reasons(with(TYPES, 1))).contains("the object has more than 1 types");
  }

  @Test
  void aDirectoryOfTooManyObjectsIsReported() {
    try (Container container = Containers.open(FIXTURES.resolve("forms"), with(MEMBERS, 1))) {
      assertThat(container.diagnostics())
          .extracting(Diagnostic::message)
          .contains("more than 1 objects");
    }
  }

  @Test
  void aPackageThatUnpacksToTooMuchIsReported() {
    Path file = FIXTURES.resolve("packages").resolve("seam-gzip.deb");
    try (Container container = Containers.open(file, with(UNPACKED_BYTES, 2_000))) {
      assertThat(container.diagnostics())
          .extracting(Diagnostic::message)
          .contains("the package unpacks to more than 2000 bytes");
    }
  }

  private static Limits with(Limit limit, long value) {
    return Limits.USUAL.with(limit, value);
  }

  private static List<String> diagnostics(Limits limits) {
    try (Container container = Containers.open(OBJECT, limits);
        Container.OpenObject object = container.members().getFirst().open();
        DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      return info.diagnostics().stream().map(Diagnostic::message).toList();
    }
  }

  /** Lowers every named entry below the root of each unit. */
  private static List<String> reasons(Limits limits) {
    List<String> reasons = new ArrayList<>();
    try (Container container = Containers.open(OBJECT, limits);
        Container.OpenObject object = container.members().getFirst().open();
        DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      Lowering lowering = new Lowering(object.file().path());
      List<TypeId> types = new ArrayList<>();
      for (Unit unit : info.units()) {
        for (Die die : unit.root().children()) {
          if (die.string(DW_AT_name).isPresent() && type(die)) {
            types.add(lowering.type(die));
          }
        }
      }
      TypeGraph graph = lowering.build();
      for (int i = 0; i < graph.size(); i++) {
        if (graph.type(new TypeId(i)) instanceof Type.Opaque opaque) {
          reasons.add(opaque.reason());
        }
      }
    }
    return reasons;
  }

  private static boolean type(Die die) {
    return switch (die.tag()) {
      case org.abiseam.dwarf.spec.Tags.DW_TAG_structure_type,
          org.abiseam.dwarf.spec.Tags.DW_TAG_typedef ->
          true;
      default -> false;
    };
  }
}
