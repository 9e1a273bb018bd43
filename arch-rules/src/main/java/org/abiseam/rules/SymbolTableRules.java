package org.abiseam.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Linkage.Tables;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.model.mangling.RustSymbol;

/**
 * What symbol tables alone show: a module that wants what nobody has, and two sides that both
 * define a name.
 */
final class SymbolTableRules {
  private static final Citation SYMBOLS = new Citation("ELF gABI", "Symbol Table");

  private static final Citation THREADS = new Citation("ELF gABI", "Symbol Table, STT_TLS");
  private static final Citation RUST_ABI =
      new Citation("Rust Reference 1.85", "Linkage, the Rust ABI is not stable");
  private static final int SHOWN_NAMES = 3;

  /** The linker's own, for code that finds its data by offsets. */
  private static final String OFFSET_TABLE = "_GLOBAL_OFFSET_TABLE_";

  private SymbolTableRules() {}

  static List<Finding> check(Seam seam) {
    List<Finding> findings = new ArrayList<>(duplicates(seam));
    findings.addAll(threads(seam));
    findings.addAll(compilers(seam));
    findings.addAll(LoadingRules.check(seam));
    findings.addAll(TypeIdRule.check(seam));
    if (seam.linkage().complete()) {
      findings.addAll(missing(seam));
    }
    return findings;
  }

  /** Only the loader of modules tells late: what a linker links has everything. */
  private static List<Finding> missing(Seam seam) {
    Map<String, List<Tables>> wanted = new TreeMap<>();
    for (Tables tables : seam.linkage().objects()) {
      if (tables.form() == Linkage.Form.MODULE) {
        for (String name : tables.imports()) {
          boolean there = name.equals(OFFSET_TABLE) || !seam.linkage().definitions(name).isEmpty();
          if (!there) {
            wanted.computeIfAbsent(name, _ -> new ArrayList<>()).add(tables);
          }
        }
      }
    }
    Tables image =
        seam.linkage().objects().stream()
            .filter(tables -> tables.form() == Linkage.Form.IMAGE)
            .findFirst()
            .orElseThrow();
    List<Finding> findings = new ArrayList<>();
    wanted.forEach(
        (name, modules) ->
            findings.add(
                finding(
                    Rule.SYMBOL_MISSING,
                    name,
                    view(seam, image.object()),
                    view(seam, modules.getFirst().object()),
                    new Difference(name, What.PRESENCE, Value.of("absent"), Value.of("imported")),
                    cause(modules))));
    return findings;
  }

  private static String cause(List<Tables> modules) {
    return modules.size() == 1
        ? "nothing given defines it"
        : "nothing given defines it, and " + modules.size() + " modules import it";
  }

  /** A variable of each thread lies behind the thread's pointer, one of all at an address. */
  private static List<Finding> threads(Seam seam) {
    List<Finding> findings = new ArrayList<>();
    for (Tables consumer : seam.linkage().objects()) {
      for (String name : consumer.imports()) {
        boolean expected = consumer.threadLocal().contains(name);
        seam.linkage()
            .definitions(name)
            .forEach(
                (object, definition) -> {
                  if (definition.threadLocal() != expected) {
                    findings.add(
                        new Finding(
                            Rule.SYMBOL_KIND,
                            Severity.HARMFUL,
                            new Subject(Subject.Kind.VARIABLE, name),
                            view(seam, object),
                            view(seam, consumer.object()),
                            List.of(
                                new Difference(
                                    name,
                                    What.LOCATION,
                                    model(definition.threadLocal()),
                                    model(expected))),
                            "one side has one for each thread",
                            List.of(THREADS),
                            List.of(),
                            List.of()));
                  }
                });
      }
    }
    return findings;
  }

  private static Value model(boolean threadLocal) {
    return Value.of(threadLocal ? "thread-local" : "one for all threads");
  }

