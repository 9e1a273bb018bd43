package org.abiseam.engine.pipeline;

import java.util.Optional;
import java.util.function.Function;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.elf.Container;
import org.abiseam.elf.ObjectFile;

/**
 * One object file of the command line, opened as often as it is needed. A linked image has no
 * relocations to hold in memory, so it stays open from the first reading on; others only where
 * there are few.
 */
final class Source {
  /** Objects that may stay open together with the relocations of each. */
  private static final int FEW = 16;

  private final int input;
  private final Container.Member member;
  private final DebugFiles files;
  private final boolean few;
  private Optional<Opened> open = Optional.empty();

  private record Opened(Container.OpenObject object, DebugInfo info) {
    void close() {
      info.close();
      object.close();
    }
  }

  Source(int input, Container.Member member, DebugFiles files, int siblings) {
    this.input = input;
    this.member = member;
    this.files = files;
    this.few = siblings <= FEW;
  }

  /** Which argument of the command line it belongs to. */
  int input() {
    return input;
  }

  String path() {
    return member.path();
  }

  /** Reads something of the file that needs no debug info; throws as {@link #read}. */
  <T> T readFile(Function<ObjectFile, T> reading) {
    if (open.isPresent()) {
      return reading.apply(open.get().info().object());
    }
    try (Container.OpenObject object = member.open()) {
      return reading.apply(object.file());
    }
  }

  /**
   * Reads something of it; throws {@link org.abiseam.model.Malformed} where it cannot be opened.
   */
  <T> T read(Function<DebugInfo, T> reading) {
    if (open.isPresent()) {
      return reading.apply(open.get().info());
    }
    Container.OpenObject object = member.open();
    boolean keep = false;
    Optional<Opened> opened = Optional.empty();
    try {
      opened = Optional.of(new Opened(object, DebugInfo.open(object.file(), files)));
      T result = reading.apply(opened.get().info());
      keep = few || !object.file().relocatable();
      return result;
    } finally {
      if (keep) {
        open = opened;
      } else {
        opened.ifPresentOrElse(Opened::close, object::close);
      }
    }
  }

  void close() {
    open.ifPresent(Opened::close);
    open = Optional.empty();
  }
}
