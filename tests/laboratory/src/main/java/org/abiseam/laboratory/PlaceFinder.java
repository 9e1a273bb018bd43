package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.abiseam.laboratory.Observation.ByteRange;
import org.abiseam.laboratory.Observation.Kind;
import org.abiseam.laboratory.Observation.ObservedValue;

/**
 * Finds a value among registers and stack.
 *
 * <p>A place is a number: 16 for each register in the order of the stub, then the bytes of the
 * stack. A byte of a value is where, in every trial, all bits that a program can name are the same.
 * A bit-field of one bit may be equal by chance in a place or two; the place is taken that explains
 * the most bytes of the value.
 */
final class PlaceFinder {
  /** Bytes of the narrowest floating point number. */
  private static final int SINGLE = 4;

  /** More than any value has bytes. */
  private static final int PREFERENCE = 1 << 16;

  private final List<Target.Register> registers;
  private final boolean bigEndian;
  private final Predicate<Target.Register> preferred;

  PlaceFinder(List<Target.Register> registers, boolean bigEndian) {
    this(registers, bigEndian, _ -> false);
  }

  /**
   * Places among registers of which some are preferred.
   *
   * @param preferred where four bytes that lie together are believed before anything else
   */
  PlaceFinder(
      List<Target.Register> registers, boolean bigEndian, Predicate<Target.Register> preferred) {
    this.registers = registers;
    this.bigEndian = bigEndian;
    this.preferred = preferred;
  }

  /**
   * A value and all that may hold it, in one trial.
   *
   * @param value its bytes in memory
   * @param images of the registers, 16 bytes each
   * @param stack empty for results
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  record Capture(byte[] value, byte[] images, byte[] stack) {}

  private int stackBegins() {
    return registers.size() * 16;
  }

  /** The value in the bytes themselves, or converted; LOST if a byte is nowhere. */
  ObservedValue find(byte[] mask, List<Capture> sights) {
    List<List<Integer>> candidates = new ArrayList<>();
    boolean visible = false;
    boolean lost = false;
    for (int i = 0; i < mask.length; i++) {
      candidates.add(mask[i] == 0 ? List.of() : candidates(i, mask[i], sights));
      visible |= mask[i] != 0;
      lost |= mask[i] != 0 && candidates.get(i).isEmpty();
    }
    if (!visible) {
      return new ObservedValue(Kind.UNSEEN, List.of(), "", false);
    }
    List<ByteRange> converted = converted(mask, sights);
    boolean all = converted.stream().mapToInt(ByteRange::bytes).sum() == named(mask);
    if (all) {
      return new ObservedValue(Kind.DIRECT, converted, "", false);
    }
    boolean result = sights.getFirst().stack().length == 0;
    return lost ? mixed(mask, candidates, converted) : runs(mask, candidates, result);
  }

  private static int named(byte[] mask) {
    return (int) IntStream.range(0, mask.length).filter(i -> mask[i] != 0).count();
  }

  /** The first numbers in registers of their own format, the rest where registers were used up. */
  private ObservedValue mixed(
      byte[] mask, List<List<Integer>> candidates, List<ByteRange> converted) {
    byte[] rest = mask.clone();
    for (ByteRange run : converted) {
      Arrays.fill(rest, run.offset(), run.offset() + run.bytes(), (byte) 0);
    }
    boolean found =
        IntStream.range(0, rest.length).noneMatch(i -> rest[i] != 0 && candidates.get(i).isEmpty());
    if (converted.isEmpty() || !found) {
      return new ObservedValue(Kind.LOST, List.of(), "", false);
    }
    List<ByteRange> pieces = new ArrayList<>(converted);
    pieces.addAll(runs(rest, candidates, false).pieces());
    pieces.sort(Comparator.comparingInt(ByteRange::offset));
    return new ObservedValue(Kind.DIRECT, pieces, "", false);
  }

