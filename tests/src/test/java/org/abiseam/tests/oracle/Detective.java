package org.abiseam.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.abiseam.tests.oracle.Observation.Kind;
import org.abiseam.tests.oracle.Observation.Run;
import org.abiseam.tests.oracle.Observation.Seen;
import org.abiseam.tests.oracle.Places.Sight;
import org.abiseam.tests.oracle.Shape.Scalar;

/**
 * From the trials of one function to where everything was.
 *
 * <p>Registers hold leftovers: a caller that copies a struct to the stack through a register leaves
 * it there too. What the caller left in a place <i>and</i> the callee of the same compiler took
 * from there is therefore what counts. Where the two have nothing in common the caller's place is
 * recorded, with a mark.
 */
final class Detective {
  private final Target.Machine machine;
  private final Function function;
  private final List<Trial> trials;
  private final Recording recording;
  private final Places places;

  Detective(Target.Machine machine, Function function, List<Trial> trials, Recording recording) {
    this.machine = machine;
    this.function = function;
    this.trials = trials;
    this.recording = recording;
    this.places = new Places(machine.registers(), machine.bigEndian());
  }

  Observation observe() {
    List<Seen> arguments = new ArrayList<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      arguments.add(argument(i));
    }
    Optional<Integer> named =
        function.variadic() ? Optional.of(function.named()) : Optional.empty();
    Optional<Seen> result = function.result().map(shape -> result(shape, _ -> false));
    // What is loaded into one kind of register and returned in the other is in both.
    Optional<Seen> otherwise =
        function
            .result()
            .map(shape -> result(shape, this::numeric))
            .filter(seen -> !Optional.of(seen).equals(result));
    return new Observation(
        function.name(), function.convention(), named, arguments, result, otherwise);
  }

  private Seen argument(int index) {
    byte[] mask = recording.mask(function.parameters().get(index));
    List<Sight> left = left(index, mask.length);
    List<Sight> taken = taken(index, mask.length);
    if (taken.isEmpty()) {
      return alone(index, mask, left);
    }
    List<Sight> both = new ArrayList<>(left);
    both.addAll(taken);
    Seen seen = places.find(mask, both);
    if (seen.kind() == Kind.DIRECT) {
      return extended(index, seen);
    }
    if (seen.kind() == Kind.UNSEEN) {
      return seen;
    }
    Optional<Run> pointer = pointer(references(index, true));
    if (pointer.isPresent()) {
      return new Seen(Kind.REFERENCE, List.of(pointer.get()), "", false);
    }
    return doubtful(index, mask, left, !taken.isEmpty());
  }

  /** Without a callee only what is in one place, or behind one pointer, is known to be there. */
  private Seen alone(int index, byte[] mask, List<Sight> left) {
    Seen anywhere = places.find(mask, left);
    Seen registers = places.find(mask, left.stream().map(Detective::inRegisters).toList());
    Seen stack = new Places(List.of(), machine.bigEndian()).find(mask, left);
    Optional<Run> pointer = pointer(references(index, false));
    Seen general = new Places(general(), machine.bigEndian()).find(mask, left);
    boolean twice = general.kind() == Kind.DIRECT && !general.equals(anywhere);
    long ways =
        Stream.of(registers, stack).filter(seen -> seen.kind() == Kind.DIRECT).count()
            + pointer.stream().count();
    Places numbersFirst = new Places(machine.registers(), machine.bigEndian(), this::numeric);
    boolean leftover =
        twice || scattered(anywhere) || leftover(machine.registers(), anywhere).isPresent();
    if (ways > 1 || leftover || !numbersFirst.find(mask, left).equals(anywhere)) {
      return new Seen(Kind.UNSEEN, List.of(), "", false);
    }
    return pointer
        .map(run -> new Seen(Kind.REFERENCE, List.of(run), "", false))
        .orElseGet(() -> anywhere.kind() == Kind.DIRECT ? extended(index, anywhere) : anywhere);
  }

  /** A byte or two in a register for numbers are what a copy has left there. */
  private boolean scattered(Seen seen) {
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
  private OptionalInt leftover(List<Target.Register> registers, Seen seen) {
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

  private static Sight inRegisters(Sight sight) {
    return new Sight(sight.value(), sight.images(), new byte[0]);
  }

  /** Caller and callee do not agree: what the caller did. */
  private Seen doubtful(int index, byte[] mask, List<Sight> left, boolean callee) {
    Optional<Run> pointer = pointer(references(index, false));
    if (pointer.isPresent()) {
      return new Seen(Kind.REFERENCE, List.of(pointer.get()), "", callee);
    }
    Seen alone = places.find(mask, left);
    return new Seen(alone.kind(), alone.pieces(), "", callee);
  }

  private List<Sight> left(int index, int bytes) {
    return trials.stream()
        .map(
            trial ->
                new Sight(
                    value(index, trial.arguments().get(index), bytes),
                    trial.entry().registers(),
                    trial.entry().stack()))
        .toList();
  }

  private List<Sight> taken(int index, int bytes) {
    return trials.stream()
        .flatMap(trial -> trial.callee().stream())
        .map(
            callee ->
                new Sight(
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
    all.set(0, machine.pointers() + Recording.WINDOW / machine.word());
    for (Trial trial : trials) {
      all.and(trial.references().get(index));
      if (callees) {
        trial.callee().ifPresent(callee -> all.and(callee.references().get(index)));
      }
    }
    return all;
  }

  private Optional<Run> pointer(BitSet set) {
    int first = set.nextSetBit(0);
    if (first < 0) {
      return Optional.empty();
    }
    boolean register = first < machine.pointers();
    String name = register ? machine.registers().get(first).name() : "stack";
    int at = register ? 0 : (first - machine.pointers()) * machine.word();
    return Optional.of(new Run(0, machine.word(), name, at, false));
  }

  /** MIPS calls general registers v. */
  private boolean numeric(Target.Register register) {
    boolean general = register.name().startsWith("v") && register.bytes() == machine.word();
    return !general && register.name().matches("(d|v|xmm|f|fa)\\d+");
  }

  private Seen result(Shape shape, Predicate<Target.Register> preferred) {
    byte[] mask = recording.mask(shape);
    List<Trial.Callee> callees = trials.stream().flatMap(t -> t.callee().stream()).toList();
    if (callees.isEmpty()) {
      return new Seen(Kind.LOST, List.of(), "", false);
    }
    BitSet written = new BitSet();
    written.set(0, machine.pointers() + Recording.WINDOW / machine.word());
    callees.forEach(callee -> written.and(callee.written()));
    Optional<Run> pointer = pointer(written);
    if (pointer.isPresent()) {
      return new Seen(Kind.MEMORY, List.of(pointer.get()), "", false);
    }
    List<Sight> sights = new ArrayList<>();
    for (Trial trial : trials) {
      byte[] value = Arrays.copyOf(trial.given(), mask.length);
      byte[] images = trial.callee().orElseThrow().results();
      sights.add(new Sight(value, images, new byte[0]));
    }
    if (machine.stub().equals("sparc64")) {
      Seen placed = inPlace(mask, sights, preferred);
      if (placed.kind() == Kind.DIRECT) {
        return placed;
      }
    }
    List<Target.Register> registers = new ArrayList<>(machine.results());
    Seen seen = new Places(registers, machine.bigEndian(), preferred).find(mask, sights);
    for (OptionalInt it = leftover(registers, seen); it.isPresent(); ) {
      registers.set(it.getAsInt(), new Target.Register("", 0, false));
      Seen other = new Places(registers, machine.bigEndian(), preferred).find(mask, sights);
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
  private Seen inPlace(byte[] mask, List<Sight> sights, Predicate<Target.Register> preferred) {
    List<Run> pieces = new ArrayList<>();
    for (int at = 0; at < mask.length; at += machine.word()) {
      byte[] part = new byte[mask.length];
      int end = Math.min(mask.length, at + machine.word());
      System.arraycopy(mask, at, part, at, end - at);
      String names = "o" + at / machine.word() + "|d" + 2 * at / machine.word();
      List<Target.Register> own =
          machine.results().stream()
              .map(it -> it.name().matches(names) ? it : new Target.Register("", 0, false))
              .toList();
      Seen seen = new Places(own, machine.bigEndian(), preferred).find(part, sights);
      if (seen.kind() == Kind.LOST) {
        return seen;
      }
      pieces.addAll(seen.pieces());
    }
    return new Seen(pieces.isEmpty() ? Kind.UNSEEN : Kind.DIRECT, pieces, "", false);
  }

  /** What the caller wrote beside a narrow integer. */
  private Seen extended(int index, Seen seen) {
    boolean narrow = function.parameters().get(index) instanceof Scalar scalar && scalar.narrow();
    if (!narrow || seen.pieces().size() != 1) {
      return seen;
    }
    return new Seen(
        Kind.DIRECT,
        seen.pieces(),
        new Widening(machine, seen.pieces().getFirst(), trials).text(),
        false);
  }
}
