package org.abiseam.elf;

import static org.abiseam.model.Limits.Limit.*;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.elf.packages.PackageReader;
import org.abiseam.elf.packages.XzStream;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.InputFile;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;
import org.abiseam.model.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a path of the command line stands for: an ELF file, a compressed one, an archive of
 * either, a package, or a directory of any of them.
 *
 * <p>In a directory a file whose first bytes are none of ours is passed over, for it is a source or
 * a script; named on the command line it is an error.
 */
public final class Containers {
  private Containers() {}

  /**
   * Opens a path.
   *
   * @param path a file or a directory
   * @return the object files it stands for
   * @throws Malformed where it cannot be read, or is none of the known kinds
   */
  public static Container open(Path path) {
    return open(path, Limits.USUAL);
  }

  /**
   * Opens a path with limits of its own.
   *
   * @param path a file or a directory
   * @param limits how much is taken from each file
   * @return as {@link #open(Path)}
   * @throws Malformed as {@link #open(Path)}
   */
  public static Container open(Path path, Limits limits) {
    return open(path, path.toString(), limits, (_, _, _) -> {});
  }

  /** Hears how far a package was read. */
  @FunctionalInterface
  public interface PackageProgress {
    /**
     * Notes it.
     *
     * @param path the package
     * @param read how many of its bytes
     * @param of how many it has
     */
    void bytes(String path, long read, long of);
  }

  /**
   * Opens a path and tells how far packages were read.
   *
   * @param path a file or a directory
   * @param name what a file is called in reports; objects of a directory have their own paths
   * @param limits how much is taken from each file
   * @param progress hears it
   * @return as {@link #open(Path)}
   * @throws Malformed as {@link #open(Path)}
   */
  public static Container open(Path path, String name, Limits limits, PackageProgress progress) {
    Members members = new Members(limits, progress);
    String kind;
    if (Files.isDirectory(path)) {
      kind = "directory";
      addDirectory(path, members);
    } else {
      kind = addFile(path, name, members, 0);
      if (kind.isEmpty()) {
        throw new Malformed(
            "",
            0,
            foreign(path)
                .map(one -> "this is " + one.sentence())
                .orElse(
                    "expected an ELF file, an archive, a package ("
                        + PackageReader.words()
                        + ") or a compressed one of them"));
      }
    }
    return members.container(kind);
  }

  /**
   * Opens one ELF file, e.g. a separate debug file.
   *
   * @param path the file; it may be compressed
   * @return the open object; the caller closes it
   * @throws Malformed where it cannot be read or is no ELF file
   */
  public static Container.OpenObject openObject(Path path) {
    if (FileKind.of(path, head(path), Limits.USUAL).form() != FileKind.Form.OBJECT) {
      throw new Malformed("", 0, "expected an ELF file");
    }
    return open(path, path.toString(), Limits.USUAL);
  }

  private static void addDirectory(Path directory, Members members) {
    Listing listing = new Listing(directory);
    try {
      listing.root = directory.toRealPath();
      Files.walkFileTree(listing.root, listing);
    } catch (IOException e) {
      throw new Malformed(
          Diagnostic.Kind.UNREADABLE, "", 0, "the directory cannot be listed: " + e.getMessage());
    }
    members.diagnostics.addAll(listing.faults);
    for (Path file : listing.files.stream().sorted().toList()) {
      try {
        if (addFile(file, file.toString(), members, 0).isEmpty()) {
          foreign(file)
              .filter(one -> one == ForeignFormat.LLVM_BITCODE)
              .ifPresent(one -> members.unsupported(file.toString(), one));
        }
      } catch (Malformed fault) {
        members.diagnostics.add(fault.diagnostic(file.toString(), Optional.empty()));
      }
    }
  }

  private static Optional<ForeignFormat> foreign(Path file) {
    return ForeignFormat.of(head(file));
  }

  /** Lists the files of a directory at any depth; what cannot be listed costs itself alone. */
  private static final class Listing extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final List<Path> files = new ArrayList<>();
    private final List<Diagnostic> faults = new ArrayList<>();
    private Path root;

