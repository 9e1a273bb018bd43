package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.X8664Divergences.*;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * The convention of Windows on x86-64 ({@code ms_abi}, {@code extern "win64"}, {@code -mabi=ms}),
 * which is also that of UEFI, and so reaches Linux.
 *
 * <p>What is peculiar: arguments count by position. The first four have a slot each, which is one
 * general <i>and</i> one vector register, and only one of the two is used; the caller leaves 32
 * bytes of stack below the fifth where the callee may store them. Whatever is not 1, 2, 4 or 8
 * bytes large travels as a pointer to a copy, an {@code __int128} too. A small struct is never
 * taken apart: a struct of one float is in a general register.
 *
 * <p>"x64 calling convention", Microsoft Learn, 2024-07-26,
 * https://learn.microsoft.com/cpp/build/x64-calling-convention
 */
final class Microsoft64 extends CallArranger {
  private static final int SLOT = 8;
  private static final int VECTOR = 16;
  private static final long HOME = 32;

  private static final List<String> GENERAL = List.of("rcx", "rdx", "r8", "r9");
  private static final List<String> FLOATING = List.of("xmm0", "xmm1", "xmm2", "xmm3");
  private static final Location.Register RESULT = new Location.Register("rax");
  private static final Location.Register FLOATING_RESULT = new Location.Register("xmm0");
  private static final Location.Register X87_RESULT = new Location.Register("st0");

  private static final Citation PASSING = microsoft("Parameter passing");
  private static final Citation VARIADIC = microsoft("Varargs");
  private static final Citation RETURN = microsoft("Return values");

  private int slot;

  Microsoft64(ValueTypes values, CallState state) {
    super(values, state);
    state.skipStack(HOME);
  }

  private static Citation microsoft(String clause) {
    return new Citation("Microsoft x64 calling convention 2024-07-26", clause);
  }

  /**
   * Tells whether debug info has an argument for all of the function where the callee may store the
   * register that it came in: GCC without optimization does, and no other convention has such room.
   */
  static boolean atHome(PassedValue passed, EntryPlace.Known place) {
    List<Piece> pieces =
        switch (passed.placement()) {
          case Placement.Direct direct when !place.address() -> direct.pieces();
          case Placement.ByReference reference when place.address() -> reference.pointer();
          case Placement.Direct _, Placement.ByReference _, Placement.Nothing _ -> List.of();
        };
    return place.whole()
        && pieces.size() == 1
        && pieces.getFirst().location() instanceof Location.Register(String register)
        && place.pieces().equals(List.of(new EntryPlace.Piece.Stack(home(register))));
  }

  /**
   * Tells whether some parameter is where its position puts a whole number, or one further where
   * the result is behind a hidden pointer, or where the callee may store that.
   */
  static boolean mayHold(List<EntryPlace> places) {
    for (int i = 0; i < Math.min(places.size(), GENERAL.size()); i++) {
      if (places.get(i) instanceof EntryPlace.Known known) {
        boolean here =
            switch (known.pieces().getFirst()) {
              case EntryPlace.Piece.Register(String name) -> {
                int position = GENERAL.indexOf(name);
                yield position == i || position == i + 1;
              }
              case EntryPlace.Piece.Stack _ -> known.whole();
            };
        if (here) {
          return true;
        }
      }
    }
    return false;
  }

  private static long home(String register) {
    int position = Math.max(GENERAL.indexOf(register), FLOATING.indexOf(register));
    return position < 0 ? -1 : (long) position * SLOT;
  }

  @Override
  Placement argument(TypeId type, Role role) {
    long bytes = values.bytes(type);
    refuseVector(type);
    state.by(PASSING);
    boolean number = floating(type) && bytes <= SLOT;
    if (number && role == Role.ANONYMOUS) {
      state.by(VARIADIC);
    }
    if (bytes == 0) {
      if (state.ask(MS_EMPTY_ARGUMENT_TAKES_A_PLACE)) {
        take();
      }
      return new Placement.Nothing();
    }
    boolean direct = bytes == 1 || bytes == 2 || bytes == 4 || bytes == SLOT;
    Optional<Location.Register> register =
        number && role == Role.NAMED ? take(FLOATING) : take(GENERAL);
    if (register.isEmpty() && withoutMembers(type) && state.ask(MEMBERLESS_STRUCT_TAKES_NO_STACK)) {
      return new Placement.Nothing();
    }
    if (!direct || copied(type, role)) {
      return register.map(this::pointer).orElseGet(() -> pointerOnStack(SLOT));
    }
    return register
        .map(place -> inOne(place, bytes, SLOT))
        .orElseGet(() -> state.onStack(bytes, SLOT, SLOT));
  }

