package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.FlagField;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.ValueTypes;

/**
 * PowerPC64: ELFv2 (little-endian Linux, and the kernel of big-endian ones) and ELFv1.
 *
 * <p>What is peculiar: there is one picture, the parameter save area, an array of doublewords in
 * which every argument has its place; the first eight doublewords of it travel in {@code r3} to
 * {@code r10} instead. So a struct of any size travels by value and may begin in registers and end
 * on the stack, and the position of a stack argument counts the doublewords in front of it that
 * were in registers: the ninth doubleword is at offset 64.
 *
 * <p>Floating point numbers and vectors have their place there too, and leave it empty as long as
 * {@code f1} to {@code f13} and {@code v2} to {@code v13} last (see {@link PowerElements}); an
 * argument behind the named ones is in its place in any case.
 *
 * <pre>
 *   doubleword    0    1    2    3         a:r3  x:f1  y:f2  b:r6
 *               | a  |    |    | b  |      f(long a, double x, float y, long b)
 * </pre>
 *
 * <p>On a big-endian machine a number is at the end of its doubleword, and so is a struct that is
 * smaller than one; larger structs are at its beginning. A complex number travels as two numbers.
 *
 * <p>Results tell the two conventions apart: ELFv2 returns up to 16 bytes of a struct in {@code r3}
 * and {@code r4} and up to eight numbers of one format in registers of their own, ELFv1 returns
 * every struct through a hidden pointer in {@code r3}.
 *
 * <p>"64-Bit ELF V2 ABI Specification, Power Architecture", version 1.5, 2020-12-01,
 * https://openpowerfoundation.org/specifications/64bitelfabi; "64-bit PowerPC ELF ABI Supplement",
 * version 1.9, 2004
 */
final class PowerPc64 implements Psabi {
  private static final int DOUBLEWORD = 8;
  private static final int QUADWORD = 16;

  private static final List<String> GENERAL =
      List.of("r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10");
  private static final List<String> FLOATING = numbered("f", 1, 13);
  private static final List<String> VECTORS = numbered("v", 2, 13);