    Listing(Path directory) {
      this.directory = directory;
      this.root = directory;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean linked = attributes.isSymbolicLink() && Files.isRegularFile(file);
      if (attributes.isRegularFile() || (linked && !again(file, root))) {
        files.add(given(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException fault) {
      String message = "cannot be listed: " + InputFile.reason(fault);
      faults.add(Diagnostic.ofFile(Diagnostic.Kind.UNREADABLE, given(file).toString(), message));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path listed, @Nullable IOException fault) {
      return fault == null ? FileVisitResult.CONTINUE : visitFileFailed(listed, fault);
    }

    private Path given(Path file) {
      return directory.resolve(root.relativize(file));
    }
  }

  /**
   * Tells whether a link leads to a file of the same directory, as build ids lead to debug files.
   */
  private static boolean again(Path link, Path root) {
    try {
      return link.toRealPath().startsWith(root);
    } catch (IOException _) {
      // Whoever opens it says what is wrong.
      return false;
    }
  }

  /** Returns what a file is by its first bytes; empty where it is none of ours. */
  private static String addFile(Path file, String name, Members members, int depth) {
    try {
      FileKind kind = FileKind.of(file, head(file), members.limits);
      switch (kind.form()) {
        case OBJECT -> {
          Container.Stored whole = new Container.Stored(file, 0, OptionalLong.empty());
          members.add(name, Optional.of(whole), () -> open(file, name, members.limits));
        }
        case ARCHIVE -> {
          try (Arena arena = Arena.ofConfined()) {
            addArchive(file, map(file, arena), name, members, depth);
          }
        }
        case PACKAGE -> addPackage(file, name, members);
        case NONE -> {
          // Whoever named it says so.
        }
      }
      return kind.word();
    } catch (InternalError fault) {
      throw shrunk(fault);
    }
  }

  /**
   * Says why mapped bytes could not be read. The virtual machine throws an {@link InternalError}
   * where a file became shorter after it was mapped.
   *
   * @param fault what was thrown
   * @return what to throw instead
   */
  public static Malformed shrunk(InternalError fault) {
    return new Malformed(
        Diagnostic.Kind.UNREADABLE, "", 0, "the file changed while it was read: " + fault);
  }

  private static void addPackage(Path file, String name, Members members) {
    PackageReader read;
    try (InputStream stream = new Counted(file, name, members.progress)) {
      read = PackageReader.read(stream, name, members.limits);
    } catch (IOException e) {
      throw new Malformed(
          Diagnostic.Kind.UNREADABLE, "", 0, "cannot be read: " + InputFile.reason(e));
    }
    members.packages.add(read);
    members.diagnostics.addAll(read.diagnostics());
    for (PackageReader.Member member : read.members()) {
      members.add(member.path(), Optional.empty(), () -> open(member, members.limits));
    }
  }

  /** Counts what was read of a file. */
  private static final class Counted extends FilterInputStream {
    private final String name;
    private final PackageProgress progress;
    private final long of;
    private long read;

    Counted(Path file, String name, PackageProgress progress) throws IOException {
      super(Files.newInputStream(file));
      this.name = name;
      this.progress = progress;
      this.of = Files.size(file);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int got = super.read(target, from, length);
      read += Math.max(0, got);
      progress.bytes(name, read, of);
      return got;
    }
  }

  private static Container.OpenObject open(PackageReader.Member member, Limits limits) {
    return opening(
        arena -> {
          MemorySegment bytes = member.content().open(arena);
          return BtfFile.isBtf(bytes)
              ? new BtfFile(member.path(), bytes, limits)
              : new ElfObject(member.path(), bytes, limits, arena);
        });
  }

  private static void addArchive(
      Path file, MemorySegment mapped, String name, Members members, int depth) {
    if (depth >= members.limits.of(NESTING)) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          "",
          0,
          "archives nested deeper than " + members.limits.of(NESTING));
    }
    boolean thin = Archive.isThin(mapped);
    if (thin && !members.thin.add(real(file))) {
      throw new Malformed("", 0, "thin archives name each other in a circle, or one of them twice");
    }
    for (Archive.Entry entry : Archive.entries(mapped, members.limits)) {
      String member = name + "(" + entry.name() + ")";
      if (thin) {
        addBeside(file, entry.name(), member, members, depth);
      } else if (Header.isElf(entry.data()) && !metadata(entry.name())) {
        long offset = entry.data().address() - mapped.address();
        long size = entry.data().byteSize();
        Container.Stored part = new Container.Stored(file, offset, OptionalLong.of(size));
        members.add(
            member, Optional.of(part), () -> open(file, member, offset, size, members.limits));
      } else if (!metadata(entry.name())) {
        // A bitcode member of an LTO archive, or metadata of another tool: there is no debug info
        // to read.
        ForeignFormat.of(entry.data())
            .ifPresentOrElse(
                one -> members.unsupported(member, one),
                () ->
                    members.diagnostics.add(
                        Diagnostic.ofFile(
                            Diagnostic.Kind.UNSUPPORTED,
                            member,
                            "expected an ELF file in the archive")));
      }
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException _) {
      return file;
    }
  }

