package org.abiseam.tests.entry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.entry.EntryPlaces;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeGraph;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/**
 * Compares for every function of an object where its compiler says that the parameters are at the
 * entry with the plan.
 *
 * <p>A compiler may change the convention of a function that it knows all callers of; such a copy
 * has a name with a suffix ({@code .isra}, {@code .constprop}, {@code .part}) or is marked {@code
 * DW_CC_nocall}. What differs there has a class of its own, and what agrees counts. So has a
 * function whose variables GNU C did not track: its parameters have one place each, where they are
 * moved to.
 *
 * <p>rustc does not tell the convention of a function that it defines. One with a name that is not
 * mangled is taken for C's; all others for Rust's own, as {@link RustConvention} has it. A callback
 * is among these, for whole numbers and pointers travel alike by both.
 */
final class EntryLocations {
  private static final int DW_TAG_SUBPROGRAM = 0x2e;
  private static final int DW_TAG_NAMESPACE = 0x39;
  private static final int DW_AT_NAME = 0x03;
  private static final int DW_AT_INLINE = 0x20;
  private static final int DW_AT_LINKAGE_NAME = 0x6e;
  private static final int DW_AT_CALLING_CONVENTION = 0x36;
  private static final int DW_CC_NOCALL = 3;
  private static final int STT_FUNC = 2;

  private final Machine machine;
  private final EntryPlaces reader;
  private final List<String> switches;
  private final Map<Long, List<String>> symbols = new HashMap<>();
  private final Tally tally = new Tally();

  private EntryLocations(ObjectFile object, List<String> switches) {
    this.machine = object.machine();
    this.reader = new EntryPlaces(machine);
    this.switches = switches;
    for (Symbol symbol : object.symbols()) {
      if (symbol.type() == STT_FUNC && !object.relocatable()) {
        symbols.computeIfAbsent(symbol.value(), _ -> new ArrayList<>(1)).add(symbol.name());
      }
    }
  }

  /**
   * Reads an object.
   *
   * @param switches what the compiler was told, where it does not record it
   */
  static Tally of(Path path, List<String> switches) {
    try (Container.OpenObject object = Containers.openObject(path);
        DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      EntryLocations oracle = new EntryLocations(object.file(), switches);
      for (Unit unit : info.units()) {
        oracle.unit(unit);
      }
      return oracle.tally;
    }
  }

  /** A function whose plan is asked for once all of its unit's types are lowered. */
  private record Waiting(
      Die die, List<EntryPlace> seen, String name, Signature signature, boolean own) {}

  private void unit(Unit unit) {
    Producer producer = unit.description().producer();
    if (unit.isTypeUnit() || producer.language() == Producer.Language.ASSEMBLER) {
      return;
    }
    Lowering lowering = new Lowering("");
    List<Waiting> waiting = new ArrayList<>();
    collect(unit.root(), lowering, waiting);
    TypeGraph types = lowering.build();
    Producer told = producer.flags().isEmpty() ? told(producer) : producer;
    for (Waiting one : waiting) {
      judge(one, new CallSide(machine, types, told, told));
    }
  }

  private Producer told(Producer producer) {
    return producer.with(switches);
  }

  private void collect(Die parent, Lowering lowering, List<Waiting> waiting) {
    for (Die die : parent.children()) {
      if (die.tag() == DW_TAG_NAMESPACE) {
        collect(die, lowering, waiting);
        continue;
      }
      List<EntryPlace> places = die.tag() == DW_TAG_SUBPROGRAM ? reader.of(die) : List.of();
      if (places.isEmpty() || die.has(DW_AT_INLINE)) {
        continue;
      }
      String name = name(die);
      boolean rust = die.unit().description().producer().language() == Producer.Language.RUST;
      boolean own = rust && linkage(die).map(EntryLocations::mangled).orElse(false);
      if (own && name.startsWith("{")) {
        tally.leave("a closure, whose environment debug info does not have as a parameter");
        continue;
      }
      switch (lowering.signature(die)) {
        case Lowering.Understanding.Known(Signature signature) ->
            waiting.add(new Waiting(die, places, name, signature, own));
        case Lowering.Understanding.Unknown(String reason) -> tally.leave("not read: " + reason);
      }
    }
  }

