package org.abiseam.engine.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.engine.evidence.EvidenceSource;
import org.abiseam.engine.evidence.GraphReach;
import org.abiseam.engine.evidence.Reach;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Scoped;
import org.abiseam.engine.scope.SymbolScope;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/**
 * Narrows a seam to a scope of symbols: functions and variables that it covers, and types that
 * these reach on either side, by value or behind pointers. Machines and switches concern whole
 * objects and stay.
 */
public final class ScopeFilter {
  private final SymbolScope scope;
  private final List<EvidenceSource> sources;
  private final RunLog log;
  private final Set<String> known = new HashSet<>();
  private final Map<String, List<Node>> definitions = new HashMap<>();
  private final GraphReach graphs = new GraphReach();
  private final Set<String> expanded = new HashSet<>();

  private record Node(TypeGraph graph, TypeId id) {}

  /** Holds what is left, and what that means. */
  record Result(Seam seam, Scoped scoped) {}

  /** Creates a scope over the objects of a run. */
  ScopeFilter(SymbolScope scope, List<EvidenceSource> sources, RunLog log) {
    this.scope = scope;
    this.sources = sources;
    this.log = log;
  }

  Result narrow(List<ObjectModel> models, Seam seam) {
    symbols(models);
    for (ObjectModel model : models) {
      roots(model);
      for (Definition definition : model.definitions()) {
        node(definition.name(), model.types(), definition.type());
      }
    }
    for (Seam.SharedType type : seam.types()) {
      views(type, type.provider());
      views(type, type.consumer());
    }
    Set<String> reached = reached();
    List<Seam.SharedType> types =
        seam.types().stream().filter(type -> reached.contains(type.name())).toList();
    List<Seam.SharedSymbol> symbols =
        seam.symbols().stream().filter(symbol -> scope.covers(symbol.name())).toList();
    Seam left =
        new Seam(
            types,
            symbols,
            seam.targets(),
            seam.batches(),
            linkage(seam.linkage()),
            seam.configuration());
    return new Result(left, scoped(seam, left));
  }

  /** The symbols of the scope that there are: a list may be older or newer than the build. */
  private void symbols(List<ObjectModel> models) {
    sources.forEach(source -> known.addAll(source.symbols(scope::covers)));
    for (ObjectModel model : models) {
      model.entities().stream()
          .map(entity -> entity.definition().name())
          .filter(scope::covers)
          .forEach(known::add);
    }
  }

  private void roots(ObjectModel model) {
    for (Entity entity : model.entities()) {
      if (scope.covers(entity.definition().name())) {
        graphs.from(model.types(), entity.definition().type());
      }
    }
  }

  private void views(Seam.SharedType type, List<View> views) {
    for (View view : views) {
      if (view instanceof View.Typed typed) {
        node(type.name(), typed.types(), typed.definition().type());
      }
    }
  }

  private void node(String name, TypeGraph graph, TypeId id) {
    String last = name.substring(name.lastIndexOf(':') + 1);
    definitions.computeIfAbsent(last, _ -> new ArrayList<>(1)).add(new Node(graph, id));
  }

  /** Follows all sources and the graphs until none of them knows more. */
  private Set<String> reached() {
    List<Reach> reaches = new ArrayList<>();
    sources.forEach(source -> reaches.add(source.reach(known)));
    Set<String> all = new HashSet<>(graphs.names());
    boolean grown = true;
    while (grown) {
      int before = all.size();
      for (Reach reach : reaches) {
        all.addAll(reach.types(Set.copyOf(all)));
      }
      for (String name : all) {
        if (expanded.add(name)) {
          definitions
              .getOrDefault(name, List.of())
              .forEach(node -> graphs.from(node.graph(), node.id()));
        }
      }
      all.addAll(graphs.names());
      grown = all.size() > before;
    }
    return all;
  }

  private Linkage linkage(Linkage linkage) {
    List<Linkage.Tables> tables = new ArrayList<>();
    for (Linkage.Tables one : linkage.objects()) {
      tables.add(
          new Linkage.Tables(
              one.object(),
              one.form(),
              one.importer(),
              covered(one.imports()),
              covered(one.users()),
              covered(one.references()),
              one.ofRust(),
              covered(one.defined()),
              covered(one.typeIds()),
              one.marks(),
              one.loading(),
              one.release()));
    }
    return new Linkage(tables);
  }

  private SortedSet<String> covered(SortedSet<String> symbols) {
    SortedSet<String> left = new TreeSet<>(symbols);
    left.removeIf(name -> !scope.covers(name));
    return left;
  }

  private <V> SortedMap<String, V> covered(SortedMap<String, V> symbols) {
    SortedMap<String, V> left = new TreeMap<>(symbols);
    left.keySet().removeIf(name -> !scope.covers(name));
    return left;
  }

  private Scoped scoped(Seam all, Seam left) {
    List<String> unknown = List.copyOf(scope.without(known));
    Scoped scoped =
        new Scoped(
            scope.label(),
            scope.entries(),
            known.size(),
            unknown,
            all.types().size() - left.types().size(),
            count(all, Subject.Kind.FUNCTION) - count(left, Subject.Kind.FUNCTION),
            count(all, Subject.Kind.VARIABLE) - count(left, Subject.Kind.VARIABLE));
    log.noteFile(
        scope.label(),
        Input.Kind.SYMBOL_SCOPE,
        known.isEmpty() ? List.of(empty(scope)) : List.of());
    return scoped;
  }

  /** Nothing would be verified, and that must not look like success. */
  public static Diagnostic empty(SymbolScope scope) {
    return new Diagnostic(
        Diagnostic.Kind.UNREADABLE,
        scope.label(),
        Optional.empty(),
        Optional.empty(),
        java.util.OptionalLong.empty(),
        "no symbol of the inputs is in this scope; is it the list of this build?");
  }

  private static int count(Seam seam, Subject.Kind kind) {
    return (int) seam.symbols().stream().filter(symbol -> symbol.kind() == kind).count();
  }
}
