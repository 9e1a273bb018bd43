package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.abiseam.laboratory.Observation.ByteRange;
import org.abiseam.laboratory.Observation.Kind;
import org.abiseam.laboratory.Observation.ObservedValue;
import org.abiseam.laboratory.PlaceFinder.Capture;
import org.abiseam.laboratory.Shape.Scalar;

/**
 * Finds from the runs of one function where its arguments and its result were.
 *
 * <p>Registers hold leftovers: a caller that copies a struct to the stack through a register leaves
 * it there too. So a place counts where the caller left the value <i>and</i> the callee of the same
 * compiler took it. If the two have no place in common, the caller's place is recorded, with a
 * mark.
 */
final class CallObserver {
  private final Target.Machine machine;
  private final ProbeFunction function;
  private final List<ProbeRun> trials;
  private final HarnessOutput recording;
  private final PlaceFinder places;

  CallObserver(
      Target.Machine machine,
      ProbeFunction function,
      List<ProbeRun> trials,
      HarnessOutput recording) {
    this.machine = machine;
    this.function = function;
    this.trials = trials;
    this.recording = recording;
    this.places = new PlaceFinder(machine.registers(), machine.bigEndian());
  }

  Observation observe() {
    List<ObservedValue> arguments = new ArrayList<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      arguments.add(argument(i));
    }
    Optional<Integer> named =
        function.variadic() ? Optional.of(function.named()) : Optional.empty();
    Optional<ObservedValue> result = function.result().map(shape -> result(shape, _ -> false));
    // What is loaded into one kind of register and returned in another is in both.
    Predicate<Target.Register> x87 = register -> register.name().startsWith("st");
    Optional<ObservedValue> otherwise =
        function
            .result()
            .flatMap(
                shape ->
                    Stream.<Predicate<Target.Register>>of(this::numeric, x87)
                        .map(preferred -> result(shape, preferred))
                        .filter(seen -> !Optional.of(seen).equals(result))
                        .findFirst());
    return new Observation(
        function.name(), function.convention(), named, arguments, result, otherwise);
  }

  private ObservedValue argument(int index) {
    byte[] mask = recording.mask(function.parameters().get(index));
    List<Capture> left = left(index, mask.length);
    List<Capture> taken = taken(index, mask.length);
    if (taken.isEmpty()) {
      return alone(index, mask, left);
    }
    List<Capture> both = new ArrayList<>(left);
    both.addAll(taken);
    ObservedValue seen = places.find(mask, both);
    if (seen.kind() == Kind.DIRECT) {
      return extended(index, seen);
    }
    if (seen.kind() == Kind.UNSEEN) {
      return seen;
    }
    Optional<ByteRange> pointer = pointer(references(index, true));
    if (pointer.isPresent()) {
      return new ObservedValue(Kind.REFERENCE, List.of(pointer.get()), "", false);
    }
    return doubtful(index, mask, left, !taken.isEmpty());
  }

  /** Without a callee only what is in one place, or behind one pointer, is known to be there. */
  private ObservedValue alone(int index, byte[] mask, List<Capture> left) {
    ObservedValue anywhere = places.find(mask, left);
    ObservedValue registers =
        places.find(mask, left.stream().map(CallObserver::inRegisters).toList());
    ObservedValue stack = new PlaceFinder(List.of(), machine.bigEndian()).find(mask, left);
    Optional<ByteRange> pointer = pointer(references(index, false));
    ObservedValue general = new PlaceFinder(general(), machine.bigEndian()).find(mask, left);
    boolean twice = general.kind() == Kind.DIRECT && !general.equals(anywhere);
    long ways =
        Stream.of(registers, stack).filter(seen -> seen.kind() == Kind.DIRECT).count()
            + pointer.stream().count();
    PlaceFinder numbersFirst =
        new PlaceFinder(machine.registers(), machine.bigEndian(), this::numeric);
    boolean leftover =
        twice || scattered(anywhere) || leftover(machine.registers(), anywhere).isPresent();
    if (ways > 1 || leftover || !numbersFirst.find(mask, left).equals(anywhere)) {
      return new ObservedValue(Kind.UNSEEN, List.of(), "", false);
    }
    return pointer
        .map(run -> new ObservedValue(Kind.REFERENCE, List.of(run), "", false))
        .orElseGet(() -> anywhere.kind() == Kind.DIRECT ? extended(index, anywhere) : anywhere);
  }

  /** A byte or two in a register for numbers are what a copy has left there. */
  private boolean scattered(ObservedValue seen) {
    return seen.pieces().stream()
        .anyMatch(
            run ->
                run.bytes() < Float.BYTES
                    && machine.registers().stream()
                        .anyMatch(it -> it.name().equals(run.place()) && numeric(it)));
  }

  /**
   * A value fills registers of one kind in their order; one that comes before an earlier one is
   * what a copy went through. Its number in the order of the stub.
   */
  private OptionalInt leftover(List<Target.Register> registers, ObservedValue seen) {
    List<String> names = registers.stream().map(Target.Register::name).toList();
    for (int i = 1; i < seen.pieces().size(); i++) {
      int before = names.indexOf(seen.pieces().get(i - 1).place());
      int here = names.indexOf(seen.pieces().get(i).place());
      boolean back = here >= 0 && here < before;
      if (back && numeric(registers.get(before)) == numeric(registers.get(here))) {
        return OptionalInt.of(before);
      }
    }
    return OptionalInt.empty();
  }

  /** Registers for whole numbers, which the stub stores first. */
  private List<Target.Register> general() {
    return machine.registers().stream().takeWhile(register -> !numeric(register)).toList();
  }

  private static Capture inRegisters(Capture sight) {
    return new Capture(sight.value(), sight.images(), new byte[0]);
  }

  /** Caller and callee do not agree: what the caller did. */
  private ObservedValue doubtful(int index, byte[] mask, List<Capture> left, boolean callee) {
    Optional<ByteRange> pointer = pointer(references(index, false));
    if (pointer.isPresent()) {
      return new ObservedValue(Kind.REFERENCE, List.of(pointer.get()), "", callee);
    }
    ObservedValue alone = places.find(mask, left);
    return new ObservedValue(alone.kind(), alone.pieces(), "", callee);
  }

  private List<Capture> left(int index, int bytes) {
    return trials.stream()
        .map(
            trial ->
                new Capture(
                    value(index, trial.arguments().get(index), bytes),
                    trial.entry().registers(),
                    trial.entry().stack()))
        .toList();
  }

  private List<Capture> taken(int index, int bytes) {
    return trials.stream()
        .flatMap(trial -> trial.callee().stream())
        .map(
            callee ->
                new Capture(
                    Arrays.copyOf(callee.taken().get(index), bytes),
                    callee.entry().registers(),
                    callee.entry().stack()))
        .toList();
  }

  /** A narrow integer was read from the low bytes of a register's worth. */
  private byte[] value(int index, byte[] room, int bytes) {
    boolean narrow = function.parameters().get(index) instanceof Scalar scalar && scalar.narrow();
    return narrow && machine.bigEndian()
        ? Arrays.copyOfRange(room, machine.word() - bytes, machine.word())
        : Arrays.copyOf(room, bytes);
  }

  private BitSet references(int index, boolean callees) {
    BitSet all = new BitSet();
    all.set(0, machine.pointers() + HarnessOutput.WINDOW / machine.word());
    for (ProbeRun trial : trials) {
      all.and(trial.references().get(index));
      if (callees) {
        trial.callee().ifPresent(callee -> all.and(callee.references().get(index)));
      }
    }
    return all;
  }

  private Optional<ByteRange> pointer(BitSet set) {
    int first = set.nextSetBit(0);
    if (first < 0) {
      return Optional.empty();
    }
    boolean register = first < machine.pointers();
    String name = register ? machine.registers().get(first).name() : "stack";
    int at = register ? 0 : (first - machine.pointers()) * machine.word();
    return Optional.of(new ByteRange(0, machine.word(), name, at, false));
  }

  /** MIPS calls general registers v. */
  private boolean numeric(Target.Register register) {
    boolean general = register.name().startsWith("v") && register.bytes() == machine.word();
    return !general && register.name().matches("(d|v|xmm|f|fa)\\d+");
  }

  private ObservedValue result(Shape shape, Predicate<Target.Register> preferred) {
    byte[] mask = recording.mask(shape);
    List<ProbeRun.Callee> callees = trials.stream().flatMap(t -> t.callee().stream()).toList();
    if (callees.isEmpty()) {
      return new ObservedValue(Kind.LOST, List.of(), "", false);
    }
    BitSet written = new BitSet();
    written.set(0, machine.pointers() + HarnessOutput.WINDOW / machine.word());
    callees.forEach(callee -> written.and(callee.written()));
    Optional<ByteRange> pointer = pointer(written);
    if (pointer.isPresent()) {
      return new ObservedValue(Kind.MEMORY, List.of(pointer.get()), "", false);
    }
    List<Capture> sights = new ArrayList<>();
    for (ProbeRun trial : trials) {
      byte[] value = Arrays.copyOf(trial.given(), mask.length);
      byte[] images = trial.callee().orElseThrow().results();
      sights.add(new Capture(value, images, new byte[0]));
    }
    if (machine.stub().equals("sparc64")) {
      ObservedValue placed = inPlace(mask, sights, preferred);
      if (placed.kind() == Kind.DIRECT) {
        return placed;
      }
    }
    List<Target.Register> registers = new ArrayList<>(machine.results());
    ObservedValue seen =
        new PlaceFinder(registers, machine.bigEndian(), preferred).find(mask, sights);
    for (OptionalInt it = leftover(registers, seen); it.isPresent(); ) {
      registers.set(it.getAsInt(), new Target.Register("", 0, false));
      ObservedValue other =
          new PlaceFinder(registers, machine.bigEndian(), preferred).find(mask, sights);
      if (other.kind() != Kind.DIRECT) {
        return seen;
      }
      seen = other;
      it = leftover(registers, seen);
    }
    return seen;
  }

  /**
   * On SPARC each doubleword of a result comes back in a register of its number: where one is also
   * elsewhere, that is a leftover.
   */
  private ObservedValue inPlace(
      byte[] mask, List<Capture> sights, Predicate<Target.Register> preferred) {
    List<ByteRange> pieces = new ArrayList<>();
    for (int at = 0; at < mask.length; at += machine.word()) {
      byte[] part = new byte[mask.length];
      int end = Math.min(mask.length, at + machine.word());
      System.arraycopy(mask, at, part, at, end - at);
      String names = "o" + at / machine.word() + "|d" + 2 * at / machine.word();
      List<Target.Register> own =
          machine.results().stream()
              .map(it -> it.name().matches(names) ? it : new Target.Register("", 0, false))
              .toList();
      ObservedValue seen = new PlaceFinder(own, machine.bigEndian(), preferred).find(part, sights);
      if (seen.kind() == Kind.LOST) {
        return seen;
      }
      pieces.addAll(seen.pieces());
    }
    return new ObservedValue(pieces.isEmpty() ? Kind.UNSEEN : Kind.DIRECT, pieces, "", false);
  }

  /** What the caller wrote beside a narrow integer. */
  private ObservedValue extended(int index, ObservedValue seen) {
    boolean narrow = function.parameters().get(index) instanceof Scalar scalar && scalar.narrow();
    if (!narrow || seen.pieces().size() != 1) {
      return seen;
    }
    return new ObservedValue(
        Kind.DIRECT,
        seen.pieces(),
        new IntegerExtension(machine, seen.pieces().getFirst(), trials).text(),
        false);
  }
}