  /** What one rustc compiled calls what another did: the Rust ABI has no promise beyond one. */
  private static List<Finding> compilers(Seam seam) {
    List<Finding> findings = new ArrayList<>();
    for (Tables consumer : seam.linkage().objects()) {
      for (Tables provider : seam.linkage().objects()) {
        List<String> names = new ArrayList<>(consumer.ofRust());
        names.retainAll(provider.defined().keySet());
        if (!names.isEmpty() && !version(consumer).equals(version(provider))) {
          findings.add(crossing(seam, provider, consumer, names));
        }
      }
    }
    return findings;
  }

  private static String version(Tables tables) {
    return tables.importer().map(Producer::text).orElse("");
  }

  private static Finding crossing(Seam seam, Tables provider, Tables consumer, List<String> names) {
    List<String> some = names.stream().limit(SHOWN_NAMES).map(RustSymbol::readable).toList();
    String more =
        names.size() > SHOWN_NAMES ? " and " + (names.size() - SHOWN_NAMES) + " more" : "";
    return new Finding(
        Rule.FLAG_MISMATCH,
        Severity.HARMFUL,
        new Subject(Subject.Kind.OBJECT, consumer.object()),
        view(seam, provider.object()),
        view(seam, consumer.object()),
        List.of(
            new Difference(
                "rustc", What.VALUE, Value.of(version(provider)), Value.of(version(consumer)))),
        "it takes from what another rustc compiled: " + String.join(", ", some) + more,
        List.of(RUST_ABI),
        List.of(),
        List.of());
  }

  /** Objects that are to be linked together and both define a name strongly. */
  private static List<Finding> duplicates(Seam seam) {
    List<Finding> findings = new ArrayList<>();
    for (Seam.SharedSymbol symbol : seam.symbols()) {
      Map<String, View> strong = new LinkedHashMap<>();
      List<View> views = new ArrayList<>(symbol.provider());
      views.addAll(symbol.consumer());
      for (View view : views) {
        if (strong(seam.linkage(), view.origin().object(), symbol.name())) {
          strong.putIfAbsent(view.origin().object(), view);
        }
      }
      Optional<View> c = strong.values().stream().filter(view -> !ofRust(view)).findFirst();
      Optional<View> rust = strong.values().stream().filter(SymbolTableRules::ofRust).findFirst();
      if (c.isPresent() && rust.isPresent()) {
        findings.add(
            finding(
                Rule.SYMBOL_DUPLICATE,
                symbol.name(),
                c.get(),
                rust.get(),
                new Difference(
                    symbol.name(), What.PRESENCE, Value.of("defined"), Value.of("defined")),
                "both sides define it"));
      }
    }
    return findings;
  }

  private static boolean strong(Linkage linkage, String object, String name) {
    for (Tables tables : linkage.objects()) {
      Linkage.Definition definition = tables.defined().get(name);
      if (tables.object().equals(object) && definition != null) {
        return tables.form() == Linkage.Form.RELOCATABLE
            && definition.binding() == Linkage.Binding.GLOBAL;
      }
    }
    return false;
  }

  private static boolean ofRust(View view) {
    return view.producer().language() == Producer.Language.RUST;
  }

  /** A view of an object, by one of its units where it has some. */
  static View view(Seam seam, String object) {
    for (Seam.Batch batch : seam.batches()) {
      for (View.NameOnly unit : batch.examples()) {
        if (unit.origin().object().equals(object)) {
          return new View.NameOnly(unit.producer(), origin(object));
        }
      }
    }
    Producer unknown =
        new Producer(
            Producer.Compiler.UNKNOWN,
            Producer.Language.OTHER,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            "");
    return new View.NameOnly(unknown, origin(object));
  }

  private static Origin origin(String object) {
    return new Origin(object, "", OptionalLong.empty(), Optional.empty());
  }

  private static Finding finding(
      Rule rule, String name, View provider, View consumer, Difference difference, String cause) {
    return new Finding(
        rule,
        Severity.HARMFUL,
        new Subject(Subject.Kind.FUNCTION, name),
        provider,
        consumer,
        List.of(difference),
        cause,
        List.of(SYMBOLS),
        List.of(),
        List.of());
  }
}