  private static boolean mangled(String name) {
    return name.startsWith("_R") || name.startsWith("_ZN");
  }

  private static Optional<String> linkage(Die die) {
    return die.carrier(DW_AT_LINKAGE_NAME).flatMap(it -> it.string(DW_AT_LINKAGE_NAME));
  }

  private static String name(Die die) {
    return die.carrier(DW_AT_NAME).flatMap(it -> it.string(DW_AT_NAME)).orElse("");
  }

  private void judge(Waiting one, CallSide side) {
    List<EntryPlace> seen = one.seen();
    if (one.signature().parameters().size() != seen.size()) {
      tally.leave("with other parameters than their prototype");
      return;
    }
    for (EntryPlace place : seen) {
      if (place instanceof EntryPlace.Unknown unknown) {
        tally.unseen(unknown.why());
      }
    }
    if (seen.stream().noneMatch(EntryPlace.Known.class::isInstance)) {
      tally.leave("without a parameter that has a place at the entry");
      return;
    }
    if (one.own()) {
      judgeOwn(one, seen, side);
      return;
    }
    switch (Planner.plan(one.signature(), side)) {
      case PlanResult.NotPlanned(String reason, var _) -> tally.leave("not planned: " + reason);
      case PlanResult.Planned(var plans) -> {
        List<List<Elsewhere>> tried =
            plans.stream().map(it -> differences(seen, it.plan())).toList();
        if (tried.stream().anyMatch(List::isEmpty)) {
          long places = seen.stream().filter(EntryPlace.Known.class::isInstance).count();
          boolean rust = side.producer().language() == Producer.Language.RUST;
          tally.agrees(places, rust ? "Rust" : "C");
        } else if (tried.stream()
            .anyMatch(it -> it.stream().allMatch(Elsewhere::inMemoryThroughout))) {
          tally.excused("with a place in memory for the whole function, which is filled later");
        } else {
          differs(one, seen, tried.getFirst());
        }
      }
    }
  }

  private void judgeOwn(Waiting one, List<EntryPlace> seen, CallSide side) {
    try {
      Plan plan = RustConvention.plan(one.signature(), side.types(), machine);
      List<Elsewhere> differences = differences(seen, plan);
      if (differences.isEmpty()) {
        long places = seen.stream().filter(EntryPlace.Known.class::isInstance).count();
        tally.agrees(places, "Rust, its own convention");
      } else {
        differs(one, seen, differences);
      }
    } catch (Unsettled open) {
      tally.leave("of Rust's own convention: " + open.getMessage());
    }
  }

  /** A parameter that is elsewhere. */
  private record Elsewhere(PassedValue planned, EntryPlace.Known seen) {
    boolean inMemoryThroughout() {
      return seen.whole() && (seen.inMemory() || seen.address());
    }

    String text() {
      return planned + " is in " + seen;
    }
  }

  private static List<Elsewhere> differences(List<EntryPlace> seen, Plan plan) {
    List<Elsewhere> differences = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      PassedValue passed = plan.arguments().get(i);
      if (seen.get(i) instanceof EntryPlace.Known known && !passed.travelsBy(known)) {
        differences.add(new Elsewhere(passed, known));
      }
    }
    return differences;
  }

  private void differs(Waiting one, List<EntryPlace> seen, List<Elsewhere> differences) {
    List<String> names =
        symbols.getOrDefault(reader.entry(one.die()).orElse(0), List.of(one.name()));
    for (String suffix : List.of(".isra.", ".constprop.", ".part.")) {
      if (names.stream().anyMatch(name -> name.contains(suffix))) {
        tally.excused("with the suffix " + suffix.substring(0, suffix.length() - 1));
        return;
      }
    }
    if (one.die().unsigned(DW_AT_CALLING_CONVENTION).orElse(0) == DW_CC_NOCALL) {
      tally.excused("marked DW_CC_nocall");
    } else if (seen.contains(new EntryPlace.Unknown(EntryPlace.Why.MOVED))) {
      tally.excused("with one place for each parameter and the whole function");
    } else {
      tally.differs(names.getFirst(), differences.stream().map(Elsewhere::text).toList());
    }
  }
}
