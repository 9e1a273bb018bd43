package org.abiseam.rules.psabi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.EntryPlace.Known;
import org.abiseam.model.EntryPlace.Piece;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

final class EntryConventionTest {
  private static final Machine X8664 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final EntryPlace UNKNOWN = new EntryPlace.Unknown(EntryPlace.Why.NOT_AT_ENTRY);

  private static EntryPlace in(String register) {
    return new Known(List.of(new Piece.Register(register)), false, false);
  }

  private static EntryPlace kept(long offset) {
    return new Known(List.of(new Piece.Stack(offset)), false, true);
  }

  /** A function of as many whole numbers as there are places. */
  private static EntryConvention of(EntryPlace... places) {
    return of(X8664, Plans.gcc(16), OptionalLong.empty(), places);
  }

  private static EntryConvention onI386(OptionalLong popped, EntryPlace... places) {
    return of(new Machine(Machine.EM_386, 4, false, 0), Plans.gcc(16), popped, places);
  }

  private static EntryConvention of(
      Machine machine, Producer producer, OptionalLong popped, EntryPlace... places) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin = new Origin("a.o", "a.c", OptionalLong.empty(), Optional.empty());
    TypeId number =
        graph.add(new Type.Scalar("int", Type.Encoding.SIGNED, 4, 32, OptionalInt.empty()), origin);
    List<Signature.Parameter> parameters = new ArrayList<>();
    for (EntryPlace _ : places) {
      parameters.add(new Signature.Parameter("", number));
    }
    Signature signature =
        new Signature(parameters, number, Signature.Arity.FIXED, CallingConvention.C);
    CallSide side = new CallSide(machine, graph.build(), producer, producer);
    return EntryConvention.of(signature, side, List.of(places), popped);
  }

  /** A function of two whole numbers that a unit with -mabi=ms calls. */
  private static EntryConvention called(String... registers) {
    Producer gcc = Plans.gcc(16, "-mabi=ms");
    Declarations.Parsed parsed = Declarations.parse(X8664, "int f(int a, int b)");
    CallSide side = new CallSide(X8664, parsed.types(), gcc, gcc);
    return EntryConvention.ofCalls(parsed.signature(), side, Set.of(registers));
  }

  @Test
  void callsShowTheConventionThatHasAllTheirRegisters() {
    assertThat(called("rcx")).isEqualTo(new EntryConvention.Other(EntryConvention.WINDOWS));
    assertThat(called("rdi")).isEqualTo(new EntryConvention.Other(EntryConvention.SYSTEM_V));
    assertThat(called("rsi", "rdi")).isEqualTo(new EntryConvention.Other(EntryConvention.SYSTEM_V));
    assertThat(called("rdi", "rcx")).isEqualTo(new EntryConvention.AsStated());
    assertThat(called()).isEqualTo(new EntryConvention.AsStated());
  }

  @Test
  void parametersInTheRegistersOfWindowsInItsOrderShowItsConvention() {
    assertThat(of(in("rcx"), in("rdx")))
        .isEqualTo(new EntryConvention.Other(EntryConvention.WINDOWS));
  }

  @Test
  void aParameterWhereOnlyWindowsHasRoomShowsItAlone() {
    assertThat(of(UNKNOWN, kept(8))).isEqualTo(new EntryConvention.Other(EntryConvention.WINDOWS));
  }

  @Test
  void aParameterWithoutAPlaceLeavesTheConventionOpen() {
    assertThat(of(in("rcx"), UNKNOWN)).isInstanceOf(EntryConvention.Open.class);
  }

  @Test
  void parametersThatAreOverwrittenAtOnceShowNothing() {
    assertThat(of(in("rcx"), in("rsi"), in("rdx"), in("rcx")))
        .isEqualTo(new EntryConvention.AsStated());
    assertThat(of(in("rsi"), in("rsi"))).isEqualTo(new EntryConvention.AsStated());
  }

  private static EntryConvention other(String name) {
    return new EntryConvention.Other(CallingConvention.of(name));
  }

  @Test
  void registersOfI386ShowWhichAttributeIsMeant() {
    OptionalLong unknown = OptionalLong.empty();
    assertThat(onI386(unknown, in("eax"), in("edx"))).isEqualTo(other("regparm(3)"));
    assertThat(onI386(unknown, in("eax"), kept(0))).isEqualTo(other("regparm(1)"));
    assertThat(onI386(unknown, in("ecx"), in("edx"))).isEqualTo(other("fastcall"));
    assertThat(onI386(unknown, in("ecx"), kept(0))).isEqualTo(other("thiscall"));
    assertThat(onI386(unknown, kept(0), kept(4))).isEqualTo(new EntryConvention.AsStated());
    assertThat(onI386(unknown, UNKNOWN, in("edx"))).isInstanceOf(EntryConvention.Open.class);
  }

  @Test
  void aSwitchIsTakenBackByAnAttribute() {
    Machine i386 = new Machine(Machine.EM_386, 4, false, 0);
    Producer kernel = Plans.gcc(16, "-mregparm=3");
    OptionalLong unknown = OptionalLong.empty();
    assertThat(of(i386, kernel, unknown, in("eax"))).isEqualTo(new EntryConvention.AsStated());
    assertThat(of(i386, kernel, unknown, kept(0))).isEqualTo(other("regparm(0)"));
  }

  @Test
  void aCalleeThatTakesItsArgumentsOffTheStackIsStdcall() {
    assertThat(onI386(OptionalLong.of(8), UNKNOWN, UNKNOWN)).isEqualTo(other("stdcall"));
    assertThat(onI386(OptionalLong.of(8), kept(0), kept(4))).isEqualTo(other("stdcall"));
    assertThat(onI386(OptionalLong.of(0), kept(0), kept(4)))
        .isEqualTo(new EntryConvention.AsStated());
  }

  @Test
  void nothingIsShownWithoutAPlace() {
    assertThat(of(UNKNOWN, UNKNOWN)).isEqualTo(new EntryConvention.AsStated());
    assertThat(of()).isEqualTo(new EntryConvention.AsStated());
  }
}
