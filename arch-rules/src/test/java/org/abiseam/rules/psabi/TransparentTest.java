package org.abiseam.rules.psabi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

/**
 * {@code kuid_t} of the kernel: a struct that holds a number. On PowerPC of 32 bits a struct is
 * handed over by reference, and the number that a transparent one stands for in a register.
 */
class TransparentTest {
  private static final Machine PPC32 = new Machine(Machine.EM_PPC, 4, true, 0);
  private static final String SOURCE = "struct kuid { unsigned val; }; void f(struct kuid k)";

  private static PlanResult.Planned planned(Optional<Boolean> transparent) {
    Declarations.Parsed parsed = Declarations.parse(PPC32, SOURCE);
    TypeGraph.Builder types = new TypeGraph.Builder();
    for (int i = 0; i < parsed.types().size(); i++) {
      TypeId id = new TypeId(i);
      types.add(parsed.types().type(id), parsed.types().origin(id));
      if (parsed.types().type(id) instanceof Type.Aggregate) {
        transparent.ifPresent(known -> types.transparent(id, known));
      }
    }
    CallSide side = new CallSide(PPC32, types.build(), Plans.rustc(97), Plans.rustc(97));
    return (PlanResult.Planned) Planner.plan(parsed.signature(), side);
  }

  @Test
  void debugInfoAloneLeavesTwoWays() {
    assertThat(planned(Optional.empty()).plans()).hasSizeGreaterThan(1);
  }

  @Test
  void whatTheSourceSaysLeavesOne() {
    assertThat(planned(Optional.of(false)).plans())
        .singleElement()
        .satisfies(one -> assertThat(one.plan().toString()).startsWith("k:ref:r3[0..4)"));
    assertThat(planned(Optional.of(true)).plans())
        .singleElement()
        .satisfies(one -> assertThat(one.plan().toString()).startsWith("k:r3[0..4)"));
  }
}
