package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * {@code DW_TAG_array_type}, DWARF 5 §5.5, with {@code DW_TAG_subrange_type}, §5.13.
 *
 * <p>One entry lists all dimensions, outermost first; the model nests them, so they are built from
 * the last to the first. How a dimension is written, measured:
 *
 * <pre>
 *   source     GCC 12, 16                clang 14, 23            rustc
 *   T x[4]     DW_AT_upper_bound 3       DW_AT_count 4           DW_AT_count 4
 *   T x[0]     DW_AT_count 0             DW_AT_count 0           DW_AT_count 0
 *   T x[]      neither                   neither                 -
 *   T x[n]     DW_AT_upper_bound exprloc DW_AT_count reference   -
 * </pre>
 *
 * Other producers write an upper bound of -1 for {@code [0]}. A bound that is an expression or
 * refers to a variable is a length of run time, which is no part of a layout.
 */
final class Arrays {
  private Arrays() {}

  static Type lowered(Die die, GraphWriter<Die> writer) {
    List<OptionalLong> counts = counts(die);
    if (counts.isEmpty()) {
      throw new Unmodelled("an array without a dimension");
    }
    Die held = Entries.type(die).orElseThrow(() -> new Unmodelled("an array without an element"));
    TypeId element = writer.value(held);
    if (die.flag(DW_AT_GNU_vector)) {
      return vector(die, counts, element, writer);
    }
    long stride = stride(die, elementBytes(held, element, writer));
    for (int i = counts.size() - 1; i > 0; i--) {
      element = writer.add(new Type.Array(element, counts.get(i), stride), die);
      stride = product(stride, counts.get(i).orElse(0));
    }
    product(stride, counts.getFirst().orElse(0));
    return new Type.Array(element, counts.getFirst(), stride);
  }

  /** Behind a pointer an array may hold the struct that is under construction: its entry knows. */
  private static long elementBytes(Die held, TypeId element, GraphWriter<Die> writer) {
    OptionalLong known = writer.knownBytes(element);
    return known.isEmpty() && Pointees.aggregate(held) && !Aggregates.declared(held)
        ? Entries.bytes(held)
        : writer.bytes(element);
  }

  private static Type vector(
      Die die, List<OptionalLong> counts, TypeId element, GraphWriter<Die> from) {
    if (counts.size() != 1 || counts.getFirst().isEmpty()) {
      throw new Unmodelled("a vector whose length is not stated");
    }
    long count = counts.getFirst().getAsLong();
    OptionalLong stated = Entries.statedBytes(die);
    long bytes = stated.isPresent() ? stated.getAsLong() : product(from.bytes(element), count);
    return new Type.Vector(element, count, bytes);
  }

  private static List<OptionalLong> counts(Die die) {
    List<OptionalLong> counts = new ArrayList<>(1);
    for (Die child : die.children()) {
      switch (child.tag()) {
        case DW_TAG_subrange_type -> counts.add(count(child));
        case DW_TAG_enumeration_type, DW_TAG_generic_subrange ->
            throw new Unmodelled("an array whose index is no plain number");
        default -> {}
      }
    }
    return counts;
  }

  private static OptionalLong count(Die subrange) {
    if (subrange.has(DW_AT_byte_stride) || subrange.has(DW_AT_bit_stride)) {
      throw new Unmodelled("an array dimension with a stride of its own");
    }
    if (subrange.has(DW_AT_count)) {
      return counted(subrange.unsigned(DW_AT_count));
    }
    if (!subrange.has(DW_AT_upper_bound)) {
      return OptionalLong.empty();
    }
    OptionalLong upper = subrange.unsigned(DW_AT_upper_bound);
    OptionalLong lower =
        subrange.has(DW_AT_lower_bound) ? subrange.unsigned(DW_AT_lower_bound) : OptionalLong.of(0);
    if (upper.isEmpty() || lower.isEmpty()) {
      return counted(OptionalLong.empty());
    }
    return counted(OptionalLong.of(upper.getAsLong() - lower.getAsLong() + 1));
  }

  private static OptionalLong counted(OptionalLong count) {
    if (count.isEmpty()) {
      throw new Unmodelled("an array whose length is only known at run time");
    }
    Entries.checked(count.getAsLong());
    return count;
  }

  private static long stride(Die die, long elementBytes) {
    if (die.has(DW_AT_bit_stride)) {
      throw new Unmodelled("an array of elements that are not whole bytes");
    }
    if (!die.has(DW_AT_byte_stride)) {
      return elementBytes;
    }
    OptionalLong stride = die.unsigned(DW_AT_byte_stride);
    return Entries.checked(
        stride.orElseThrow(() -> new Unmodelled("a stride that is only known at run time")));
  }

  private static long product(long bytes, long count) {
    long high = Math.multiplyHigh(bytes, count);
    return Entries.checked(high == 0 ? bytes * count : Long.MAX_VALUE);
  }
}
