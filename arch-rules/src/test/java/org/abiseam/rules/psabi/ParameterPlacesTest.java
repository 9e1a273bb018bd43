package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.rustc;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Definition;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.EntryPlace.Known;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;
import org.junit.jupiter.api.Test;

/** What the places of GCC's parameters tell of a struct that debug info leaves open. */
class ParameterPlacesTest {
  private static final Machine AARCH64 = new Machine(Machine.EM_AARCH64, 8, false, 0);
  private static final Machine X8664 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final String UNION = "union u { float a; float b; }; void f(union u t)";

  private static View view(Machine machine, Producer producer, List<EntryPlace> places) {
    Declarations.Parsed parsed = Declarations.parse(machine, UNION);
    Origin nowhere = new Origin("test", "unit", OptionalLong.empty(), Optional.empty());
    TypeGraph types = parsed.types().with(new Type.Function(parsed.signature()), nowhere);
    TypeId function = new TypeId(types.size() - 1);
    Definition definition =
        new Definition(List.of(), "f", function, producer, Evidence.DWARF, 1).entered(places);
    return new View.Typed(machine, types, definition);
  }

  private static Verdict verdict(String... registers) {
    List<EntryPlace> places =
        Arrays.stream(registers)
            .map(
                register ->
                    (EntryPlace)
                        new Known(
                            List.of(new EntryPlace.Piece.Register(register)),
                            /* address= */ false,
                            /* whole= */ false))
            .toList();
    return verdict(view(X8664, gcc(16), places), view(X8664, clang(23), List.of()));
  }

  private static Verdict verdict(View provider, View consumer) {
    Seam.SharedSymbol symbol =
        new Seam.SharedSymbol(Subject.Kind.FUNCTION, "f", List.of(provider), List.of(consumer));
    Seam seam = new Seam(List.of(), List.of(symbol), List.of(), List.of(), Linkage.NOTHING);
    return Checker.check(seam).symbols().values().iterator().next();
  }

  /** A bit-field without a name would have put it into rdi. */
  @Test
  void aParameterInTheLikelyPlaceHidesNothing() {
    assertThat(verdict()).isInstanceOf(Verdict.NotDetermined.class);
    assertThat(verdict("xmm0")).isInstanceOf(Verdict.Agree.class);
  }

  @Test
  void aParameterElsewhereShowsWhatDebugInfoLeavesOut() {
    assertThat(verdict("rdi")).isInstanceOf(Verdict.Disagree.class);
    assertThat(verdict("rcx")).isInstanceOf(Verdict.NotDetermined.class);
  }

  /** Of what may be in a union beside numbers, bindgen leaves out a bit-field of no width alone. */
  @Test
  void rustDeclaresABitFieldOfAUnion() {
    View rust = view(AARCH64, rustc(97), List.of());
    assertThat(verdict(view(AARCH64, clang(23), List.of()), rust))
        .isInstanceOf(Verdict.Agree.class);
    assertThat(verdict(view(AARCH64, gcc(16), List.of()), rust))
        .isInstanceOf(Verdict.NotDetermined.class);
  }
}