  private List<Integer> candidates(int index, byte mask, List<Capture> sights) {
    List<Integer> found = new ArrayList<>();
    int end = stackBegins() + sights.getFirst().stack().length;
    for (int place = 0; place < end; place++) {
      boolean real = place >= stackBegins() || place % 16 < registers.get(place / 16).bytes();
      if (real && everywhere(index, mask, place, sights)) {
        found.add(place);
      }
    }
    return found;
  }

  private boolean everywhere(int index, byte mask, int place, List<Capture> sights) {
    for (Capture sight : sights) {
      byte there =
          place < stackBegins() ? sight.images()[place] : sight.stack()[place - stackBegins()];
      if (((there ^ sight.value()[index]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes of the value lie at the same distance from a place. */
  private int support(List<List<Integer>> candidates, int index, int place, boolean result) {
    int begins = position(place, result) - index;
    int support = 0;
    for (int i = 0; i < candidates.size(); i++) {
      int wanted = begins + i;
      if (candidates.get(i).stream().anyMatch(it -> position(it, result) == wanted)) {
        support++;
      }
    }
    return support;
  }

  /** A result has an image that begins in the first register and goes on in the next. */
  private int position(int place, boolean result) {
    return result ? place / 16 * registers.getFirst().bytes() + place % 16 : place;
  }

  private ObservedValue runs(byte[] mask, List<List<Integer>> candidates, boolean result) {
    List<ByteRange> runs = new ArrayList<>();
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 0) {
        continue;
      }
      int best = -1;
      int most = 0;
      for (int place : candidates.get(i)) {
        int support = support(candidates, i, place, result);
        if (support >= Math.min(SINGLE, candidates.size())
            && place < stackBegins()
            && preferred(place)) {
          support += PREFERENCE;
        }
        boolean equal = support == most && result && distance(place, i) < distance(best, i);
        if (support > most || equal) {
          best = place;
          most = support;
        }
      }
      append(runs, i, best);
    }
    return new ObservedValue(Kind.DIRECT, runs, "", false);
  }

  private int distance(int place, int index) {
    return Math.abs(position(place, true) - index);
  }

  private boolean preferred(int place) {
    return preferred.test(registers.get(place / 16));
  }

  private void append(List<ByteRange> runs, int offset, int place) {
    boolean stack = place >= stackBegins();
    String name = stack ? "stack" : registers.get(place / 16).name();
    int at = stack ? place - stackBegins() : place % 16;
    ByteRange last = runs.isEmpty() ? new ByteRange(0, 0, "", 0, false) : runs.getLast();
    boolean continues =
        last.place().equals(name)
            && last.at() + last.bytes() == at
            && last.offset() + last.bytes() == offset;
    if (continues) {
      runs.removeLast();
      runs.add(new ByteRange(last.offset(), last.bytes() + 1, name, last.at(), false));
    } else {
      runs.add(new ByteRange(offset, 1, name, at, false));
    }
  }

  /** The numbers that are in registers with a format of their own; not all of the value may be. */
  private List<ByteRange> converted(byte[] mask, List<Capture> sights) {
    List<ByteRange> runs = new ArrayList<>();
    int offset = 0;
    while (offset < mask.length) {
      if (mask[offset] == 0) {
        offset++;
        continue;
      }
      ByteRange found = null;
      for (int width : new int[] {4, 8}) {
        for (int r = 0; r < registers.size() && found == null; r++) {
          if (registers.get(r).converts() && holds(r, offset, width, mask, sights)) {
            found = new ByteRange(offset, width, registers.get(r).name(), 0, true);
          }
        }
      }
      if (found != null) {
        runs.add(found);
      }
      offset += found == null ? 1 : found.bytes();
    }
    return runs;
  }

  private boolean holds(int register, int offset, int width, byte[] mask, List<Capture> sights) {
    boolean plain = registers.get(register).bytes() == width;
    if (plain || offset + width > mask.length) {
      return false;
    }
    for (Capture sight : sights) {
      RegisterFloats numbers = new RegisterFloats(bigEndian);
      double there =
          numbers.register(sight.images(), register * 16, registers.get(register).bytes());
      if (!numbers.same(there, sight.value(), offset, width)) {
        return false;
      }
    }
    return true;
  }
}
