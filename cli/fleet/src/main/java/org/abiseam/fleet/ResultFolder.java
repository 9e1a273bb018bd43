package org.abiseam.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Keeps what a run found in a folder of any Hadoop file system: tables, those of the run before,
 * and the reports of each build. Until a run is complete its tables lie beside those of the last
 * one.
 */
final class ResultFolder {
  /** The tables of the last complete run. */
  static final String CURRENT = "tables";

  /** The tables of the complete run before it. */
  static final String PREVIOUS = "previous";

  /** The tables of a run that goes on. */
  static final String UNFINISHED = "tables.unfinished";

  private static final List<String> REPORTS = List.of("report.txt", "report.json", "report.html");

  private final Path folder;
  private final FileSystem files;

  private ResultFolder(Path folder, FileSystem files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Opens a folder.
   *
   * @param name a local path, or a URI
   */
  static ResultFolder of(String name, Configuration configuration) {
    String place =
        RemoteFiles.isRemote(name)
            ? name
            : java.nio.file.Path.of(name).toAbsolutePath().toUri().toString();
    Path path = new Path(place);
    try {
      return new ResultFolder(path, path.getFileSystem(configuration));
    } catch (IOException fault) {
      throw new UncheckedIOException(name + " cannot be used: " + fault.getMessage(), fault);
    }
  }

  /** Reads the reports of a folder that can be read, by their paths below the output folder. */
  Map<String, String> reports(String name) {
    Map<String, String> texts = new TreeMap<>();
    for (String report : REPORTS) {
      String path = name + "/" + report;
      try {
        texts.put(path, content(path));
      } catch (IOException _) {
        // It is written anew: Hadoop's checksum beside it does not fit where somebody changed it.
      }
    }
    return texts;
  }

  /** Reads a file; empty where it is not there or cannot be read. */
  Optional<String> text(String name) {
    try {
      return Optional.of(content(name));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private String content(String name) throws IOException {
    try (InputStream stream = files.open(path(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Writes a file. */
  void write(String name, String text) {
    io(
        () -> {
          try (OutputStream stream = files.create(path(name), true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
          }
          return true;
        });
  }

  /** Tells whether there is such a file or folder. */
  boolean isThere(String name) {
    return io(() -> files.exists(path(name)));
  }

  /** Removes a file or folder, if it is there. */
  void delete(String name) {
    io(() -> files.delete(path(name), true));
  }

  /** Copies a file or folder to a name that is not there. */
  void copy(String from, String to) {
    io(() -> files.mkdirs(path(to).getParent()));
    io(() -> FileUtil.copy(files, path(from), files, path(to), false, files.getConf()));
  }

  /** Makes the unfinished tables the current ones, and those the previous ones. */
  void publish() {
    delete(PREVIOUS);
    if (isThere(CURRENT)) {
      io(() -> files.rename(path(CURRENT), path(PREVIOUS)));
    }
    io(() -> files.rename(path(UNFINISHED), path(CURRENT)));
  }

  /** Returns the URI of a file or folder. */
  String uri(String name) {
    return path(name).toString();
  }

  private Path path(String name) {
    return new Path(folder, name);
  }

  private interface Io {
    boolean run() throws IOException;
  }

  private boolean io(Io step) {
    try {
      return step.run();
    } catch (IOException fault) {
      throw new UncheckedIOException(folder + " cannot be written: " + fault.getMessage(), fault);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
