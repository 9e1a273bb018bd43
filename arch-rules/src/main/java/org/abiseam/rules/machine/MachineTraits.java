package org.abiseam.rules.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;

/**
 * Holds the facts about one machine that hold for all its calls and types.
 *
 * @param machines its {@code e_machine}, more where several share the facts
 * @param pointerBytes 4 or 8 where the facts are those of one width; empty for both
 * @param variants what an object states, by the name that {@code --machine} has for it
 * @param alignment the largest alignment of a number, by width
 * @param longDouble size of {@code long double} in bytes, 8 where it is a double
 * @param traits what is special about it
 * @param flagFields the bits of {@code e_flags} that have to be alike in all objects of a build
 * @param switches what the rules of its calls ask for, as the beginnings of switches
 */
public record MachineTraits(
    Set<Integer> machines,
    OptionalInt pointerBytes,
    Map<String, Machine> variants,
    LargestAlignment alignment,
    int longDouble,
    Set<Trait> traits,
    List<FlagField> flagFields,
    List<String> switches) {

  /** Says nothing special of a machine that no file describes. */
  public static final MachineTraits UNKNOWN = of().alignsTo(8, 16).build();

  /** Names what is special about some machines. */
  public enum Trait {
    /** Floating point numbers of 16 bytes are aligned to 16 whatever the largest alignment is. */
    WIDE_FLOATS_ALIGN_TO_16,
    /** Vectors are aligned to 8 bytes at most. */
    VECTORS_ALIGN_TO_8,
    /** Vectors are aligned to 16 bytes at most. */
    VECTORS_ALIGN_TO_16,
    /** The same for GCC; clang aligns a vector to its size. */
    GCC_ALIGNS_VECTORS_TO_16,
    /**
     * GCC forgets that an alignment was asked for where it is that of the machine mode, because the
     * machine is strict about alignment (stor-layout.cc, finalize_type_size, TYPE_USER_ALIGN).
     */
    STATED_ALIGNMENT_IS_DROPPED,
    /** Calls go by the alignment of a struct's members alone, whatever was asked for the struct. */
    CALLS_GO_BY_MEMBERS,
    /**
     * The declared type of a bit-field aligns its struct, whether the bit-field is named or not.
     */
    UNNAMED_BIT_FIELDS_ALIGN,
    /** A {@code _BitInt} that is wider than a word is aligned to a word. */
    BIT_INTEGERS_ALIGN_TO_WORDS,
    /** A {@code _BitInt} that is wider than a word is aligned as far as a number can be. */
    BIT_INTEGERS_ALIGN_AS_NUMBERS,
    /** The former for clang, the latter for GCC. */
    CLANG_ALIGNS_BIT_INTEGERS_TO_WORDS,
    /** A plain {@code char} has no sign. */
    PLAIN_CHAR_IS_UNSIGNED,
    /** The {@code long double} of clang is a double, whatever GCC's is. */
    LONG_DOUBLE_OF_CLANG_IS_DOUBLE
  }

  /**
   * Holds the largest alignment of a number that has no attributes.
   *
   * @param narrow in bytes where pointers have 4
   * @param wide in bytes where pointers have 8
   */
  public record LargestAlignment(int narrow, int wide) {}

  /**
   * Names bits of {@code e_flags} that a psABI gives to the calling convention.
   *
   * @param name a word for reports
   * @param mask the bits
   * @param zeroFitsAll whether 0 means that the object does not say
   * @param citation where they are defined
   */
  public record FlagField(String name, int mask, boolean zeroFitsAll, Citation citation) {}

  /**
   * Begins the facts about a machine.
   *
   * @param machines its {@code e_machine}
   * @return to be completed with {@link Draft#build}
   */
  public static Draft of(Integer... machines) {
    return new Draft(Set.of(machines));
  }

  /**
   * Tells whether these are the facts about a machine.
   *
   * @return true for one machine's facts only
   */
  public boolean describe(Machine machine) {
    return machines.contains(machine.machine())
        && (pointerBytes.isEmpty() || pointerBytes.getAsInt() == machine.pointerBytes());
  }

  /**
   * Tells whether something is special about the machine.
   *
   * @return true if so
   */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /**
   * Tells whether the rules of the machine's calls ask for a switch.
   *
   * @return false where it makes no difference to a call
   */
  public boolean asksFor(String flag) {
    return switches.stream().anyMatch(flag::startsWith);
  }

  /** States the facts about one machine, step by step. */
  public static final class Draft {
    private final Set<Integer> machines;
    private final Map<String, Machine> variants = new LinkedHashMap<>();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final List<FlagField> flagFields = new ArrayList<>();
    private OptionalInt pointerBytes = OptionalInt.empty();
    private LargestAlignment alignment = new LargestAlignment(8, 16);
    private int longDouble = 16;
    private final List<String> switches = new ArrayList<>();

    private Draft(Set<Integer> machines) {
      this.machines = machines;
    }

    /**
     * Narrows the facts to one width of pointers.
     *
     * @param bytes 4 or 8
     */
    public Draft ofWidth(int bytes) {
      pointerBytes = OptionalInt.of(bytes);
      return this;
    }

    /**
     * Adds a variant by its name.
     *
     * @param name as {@code --machine} takes it
     * @param machine what an object of it states
     */
    public Draft variant(String name, Machine machine) {
      variants.put(name, machine);
      return this;
    }

    /**
     * States the largest alignment of a number.
     *
     * @param bytes for both widths
     */
    public Draft alignsTo(int bytes) {
      return alignsTo(bytes, bytes);
    }

    /**
     * States the largest alignment of a number.
     *
     * @param narrow in bytes where pointers have 4
     * @param wide in bytes where pointers have 8
     */
    public Draft alignsTo(int narrow, int wide) {
      alignment = new LargestAlignment(narrow, wide);
      return this;
    }

    /**
     * States the size of {@code long double}, which is 16 bytes otherwise.
     *
     * @param bytes 8 or 12
     */
    public Draft longDouble(int bytes) {
      longDouble = bytes;
      return this;
    }

    /** Adds what is special. */
    public Draft with(Trait trait) {
      traits.add(trait);
      return this;
    }

    /**
     * Adds a field of {@code e_flags}.
     *
     * @param field its bits
     */
    public Draft flags(FlagField field) {
      flagFields.add(field);
      return this;
    }

    /** Adds switches that the rules of calls ask for. */
    public Draft asksFor(List<String> beginnings) {
      switches.addAll(beginnings);
      return this;
    }

    /** Completes the facts. */
    public MachineTraits build() {
      return new MachineTraits(
          machines,
          pointerBytes,
          Collections.unmodifiableMap(variants),
          alignment,
          longDouble,
          Set.copyOf(traits),
          List.copyOf(flagFields),
          List.copyOf(switches));
    }
  }
}
