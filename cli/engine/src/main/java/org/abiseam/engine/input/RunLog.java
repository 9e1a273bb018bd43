package org.abiseam.engine.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Side;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;

/**
 * Collects, while a run goes on, what could not be read and which compilers were met. Several
 * threads call it.
 */
public final class RunLog {
  private static final Set<String> ARCHIVES = Set.of("archive", "thin-archive");

  private final List<Entry> entries = new ArrayList<>();
  private final List<Input> files = new ArrayList<>();
  private final Map<String, Count> sides = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();

  /** One input so far. */
  private static final class Entry {
    final Input opened;
    final Map<String, List<Diagnostic>> byObject = new TreeMap<>();
    final SortedSet<String> machines = new TreeSet<>();
    final SortedSet<String> sides = new TreeSet<>();
    int objects;
    int units;
    boolean rust;
    boolean c;

    Entry(Input opened) {
      this.opened = opened;
      this.objects = opened.objects();
    }

    Input input() {
      List<Diagnostic> diagnostics = new ArrayList<>(opened.diagnostics());
      byObject.values().forEach(diagnostics::addAll);
      if (units > 0 && ARCHIVES.contains(opened.format())) {
        countStripped(diagnostics);
      }
      return new Input(
          opened.path(),
          opened.kind(),
          opened.format(),
          objects,
          machines,
          units,
          sides,
          diagnostics.stream().distinct().toList());
    }
  }

  /** Counts members of an archive without debug info, instead of listing each. */
  private static void countStripped(List<Diagnostic> diagnostics) {
    List<Diagnostic> stripped = diagnostics.stream().filter(RunLog::isStripped).toList();
    if (!stripped.isEmpty()) {
      diagnostics.removeAll(stripped);
      String first = stripped.getFirst().object();
      int others = stripped.size() - 1;
      diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.MEMBERS_WITHOUT_DEBUG_INFO,
              first,
              "no debug info"
                  + (others == 0 ? "" : ", nor have " + others + " other members")
                  + "; functions and variables that they share are counted as undetermined"));
    }
  }

  /** Tells whether an object has no debug info and names no other file that has it. */
  private static boolean isStripped(Diagnostic one) {
    return one.kind() == Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT
        && one.unit().isEmpty()
        && one.section().isEmpty();
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

  /**
   * Begins a log.
   *
   * @param opened the inputs as they were opened
   */
  public RunLog(List<Input> opened) {
    opened.forEach(input -> entries.add(new Entry(input)));
  }

  /** Returns the path of an input as it was given. */
  public String path(int input) {
    return entries.get(input).opened.path();
  }

  /** Notes what could not be read of an object of an input. */
  public synchronized void note(int input, String object, Diagnostic diagnostic) {
    entries.get(input).byObject.computeIfAbsent(object, _ -> new ArrayList<>()).add(diagnostic);
  }

  /** Notes what could not be read of an object. */
  public void note(ObjectSource source, Diagnostic diagnostic) {
    note(source.input(), source.path(), diagnostic);
  }

  /** Notes a file that is no input of its own: bindings, a configuration, a list of symbols. */
  public synchronized void noteFile(String path, Input.Kind kind, List<Diagnostic> diagnostics) {
    files.add(
        new Input(
            path,
            kind,
            kind.word(),
            0,
            new TreeSet<>(),
            0,
            new TreeSet<>(),
            List.copyOf(diagnostics)));
  }

  /** Notes what a reader should know, a sentence without a full stop. */
  public synchronized void remark(String sentence) {
    remarks.add(sentence);
  }

  /** Returns what a reader should know, in the order in which it was noted. */
  public synchronized List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Notes an object that the input was not known to have when it was opened. */
  public synchronized void noteObject(int input) {
    entries.get(input).objects++;
  }

  /** Notes the machine and the compile units of an object. */
  public synchronized void noteUnits(int input, Machine machine, List<CompileUnit> units) {
    Entry entry = entries.get(input);
    entry.machines.add(machine.name());
    entry.units += units.size();
    IdentityHashMap<Producer, Count> known = new IdentityHashMap<>();
    for (CompileUnit unit : units) {
      Count count = known.get(unit.producer());
      if (count == null) {
        count = count(entry, unit.producer());
        known.put(unit.producer(), count);
      }
      count.units++;
      count.untyped += unit.detail() == CompileUnit.Detail.FULL ? 0 : 1;
    }
  }

  private Count count(Entry entry, Producer producer) {
    String id = Side.id(producer);
    entry.sides.add(id);
    entry.rust |= producer.language() == Producer.Language.RUST;
    entry.c |= producer.language() == Producer.Language.C;
    Count count = sides.computeIfAbsent(id, _ -> new Count(producer));
    count.flags.retainAll(producer.flags());
    return count;
  }

  /** Returns all inputs in order, and after them the other files. */
  public synchronized List<Input> inputs() {
    List<Input> result = new ArrayList<>();
    entries.forEach(entry -> result.add(entry.input()));
    result.addAll(files);
    return result;
  }

  /** Tells whether an input has units of Rust and none of C. */
  public synchronized boolean isRustAlone(int input) {
    return entries.get(input).rust && !entries.get(input).c;
  }

  /** Tells whether something of an input could not be read, or has no debug info. */
  public synchronized boolean isUnread(int input) {
    return !entries.get(input).input().diagnostics().isEmpty();
  }

  /** Returns all sides, those with most units first. */
  public synchronized List<Side> sides() {
    List<Side> result = new ArrayList<>();
    sides.forEach(
        (id, count) ->
            result.add(
                new Side(id, count.first, List.copyOf(count.flags), count.units, count.untyped)));
    result.sort(Comparator.comparingInt(Side::units).reversed().thenComparing(Side::id));
    return result;
  }
}
