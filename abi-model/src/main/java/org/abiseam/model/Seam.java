package org.abiseam.model;

import java.util.List;
import java.util.Optional;

/**
 * Holds what the sides of a build share.
 *
 * @param types shared types, sorted by name
 * @param symbols shared functions and variables, sorted by symbol
 * @param targets the machines that the objects were made for, each once; one in a sound build
 * @param batches the units of all objects by compiler and switches, those of one compiler together
 * @param linkage what the symbol tables say of symbols that cross sides
 * @param configuration what the build was configured for, where that is known
 */
public record Seam(
    List<SharedType> types,
    List<SharedSymbol> symbols,
    List<Target> targets,
    List<Batch> batches,
    Linkage linkage,
    Optional<Configuration> configuration) {

  /** Copies the lists. */
  public Seam {
    types = List.copyOf(types);
    symbols = List.copyOf(symbols);
    targets = List.copyOf(targets);
    batches = List.copyOf(batches);
  }

  /**
   * Creates the seam of objects whose build is not known.
   *
   * @param types shared types, sorted by name
   * @param symbols shared functions and variables, sorted by symbol
   * @param targets the machines that the objects were made for
   * @param batches the units of all objects by compiler and switches
   * @param linkage what the symbol tables say
   */
  public Seam(
      List<SharedType> types,
      List<SharedSymbol> symbols,
      List<Target> targets,
      List<Batch> batches,
      Linkage linkage) {
    this(types, symbols, targets, batches, linkage, Optional.empty());
  }

  /**
   * Returns the same with what the build was configured for.
   *
   * @param known the configuration
   * @return a copy
   */
  public Seam configured(Optional<Configuration> known) {
    return new Seam(types, symbols, targets, batches, linkage, known);
  }

  /**
   * Creates a seam whose objects are of no interest.
   *
   * @param types shared types, sorted by name
   */
  public Seam(List<SharedType> types) {
    this(types, List.of(), List.of(), List.of(), Linkage.NOTHING);
  }

  /**
   * Describes a type that C and Rust both define under one name.
   *
   * @param name the C tag or typedef name
   * @param provider the C definitions: more than one where units define the name differently
   * @param consumer the Rust definitions
   * @param kinship how sure it is that they mean the same type
   * @param strangers Rust types of other crates that have the name and not C's members, where
   *     bindings stand for C's type: they are not compared
   * @param met for each consumer of a crate whose C is known, the C definitions that it meets
   */
  public record SharedType(
      String name,
      List<View> provider,
      List<View> consumer,
      Kinship kinship,
      List<View> strangers,
      List<Met> met) {
    /** Copies the lists. */
    public SharedType {
      met = List.copyOf(met);
      provider = List.copyOf(provider);
      consumer = List.copyOf(consumer);
      strangers = List.copyOf(strangers);
    }

    /**
     * Creates a type that both sides mean by its name.
     *
     * @param name the C tag or typedef name
     * @param provider the C definitions
     * @param consumer the Rust definitions
     */
    public SharedType(String name, List<View> provider, List<View> consumer) {
      this(name, provider, consumer, Kinship.MEANT, List.of(), List.of());
    }

    /**
     * Returns the C definitions that one Rust definition is compared with.
     *
     * @param one of {@link #consumer}
     * @return empty for all
     */
    public List<View> metBy(View one) {
      return met.stream()
          .filter(it -> it.consumer().equals(one))
          .map(Met::provider)
          .findFirst()
          .orElse(List.of());
    }
  }

  /**
   * Says which C definitions the crate of a Rust definition meets.
   *
   * @param consumer the Rust definition
   * @param provider the C definitions, in objects that define what the crate declares
   */
  public record Met(View consumer, List<View> provider) {
    /** Copies the list. */
    public Met {
      provider = List.copyOf(provider);
    }
  }

  /**
   * Describes a function or variable that one side defines and another uses.
   *
   * @param kind {@link Subject.Kind#FUNCTION} or {@link Subject.Kind#VARIABLE}
   * @param name the symbol
   * @param provider the definitions: more than one where the given objects define it again
   * @param consumer what the other sides believe, each distinct belief of an object once; what one
   *     of them defines itself, where both sides define the symbol and nobody else uses it
   */
  public record SharedSymbol(
      Subject.Kind kind, String name, List<View> provider, List<View> consumer) {
    /** Copies the lists. */
    public SharedSymbol {
      provider = List.copyOf(provider);
      consumer = List.copyOf(consumer);
    }
  }

  /** How sure it is that two types of one name are the same. */
  public enum Kinship {
    /** They are meant to be. */
    MEANT,
    /** They may have nothing to do with each other. */
    UNSURE
  }

  /**
   * Describes a machine that objects of the build were made for.
   *
   * @param machine by the ELF header
   * @param first the first object made for it
   */
  public record Target(Machine machine, View.NameOnly first) {}

  /**
   * Units that one compiler made with one set of switches.
   *
   * @param machine what they were made for
   * @param producer compiler and recorded switches
   * @param units how many
   * @param examples the first of them, at most {@value #EXAMPLES}
   */
  public record Batch(Machine machine, Producer producer, int units, List<View.NameOnly> examples) {
    /** How many units are kept by name. */
    public static final int EXAMPLES = 4;

    /** Copies the list. */
    public Batch {
      examples = List.copyOf(examples);
    }
  }

  /**
   * Holds what a build was configured for: a kernel's {@code .config}.
   *
   * @param file where it was read
   * @param lines what it sets, as {@code CONFIG_RUST=y}
   */
  public record Configuration(View.NameOnly file, List<String> lines) {
    /** Copies the list. */
    public Configuration {
      lines = List.copyOf(lines);
    }
  }
}
