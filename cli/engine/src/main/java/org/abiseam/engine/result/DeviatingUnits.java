package org.abiseam.engine.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;

/**
 * Lists the units that another compiler or other code-generation switches made than most units of
 * the same language and machine.
 *
 * <p>A deviation is no verdict: {@code Documentation/kbuild/modules.rst} of Linux asks for the same
 * compiler and the same switches for all of a kernel, and a reader wants to know where that is not
 * so. A switch that changes the ABI has a finding of its own.
 *
 * @param language of the units
 * @param units all units of that language and machine
 * @param groups units that deviate in the same way, the largest group first
 */
public record DeviatingUnits(Producer.Language language, int units, List<Group> groups) {
  private static final int FEWEST_UNITS = 3;

  /** Prefixes of switches of GCC and Clang that change messages, paths or debug info alone. */
  private static final List<String> NO_CODE =
      List.of(
          "-fdiagnostics",
          "-fno-diagnostics",
          "-fmessage-length",
          "-fmax-errors",
          "-fmacro-prefix-map",
          "-ffile-prefix-map",
          "-fdebug-",
          "-fno-debug-",
          "-fdump-",
          "-frandom-seed",
          "-fplugin",
          "-fpreprocessed",
          "-fdirectives-only",
          "-fno-canonical-system-headers",
          "-fworking-directory",
          "-fno-working-directory",
          "-ftrack-macro-expansion",
          "-fverbose-asm",
          "-feliminate-unused-debug",
          "-fno-eliminate-unused-debug",
          "-fvar-tracking",
          "-fno-var-tracking");

  /**
   * Describes units that deviate in the same way.
   *
   * @param compiler theirs, where most units have another one
   * @param added switches that they have and most units do not have, in order
   * @param missing switches that most units have and they do not have, in order
   * @param units how many
   * @param examples names of some of them
   */
  public record Group(
      Optional<Producer> compiler,
      List<String> added,
      List<String> missing,
      int units,
      List<String> examples) {
    /** Copies the lists. */
    public Group {
      added = List.copyOf(added);
      missing = List.copyOf(missing);
      examples = List.copyOf(examples);
    }
  }

  /** Copies the list. */
  public DeviatingUnits {
    groups = List.copyOf(groups);
  }

  /**
   * Returns the number of units that deviate.
   *
   * @return at most {@link #units}
   */
  public int deviating() {
    return groups.stream().mapToInt(Group::units).sum();
  }

  /**
   * Finds the units that deviate, by language and machine.
   *
   * @param batches units by compiler and switches
   * @return those languages that have any; none of fewer than three units
   */
  public static List<DeviatingUnits> of(List<Seam.Batch> batches) {
    Map<List<Object>, List<Seam.Batch>> byLanguage = new LinkedHashMap<>();
    for (Seam.Batch batch : batches) {
      List<Object> key = List.of(batch.machine(), batch.producer().language());
      byLanguage.computeIfAbsent(key, _ -> new ArrayList<>()).add(batch);
    }
    List<DeviatingUnits> found = new ArrayList<>();
    for (List<Seam.Batch> all : byLanguage.values()) {
      DeviatingUnits one = new Counts(all).deviating();
      if (one.units >= FEWEST_UNITS && !one.groups.isEmpty()) {
        found.add(one);
      }
    }
    return found;
  }

  /** Compares the units of one language with what most of them have. */
  private static final class Counts {
    private final List<Seam.Batch> batches;
    private final int units;
    private final Optional<String> usualCompiler;
    private final List<String> usual;

    Counts(List<Seam.Batch> batches) {
      this.batches = batches;
      this.units = batches.stream().mapToInt(Seam.Batch::units).sum();
      Map<String, Integer> compilers = new LinkedHashMap<>();
      Map<String, Integer> switches = new LinkedHashMap<>();
      int recorded = 0;
      for (Seam.Batch batch : batches) {
        compilers.merge(Side.id(batch.producer()), batch.units(), Integer::sum);
        recorded += batch.producer().flags().isEmpty() ? 0 : batch.units();
        for (String flag : codeSwitches(batch.producer())) {
          switches.merge(flag, batch.units(), Integer::sum);
        }
      }
      this.usualCompiler = ofMost(compilers, units).findFirst();
      this.usual = ofMost(switches, recorded).toList();
    }

    private static Stream<String> ofMost(Map<String, Integer> counts, int of) {
      return counts.entrySet().stream()
          .filter(entry -> entry.getValue() * 2 > of)
          .map(Map.Entry::getKey);
    }

    DeviatingUnits deviating() {
      Map<List<Object>, Group> groups = new LinkedHashMap<>();
      for (Seam.Batch batch : batches) {
        Group group = group(batch);
        if (group.compiler.isPresent() || !group.added.isEmpty() || !group.missing.isEmpty()) {
          List<Object> key =
              List.of(group.compiler.map(Side::id).orElse(""), group.added, group.missing);
          groups.merge(key, group, Counts::both);
        }
      }
      List<Group> sorted = new ArrayList<>(groups.values());
      sorted.sort(Comparator.comparingInt(Group::units).reversed());
      return new DeviatingUnits(batches.getFirst().producer().language(), units, sorted);
    }

    private Group group(Seam.Batch batch) {
      Producer producer = batch.producer();
      Set<String> own = codeSwitches(producer);
      boolean comparable =
          usualCompiler.filter(Side.id(producer)::equals).isPresent()
              && !producer.flags().isEmpty();
      return new Group(
          usualCompiler.filter(id -> !id.equals(Side.id(producer))).map(_ -> producer),
          comparable ? own.stream().filter(flag -> !usual.contains(flag)).toList() : List.of(),
          comparable ? usual.stream().filter(flag -> !own.contains(flag)).toList() : List.of(),
          batch.units(),
          batch.examples().stream().map(view -> view.origin().unit()).toList());
    }

    private static Group both(Group one, Group other) {
      List<String> examples = new ArrayList<>(one.examples);
      examples.addAll(other.examples);
      return new Group(
          one.compiler,
          one.added,
          one.missing,
          one.units + other.units,
          examples.subList(0, Math.min(examples.size(), Seam.Batch.EXAMPLES)));
    }

    /** Returns the switches that change code; of several levels of optimisation the last. */
    private static Set<String> codeSwitches(Producer producer) {
      Set<String> found = new LinkedHashSet<>();
      String level = "";
      for (String flag : producer.flags()) {
        if (flag.startsWith("-O")) {
          level = flag;
        } else if ((flag.startsWith("-f") || flag.startsWith("-m"))
            && NO_CODE.stream().noneMatch(flag::startsWith)) {
          found.add(flag);
        }
      }
      if (!level.isEmpty()) {
        found.add(level);
      }
      return found;
    }
  }
}
