package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_comp_dir;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.dwarf.DebugFiles.Wanted;
import org.abiseam.elf.Container.OpenObject;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;

/**
 * The files beside an object that hold parts of its debug info: opened once, closed together.
 *
 * <p>Three ways lead out of an object: {@code strip} moves everything to a separate file, {@code
 * -gsplit-dwarf} moves entries to {@code .dwo} files that {@code dwp} may pack into one, and {@code
 * dwz} moves what several objects share to a supplementary file.
 */
final class Companions implements AutoCloseable {
  private final ObjectFile object;
  private final DebugFiles files;
  private final List<OpenObject> open = new ArrayList<>();
  private final Map<Wanted, Optional<DebugFile>> split = new HashMap<>();

  Companions(ObjectFile object, DebugFiles files) {
    this.object = object;
    this.files = files;
  }

  /** Returns the object with the debug info: itself, or the separate file where it was stripped. */
  Optional<ObjectFile> separate() {
    if (object.buildId().isEmpty() && object.debugLink().isEmpty()) {
      return Optional.empty();
    }
    return find(new Wanted.Separate(object.path(), object.buildId(), object.debugLink()));
  }

  private Optional<ObjectFile> find(Wanted wanted) {
    Optional<OpenObject> found = files.find(wanted);
    found.ifPresent(open::add);
    return found.map(OpenObject::file);
  }

  /** Finds the supplementary file that a file names, if it names one. */
  void joinSupplementary(DebugFile file) {
    Optional<Wanted.Supplementary> wanted = supplementary(file.sections());
    if (wanted.isEmpty()) {
      return;
    }
    Optional<ObjectFile> found = find(wanted.get());
    if (found.isEmpty()) {
      file.supplementaryMissing(
          "supplementary file " + wanted.get().name() + " was not found" + DebugFiles.ELSEWHERE);
      return;
    }
    ObjectFile companion = found.get();
    DebugFile supplementary =
        new DebugFile(new Sections(companion, "", companion.machine().bigEndian()));
    supplementary.scan();
    file.faults().addAll(supplementary.faults());
    file.supplementary(supplementary);
  }

  private Optional<Wanted.Supplementary> supplementary(Sections sections) {
    Section link = sections.whole(".gnu_debugaltlink");
    if (link.bytes().byteSize() != 0) {
      Cursor cursor = sections.cursor(link, 0);
      String name = cursor.string("name of the supplementary file");
      return Optional.of(wanted(name, cursor.block(cursor.remaining(), "build id")));
    }
    Section standard = sections.whole(".debug_sup");
    if (standard.bytes().byteSize() == 0) {
      return Optional.empty();
    }
    // DWARF 5 §7.3.6: version, is_supplementary, name, checksum.
    Cursor cursor = sections.cursor(standard, 0);
    cursor.skip(2, "version");
    if (cursor.u8("is_supplementary") != 0) {
      return Optional.empty();
    }
    String name = cursor.string("name of the supplementary file");
    return Optional.of(wanted(name, cursor.block(cursor.uleb128("checksum length"), "checksum")));
  }

  private Wanted.Supplementary wanted(String name, MemorySegment id) {
    return new Wanted.Supplementary(
        object.path(), name, HexFormat.of().formatHex(FormValues.copy(id)));
  }

  /** Returns the split unit of a skeleton, joined with it. */
  Optional<Unit> split(Unit skeleton, String name) {
    Wanted wantedPackage = new Wanted.Package(object.path());
    String directory = skeleton.root().string(DW_AT_comp_dir).orElse("");
    Wanted wantedFile = new Wanted.Split(object.path(), name, directory);
    return splitFile(wantedPackage)
        .flatMap(file -> joined(file, skeleton))
        .or(() -> splitFile(wantedFile).flatMap(file -> joined(file, skeleton)));
  }

  private Optional<DebugFile> splitFile(Wanted wanted) {
    return split.computeIfAbsent(wanted, this::openSplit);
  }

  private Optional<DebugFile> openSplit(Wanted wanted) {
    return find(wanted)
        .map(
            companion -> {
              DebugFile file =
                  new DebugFile(new Sections(companion, ".dwo", companion.machine().bigEndian()));
              file.scan();
              return file;
            });
  }

  private static Optional<Unit> joined(DebugFile file, Unit skeleton) {
    Optional<Unit> unit = file.splitUnit(skeleton.identifier());
    unit.ifPresent(found -> found.join(skeleton));
    return unit;
  }

  /** Type units of the split files that were found. */
  List<Unit> splitTypeUnits() {
    List<Unit> found = new ArrayList<>();
    for (Optional<DebugFile> file : split.values()) {
      if (file.isPresent()) {
        for (Unit unit : file.get().units()) {
          if (unit.isTypeUnit()) {
            found.add(unit);
          }
        }
      }
    }
    return found;
  }

  /** Returns what was wrong with the files that were found. */
  List<Malformed> faults() {
    List<Malformed> faults = new ArrayList<>();
    for (Optional<DebugFile> file : split.values()) {
      file.ifPresent(found -> faults.addAll(found.faults()));
    }
    return faults;
  }

  @Override
  public void close() {
    for (OpenObject companion : open) {
      companion.close();
    }
    open.clear();
  }
}
