package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Side;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Producer;

/** What the stages note about inputs and sides on their way. */
final class Book {
  private final Inputs inputs;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Input> files = new ArrayList<>();
  private final Map<String, Count> sides = new TreeMap<>();

  /** One input so far. */
  private static final class Entry {
    final Map<String, List<Diagnostic>> byObject = new TreeMap<>();
    final SortedSet<String> machines = new TreeSet<>();
    final SortedSet<String> sides = new TreeSet<>();
    int objects;
    int units;
  }

  /** One side so far. */
  private static final class Count {
    final Producer first;
    final List<String> flags;
    int units;
    int untyped;

    Count(Producer first) {
      this.first = first;
      this.flags = new ArrayList<>(first.flags());
    }
  }

  Book(Inputs inputs) {
    this.inputs = inputs;
    for (int i = 0; i < inputs.paths().size(); i++) {
      entries.add(new Entry());
    }
    for (Source source : inputs.sources()) {
      entries.get(source.input()).objects++;
    }
  }

  /** Notes what could not be read; called from several threads. */
  synchronized void note(Source source, Diagnostic diagnostic) {
    entries
        .get(source.input())
        .byObject
        .computeIfAbsent(source.path(), _ -> new ArrayList<>())
        .add(diagnostic);
  }

  /** Notes a source, or an object that is no input of its own. */
  void noteFile(String path, String kind, List<Diagnostic> diagnostics) {
    files.add(
        new Input(path, kind, 0, new TreeSet<>(), 0, new TreeSet<>(), List.copyOf(diagnostics)));
  }

  /** Notes what an object is. */
  synchronized void note(Source source, Survey survey) {
    survey.diagnostics().forEach(diagnostic -> note(source, diagnostic));
    Entry entry = entries.get(source.input());
    entry.machines.add(survey.machine().name());
    entry.units += survey.units().size();
    IdentityHashMap<Producer, Count> known = new IdentityHashMap<>();
    for (CompileUnit unit : survey.units()) {
      Count count = known.get(unit.producer());
      if (count == null) {
        String id = Side.id(unit.producer());
        entry.sides.add(id);
        count = sides.computeIfAbsent(id, _ -> new Count(unit.producer()));
        count.flags.retainAll(unit.producer().flags());
        known.put(unit.producer(), count);
      }
      count.units++;
      count.untyped += unit.detail() == CompileUnit.Detail.FULL ? 0 : 1;
    }
  }

  /** Notes what a snapshot holds. */
  void note(int input, List<Snapshot.Part> objects) {
    Entry entry = entries.get(input);
    for (Snapshot.Part part : objects) {
      entry.objects++;
      entry.machines.add(part.machine().name());
      entry.units += part.units().size();
      part.units().forEach(unit -> note(entry, unit));
      entry
          .byObject
          .computeIfAbsent(part.path(), _ -> new ArrayList<>())
          .addAll(part.diagnostics());
    }
  }

  /** Notes what is wrong with an input that holds no objects to open. */
  void note(int input, Diagnostic diagnostic) {
    entries
        .get(input)
        .byObject
        .computeIfAbsent(diagnostic.object(), _ -> new ArrayList<>())
        .add(diagnostic);
  }

  private void note(Entry entry, CompileUnit unit) {
    String id = Side.id(unit.producer());
    entry.sides.add(id);
    Count count = sides.computeIfAbsent(id, _ -> new Count(unit.producer()));
    count.flags.retainAll(unit.producer().flags());
    count.units++;
    count.untyped += unit.detail() == CompileUnit.Detail.FULL ? 0 : 1;
  }

  /** All inputs, in order. */
  List<Input> inputs() {
    List<Input> result = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      List<Diagnostic> diagnostics = new ArrayList<>(inputs.diagnostics(i));
      entry.byObject.values().forEach(diagnostics::addAll);
      result.add(
          new Input(
              inputs.paths().get(i).toString(),
              inputs.kind(i),
              entry.objects,
              entry.machines,
              entry.units,
              entry.sides,
              diagnostics.stream().distinct().toList()));
    }
    result.addAll(files);
    return result;
  }

  /** Whether an input has units of Rust and none of C. */
  boolean rustAlone(int input) {
    SortedSet<String> ids = entries.get(input).sides;
    return ids.stream().anyMatch(id -> id.endsWith("-rust"))
        && ids.stream().noneMatch(id -> id.endsWith("-c"));
  }

  /** All sides, those with most units first. */
  List<Side> sides() {
    List<Side> result = new ArrayList<>();
    sides.forEach(
        (id, count) ->
            result.add(
                new Side(id, count.first, List.copyOf(count.flags), count.units, count.untyped)));
    result.sort(Comparator.comparingInt(Side::units).reversed().thenComparing(Side::id));
    return result;
  }
}
