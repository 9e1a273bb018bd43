package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_GNU_dwo_name;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_dwo_name;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_compile_unit;
import static org.abiseam.dwarf.spec.UnitTypes.DW_UT_skeleton;
import static org.abiseam.model.Limits.Limit.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.elf.Symbol;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.CompileUnit.Detail;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * The DWARF of one object file: its units, those of its split files included, and what could not be
 * read. A fault inside a unit costs that unit alone; what is missing is said once for each object,
 * with counts.
 */
public final class DebugInfo implements AutoCloseable {
  private static final String SPLIT = ".debug_info.dwo";
  private static final String SLIM = ".gnu.debuglto_.debug_info";

  private final ObjectFile object;
  private final Companions companions;
  private final List<Unit> units = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private DebugFile main;
  private int suppressed;
  private ObjectFile described;

  private DebugInfo(ObjectFile object, DebugFiles files) {
    this.object = object;
    this.described = object;
    this.companions = new Companions(object, files);
    this.main = new DebugFile(new Sections(object, "", object.machine().bigEndian()));
  }

  /**
   * Finds the units of an object.
   *
   * @param object the object, open as long as the result is used
   * @param files where split, separate and supplementary files are looked for
   * @return its debug info, without units where it has none
   */
  public static DebugInfo open(ObjectFile object, DebugFiles files) {
    DebugInfo info = new DebugInfo(object, files);
    try {
      info.read();
    } catch (Malformed fault) {
      info.report(fault, Optional.empty());
    }
    info.summarize();
    return info;
  }

  private void read() {
    if (isEmpty(".debug_info") && isEmpty(".debug_types")) {
      Optional<ObjectFile> separate = companions.separate();
      if (separate.isEmpty()) {
        reportStripped();
        return;
      }
      ObjectFile found = separate.get();
      described = found;
      main = new DebugFile(new Sections(found, "", found.machine().bigEndian()));
    }
    main.scan();
    companions.joinSupplementary(main);
    for (Malformed fault : main.faults()) {
      report(fault, Optional.empty());
    }
    Imports imports = new Imports();
    for (Unit unit : main.units()) {
      follow(imports, unit);
    }
    for (Unit unit : main.units()) {
      admit(unit);
    }
    for (Unit unit : imports.outside(main)) {
      admit(unit);
    }
    for (Unit unit : companions.splitTypeUnits()) {
      admit(unit);
    }
    for (Malformed fault : companions.faults()) {
      report(fault, Optional.empty());
    }
    tellSwitches();
    MrustcUnits.tell(main, units, !object.relocatable());
  }

  /** Adds the switches that stand outside of debug info. */
  private void tellSwitches() {
    List<Unit> stated = units.stream().filter(unit -> !unit.isTypeUnit()).toList();
    List<CompileUnit> told =
        CommandLines.told(object, stated.stream().map(Unit::description).toList());
    for (int i = 0; i < told.size(); i++) {
      stated.get(i).describe(told.get(i));
    }
  }

  private boolean isEmpty(String name) {
    return object.section(name).map(Section::bytes).map(b -> b.byteSize() == 0).orElse(true);
  }

  private void follow(Imports imports, Unit unit) {
    if (!isCompileUnit(unit)) {
      return;
    }
    try {
      imports.follow(unit);
    } catch (Malformed fault) {
      report(fault, Optional.of(unit.toString()));
    }
  }

  private static boolean isCompileUnit(Unit unit) {
    try {
      return unit.root().tag() == DW_TAG_compile_unit;
    } catch (Malformed fault) {
      // What breaks the root is reported when the unit is admitted.
      return false;
    }
  }

  private void admit(Unit unit) {
    try {
      Unit full = withSplit(unit);
      if (!full.isTypeUnit()) {
        full.description();
      }
      full.abbreviations();
      units.add(full);
    } catch (Malformed fault) {
      report(fault, Optional.of(unit.toString()));
    }
  }

  private Unit withSplit(Unit unit) {
    if (unit.isTypeUnit() || (unit.version() >= 5 && unit.unitType() != DW_UT_skeleton)) {
      return unit;
    }
    Optional<String> name = splitName(unit.root());
    if (name.isEmpty()) {
      return unit;
    }
    Optional<Unit> split = companions.split(unit, name.get());
    if (split.isEmpty()) {
      unit.missing(name.get());
    }
    return split.orElse(unit);
  }

  /** Returns the split file that a skeleton names. */
  private static Optional<String> splitName(Die root) {
    Optional<String> standard = root.string(DW_AT_dwo_name);
    return standard.isPresent() ? standard : root.string(DW_AT_GNU_dwo_name);
  }

