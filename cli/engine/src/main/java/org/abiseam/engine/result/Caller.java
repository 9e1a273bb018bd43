package org.abiseam.engine.result;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.Verdict;
import org.abiseam.model.pairing.RuntimeSymbols;

/**
 * Counts what an object of Rust imports from C, by verdict.
 *
 * @param object its path
 * @param agree symbols that both sides see alike
 * @param disagree symbols with a finding
 * @param undetermined symbols that could not be verified, by name
 * @param missing symbols that nothing given defines, by name
 */
public record Caller(
    String object, int agree, int disagree, List<String> undetermined, List<String> missing) {

  /** Copies the lists. */
  public Caller {
    undetermined = List.copyOf(undetermined);
    missing = List.copyOf(missing);
  }

  /**
   * Returns how many symbols it takes from C, those that nothing defines included.
   *
   * @return the sum
   */
  public int imports() {
    return agree + disagree + undetermined.size() + missing.size();
  }

  /**
   * Finds the callers of a run; those without imports from C are left out.
   *
   * @param models what was read
   * @param linkage the symbol tables
   * @param verdicts of functions and variables
   * @return in order of the objects
   */
  public static List<Caller> of(
      List<ObjectModel> models, Linkage linkage, Map<Subject, Verdict> verdicts) {
    Set<String> own = new HashSet<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        Definition definition = entity.definition();
        if (entity.role() == Entity.Role.DEFINES
            && definition.producer().language() == Producer.Language.RUST) {
          own.add(definition.name());
        }
      }
    }
    List<Caller> callers = new ArrayList<>();
    for (Linkage.Tables tables : linkage.objects()) {
      boolean rust =
          tables
              .importer()
              .filter(producer -> producer.language() == Producer.Language.RUST)
              .isPresent();
      if (rust && !tables.imports().isEmpty()) {
        Caller caller = of(tables, own, linkage, verdicts);
        if (caller.imports() > 0) {
          callers.add(caller);
        }
      }
    }
    return callers;
  }

  private static Caller of(
      Linkage.Tables tables, Set<String> own, Linkage linkage, Map<Subject, Verdict> verdicts) {
    int agree = 0;
    int disagree = 0;
    List<String> undetermined = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : tables.imports()) {
      if (RuntimeSymbols.ofCompiler(name)) {
        continue;
      }
      Verdict verdict = verdicts.get(new Subject(Subject.Kind.FUNCTION, name));
      if (verdict == null) {
        verdict = verdicts.get(new Subject(Subject.Kind.VARIABLE, name));
      }
      switch (verdict) {
        case Verdict.Agree _, Verdict.OpaqueDeclaration _ -> agree++;
        case Verdict.Disagree _ -> disagree++;
        case Verdict.NotDetermined _ -> undetermined.add(name);
        case null -> {
          // What Rust takes from Rust is no matter of the seam.
          if (linkage.complete() && linkage.definitions(name).isEmpty()) {
            missing.add(name);
          } else if (!own.contains(name) && !linkage.ofRust(name)) {
            undetermined.add(name);
          }
        }
      }
    }
    return new Caller(tables.object(), agree, disagree, undetermined, missing);
  }
}
