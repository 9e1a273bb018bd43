package org.abiseam.engine.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
public final class ExportTable implements EvidenceSource {
  private static final int CHECKSUM = 0;
  private static final int SYMBOL = 1;
  private static final int OBJECT = 2;
  private static final int KIND = 3;
  private static final int NAMESPACE = 4;
  private static final int MOST = 5;
  private static final String IMAGE = "vmlinux";
  private static final int LONGEST = 4096;
  private static final Pattern CHECKSUMS = Pattern.compile("0x[0-9a-f]{1,8}");
  private static final Pattern KINDS =
      Pattern.compile("EXPORT_(UNUSED_)?SYMBOL(_GPL)?|EXPORT_SYMBOL_GPL_FUTURE");
  private static final Pattern FIRST =
      Pattern.compile("0x[0-9a-f]{1,8}\\s+\\S+\\s+\\S+\\s+EXPORT_\\w+(\\s+\\S+)?\\s*");

  private final List<Export> exports = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  /**
   * Describes an exported symbol.
   *
   * @param symbol its name
   * @param checksum of its type; 0 without {@code CONFIG_MODVERSIONS}
   * @param object {@code vmlinux} or the path of a module without {@code .ko}
   * @param forGpl whether only modules with a licence compatible with the GPL may use it
   * @param namespace which those who use it import; may be empty
   */
  public record Export(
      String symbol, int checksum, String object, boolean forGpl, String namespace) {}

  private ExportTable() {}

  /**
   * Tells whether a file is such a table, by its first lines.
   *
   * @param path a file
   * @return false too where it cannot be read
   */
  public static boolean isTable(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream stream = Files.newInputStream(path)) {
      String begin = new String(stream.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
      return begin.lines().anyMatch(it -> FIRST.matcher(it).matches());
    } catch (IOException _) {
      return false;
    }
  }

  /** Reads the table, if there is one. */
  static ExportTable read(Optional<Path> file, RunLog log) {
    ExportTable table = file.map(ExportTable::read).orElseGet(ExportTable::new);
    file.ifPresent(path -> log.noteFile(path.toString(), Input.Kind.EXPORTS, table.diagnostics()));
    return table;
  }

  /**
   * Reads a table.
   *
   * @param path a file
   * @return its lines; those of another form are diagnostics
   */
  public static ExportTable read(Path path) {
    ExportTable table = new ExportTable();
    try (BufferedReader reader =
        Files.newBufferedReader(InputFile.of(path), StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        Optional<Export> export =
            export(line.indexOf('\t') < 0 ? line.split(" +", -1) : line.split("\t", -1));
        export.ifPresent(table.exports::add);
        if (export.isEmpty()) {
          table.diagnostics.add(
              Diagnostic.ofFile(
                  Diagnostic.Kind.MALFORMED,
                  path + ":" + number,
                  "expected a checksum, a symbol, an object and a kind of export between tabs"));
        }
      }
    } catch (IOException fault) {
      table.diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.UNREADABLE,
              path.toString(),
              "cannot be read: " + InputFile.reason(fault)));
    }
    return table;
  }

  /** Linux 5.3 to 5.6 has the namespace in front of the object. */
  private static Optional<Export> export(String[] fields) {
    boolean last = fields.length > KIND && KINDS.matcher(fields[KIND]).matches();
    boolean before = fields.length == MOST && KINDS.matcher(fields[NAMESPACE]).matches();
    if (last == before
        || fields.length > MOST
        || !CHECKSUMS.matcher(fields[CHECKSUM]).matches()
        || fields[SYMBOL].isEmpty()) {
      return Optional.empty();
    }
    String object = fields[before ? KIND : OBJECT];
    String kind = fields[before ? NAMESPACE : KIND];
    String namespace = before ? fields[OBJECT] : fields.length == MOST ? fields[NAMESPACE] : "";
    return object.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Export(
                fields[SYMBOL],
                Integer.parseUnsignedInt(fields[CHECKSUM].substring(2), 16),
                object,
                kind.endsWith("_GPL"),
                namespace));
  }

  /**
   * Lists the exports.
   *
   * @return in order of the file
   */
  public List<Export> exports() {
    return exports;
  }

  /**
   * Lists what is no line of such a table.
   *
   * @return in order of the file
   */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Adds what images and modules that show no exports export. */
  @Override
  public Linkage complete(Linkage linkage) {
    if (exports.isEmpty()) {
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
    SortedMap<String, String> namespaces = new TreeMap<>();
    SortedMap<String, Integer> checksums = new TreeMap<>();
    boolean any = false;
    for (Export export : exports) {
      if (!ofObject(export.object(), tables)) {
        continue;
      }
      any = true;
      if (imported.contains(export.symbol())) {
        namespaces.put(export.symbol(), export.namespace());
        if (export.checksum() != 0) {
          checksums.put(export.symbol(), export.checksum());
        }
      }
    }
    Linkage.Loading own = tables.loading();
    return tables.loaded(
        new Linkage.Loading(namespaces, any, checksums, own.needed(), own.namespaces()));
  }

  private static boolean ofObject(String object, Linkage.Tables tables) {
    return tables.form() == Linkage.Form.IMAGE
        ? object.equals(IMAGE)
        : tables.object().endsWith(object + ".ko");
  }
}
