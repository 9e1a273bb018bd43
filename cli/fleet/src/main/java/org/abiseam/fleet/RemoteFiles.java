package org.abiseam.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Brings files of Hadoop file systems (HDFS, S3, …) to the machine of a worker, since objects are
 * read by mapping them.
 */
final class RemoteFiles {
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]+:/.*");

  private final Configuration configuration;

  RemoteFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Tells whether a name is a URI and not a local path. */
  static boolean isRemote(String name) {
    return SCHEME.matcher(name).matches();
  }

  /**
   * Lists the files that a URI stands for.
   *
   * @param pattern as Hadoop's {@code globStatus} takes it
   * @throws IllegalArgumentException where there is none
   */
  List<String> matching(String pattern) {
    try {
      Path path = new Path(pattern);
      FileStatus[] found = path.getFileSystem(configuration).globStatus(path);
      if (found == null || found.length == 0) {
        throw new IllegalArgumentException(pattern + ": there is no such file");
      }
      return Stream.of(found).map(status -> status.getPath().toString()).sorted().toList();
    } catch (IOException fault) {
      throw new IllegalArgumentException(
          pattern + ": it cannot be read: " + fault.getMessage(), fault);
    }
  }

  /**
   * Copies remote files into a folder, each below a folder of its own, so that equal names do not
   * meet.
   *
   * @param names paths and URIs
   * @param folder where copies go
   * @return local paths, in order
   * @throws UncheckedIOException where a file cannot be copied
   */
  List<java.nio.file.Path> local(List<String> names, java.nio.file.Path folder) {
    List<java.nio.file.Path> paths = new java.util.ArrayList<>();
    for (String name : names) {
      paths.add(isRemote(name) ? copied(name, folder, paths.size()) : java.nio.file.Path.of(name));
    }
    return paths;
  }

  private java.nio.file.Path copied(String name, java.nio.file.Path folder, int number) {
    try {
      Path remote = new Path(name);
      java.nio.file.Path own = Files.createTempDirectory(folder, "input" + number + "-");
      java.nio.file.Path target = own.resolve(remote.getName());
      FileSystem files = remote.getFileSystem(configuration);
      files.copyToLocalFile(false, remote, new Path(target.toUri()), true);
      return target;
    } catch (IOException fault) {
      throw new UncheckedIOException(
          name + " cannot be copied to this machine: " + fault.getMessage(), fault);
    }
  }
}
