package org.abiseam.engine.prototype;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.rules.psabi.Psabis;
import org.jspecify.annotations.Nullable;

/** Finds machines and compilers by the names that a command line gives them. */
public final class TargetNames {
  private static final Pattern COMPILER =
      Pattern.compile("(gcc|clang|rustc)-(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?");
  private static final Map<String, Machine> VARIANTS = variants();

  /** The newest releases of which it is known how they pass values. */
  private static final Map<String, Producer.Version> NEWEST =
      Map.of(
          "gcc", new Producer.Version(17, 0, 0),
          "clang", new Producer.Version(24, 0, 0),
          "rustc", new Producer.Version(1, 99, 0));

  private TargetNames() {}

  /** Refuses a name that stands for nothing. */
  public static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String message) {
      super(message, null, false, false);
    }
  }

  /** Collects the variants that the machines' files state. */
  private static Map<String, Machine> variants() {
    Map<String, Machine> variants = new LinkedHashMap<>();
    Psabis.ALL.forEach(psabi -> variants.putAll(psabi.traits().variants()));
    return variants;
  }

  /**
   * Finds a machine with its variant.
   *
   * @param name of a variant, e.g. {@code riscv64-lp64d}, or the name that reports have for the
   *     machine; the first of its variants then
   * @return what an object for it would state
   * @throws Unknown with the names of all variants that have rules for calls
   */
  public static Machine machine(String name) {
    Machine variant = VARIANTS.get(name);
    if (variant != null) {
      return variant;
    }
    return VARIANTS.values().stream()
        .filter(machine -> machine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new Unknown("--machine " + name + " is not known; it is one of " + planned()));
  }

  private static String planned() {
    return VARIANTS.entrySet().stream()
        .filter(variant -> Psabis.of(variant.getValue()).isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  /**
   * Reads a compiler with its switches.
   *
   * @param text e.g. {@code gcc-14 -mregparm=3}
   * @return what such a compiler would record
   * @throws Unknown where the text is no such thing
   */
  public static Producer compiler(String text) {
    List<String> words = Arrays.asList(text.strip().split("\\s+"));
    Matcher matcher = COMPILER.matcher(words.getFirst());
    if (!matcher.matches()) {
      throw new Unknown(
          "--compiler "
              + text
              + " is not known; write gcc-14, clang-19 or rustc-1.85, and"
              + " switches behind it: 'gcc-14 -mregparm=3'");
    }
    boolean rust = matcher.group(1).equals("rustc");
    Producer.Compiler compiler =
        switch (matcher.group(1)) {
          case "gcc" -> Producer.Compiler.GCC;
          case "clang" -> Producer.Compiler.CLANG;
          default -> Producer.Compiler.RUSTC;
        };
    Producer.Version version =
        new Producer.Version(
            number(matcher.group(2)), number(matcher.group(3)), number(matcher.group(4)));
    Producer.Version newest = NEWEST.getOrDefault(matcher.group(1), version);
    boolean later =
        version.major() > newest.major()
            || (version.major() == newest.major() && rust && version.minor() > newest.minor());
    if (version.major() == 0 || later) {
      throw new Unknown(
          "--compiler %s is not known; the newest known is %s-%s, which may pass values as it does"
              .formatted(
                  words.getFirst(),
                  matcher.group(1),
                  rust ? newest.major() + "." + newest.minor() : newest.major()));
    }
    return new Producer(
        compiler,
        rust ? Producer.Language.RUST : Producer.Language.C,
        Optional.of(version),
        Optional.empty(),
        words.subList(1, words.size()),
        text.strip());
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
