package org.abiseam.bindings;

import static org.abiseam.model.Machine.*;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Machine;

/**
 * Answers the conditions of Rust source ({@code #[cfg]}; Rust Reference, "Conditional compilation")
 * for one target.
 *
 * <p>The machine of the objects settles the {@code target_*} keys; the objects are ELF, so that the
 * system is none of those with other formats, and Linux where nothing else is given. What the
 * command line of rustc settles ({@code feature}, the build's own keys) is unknown until it is
 * given; as soon as one value of a key is, every other value of that key is false, as for rustc.
 */
public final class Configuration {
  private static final Set<String> OTHER_FORMATS =
      Set.of(
          "windows", "macos", "ios", "tvos", "watchos", "visionos", "uefi", "wasi", "emscripten");

  private final Optional<Machine> machine;
  private final Map<String, Set<String>> given = new HashMap<>();

  /** Tells whether a condition holds. */
  enum Truth {
    YES,
    NO,
    UNKNOWN;

    static Truth of(boolean holds) {
      return holds ? YES : NO;
    }

    Truth not() {
      return switch (this) {
        case YES -> NO;
        case NO -> YES;
        case UNKNOWN -> UNKNOWN;
      };
    }

    Truth and(Truth other) {
      return this == NO || other == NO ? NO : this == YES ? other : UNKNOWN;
    }

    Truth or(Truth other) {
      return not().and(other.not()).not();
    }
  }

  private Configuration(Optional<Machine> machine) {
    this.machine = machine;
  }

  /**
   * Creates the configuration of a target.
   *
   * @param machine what the objects are made for; empty where it is not known
   * @param options values of {@code --cfg}: {@code KEY} or {@code KEY="VALUE"}, the quotes may be
   *     missing
   * @return what is known
   */
  public static Configuration of(Optional<Machine> machine, List<String> options) {
    Configuration configuration = new Configuration(machine);
    for (String option : options) {
      int equal = option.indexOf('=');
      String key = (equal < 0 ? option : option.substring(0, equal)).strip();
      Set<String> values = configuration.given.computeIfAbsent(key, _ -> new HashSet<>());
      values.add(equal < 0 ? "" : option.substring(equal + 1).strip().replace("\"", ""));
    }
    return configuration;
  }

  /**
   * Tells whether {@code key} or {@code key = "value"} holds; the value is empty for a bare key.
   */
  Truth holds(String key, String value) {
    if (given.containsKey(key)) {
      return Truth.of(given.get(key).contains(value));
    }
    return switch (key) {
      case "true" -> Truth.YES;
      case "false", "test", "doc", "doctest", "miri", "windows" -> Truth.NO;
      case "unix" -> system("unix");
      case "target_family" -> value.equals("unix") ? system("unix") : Truth.NO;
      case "target_os" -> system(value);
      case "target_pointer_width" ->
          ofMachine(it -> Integer.toString(it.pointerBytes() * 8), value);
      case "target_endian" -> ofMachine(it -> it.bigEndian() ? "big" : "little", value);
      case "target_arch" -> ofMachine(Configuration::architecture, value);
      default -> Truth.UNKNOWN;
    };
  }

  /** Tells whether a system, or the family {@code unix}, is the one of the target. */
  private Truth system(String name) {
    Set<String> systems = given.getOrDefault("target_os", Set.of("linux"));
    if (name.equals("unix")) {
      return Truth.of(
          !systems.contains("none") && systems.stream().noneMatch(OTHER_FORMATS::contains));
    }
    return Truth.of(systems.contains(name));
  }

  private Truth ofMachine(java.util.function.Function<Machine, String> property, String value) {
    return machine
        .map(property)
        .map(found -> found.isEmpty() ? Truth.UNKNOWN : Truth.of(found.equals(value)))
        .orElse(Truth.UNKNOWN);
  }

  /** Returns rustc's name of a machine; empty text where it is not known. */
  private static String architecture(Machine machine) {
    boolean wide = machine.pointerBytes() == 8;
    return switch (machine.machine()) {
      case EM_X86_64 -> "x86_64";
      case EM_386 -> "x86";
      case EM_AARCH64 -> "aarch64";
      case EM_ARM -> "arm";
      case EM_RISCV -> wide ? "riscv64" : "riscv32";
      case EM_PPC -> "powerpc";
      case EM_PPC64 -> "powerpc64";
      case EM_S390 -> "s390x";
      case EM_MIPS -> wide ? "mips64" : "mips";
      case EM_SPARCV9 -> "sparc64";
      case EM_LOONGARCH -> wide ? "loongarch64" : "loongarch32";
      case EM_68K -> "m68k";
      default -> "";
    };
  }
}
