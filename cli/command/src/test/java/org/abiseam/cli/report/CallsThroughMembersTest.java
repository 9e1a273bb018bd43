package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;

class CallsThroughMembersTest {
  /** {@code struct ops { void (*run)(void); }}. */
  private static View ops() {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin = new Origin("a.o", "a.c", OptionalLong.empty(), Optional.empty());
    TypeId nothing = graph.add(new Type.Void(), origin);
    Signature signature =
        new Signature(List.of(), nothing, Signature.Arity.FIXED, CallingConvention.C);
    TypeId function = graph.add(new Type.Function(signature), origin);
    TypeId pointer = graph.add(new Type.Pointer(function, 8), origin);
    TypeId ops =
        graph.add(
            new Type.Aggregate(
                Type.Shape.STRUCT,
                Optional.of("ops"),
                8,
                OptionalInt.empty(),
                List.of(new Member.Field("run", pointer, 0, OptionalInt.empty()))),
            origin);
    Definition definition = new Definition(List.of(), "ops", ops, Runs.GCC, Evidence.DWARF, 1);
    return new View.Typed(new Machine(Machine.EM_X86_64, 8, false, 0), graph.build(), definition);
  }

  private static int drawn(String path, What what) {
    Finding plain = Runs.finding(Severity.HARMFUL);
    Finding finding =
        new Finding(
            plain.rule(),
            plain.severity(),
            new Subject(Subject.Kind.TYPE, "ops"),
            ops(),
            ops(),
            List.of(new Difference(path, what, Value.of("1"), Value.of("2"))),
            "",
            List.of(),
            List.of(),
            List.of());
    return CallsThroughMembers.of(finding).size();
  }

  @Test
  void aCallIsDrawnWhereTheFunctionDiffersAndNotWhereItsPointerMoved() {
    assertThat(drawn("ops.run.return", What.LOCATION)).isEqualTo(1);
    assertThat(drawn("ops.run", What.TYPE)).isEqualTo(1);
    assertThat(drawn("ops.run", What.OFFSET)).isZero();
    assertThat(drawn("ops.run", What.PRESENCE)).isZero();
  }
}
