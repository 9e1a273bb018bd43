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
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;
import org.junit.jupiter.api.Test;

/** What the places of parameters tell of a struct that debug info leaves open. */
class ParameterPlacesTest {
  private static final Machine AARCH64 = new Machine(Machine.EM_AARCH64, 8, false, 0);
  private static final Machine X8664 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final String UNION = "union u { float a; float b; }; void f(union u t)";

  private static View view(Machine machine, Producer producer, List<EntryPlace> places) {
    return views(machine, producer, places).getFirst();
  }

  /** Returns those of a unit: a function that takes the union, and one that returns it. */
  private static List<View.Typed> views(
      Machine machine, Producer producer, List<EntryPlace> places) {
    Declarations.Parsed parsed = Declarations.parse(machine, UNION);
    Signature taking = parsed.signature();
    TypeId union = taking.parameters().getFirst().type();
    Signature returning =
        new Signature(List.of(), union, Signature.Arity.FIXED, taking.convention());
    Origin nowhere = new Origin("test", "unit", OptionalLong.empty(), Optional.empty());
    TypeGraph types =
        parsed
            .types()
            .with(new Type.Function(taking), nowhere)
            .with(new Type.Function(returning), nowhere);
    TypeId last = new TypeId(types.size() - 1);
    Definition f =
        new Definition(List.of(), "f", new TypeId(types.size() - 2), producer, Evidence.DWARF, 1);
    Definition g = new Definition(List.of(), "g", last, producer, Evidence.DWARF, 1);
    return List.of(
        new View.Typed(machine, types, f.entered(places)), new View.Typed(machine, types, g));
  }

  private static Verdict verdict(String... registers) {
    return verdict(view(X8664, gcc(16), places(registers)), view(X8664, clang(23), List.of()));
  }

  private static List<EntryPlace> places(String... registers) {
    return Arrays.stream(registers)
        .map(
            register ->
                (EntryPlace)
                    new Known(
                        List.of(new EntryPlace.Piece.Register(register)),
                        /* address= */ false,
                        /* whole= */ false))
        .toList();
  }

  private static Verdict verdict(View provider, View consumer) {
    Seam seam =
        new Seam(
            List.of(),
            List.of(symbol("f", provider, consumer)),
            List.of(),
            List.of(),
            Linkage.NOTHING);
    return Checker.check(seam).symbols().values().iterator().next();
  }

  private static Seam.SharedSymbol symbol(String name, View provider, View consumer) {
    return new Seam.SharedSymbol(Subject.Kind.FUNCTION, name, List.of(provider), List.of(consumer));
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

  @Test
  void theRegistersThatCallsLeaveShowItToo() {
    View callee = view(X8664, clang(23), List.of());
    assertThat(verdict(callee, called("xmm0"))).isInstanceOf(Verdict.Agree.class);
    assertThat(verdict(callee, called("rdi"))).isInstanceOf(Verdict.Disagree.class);
    assertThat(verdict(callee, called("rcx"))).isInstanceOf(Verdict.NotDetermined.class);
  }

  private static View called(String register) {
    return view(X8664, gcc(16), List.of(new EntryPlace.LeftByCalls(List.of(register))));
  }

  /** A function that returns the union has no place that tells; one that takes it has. */
  @Test
  void whatOneFunctionShowsOfATypeIsSoForAll() {
    assertThat(result()).isInstanceOf(Verdict.NotDetermined.class);
    assertThat(result("xmm0")).isInstanceOf(Verdict.Agree.class);
    assertThat(result("rdi")).isInstanceOf(Verdict.Disagree.class);
    assertThat(result("rcx")).isInstanceOf(Verdict.NotDetermined.class);
  }

  /** Judges a function that returns the union beside one that takes it. */
  private static Verdict result(String... registers) {
    List<View.Typed> provided = views(X8664, gcc(16), places(registers));
    List<View.Typed> called = views(X8664, clang(23), List.of());
    Seam seam =
        new Seam(
            List.of(),
            List.of(
                symbol("f", provided.getFirst(), called.getFirst()),
                symbol("g", provided.getLast(), called.getLast())),
            List.of(),
            List.of(),
            Linkage.NOTHING);
    return Checker.check(seam).symbols().get(new Subject(Subject.Kind.FUNCTION, "g"));
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
