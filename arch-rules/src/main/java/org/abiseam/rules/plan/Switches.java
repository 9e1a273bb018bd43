package org.abiseam.rules.plan;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Producer;

/**
 * Describes the switches that one side was compiled with, as far as they are recorded.
 *
 * <p>GCC records its switches in {@code DW_AT_producer} unless told not to; clang and rustc record
 * none. Nothing recorded therefore does not mean that there were none. The tool takes the default
 * of the compiler then, <i>unless</i> the other side of the same build records something else: the
 * two sides of a kernel are meant to be compiled alike, and whether the silent one was cannot be
 * told.
 *
 * @param recorded whether the compiler records switches
 * @param flags in order
 * @param others what the other side records, where this side records nothing
 */
public record Switches(boolean recorded, List<String> flags, List<String> others) {

  /** Copies the lists. */
  public Switches {
    flags = List.copyOf(flags);
    others = List.copyOf(others);
  }

  /**
   * Returns the switches of a compile unit.
   *
   * @param producer its producer
   * @param other the producer of the other side
   * @return what is known
   */
  public static Switches of(Producer producer, Producer other) {
    return new Switches(!producer.flags().isEmpty(), producer.flags(), other.flags());
  }

  /**
   * Tells whether a feature is on.
   *
   * @param on switches that turn it on, e.g. {@code -msse}
   * @param off switches that turn it off
   * @param byDefault what holds where none of them is given
   * @return the last one given decides
   * @throws Unsettled if this side records nothing and the other side deviates from the default
   */
  public boolean on(List<String> on, List<String> off, boolean byDefault) {
    if (recorded) {
      return last(flags, on, off).orElse(byDefault);
    }
    boolean there = last(others, on, off).orElse(byDefault);
    if (there != byDefault) {
      throw new Unsettled(
          "the other side was compiled with "
              + String.join(" or ", there ? on : off)
              + "; whether this side was is not recorded");
    }
    return byDefault;
  }

  /**
   * Returns the value of a switch.
   *
   * @param prefix up to the value, e.g. {@code -mregparm=}
   * @param byDefault what holds where it is not given
   * @return the last one given decides
   * @throws Unsettled if this side records nothing and the other side deviates from the default
   */
  public String value(String prefix, String byDefault) {
    if (recorded) {
      return last(flags, prefix).orElse(byDefault);
    }
    String there = last(others, prefix).orElse(byDefault);
    if (!there.equals(byDefault)) {
      throw new Unsettled(
          "the other side was compiled with "
              + prefix
              + there
              + "; whether this side was is not recorded");
    }
    return byDefault;
  }

  private static Optional<Boolean> last(List<String> given, List<String> on, List<String> off) {
    for (int i = given.size() - 1; i >= 0; i--) {
      if (on.contains(given.get(i))) {
        return Optional.of(true);
      }
      if (off.contains(given.get(i))) {
        return Optional.of(false);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> last(List<String> given, String prefix) {
    for (int i = given.size() - 1; i >= 0; i--) {
      if (given.get(i).startsWith(prefix)) {
        return Optional.of(given.get(i).substring(prefix.length()));
      }
    }
    return Optional.empty();
  }
}