  /**
   * GCC passes a vector of up to eight bytes in a general register, LLVM behind a pointer; one of a
   * single float the other way round. LLVM passes several lanes of 16 bytes word by word, and
   * without SSE any lanes one by one.
   */
  private void refuseVector(TypeId type) {
    if (values.type(type) instanceof Type.Vector lanes
        && (values.bytes(type) <= SLOT
            || !X8664Classes.sse(state.dialect().switches())
            || (values.bytes(type) > VECTOR && values.bytes(lanes.element()) == VECTOR))) {
      throw new Unsettled(
          "GCC and clang pass " + values.text(type) + " by the convention of Windows differently");
    }
  }

  /** LLVM returns a vector of more than 16 bytes in vector registers, GCC in memory. */
  private void refuseWideResult(TypeId type) {
    boolean clang = state.dialect().producer().compiler() == Compiler.CLANG;
    if (clang && vector(type) && values.bytes(type) > VECTOR) {
      throw new Unsettled(
          "GCC returns "
              + values.text(type)
              + " in memory by the convention of Windows, and clang in as many vector registers as"
              + " its vector extensions ask for");
    }
  }

  /**
   * Tells whether a flexible array member makes a struct travel behind a pointer, whatever its
   * size.
   */
  private boolean copied(TypeId type, Role role) {
    if (!values.flexible(type) || !state.ask(FLEXIBLE_ARRAY_MAKES_MEMORY)) {
      return false;
    }
    if (role == Role.ANONYMOUS) {
      throw state.disagrees(
          FLEXIBLE_ARRAY_MAKES_MEMORY,
          values.text(type) + " travels behind the named arguments of ms_abi");
    }
    return true;
  }

  private void take() {
    if (take(GENERAL).isEmpty()) {
      state.skipStack(SLOT);
    }
  }

  private Optional<Location.Register> take(List<String> bank) {
    int position = slot++;
    return position < bank.size()
        ? Optional.of(new Location.Register(bank.get(position)))
        : Optional.empty();
  }

  @Override
  Placement result(TypeId type) {
    long bytes = values.bytes(type);
    refuseVector(type);
    refuseWideResult(type);
    state.by(RETURN);
    if (bytes == 0) {
      return state.ask(MS_EMPTY_RESULT_IS_POINTED_TO)
          ? pointer(take(GENERAL).orElseThrow())
          : new Placement.Nothing();
    }
    if (floating(type) && bytes <= SLOT) {
      return inOne(FLOATING_RESULT, bytes, VECTOR);
    }
    if (vector(type) && bytes == VECTOR) {
      return inOne(FLOATING_RESULT, bytes, VECTOR);
    }
    if (wideNumber(type) && state.ask(MS_INT128_RETURNS_IN_VECTOR)) {
      return inOne(FLOATING_RESULT, bytes, VECTOR);
    }
    if (longDouble(type) && bytes > SLOT && state.ask(MS_LONG_DOUBLE_RETURNS_IN_X87)) {
      return inOne(X87_RESULT, 10, VECTOR);
    }
    boolean direct = bytes == 1 || bytes == 2 || bytes == 4 || bytes == SLOT;
    return direct && !copied(type, Role.RESULT)
        ? inOne(RESULT, bytes, SLOT)
        : pointer(take(GENERAL).orElseThrow());
  }

  private boolean longDouble(TypeId type) {
    return values.type(type) instanceof Type.Scalar scalar
        && scalar.encoding() == Type.Encoding.FLOAT
        && scalar.name().equals("long double");
  }

  private boolean wideNumber(TypeId type) {
    return values.bytes(type) == VECTOR
        && wholeNumber(type)
        && values.type(type) instanceof Type.Scalar;
  }

  /** The upper bits are whatever they are, and nobody relies on them; GCC extends all the same. */
  @Override
  Optional<Extension> extension(TypeId type) {
    int width = (int) Math.min(64, values.bytes(type) * 8);
    if (!wholeNumber(type) || width >= 32) {
      return Optional.empty();
    }
    int given = state.ask(MS_CALLER_EXTENDS) ? 32 : width;
    return Optional.of(new Extension(width, given, width, values.signed(type)));
  }

  @Override
  Plan.Frame frame() {
    state.alignStack(SLOT);
    return new Plan.Frame(state.stack(), VECTOR, 0);
  }
}
