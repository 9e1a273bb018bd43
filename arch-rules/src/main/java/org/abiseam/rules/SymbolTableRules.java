package org.abiseam.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Linkage.Tables;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.model.mangling.RustSymbol;
import org.abiseam.model.pairing.RuntimeSymbols;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;

/**
 * Checks what symbol tables alone show: a module that imports what nobody defines, two sides that
 * both define a name, thread-local variables, and Rust of two compilers.
 */
final class SymbolTableRules {
  private static final Citation SYMBOLS = new Citation("ELF gABI", "Symbol Table");
  private static final Clause MISSING = Clause.harmful(Rule.SYMBOL_MISSING, SYMBOLS);
  private static final Clause DUPLICATE = Clause.harmful(Rule.SYMBOL_DUPLICATE, SYMBOLS);

  /** Judges a variable that each thread has for itself on one side alone. */
  static final Clause THREAD_LOCAL = Clause.harmful(Rule.SYMBOL_KIND, Citations.ELF_TLS);

  static final String ONE_THREAD_LOCAL = "only one side is thread-local";

  private static final Clause RUST_ABI =
      Clause.harmful(
          Rule.FLAG_MISMATCH,
          new Citation("Rust Reference 1.85", "Linkage, the Rust ABI is not stable"));
  private static final int SHOWN_NAMES = 3;

  private final Seam seam;
  private final ObjectFindings objects;
  private final List<Finding> findings = new ArrayList<>();

  private SymbolTableRules(Seam seam) {
    this.seam = seam;
    this.objects = new ObjectFindings(seam);
  }

  /** Checks names that both sides define, thread-local variables, and compilers. */
  static List<Finding> check(Seam seam) {
    SymbolTableRules rules = new SymbolTableRules(seam);
    rules.duplicates();
    rules.threads();
    rules.compilers();
    return rules.findings;
  }

  /** Checks imports of modules; the linker has resolved those of everything that it linked. */
  static List<Finding> missing(Seam seam) {
    SymbolTableRules rules = new SymbolTableRules(seam);
    if (seam.linkage().complete()) {
      rules.missing();
    }
    return rules.findings;
  }

  private void missing() {
    Map<String, List<Tables>> wanted = new TreeMap<>();
    for (Tables tables : seam.linkage().objects()) {
      if (tables.form() == Linkage.Form.MODULE) {
        for (String name : tables.imports()) {
          if (!RuntimeSymbols.ofLinker(name) && seam.linkage().definitions(name).isEmpty()) {
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
    wanted.forEach(
        (name, modules) ->
            findings.add(
                objects.of(
                    MISSING,
                    ObjectFindings.function(name),
                    image.object(),
                    modules.getFirst().object(),
                    new Difference(name, What.PRESENCE, Value.ABSENT, Value.of("imported")),
                    "no input defines it"
                        + (modules.size() == 1
                            ? ""
                            : "; " + modules.size() + " modules need it"))));
  }

  /**
   * Finds variables that are thread-local on one side and lie at a fixed address on the other,
   * where debug info does not describe what an object imports.
   */
  private void threads() {
    for (Tables consumer : seam.linkage().objects()) {
      for (String name : consumer.imports()) {
        seam.linkage()
            .threadLocal(consumer.object(), name)
            .ifPresent(expected -> threads(name, consumer, expected));
      }
    }
  }

  private void threads(String name, Tables consumer, boolean expected) {
    seam.linkage()
        .definitions(name)
        .forEach(
            (object, definition) -> {
              if (definition.threadLocal() != expected) {
                Value model = threads(definition.threadLocal());
                findings.add(
                    objects.of(
                        THREAD_LOCAL,
                        new Subject(Subject.Kind.VARIABLE, name),
                        object,
                        consumer.object(),
                        new Difference(name, What.LOCATION, model, threads(expected)),
                        ONE_THREAD_LOCAL));
              }
            });
  }

  /** Says in words whether each thread has its own variable. */
  static Value threads(boolean threadLocal) {
    return Value.of(threadLocal ? "thread-local" : "one for all threads");
  }

  /** Finds imports of Rust symbols from another rustc: the Rust ABI is not stable. */
  private void compilers() {
    for (Tables consumer : seam.linkage().objects()) {
      // Of a thousand modules a few import symbols of Rust.
      if (consumer.ofRust().isEmpty()) {
        continue;
      }
      for (Tables provider : seam.linkage().objects()) {
        List<String> names = new ArrayList<>(consumer.ofRust());
        names.retainAll(provider.defined().keySet());
        if (!names.isEmpty() && !version(consumer).equals(version(provider))) {
          String some =
              String.join(
                  ", ", names.stream().limit(SHOWN_NAMES).map(RustSymbol::readable).toList());
          int more = names.size() - SHOWN_NAMES;
          findings.add(
              objects.of(
                  RUST_ABI,
                  ObjectFindings.object(consumer.object()),
                  provider.object(),
                  consumer.object(),
                  new Difference("rustc", What.VALUE, version(provider), version(consumer)),
                  "it imports Rust symbols of another rustc: "
                      + some
                      + (more > 0 ? " and " + more + " more" : "")));
        }
      }
    }
  }

  private static Value version(Tables tables) {
    return Value.of(tables.importer().map(Producer::text).orElse(""));
  }

  /** Objects that are to be linked together must not both define a name strongly. */
  private void duplicates() {
    for (Seam.SharedSymbol symbol : seam.symbols()) {
      Map<String, View> strong = new LinkedHashMap<>();
      Stream.concat(symbol.provider().stream(), symbol.consumer().stream())
          .filter(view -> strong(view.origin().object(), symbol.name()))
          .forEach(view -> strong.putIfAbsent(view.origin().object(), view));
      Optional<View> c = strong.values().stream().filter(view -> !ofRust(view)).findFirst();
      Optional<View> rust = strong.values().stream().filter(SymbolTableRules::ofRust).findFirst();
      if (c.isPresent() && rust.isPresent()) {
        Value defined = Value.of("defined");
        findings.add(
            ObjectFindings.of(
                DUPLICATE,
                ObjectFindings.function(symbol.name()),
                c.get(),
                rust.get(),
                new Difference(symbol.name(), What.PRESENCE, defined, defined),
                "both sides define it"));
      }
    }
  }

  private boolean strong(String object, String name) {
    for (Tables tables : seam.linkage().objects()) {
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
}
