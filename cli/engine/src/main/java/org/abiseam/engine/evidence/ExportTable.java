package org.abiseam.engine.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.result.Input;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.InputFile;
import org.abiseam.model.Linkage;

/**
 * Reads {@code Module.symvers}, which modpost writes: a line for each export of the kernel and its
 * modules, with checksum, symbol, object, kind and namespace between tabs
 * (Documentation/kbuild/modules.rst).
 *
 * <p>It counts where an object does not show its exports itself, because its local symbols are
 * gone.
 */
final class ExportTable implements EvidenceSource {
  private static final int CHECKSUM = 0;
  private static final int SYMBOL = 1;
  private static final int OBJECT = 2;
  private static final int NAMESPACE = 4;
  private static final String IMAGE = "vmlinux";

  private final List<String[]> lines = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private ExportTable() {}

  /** Reads the table, if there is one. */
  static ExportTable read(Optional<Path> file, RunLog log) {
    ExportTable table = file.map(ExportTable::read).orElseGet(ExportTable::new);
    file.ifPresent(path -> log.noteFile(path.toString(), Input.Kind.EXPORTS, table.diagnostics()));
    return table;
  }

  static ExportTable read(Path path) {
    ExportTable table = new ExportTable();
    try (BufferedReader reader = Files.newBufferedReader(InputFile.of(path))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String[] fields = line.split("\t", -1);
        if (fields.length > OBJECT && fields[CHECKSUM].matches("0x[0-9a-f]{1,8}")) {
          table.lines.add(fields);
        } else {
          table.diagnostics.add(
              Diagnostic.ofFile(
                  Diagnostic.Kind.MALFORMED,
                  path + ":" + number,
                  "expected a checksum, a symbol and an object between tabs"));
        }
      }
    } catch (IOException fault) {
      table.diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.UNREADABLE,
              path.toString(),
              "cannot be read: " + fault.getMessage()));
    }
    return table;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Adds what images and modules that show no exports export. */
  @Override
  public Linkage complete(Linkage linkage) {
    if (lines.isEmpty()) {
      return linkage;
    }
    Set<String> imported = new HashSet<>();
    linkage.objects().forEach(tables -> imported.addAll(tables.imports()));
    List<Linkage.Tables> told = new ArrayList<>();
    for (Linkage.Tables tables : linkage.objects()) {
      boolean loaded = tables.form() != Linkage.Form.RELOCATABLE;
      told.add(loaded && !tables.loading().any() ? told(tables, imported) : tables);
    }
    return new Linkage(told);
  }

  private Linkage.Tables told(Linkage.Tables tables, Set<String> imported) {
    SortedMap<String, String> exports = new TreeMap<>();
    SortedMap<String, Integer> checksums = new TreeMap<>();
    boolean any = false;
    for (String[] line : lines) {
      if (!ofObject(line[OBJECT], tables)) {
        continue;
      }
      any = true;
      if (imported.contains(line[SYMBOL])) {
        exports.put(line[SYMBOL], line.length > NAMESPACE ? line[NAMESPACE] : "");
        int checksum = Integer.parseUnsignedInt(line[CHECKSUM].substring(2), 16);
        // Without CONFIG_MODVERSIONS all are zero.
        if (checksum != 0) {
          checksums.put(line[SYMBOL], checksum);
        }
      }
    }
    Linkage.Loading own = tables.loading();
    return tables.loaded(
        new Linkage.Loading(exports, any, checksums, own.needed(), own.namespaces()));
  }

  private static boolean ofObject(String object, Linkage.Tables tables) {
    return tables.form() == Linkage.Form.IMAGE
        ? object.equals(IMAGE)
        : tables.object().endsWith(object + ".ko");
  }
}
