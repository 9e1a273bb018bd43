package org.abiseam.dwarf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.abiseam.elf.Container.OpenObject;
import org.abiseam.elf.ObjectFile;
import org.abiseam.model.InputFile;
import org.abiseam.model.Malformed;

/**
 * Looks for debug files where gdb looks (Debugging with GDB, "Separate Debug Files"): by build id
 * under {@code .build-id} of each debug directory; by name beside the object, in {@code .debug}
 * beside it, under each debug directory and in it. A file counts only if its build id, or the CRC
 * of the link, is the one asked for: a stale file is worse than none. Objects may be a stranger's:
 * a path that one records leads nowhere but into its own directory, a debug directory, and what the
 * user named.
 */
final class DebugDirectories implements DebugFiles {
  private static final int CHUNK = 1 << 20;

  private final List<Path> directories;
  private final List<Path> allowed;
  private final Function<Path, Optional<OpenObject>> opener;

  DebugDirectories(
      List<Path> directories, List<Path> given, Function<Path, Optional<OpenObject>> opener) {
    this.directories = List.copyOf(directories);
    this.allowed =
        Stream.concat(
                directories.stream().map(DebugDirectories::normal),
                given.stream()
                    .map(DebugDirectories::normal)
                    .map(path -> Files.isDirectory(path) ? path : parent(path)))
            .distinct()
            .toList();
    this.opener = opener;
  }

  @Override
  public Optional<OpenObject> find(Wanted wanted) {
    try {
      return switch (wanted) {
        case Wanted.Separate separate -> separate(separate);
        case Wanted.Supplementary supplementary -> supplementary(supplementary);
        case Wanted.Package whole -> open(Path.of(file(whole.object()) + ".dwp"));
        case Wanted.Split split -> first(splitPaths(split));
      };
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns the file that holds the object; for {@code lib.a(main.o)} the archive. */
  private static String file(String object) {
    int member = object.endsWith(")") ? object.indexOf('(') : -1;
    return member > 0 ? object.substring(0, member) : object;
  }

  private static Path directory(String object) {
    return parent(normal(Path.of(file(object))));
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /** Tells whether a path that an object records may be followed. */
  private boolean allowed(Path candidate, String object) {
    Path path = normal(candidate);
    return path.startsWith(directory(object)) || allowed.stream().anyMatch(path::startsWith);
  }

  private Optional<OpenObject> separate(Wanted.Separate wanted) {
    if (wanted.buildId().isPresent()) {
      Optional<OpenObject> found = byBuildId(wanted.buildId().get());
      if (found.isPresent()) {
        return found;
      }
    }
    // The link is a name without a directory (GDB manual, "Separate Debug Files").
    if (wanted.link().isEmpty() || wanted.link().get().file().contains("/")) {
      return Optional.empty();
    }
    ObjectFile.DebugLink link = wanted.link().get();
    Path beside = directory(wanted.object());
    List<Path> candidates = new ArrayList<>();
    candidates.add(beside.resolve(link.file()));
    candidates.add(beside.resolve(".debug").resolve(link.file()));
    for (Path directory : directories) {
      candidates.add(directory.resolve(beside.toString().substring(1)).resolve(link.file()));
      candidates.add(directory.resolve(link.file()));
    }
    Path self = Path.of(file(wanted.object())).toAbsolutePath().normalize();
    for (Path candidate : candidates) {
      if (!candidate.normalize().equals(self)
          && Files.isRegularFile(candidate)
          && checksum(candidate) == link.crc()) {
        return open(candidate);
      }
    }
    return Optional.empty();
  }

  private Optional<OpenObject> byBuildId(String id) {
    if (id.length() < 4) {
      return Optional.empty();
    }
    for (Path directory : directories) {
      Path path =
          directory
              .resolve(".build-id")
              .resolve(id.substring(0, 2))
              .resolve(id.substring(2) + ".debug");
      Optional<OpenObject> found = withBuildId(path, id);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<OpenObject> supplementary(Wanted.Supplementary wanted) {
    Path path = directory(wanted.object()).resolve(wanted.name());
    Optional<OpenObject> named =
        allowed(path, wanted.object()) ? withBuildId(path, wanted.buildId()) : Optional.empty();
    return named.isPresent() ? named : byBuildId(wanted.buildId());
  }

  private Optional<OpenObject> withBuildId(Path path, String id) {
    Optional<OpenObject> found = open(path);
    if (found.isPresent() && !found.get().file().buildId().equals(Optional.of(id))) {
      found.get().close();
      return Optional.empty();
    }
    return found;
  }

  private List<Path> splitPaths(Wanted.Split wanted) {
    Path name = Path.of(wanted.name());
    Path beside = directory(wanted.object());
    List<Path> candidates = new ArrayList<>();
    candidates.add(beside.resolve(wanted.directory()).resolve(name));
    if (!name.isAbsolute()) {
      candidates.add(beside.resolve(name));
      for (Path directory : directories) {
        candidates.add(directory.resolve(name));
      }
    }
    Path last = name.getFileName();
    if (last != null) {
      candidates.add(beside.resolve(last));
    }
    candidates.removeIf(candidate -> !allowed(candidate, wanted.object()));
    return candidates;
  }

  private Optional<OpenObject> first(List<Path> candidates) {
    for (Path candidate : candidates) {
      Optional<OpenObject> found = open(candidate);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<OpenObject> open(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      return opener.apply(path);
    } catch (Malformed fault) {
      return Optional.empty();
    }
  }

  private static int checksum(Path path) {
    CRC32 crc = new CRC32();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    try (FileChannel channel = FileChannel.open(InputFile.of(path))) {
      while (channel.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      return 0;
    }
    return (int) crc.getValue();
  }
}
