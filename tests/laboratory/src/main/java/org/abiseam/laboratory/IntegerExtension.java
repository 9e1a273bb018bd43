package org.abiseam.laboratory;

import java.util.List;

/**
 * Measures how far a caller extended a narrow integer that it had in a dirty register.
 *
 * @param run where the integer is
 */
record IntegerExtension(Target.Machine machine, Observation.ByteRange run, List<ProbeRun> trials) {

  /** {@code s32}, {@code z64} and the like; empty where the rest is whatever it was. */
  String text() {
    String widest = "";
    for (int bytes = run.bytes() * 2; bytes <= machine.word(); bytes *= 2) {
      if (filled(bytes, true)) {
        widest = "s" + bytes * 8;
      } else if (filled(bytes, false)) {
        widest = "z" + bytes * 8;
      }
    }
    return widest;
  }

  private boolean filled(int bytes, boolean signed) {
    for (ProbeRun trial : trials) {
      int top = digit(trial, run.bytes() - 1);
      int wanted = signed && top >= 0x80 ? 0xff : 0;
      for (int i = run.bytes(); i < bytes; i++) {
        if (digit(trial, i) != wanted) {
          return false;
        }
      }
    }
    return true;
  }

  /** Byte i of the widened number from its least significant. */
  private int digit(ProbeRun trial, int i) {
    int at = machine.bigEndian() ? run.at() + run.bytes() - 1 - i : run.at() + i;
    if (run.place().equals("stack")) {
      return at < 0 ? -1 : trial.entry().stack()[at] & 0xff;
    }
    for (int r = 0; r < machine.registers().size(); r++) {
      if (machine.registers().get(r).name().equals(run.place())) {
        int bytes = machine.registers().get(r).bytes();
        return at < 0 || at >= bytes ? -1 : trial.entry().registers()[r * 16 + at] & 0xff;
      }
    }
    return -1;
  }
}