  private void reportStripped() {
    boolean types = !isEmpty(".BTF");
    if (object.debugLink().isEmpty() && (types || hasNoCode())) {
      return;
    }
    diagnostics.add(
        new Diagnostic(
            Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
            object.path(),
            Optional.empty(),
            isSlim() ? Optional.of(SLIM) : object.debugLink().map(_ -> ".gnu_debuglink"),
            OptionalLong.empty(),
            isSlim()
                ? "only GCC's intermediate code, as -flto writes it; give the linked file, or"
                    + " compile with -ffat-lto-objects"
                : (types
                        ? "only .BTF, which describes C alone"
                        : "neither .debug_info nor .BTF: no types are described")
                    + evidence()));
  }

  /**
   * Tells whether the object has neither code nor data: Clang then writes no debug info at all, and
   * GCC no more than an empty table of lines and strings.
   */
  private boolean hasNoCode() {
    return !object.headers().isEmpty()
        && object.headers().stream()
            .noneMatch(header -> header.isProgram() || header.name().startsWith(".debug_info"))
        && object.symbols().stream().allMatch(Symbol::isLocal);
  }

  /** Returns the end of a sentence: where the debug info may be. */
  private String evidence() {
    if (object.debugLink().isPresent()) {
      return "; "
          + object.debugLink().get().file()
          + " was not found; give its directory by --debug-dir";
    }
    return isEmpty(SPLIT)
        ? "; compile with -g (C) or -Cdebuginfo=2 (Rust)"
        : "; it is the split part of an object (.dwo), which is found from there: give the object";
  }

  /** Tells whether GCC left code and debug info to the link (GCC manual, -ffat-lto-objects). */
  private boolean isSlim() {
    return !isEmpty(SLIM);
  }

  private void report(Malformed fault, Optional<String> unit) {
    if (diagnostics.size() < object.limits().of(DIAGNOSTICS)) {
      diagnostics.add(fault.diagnostic(object.path(), unit));
    } else {
      suppressed++;
    }
  }

  /** What is missing, counted over all units. */
  private void summarize() {
    int linesOnly = 0;
    int missing = 0;
    Optional<Unit> firstLinesOnly = Optional.empty();
    Optional<Unit> firstMissing = Optional.empty();
    for (Unit unit : units) {
      if (unit.isTypeUnit()) {
        continue;
      }
      Detail detail = unit.description().detail();
      if (detail == Detail.LINES_ONLY) {
        firstLinesOnly = linesOnly++ == 0 ? Optional.of(unit) : firstLinesOnly;
      } else if (detail == Detail.MISSING) {
        firstMissing = missing++ == 0 ? Optional.of(unit) : firstMissing;
      }
    }
    if (firstLinesOnly.isPresent()) {
      lacking(
          Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
          firstLinesOnly.get(),
          linesOnly,
          "without types: line tables alone, or code that has none");
    }
    if (firstMissing.isPresent()) {
      Unit first = firstMissing.get();
      lacking(
          Diagnostic.Kind.UNREADABLE,
          first,
          missing,
          "whose split file was not found: " + first.missing().orElse("") + DebugFiles.ELSEWHERE);
    }
    if (suppressed > 0) {
      diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.MALFORMED,
              object.path(),
              suppressed + " more faults of the debug info are not listed"));
    }
  }

  private void lacking(Diagnostic.Kind kind, Unit first, int count, String what) {
    diagnostics.add(
        new Diagnostic(
            kind,
            object.path(),
            Optional.of(first.description().name()).filter(name -> !name.isEmpty()),
            Optional.of(first.section().name()),
            OptionalLong.of(first.offset()),
            count == 1 ? "a unit " + what : count + " of " + units.size() + " units " + what));
  }

  /** {@return the object that was opened} */
  public ObjectFile object() {
    return object;
  }

  /**
   * {@return the file with the debug info: the object, or its separate file where it is stripped}
   */
  public ObjectFile described() {
    return described;
  }

  /**
   * {@return its units: in order of position, split units in place of their skeletons; type units
   * of {@code .debug_types}, imported units of a supplementary file and type units of split files
   * last}
   */
  public List<Unit> units() {
    return units;
  }

  /**
   * {@return the unit that holds an offset; empty between and outside units}
   *
   * @param offset bytes from the beginning of {@code .debug_info}
   */
  Optional<Unit> unitAt(long offset) {
    return main.unitAt(offset);
  }

  /** {@return what could not be read or is not there: in order of discovery} */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Closes the files that were opened beside the object; the object itself stays open. */
  @Override
  public void close() {
    companions.close();
  }
}