  /**
   * What rustc keeps for itself in an {@code .rlib}, wrapped in ELF or not: no code and no types.
   */
  private static boolean metadata(String member) {
    return member.endsWith(".rmeta") || member.endsWith(".rmeta-link");
  }

  private static void addBeside(
      Path archive, String entry, String member, Members members, int depth) {
    try {
      if (addFile(beside(archive, entry), member, members, depth + 1).isEmpty()) {
        members.diagnostics.add(
            Diagnostic.ofFile(Diagnostic.Kind.MALFORMED, member, "expected an ELF file"));
      }
    } catch (Malformed fault) {
      members.diagnostics.add(fault.diagnostic(member, Optional.empty()));
    }
  }

  /** A thin archive may only name what lies in its own directory or below. */
  private static Path beside(Path archive, String entry) {
    try {
      Path named = Path.of(entry).normalize();
      if (!named.isAbsolute() && !named.startsWith("..")) {
        return archive.resolveSibling(named);
      }
    } catch (InvalidPathException e) {
      throw new Malformed("", 0, "a thin archive names no file: " + e.getReason());
    }
    throw new Malformed(
        Diagnostic.Kind.UNREADABLE,
        "",
        0,
        "it lies outside the directory of the thin archive and was not opened; give it by itself");
  }

  private static Container.OpenObject open(Path file, String name, Limits limits) {
    return opening(
        arena -> {
          MemorySegment mapped = map(file, arena);
          Decompression.FileFormat format = Decompression.format(mapped);
          if (BtfFile.isBtf(mapped)) {
            return new BtfFile(name, mapped, limits);
          }
          boolean plain = Header.isElf(mapped) || format == Decompression.FileFormat.NONE;
          return new ElfObject(
              name,
              plain ? mapped : Decompression.file(mapped, format, limits, arena),
              limits,
              arena);
        });
  }

  private static Container.OpenObject open(
      Path file, String name, long offset, long size, Limits limits) {
    return opening(
        arena ->
            new ElfObject(
                name,
                new Bytes("", map(file, arena), false).window("", offset, size).segment(),
                limits,
                arena));
  }

  private static Container.OpenObject opening(
      java.util.function.Function<Arena, ObjectFile> opener) {
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      Open result = new Open(opener.apply(arena), arena);
      opened = true;
      return result;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  private static MemorySegment map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(InputFile.of(file), StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads the first bytes, which tell what a file is; a mapping would cost more than they do. */
  private static MemorySegment head(Path file) {
    try (InputStream stream = Files.newInputStream(InputFile.of(file))) {
      return MemorySegment.ofArray(stream.readNBytes(FileKind.HEAD));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Malformed unreadable(IOException fault) {
    return new Malformed(
        Diagnostic.Kind.UNREADABLE, "", 0, "cannot be read: " + InputFile.reason(fault));
  }

  private record Open(ObjectFile file, Arena arena) implements Container.OpenObject {
    @Override
    public void close() {
      arena.close();
    }
  }

  /** Opens a member when it is its turn. */
  private interface Opener {
    Container.OpenObject open();
  }

  private record Late(String path, Optional<Container.Stored> stored, Opener opener)
      implements Container.Member {
    @Override
    public Container.OpenObject open() {
      return opener.open();
    }
  }

  /** What has been found so far. */
  private static final class Members {
    private final Limits limits;
    private final PackageProgress progress;
    private final List<Container.Member> members = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<PackageReader> packages = new ArrayList<>();
    private final Set<Path> thin = new HashSet<>();

    Members(Limits limits, PackageProgress progress) {
      this.limits = limits;
      this.progress = progress;
    }

    void add(String path, Optional<Container.Stored> stored, Opener opener) {
      if (members.size() >= limits.of(Limits.Limit.MEMBERS)) {
        throw new Malformed(
            Diagnostic.Kind.LIMIT,
            "",
            0,
            "more than " + limits.of(Limits.Limit.MEMBERS) + " objects");
      }
      members.add(new Late(Printable.of(path), stored, opener));
    }

    void unsupported(String path, ForeignFormat format) {
      diagnostics.add(
          Diagnostic.ofFile(Diagnostic.Kind.UNSUPPORTED, path, "this is " + format.sentence()));
    }

    Container container(String kind) {
      return new Found(kind, List.copyOf(members), List.copyOf(diagnostics), List.copyOf(packages));
    }
  }

  private record Found(
      String kind, List<Member> members, List<Diagnostic> diagnostics, List<PackageReader> packages)
      implements Container {
    @Override
    public boolean unpackedByJava() {
      return !XzStream.hasLiblzma() && packages.stream().anyMatch(PackageReader::hasXz);
    }

    @Override
    public void close() {
      packages.forEach(PackageReader::close);
    }
  }
}
