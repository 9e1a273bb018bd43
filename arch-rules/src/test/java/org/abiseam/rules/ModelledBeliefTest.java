package org.abiseam.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;

/** A function that Rust imports, of whose prototype in Rust nothing is known. */
final class ModelledBeliefTest {
  private static final int DOUBLE_FLOAT = 0x5;
  private static final Machine RISCV = new Machine(Machine.EM_RISCV, 8, false, DOUBLE_FLOAT);
  private static final Origin NOWHERE =
      new Origin("c.o", "", OptionalLong.empty(), Optional.empty());

  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final TypeId real = scalar("float", Type.Encoding.FLOAT);
  private final TypeId whole = scalar("unsigned int", Type.Encoding.UNSIGNED);

  private TypeId scalar(String name, Type.Encoding encoding) {
    return graph.add(new Type.Scalar(name, encoding, 4, 32, OptionalInt.empty()), NOWHERE);
  }

  private static Producer producer(Producer.Compiler compiler, Producer.Language language) {
    return new Producer(
        compiler,
        language,
        Optional.of(new Producer.Version(16, 0, 0)),
        Optional.empty(),
        List.of("-O2"),
        compiler.name());
  }

  private Verification check(Member... members) {
    TypeId struct =
        graph.add(
            new Type.Aggregate(
                Type.Shape.STRUCT, Optional.of("s"), 8, OptionalInt.empty(), List.of(members)),
            NOWHERE);
    TypeId function =
        graph.add(
            new Type.Function(
                new Signature(
                    List.of(new Signature.Parameter("s", struct)),
                    whole,
                    Signature.Arity.FIXED,
                    CallingConvention.C)),
            NOWHERE);
    Producer gcc = producer(Producer.Compiler.GCC, Producer.Language.C);
    View provider =
        new View.Typed(
            RISCV, graph.build(), new Definition(List.of(), "f", function, gcc, Evidence.DWARF, 1));
    View consumer =
        new View.NameOnly(
            producer(Producer.Compiler.RUSTC, Producer.Language.RUST),
            new Origin("r.o", "", OptionalLong.empty(), Optional.empty()));
    Seam.SharedSymbol symbol =
        new Seam.SharedSymbol(Subject.Kind.FUNCTION, "f", List.of(provider), List.of(consumer));
    return Checker.check(
        new Seam(List.of(), List.of(symbol), List.of(), List.of(), Linkage.NOTHING));
  }

  private static void undetermined(Verification verification) {
    assertThat(verification.symbols().get(new Subject(Subject.Kind.FUNCTION, "f")))
        .isInstanceOf(Verdict.NotDetermined.class);
  }

  /** GCC passes it in fa0 and a0; rustc sees bytes in place of the bit-field and uses a0 alone. */
  @Test
  void aStructThatBindgenWouldMakeTravelElsewhereIsAWarning() {
    Verification verification =
        check(
            new Member.Field("a", real, 0, OptionalInt.empty()),
            new Member.BitField("b", whole, 32, 32));
    undetermined(verification);
    assertThat(verification.findings()).hasSize(1);
    Finding finding = verification.findings().getFirst();
    assertThat(finding.severity()).isEqualTo(Severity.RISKY);
    assertThat(finding.rule().id()).isEqualTo("call-argument");
    assertThat(finding.consumer())
        .isInstanceOfSatisfying(
            View.Typed.class,
            view -> assertThat(view.definition().evidence()).isEqualTo(Evidence.MODEL));
    assertThat(finding.differences().getFirst().expected().text()).contains("fa0");
    assertThat(finding.differences().getFirst().actual().text()).isEqualTo("a0[0..8)");
  }

  @Test
  void aStructThatComesThroughAsItIsIsJustNotKnown() {
    Verification verification =
        check(
            new Member.Field("a", real, 0, OptionalInt.empty()),
            new Member.Field("b", whole, 32, OptionalInt.empty()));
    undetermined(verification);
    assertThat(verification.findings()).isEmpty();
  }
}
