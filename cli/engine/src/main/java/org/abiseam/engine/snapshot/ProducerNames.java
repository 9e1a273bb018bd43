package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Producer;
import org.abiseam.rules.Checker;

/**
 * Compilers with the switches that change the ABI, each once, by a name that says which it is. What
 * else was recorded changes with every build directory and matters to nobody's verdict.
 */
final class ProducerNames {
  /** With it GCC leaves out what its version of DWARF does not have. */
  private static final String STRICT_DWARF = "-gstrict-dwarf";

  private final Map<Producer, Producer> plain = new LinkedHashMap<>();
  private final Map<Producer, String> names = new LinkedHashMap<>();
  private final Map<Producer, Integer> units = new LinkedHashMap<>();
  private final Map<Producer.Language, String> usual = new EnumMap<>(Producer.Language.class);

  /** Notes the compiler of a unit. */
  void take(Producer producer) {
    units.merge(plain.computeIfAbsent(producer, ProducerNames::plain), 1, Integer::sum);
  }

  /**
   * Notes the compiler of a definition; that of its unit may have switches besides, which only the
   * section of command lines tells.
   */
  void takeOfDefinition(Producer producer) {
    units.merge(plain.computeIfAbsent(producer, ProducerNames::plain), 0, Integer::sum);
  }

  /** Returns the compiler of most units of a language, which needs not be named. */
  String usual(Producer.Language language) {
    return usual.getOrDefault(language, "");
  }

  /** Gives the names; nothing can be taken afterwards. */
  Map<String, Producer> named() {
    Map<String, List<Producer>> byId = new TreeMap<>();
    for (Producer producer : units.keySet()) {
      byId.computeIfAbsent(Side.id(producer), _ -> new ArrayList<>()).add(producer);
    }
    Map<String, Producer> named = new LinkedHashMap<>();
    byId.forEach(
        (id, variants) -> {
          variants.sort(
              Comparator.<Producer>comparingInt(one -> -units.getOrDefault(one, 0))
                  .thenComparing(one -> String.join(" ", one.flags())));
          for (int i = 0; i < variants.size(); i++) {
            Producer producer = variants.get(i);
            String name = i == 0 ? id : id + "~" + (i + 1);
            named.put(name, producer);
            names.put(producer, name);
          }
        });
    usual(named);
    return named;
  }

  private void usual(Map<String, Producer> named) {
    Map<Producer.Language, Integer> most = new EnumMap<>(Producer.Language.class);
    named.forEach(
        (name, producer) -> {
          int count = units.getOrDefault(producer, 0);
          boolean omitted =
              producer.language() == Producer.Language.C
                  || producer.language() == Producer.Language.RUST;
          if (omitted && count > most.getOrDefault(producer.language(), 0)) {
            most.put(producer.language(), count);
            usual.put(producer.language(), name);
          }
        });
  }

  /** The name of a compiler that was taken. */
  String name(Producer producer) {
    String name = names.get(plain.getOrDefault(producer, producer));
    if (name == null) {
      throw new IllegalStateException("a compiler that was not taken: " + producer);
    }
    return name;
  }

  private static Producer plain(Producer producer) {
    List<String> flags = new ArrayList<>();
    for (String flag : producer.flags()) {
      if (Checker.bearsOnAbi(flag)
          || flag.equals(STRICT_DWARF)
          || producer.language() == Producer.Language.RUST) {
        flags.add(flag);
      }
    }
    if (flags.isEmpty() && !producer.flags().isEmpty()) {
      // That switches are recorded is known all the same.
      flags.add(producer.flags().getFirst());
    }
    return new Producer(
        producer.compiler(),
        producer.language(),
        producer.version(),
        producer.backend(),
        flags,
        // One rustc does not call what another compiled, and the commit tells them apart.
        producer.compiler() == Producer.Compiler.RUSTC ? producer.text() : Side.title(producer));
  }
}