  private static final Citation SAVE_AREA = elfV2("§2.2.3.3 Optional Save Areas");
  private static final Citation PASSING = elfV2("§2.2.4 Parameter Passing");
  private static final Citation IN_REGISTERS =
      elfV2("§2.2.4.1 Parameter Passing Register Selection Algorithm");
  private static final Citation RETURN = elfV2("§2.2.5 Return ValueTypes");
  private static final Citation RETURN_V1 =
      new Citation("PowerPC64 ELF ABI 1.9", "§3.2.4 Return ValueTypes");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_PPC64)
          .variant("ppc64le", new Machine(Machine.EM_PPC64, 8, false, 2))
          .variant("ppc64-elfv1", new Machine(Machine.EM_PPC64, 8, true, 1))
          .variant("ppc64-elfv2", new Machine(Machine.EM_PPC64, 8, true, 2))
          // OpenPOWER ELF V2 1.5 §2.1.2.
          .alignsTo(16)
          .with(Trait.PLAIN_CHAR_IS_UNSIGNED)
          .flags(
              new FlagField(
                  "ABI version",
                  PowerElements.EF_PPC64_ABI,
                  true,
                  new Citation("64-Bit ELF V2 ABI Specification", "§3.1.1 e_flags")))
          .asksFor(PowerFloats.SWITCHES)
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public List<Divergence> divergences() {
    return PowerPc64Divergences.DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    return new PowerPc64Call(values, new CallState(dialect)).plan(signature, named);
  }

  private static Citation elfV2(String clause) {
    return new Citation("ELFv2 ABI 1.5", clause);
  }

  private static List<String> numbered(String prefix, int first, int last) {
    List<String> names = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      names.add(prefix + i);
    }
    return names;
  }

  /** One call in the making; the stack of {@link CallState} is the parameter save area. */
  private static final class PowerPc64Call extends CallArranger {
    private final List<Location.Register> general =
        GENERAL.stream().map(Location.Register::new).toList();
    private final Banks arguments = new Banks(new Registers(FLOATING), new Registers(VECTORS));
    private final PowerElements elements;

    PowerPc64Call(ValueTypes values, CallState state) {
      super(values, state);
      this.elements = new PowerElements(this);
    }

    /** Registers that are not for the first doublewords. */
    private record Banks(Registers floating, Registers vectors) {}

    @Override
    Placement argument(TypeId type, Role role) {
      state.by(PASSING);
      List<Piece> pieces = new ArrayList<>();
      for (PowerElements.Value value : elements.values(type)) {
        if (value.byReference()) {
          Placement pointer = new Placement.Direct(saved(place(DOUBLEWORD), DOUBLEWORD, 0));
          return new Placement.ByReference(((Placement.Direct) pointer).pieces());
        }
        if (role == Role.ANONYMOUS) {
          refuseMisread(type, value);
        }
        pieces.addAll(one(value, role));
      }
      if (pieces.isEmpty()) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      return new Placement.Direct(pieces);
    }

    /** A caller leaves it at the beginning of its doubleword, a callee reads the end. */
    private void refuseMisread(TypeId type, PowerElements.Value value) {
      boolean shared =
          bigEndian()
              && values.composite(type)
              && value.elements().size() == 1
              && value.bytes() < DOUBLEWORD
              && values.named(type).stream().filter(Leaf::hasBits).count() > 1;
      if (shared && elements.elfV2() && state.ask(PowerPc64Divergences.VA_ARG_MISREADS_A_UNION)) {
        throw state.disagrees(
            PowerPc64Divergences.VA_ARG_MISREADS_A_UNION,
            values.text(type) + " travels behind the named arguments");
      }
    }

    private List<Piece> one(PowerElements.Value value, Role role) {
      state.alignStack(value.quadword() ? QUADWORD : DOUBLEWORD);
      long from = place(value.bytes());
      boolean inRegisters =
          !value.elements().isEmpty()
              && (role == Role.NAMED
                  || (!value.number()
                      && state.ask(PowerPc64Divergences.ANONYMOUS_STRUCT_IN_FLOATING_REGISTERS)));
      List<Piece> pieces =
          inRegisters
              ? elementwise(value, from, arguments)
              : saved(from, value.bytes(), justified(value));
      return pieces.stream().map(piece -> moved(piece, value.offset())).toList();
    }

    private static Piece moved(Piece piece, long by) {
      return new Piece(
          piece.offset() + by, piece.bytes(), piece.location(), piece.at(), piece.form());
    }

    private long place(long bytes) {
      long from = state.stack();
      state.skipStack((bytes + DOUBLEWORD - 1) / DOUBLEWORD * DOUBLEWORD);
      return from;
    }

    /** Each element in the next register of its bank; where none is left, in its place. */
    private List<Piece> elementwise(PowerElements.Value value, long from, Banks banks) {
      state.by(IN_REGISTERS);
      List<Piece> pieces = new ArrayList<>();
      for (Leaf element : value.elements()) {
        long offset = element.bitOffset() / 8;
        long bytes = element.bits() / 8;
        boolean wide = elements.inVectorRegister(element);
        Registers bank = wide ? banks.vectors() : banks.floating();
        long step = wide ? QUADWORD : DOUBLEWORD;
        for (long at = 0; at < bytes; at += step) {
          if (bank.free() == 0) {
            pieces.addAll(left(value, from, offset + at));
            return pieces;
          }
          long length = Math.min(step, bytes - at);
          Piece.Form form = length < DOUBLEWORD ? Piece.Form.CONVERTED : Piece.Form.BYTES;
          pieces.add(new Piece(offset + at, length, bank.take(), 0, form));
        }
      }
      return pieces;
    }

    /**
     * Returns what finds no register is in its place, and with it what shares its doubleword where
     * that is a register: a caller writes it whole, so that the number before is in both files.
     */
    private List<Piece> left(PowerElements.Value value, long from, long offset) {
      long pad = value.bytes() < DOUBLEWORD ? justified(value) : 0;
      long place = from + pad + offset;
      boolean register = place / DOUBLEWORD < general.size();
      long begins = offset - (register ? Math.min(offset, place % DOUBLEWORD) : 0);
      return saved(from, begins, value.bytes() - begins, pad);
    }

    /** Returns where the first byte lies in its doubleword. */
    private long justified(PowerElements.Value value) {
      boolean atTheEnd = value.number() || value.bytes() < DOUBLEWORD;
      return atTheEnd ? lowPart(value.bytes(), DOUBLEWORD) : 0;
    }

    private List<Piece> saved(long from, long bytes, long pad) {
      return saved(from, 0, bytes, pad);
    }

    /** Returns bytes of a value that has its place at {@code from}. */
    private List<Piece> saved(long from, long offset, long bytes, long pad) {
      state.by(SAVE_AREA);
      List<Piece> pieces = new ArrayList<>();
      long at = offset;
      while (at < offset + bytes) {
        long place = from + pad + at;
        long doubleword = place / DOUBLEWORD;
        long within = place % DOUBLEWORD;
        long length = Math.min(DOUBLEWORD - within, offset + bytes - at);
        Location location =
            doubleword < general.size()
                ? general.get((int) doubleword)
                : new Location.Stack(doubleword * DOUBLEWORD);
        pieces.add(new Piece(at, length, location, within));
        at += length;
      }
      return pieces;
    }

    // Results.

    @Override
    Placement result(TypeId type) {
      state.by(RETURN);
      List<PowerElements.Value> parts = elements.values(type);
      boolean struct = values.composite(type);
      if (struct && !elements.elfV2()) {
        state.by(RETURN_V1);
        return hidden();
      }
      PowerElements.Value first = parts.isEmpty() ? null : parts.getFirst();
      if (first == null) {
        return new Placement.Nothing();
      }
      List<Leaf> numbers = struct ? elements.ofResult(type) : first.elements();
      if (!numbers.isEmpty()) {
        return inBanks(parts, numbers);
      }
      List<Leaf> quad = struct ? elements.soleQuad(type) : List.of();
      if (!quad.isEmpty()) {
        return inBanks(parts, quad);
      }
      if (first.byReference() || (struct && first.bytes() > QUADWORD)) {
        return hidden();
      }
      return inGeneral(parts);
    }

    private Placement hidden() {
      state.skipStack(DOUBLEWORD);
      return pointer(general.getFirst());
    }

    private Placement inBanks(List<PowerElements.Value> parts, List<Leaf> numbers) {
      Banks results = new Banks(new Registers(FLOATING), new Registers(VECTORS));
      List<Piece> pieces = new ArrayList<>();
      for (PowerElements.Value part : parts) {
        for (Piece piece : elementwise(part.with(numbers), 0, results)) {
          pieces.add(moved(piece, part.offset()));
        }
      }
      return new Placement.Direct(pieces);
    }

    /** Returns a number, or a struct of up to two doublewords; each part of a pair for itself. */
    private Placement inGeneral(List<PowerElements.Value> parts) {
      Registers results = new Registers(GENERAL);
      List<Piece> pieces = new ArrayList<>();
      for (PowerElements.Value part : parts) {
        long bytes = part.bytes();
        for (long at = 0; at < bytes; at += DOUBLEWORD) {
          long length = Math.min(DOUBLEWORD, bytes - at);
          long within = bytes < DOUBLEWORD ? lowPart(bytes, DOUBLEWORD) : 0;
          pieces.add(new Piece(part.offset() + at, length, results.take(), within));
        }
      }
      return new Placement.Direct(pieces);
    }

    /** §2.2.3.1: sign or zero extended to a doubleword, and relied on. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) Math.min(64, values.bytes(type) * 8);
      return !wholeNumber(type) || bits == 64
          ? Optional.empty()
          : Optional.of(new Extension(bits, 64, 64, values.signed(type)));
    }

    @Override
    Plan.Frame frame() {
      return new Plan.Frame(state.stack(), QUADWORD, 0);
    }
  }
}
