package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/**
 * The object files of a package: the first ones in native memory, and what does not fit there in a
 * {@link TemporaryFile}, from which an object is mapped while it is open. Where no such file can be
 * made, more memory is taken.
 */
final class ObjectStore implements AutoCloseable {
  private static final int PIECE = 1 << 20;

  private final byte[] piece = new byte[PIECE];
  private final List<GrowingMemory> memories = new ArrayList<>();
  private final long mostOnDisk;
  private long mostInMemory;
  private long inMemory;
  private Optional<TemporaryFile> file = Optional.empty();
  private boolean tried;

  ObjectStore(Limits limits) {
    this.mostInMemory = Math.min(limits.of(PACKAGE_HELD), limits.of(PACKAGE_MEMORY));
    this.mostOnDisk = limits.of(PACKAGE_DISK);
  }

  /** One object file. */
  interface Bytes {
    /** Returns its bytes, which live no longer than an arena and the store. */
    MemorySegment open(Arena arena);
  }

  /** Keeps all that is left of a layer. */
  Bytes hold(Layer layer) {
    GrowingMemory memory = new GrowingMemory(GrowingMemory.stated(layer));
    boolean kept = false;
    try {
      for (int got = next(layer); got > 0; got = next(layer)) {
        long whole = memory.bytes().byteSize() + got;
        limitObject(layer, whole);
        if (inMemory + whole > mostInMemory && spills(layer.budget().limits())) {
          return onDisk(layer, memory, got);
        }
        if (inMemory + whole > mostInMemory) {
          throw exceeded(layer, "memory", mostInMemory);
        }
        memory.add(piece, got);
      }
      kept = true;
    } finally {
      if (!kept) {
        memory.close();
      }
    }
    inMemory += memory.bytes().byteSize();
    memories.add(memory);
    return memory;
  }

  private int next(Layer layer) {
    return layer.fill(piece, 0, PIECE);
  }

  /** Tells whether there is a file; where there is none, memory has to suffice. */
  private boolean spills(Limits limits) {
    if (!tried) {
      tried = true;
      file = mostOnDisk > 0 ? TemporaryFile.create() : Optional.empty();
      if (file.isEmpty()) {
        mostInMemory = limits.of(PACKAGE_MEMORY);
      }
    }
    return file.isPresent();
  }

  /** Goes on in the file with an object of which some is in memory and a piece was read. */
  private Bytes onDisk(Layer layer, GrowingMemory begun, int pieceBytes) {
    TemporaryFile target = file.orElseThrow();
    try {
      long from = target.begin();
      target.add(begun.bytes());
      for (int got = pieceBytes; got > 0; got = next(layer)) {
        target.add(MemorySegment.ofArray(piece).asSlice(0, got));
        limitObject(layer, target.end() - from);
        if (target.end() > mostOnDisk) {
          throw exceeded(layer, "disk", mostOnDisk);
        }
      }
      return target.object(from);
    } catch (IOException fault) {
      throw layer
          .budget()
          .exceed(
              layer,
              ("this object and those behind it are not read, for the temporary folder %s takes"
                      + " no more (%s): unpack the package and give the directory")
                  .formatted(target.folder(), fault.getMessage()));
    }
  }

  private static void limitObject(Layer layer, long size) {
    long most = layer.budget().limits().of(FILE_BYTES);
    if (size > most) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          layer.name(),
          layer.position(),
          "the object is larger than " + most + " bytes");
    }
  }

  private static Malformed exceeded(Layer layer, String where, long limit) {
    return layer
        .budget()
        .exceed(
            layer,
            ("this object and those behind it are not read, for the objects of the package take"
                    + " more than %d bytes of %s: unpack it and give the directory")
                .formatted(limit, where));
  }

  @Override
  public void close() {
    memories.forEach(GrowingMemory::close);
    file.ifPresent(TemporaryFile::close);
  }
}
