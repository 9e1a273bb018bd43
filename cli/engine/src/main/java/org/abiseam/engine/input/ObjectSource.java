package org.abiseam.engine.input;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.ObjectFile;
import org.abiseam.model.Malformed;

/**
 * Opens one object file of the inputs as often as it is needed. A linked image has no relocations
 * to hold in memory, so it stays open from the first reading on; others only where there are few.
 */
public final class ObjectSource {
  /** Objects that may stay open together with the relocations of each. */
  private static final int FEW = 16;

  private final int input;
  private final Container.Member member;
  private final DebugFiles files;
  private final boolean few;
  private final AtomicBoolean others = new AtomicBoolean();
  private Optional<Opened> open = Optional.empty();

  private record Opened(Container.OpenObject object, DebugInfo info) {
    void close() {
      info.close();
      object.close();
    }
  }

  ObjectSource(int input, Container.Member member, DebugFiles files, int siblings) {
    this.input = input;
    this.member = member;
    this.files =
        wanted -> {
          others.set(true);
          return files.find(wanted);
        };
    this.few = siblings <= FEW;
  }

  /** Returns the position of the input that it belongs to. */
  public int input() {
    return input;
  }

  /** Returns its path; inside a container in parentheses behind the container's. */
  public String path() {
    return member.path();
  }

  /** Returns where its bytes lie; empty inside a package. */
  Optional<Container.Stored> stored() {
    return member.stored();
  }

  /** Tells whether a part of its debug info was looked for in another file, found or not. */
  public boolean needsOthers() {
    return others.get();
  }

  /** Reads something of the file that needs no debug info; throws as {@link #read}. */
  public <T> T readFile(Function<ObjectFile, T> reading) {
    return guarded(
        () -> {
          if (open.isPresent()) {
            return reading.apply(open.get().info().object());
          }
          try (Container.OpenObject object = member.open()) {
            return reading.apply(object.file());
          }
        });
  }

  /**
   * Turns what a file that became shorter, or an error of ours, throws into a fault of this file.
   */
  private static <T> T guarded(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InternalError fault) {
      throw Containers.shrunk(fault);
    } catch (Malformed | UncheckedIOException fault) {
      throw fault;
    } catch (RuntimeException | StackOverflowError fault) {
      String at =
          Arrays.stream(fault.getStackTrace())
              .filter(frame -> frame.getClassName().startsWith("org.abiseam."))
              .limit(3)
              .map(frame -> " at " + frame)
              .collect(Collectors.joining());
      throw new Malformed("", 0, "internal error, please report it: " + fault + at);
    }
  }

  /**
   * Reads something of it; throws {@link org.abiseam.model.Malformed} where it cannot be opened.
   */
  public <T> T read(Function<DebugInfo, T> reading) {
    return guarded(() -> opened(reading));
  }

  private <T> T opened(Function<DebugInfo, T> reading) {
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

  /**
   * Reads something that is read again later, so that whoever does says why it cannot be read.
   *
   * @return what was read; empty where it could not be
   * @param <T> what is read
   */
  public <T> Optional<T> probe(Function<ObjectFile, T> reading) {
    try {
      return Optional.of(readFile(reading));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  void close() {
    open.ifPresent(Opened::close);
    open = Optional.empty();
  }
}
