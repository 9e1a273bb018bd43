package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Placing;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.Values;

/**
 * PowerPC64: ELFv2 (little-endian Linux, and the kernel of big-endian ones) and ELFv1.
 *
 * <p>What is peculiar: there is one picture, the parameter save area, an array of doublewords in
 * which every argument has its place; the first eight doublewords of it travel in {@code r3} to
 * {@code r10} instead. So a struct of any size travels by value and may begin in registers and end
 * on the stack, and the position of a stack argument counts the doublewords in front of it that
 * were in registers: the ninth doubleword is at offset 64.
 *
 * <p>On a big-endian machine a number is at the end of its doubleword, and so is a struct that is
 * smaller than one; larger structs are at its beginning.
 *
 * <p>Results tell the two conventions apart: ELFv2 returns up to 16 bytes of a struct in {@code r3}
 * and {@code r4}, ELFv1 returns every struct through a hidden pointer in {@code r3}. No divergence
 * between GCC and Clang was found in 14,000 signatures; the kernel has no floating point here.
 *
 * <p>"64-Bit ELF V2 ABI Specification, Power Architecture", version 1.5, 2020-12-01,
 * https://openpowerfoundation.org/specifications/64bitelfabi; "64-bit PowerPC ELF ABI Supplement",
 * version 1.9, 2004
 */
final class PowerPc64 implements Psabi {
  private static final int DOUBLEWORD = 8;
  private static final int EF_PPC64_ABI = 0x3;
  private static final int ELF_V2 = 2;

  private static final List<String> GENERAL =
      List.of("r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10");

  private static final Citation SAVE_AREA = elfV2("§2.2.3.3 Optional Save Areas");
  private static final Citation PASSING = elfV2("§2.2.4 Parameter Passing");
  private static final Citation RETURN = elfV2("§2.2.5 Return Values");
  private static final Citation RETURN_V1 =
      new Citation("PowerPC64 ELF ABI 1.9", "§3.2.4 Return Values");

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_PPC64;
  }

  @Override
  public List<Divergence> divergences() {
    return List.of();
  }

  @Override
  public Plan plan(Signature signature, int named, Values values, Dialect dialect) {
    return new Call(values, new Placing(dialect, divergences())).plan(signature, named);
  }

  private static Citation elfV2(String clause) {
    return new Citation("ELFv2 ABI 1.5", clause);
  }

  /** One call in the making; the stack of {@link Placing} is the parameter save area. */
  private static final class Call extends Arrangement {
    private final List<Location.Register> registers =
        GENERAL.stream().map(Location.Register::new).toList();

    Call(Values values, Placing placing) {
      super(values, placing);
    }

    @Override
    Placement argument(TypeId type, Role role) {
      placing.by(PASSING);
      long bytes = values.bytes(type);
      refuseFloating(type);
      boolean quadword = composite(type) && values.alignment(type, DOUBLEWORD) >= 16;
      placing.alignStack(quadword ? 16 : DOUBLEWORD);
      if (bytes == 0) {
        placing.by(EMPTY);
        return new Placement.Nothing();
      }
      long from = placing.stack();
      placing.skipStack((bytes + DOUBLEWORD - 1) / DOUBLEWORD * DOUBLEWORD);
      return inSaveArea(from, bytes, justified(type, bytes));
    }

    /** Where the first byte lies in its doubleword. */
    private long justified(TypeId type, long bytes) {
      boolean atTheEnd = !composite(type) || bytes < DOUBLEWORD;
      return atTheEnd ? lowPart(bytes, DOUBLEWORD) : 0;
    }

    private Placement inSaveArea(long from, long bytes, long pad) {
      placing.by(SAVE_AREA);
      List<Piece> pieces = new ArrayList<>();
      for (long at = 0; at < bytes; at += DOUBLEWORD) {
        long length = Math.min(DOUBLEWORD, bytes - at);
        long doubleword = (from + at) / DOUBLEWORD;
        Location place =
            doubleword < registers.size()
                ? registers.get((int) doubleword)
                : new Location.Stack(doubleword * DOUBLEWORD);
        pieces.add(new Piece(at, length, place, pad));
      }
      return new Placement.Direct(pieces);
    }

    private boolean elfV2() {
      int stated = values.machine().flags() & EF_PPC64_ABI;
      // §4.1.1 e_flags: 0 is "unspecified or not using any features affected by the differences";
      // little-endian has never been anything else than version 2.
      if (stated == 0 && values.machine().bigEndian()) {
        String flag = placing.dialect().switches().value("-mabi=", "");
        if (flag.isEmpty()) {
          throw new Unsettled("whether this is ELFv1 or ELFv2 is not recorded");
        }
        return flag.equals("elfv2");
      }
      return stated == 0 || stated == ELF_V2;
    }

    private void refuseFloating(TypeId type) {
      for (Leaf leaf : values.leaves(type)) {
        if (leaf.kind() == Leaf.Kind.FLOAT
            || leaf.kind() == Leaf.Kind.VECTOR
            || leaf.kind() == Leaf.Kind.DECIMAL) {
          throw new Unsettled(
              "no rule here for " + values.text(type) + " in floating point or vector registers");
        }
      }
    }

    @Override
    Placement result(TypeId type) {
      long bytes = values.bytes(type);
      refuseFloating(type);
      boolean struct = values.composite(type);
      if (struct && (bytes > 16 || !elfV2())) {
        placing.by(struct && bytes <= 16 ? RETURN_V1 : RETURN);
        placing.skipStack(DOUBLEWORD);
        return pointer(registers.getFirst());
      }
      placing.by(RETURN);
      if (bytes == 0) {
        return new Placement.Nothing();
      }
      Registers results = new Registers(GENERAL);
      if (bytes > DOUBLEWORD) {
        return image(results, bytes, DOUBLEWORD);
      }
      return new Placement.Direct(
          List.of(new Piece(0, bytes, results.take(), lowPart(bytes, DOUBLEWORD))));
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
      return new Plan.Frame(placing.stack(), 16, 0);
    }
  }
}
