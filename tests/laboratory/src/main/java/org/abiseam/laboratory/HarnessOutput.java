package org.abiseam.laboratory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Reads what the harness writes; the other half of {@code harness.c}. */
final class HarnessOutput {
  static final int WINDOW = 1024;
  static final int TRIALS = 16;
  private static final int TYPES = 0x54595045;
  private static final int FUNCTION = 0x46554e43;
  private static final int TRIAL = 0x54524941;
  private static final int DONE = 0x444f4e45;

  private final Target.Machine machine;
  private final CSources sources;
  private final List<ProbeFunction> functions;
  private final InputStream stream;
  private final List<byte[]> masks = new ArrayList<>();

  HarnessOutput(
      Target.Machine machine, CSources sources, List<ProbeFunction> functions, InputStream stream) {
    this.machine = machine;
    this.sources = sources;
    this.functions = functions;
    this.stream = stream;
  }

  /** Who is told of each function. */
  interface Listener {
    void begins(ProbeFunction function);

    void observed(ProbeFunction function, List<ProbeRun> trials, HarnessOutput recording);
  }

  /** Bits of a shape that a program can name. */
  byte[] mask(Shape shape) {
    return masks.get(sources.number(shape));
  }

  /** Whether the stream ended as it should. */
  boolean read(Listener listener) throws IOException {
    try {
      expect(TYPES);
      for (int i = 0; i < sources.shapes().size(); i++) {
        masks.add(bytes(number()));
      }
      for (int tag = number(); tag != DONE; tag = number()) {
        if (tag != FUNCTION) {
          throw new IOException("not the beginning of a function: " + Integer.toHexString(tag));
        }
        ProbeFunction function = functions.get(number());
        boolean callee = number() != 0;
        listener.begins(function);
        List<ProbeRun> trials = new ArrayList<>();
        for (int i = 0; i < TRIALS; i++) {
          trials.add(trial(function, callee));
        }
        listener.observed(function, trials, this);
      }
      return true;
    } catch (EOFException _) {
      return false;
    }
  }

  private ProbeRun trial(ProbeFunction function, boolean callee) throws IOException {
    expect(TRIAL);
    List<byte[]> arguments = values(function);
    byte[] given = new byte[0];
    if (function.result().isPresent()) {
      given = bytes(room(function.result().get()));
    }
    ProbeRun.State entry = state();
    List<BitSet> references = new ArrayList<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      references.add(set());
    }
    ProbeRun.State scrambled = state();
    Optional<ProbeRun.Callee> run = Optional.empty();
    if (callee) {
      run = Optional.of(callee(function, scrambled));
    }
    return new ProbeRun(arguments, given, entry, references, run);
  }

  private ProbeRun.Callee callee(ProbeFunction function, ProbeRun.State entry) throws IOException {
    List<byte[]> taken = new ArrayList<>();
    List<BitSet> references = new ArrayList<>();
    for (Shape parameter : function.parameters()) {
      taken.add(bytes(room(parameter)));
      references.add(set());
    }
    byte[] results = bytes(16 * machine.results().size());
    BitSet written = function.result().isPresent() ? set() : new BitSet();
    return new ProbeRun.Callee(entry, taken, references, results, written);
  }

  private List<byte[]> values(ProbeFunction function) throws IOException {
    List<byte[]> values = new ArrayList<>();
    for (Shape parameter : function.parameters()) {
      values.add(bytes(room(parameter)));
    }
    return values;
  }

  private int room(Shape shape) {
    return Math.max(machine.word(), mask(shape).length);
  }

  private ProbeRun.State state() throws IOException {
    return new ProbeRun.State(
        bytes(16 * (machine.registers().size() + machine.kept())), bytes(WINDOW));
  }

  private BitSet set() throws IOException {
    int places = machine.pointers() + WINDOW / machine.word();
    return BitSet.valueOf(bytes((places + 7) / 8));
  }

  private void expect(int tag) throws IOException {
    int number = number();
    if (number != tag) {
      throw new IOException(
          "out of step: " + Integer.toHexString(number) + " for " + Integer.toHexString(tag));
    }
  }

  private int number() throws IOException {
    ByteOrder order = machine.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return ByteBuffer.wrap(bytes(4)).order(order).getInt();
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = stream.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }
}
