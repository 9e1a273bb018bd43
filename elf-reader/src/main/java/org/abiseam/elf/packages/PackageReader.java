package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;
import org.abiseam.model.Printable;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Walks through one package and keeps its object files. */
public final class PackageReader implements AutoCloseable {
  /** POSIX.1 pax: an archive ends with two blocks of zeros. */
  private static final int TAR_END = 2 * Magic.BLOCK;

  private final ObjectStore held;
  private final Budget budget;
  private final List<Member> members = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<Diagnostic> told = new HashSet<>();
  private boolean xz;

  /**
   * Describes an object file of the package.
   *
   * @param path the package, and in parentheses its place there
   * @param inside its place in the innermost package, without a leading slash or dot
   * @param content its bytes
   */
  public record Member(String path, String inside, Content content) {
    /** Makes both names printable. */
    public Member {
      path = Printable.of(path);
      inside = Printable.of(inside);
    }
  }

  /** Bytes that are brought into memory when they are needed. */
  @FunctionalInterface
  public interface Content {
    /**
     * Brings them into memory.
     *
     * @return the bytes
     */
    MemorySegment open(Arena arena);
  }

  private PackageReader(Limits limits) {
    this.held = new ObjectStore(limits);
    this.budget = new Budget(limits);
  }

  /**
   * Reads a package.
   *
   * @param file the package from its first byte on; closed by the caller
   * @param limits how much is taken from it
   * @return what is in it; the objects live until it is closed
   */
  public static PackageReader read(InputStream file, String name, Limits limits) {
    PackageReader reader = new PackageReader(limits);
    Place place = new Place(List.of(name), 0);
    reader.nested(Layer.ofFile(file, reader.budget), place);
    return reader;
  }

  /**
   * {@return whether {@link #kind} has something to look at: false for object files and for all
   * that is none of ours}
   *
   * @param head the first 512 bytes of a file
   */
  public static boolean concerns(byte[] head) {
    Magic.Role role = Magic.of(head).role();
    return role == Magic.Role.CONTAINER || role == Magic.Role.COMPRESSION;
  }

  /** {@return the words for all packages that are read, for a message: {@code deb, rpm, tar}} */
  public static String words() {
    return Arrays.stream(Magic.values())
        .filter(magic -> magic.role() == Magic.Role.CONTAINER && magic != Magic.AR)
        .map(Magic::word)
        .collect(Collectors.joining(", "));
  }

  /**
   * Tells what a file is by its beginning.
   *
   * @param file the file from its first byte on
   * @param limits how much is taken from it
   * @return {@code deb}, {@code rpm}, {@code tar} or {@code archive}; {@code object} for a
   *     compressed object file; empty for all else
   */
  public static String kind(InputStream file, Limits limits) {
    Layer layer = Layer.ofFile(file, new Budget(limits));
    for (int depth = 0; depth < limits.of(PACKAGE_NESTING); depth++) {
      Magic magic = Magic.of(layer.peek(Magic.BLOCK));
      Optional<Layer> inner = Unpacking.beginning(layer, magic);
      if (inner.isEmpty()) {
        return magic.word();
      }
      layer = inner.get();
    }
    return "";
  }

  /** {@return the object files: in order of the package} */
  public List<Member> members() {
    return List.copyOf(members);
  }

  /** {@return what could not be read: in order of the package} */
  public List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  /** {@return whether something in it is compressed by xz} */
  public boolean hasXz() {
    return xz;
  }

  @Override
  public void close() {
    held.close();
  }

  /** Holds where a layer stands: files inside each other, the outermost first. */
  private record Place(List<String> names, int depth) {
    String text() {
      StringBuilder text = new StringBuilder(names.getFirst());
      names.stream().skip(1).forEach(name -> text.append('(').append(name));
      return text.append(")".repeat(names.size() - 1)).toString();
    }

    Place in(String name) {
      List<String> more = new ArrayList<>(names);
      more.add(name);
      return new Place(more, depth + 1);
    }

    Place deeper() {
      return new Place(names, depth + 1);
    }
  }

  /** The boundary behind which damage is a diagnostic and the rest still counts. */
  private void nested(Layer layer, Place place) {
    try {
      walk(layer, place);
    } catch (Malformed fault) {
      // What breaks a file of an archive may have broken the archive, which then says the same.
      if (told.add(fault.diagnostic("", Optional.empty()))) {
        diagnostics.add(fault.diagnostic(place.text(), Optional.empty()));
      }
    }
  }

  private void walk(Layer layer, Place place) {
    int deepest = budget.limits().count(PACKAGE_NESTING);
    if (place.depth() > deepest) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          layer.name(),
          0,
          "archives and compressions nested deeper than " + deepest);
    }
    Magic magic = Magic.of(layer.peek(Magic.BLOCK));
    switch (magic) {
      case ELF, BTF -> hold(layer, place);
      case DEB -> debian(layer, place);
      case AR -> archive(layer, place);
      case THIN_AR ->
          throw new Malformed(
              Diagnostic.Kind.UNSUPPORTED, "", 0, "a thin archive, whose members lie elsewhere");
      case RPM -> rpm(layer, place);
      case TAR -> tar(layer, place);
      case GZIP, XZ, ZSTD, BZIP2 -> unpack(layer, magic, place);
      case OTHER -> {
        // A manual page, a script, a picture.
      }
    }
  }

  private void unpack(Layer layer, Magic magic, Place place) {
    Layer inner = unpacked(layer, magic).orElseThrow();
    try {
      walk(inner, place.deeper());
      if (inner.position() > 0) {
        inner.drain();
      }
    } finally {
      inner.end();
    }
  }

  private Optional<Layer> unpacked(Layer layer, Magic magic) {
    xz |= magic == Magic.XZ;
    return Unpacking.of(layer, magic);
  }

  private void hold(Layer layer, Place place) {
    ObjectStore.Bytes bytes = held.hold(layer);
    members.add(new Member(place.text(), place.names().getLast(), bytes::open));
  }

  private void archive(Layer layer, Place place) {
    ArStream archive = new ArStream(layer);
    for (String name = archive.next(); !name.isEmpty(); name = archive.next()) {
      budget.entry(layer);
      Layer member = layer.decoded("", archive, "archive");
      Place inside = place.in(name);
      if (Magic.of(member.peek(Magic.BLOCK)) != Magic.OTHER) {
        nested(member, inside);
      } else if (!name.endsWith(".rmeta")) {
        diagnostics.add(
            Diagnostic.ofFile(
                Diagnostic.Kind.UNSUPPORTED, inside.text(), "expected an ELF file in the archive"));
      }
      member.drain();
    }
  }

  private void debian(Layer layer, Place place) {
    ArStream archive = new ArStream(layer);
    boolean data = false;
    for (String name = archive.next(); !name.isEmpty(); name = archive.next()) {
      if (name.startsWith(DebianPackage.DATA)) {
        data = true;
        Layer member = layer.decoded(name, archive, "package");
        DebianPackage.require(member, name);
        walk(member, place.deeper());
        member.drain();
      }
    }
    if (!data) {
      throw layer.malformed("expected a member data.tar and found the end of the package");
    }
  }

  private void rpm(Layer layer, Place place) {
    Rpm header = Rpm.read(layer);
    header.require(layer);
    MessageDigest sha256 = sha256();
    Layer payload = layer.decoded("payload", new DigestInputStream(layer, sha256), "package");
    Magic magic = Magic.of(payload.peek(Magic.BLOCK));
    Layer archive = unpacked(payload, magic).orElse(payload);
    if (archive == payload && !Cpio.is(payload)) {
      throw new Malformed(
          Diagnostic.Kind.UNSUPPORTED,
          payload.name(),
          0,
          "expected a cpio archive, plain or by gzip, xz, zstd or bzip2; the header says "
              + header.compressor());
    }
    try {
      cpio(archive, header, place);
    } finally {
      archive.end();
    }
    payload.drain();
    header.verify(payload, sha256.digest());
  }

  private void cpio(Layer archive, Rpm header, Place place) {
    Cpio cpio = new Cpio(archive, header.files());
    for (Rpm.File file = cpio.next(); !file.name().isEmpty(); file = cpio.next()) {
      budget.entry(archive);
      if (file.regular()) {
        nested(archive.decoded("", cpio, "cpio archive"), place.in(plain(file.name())));
      }
    }
    archive.drain();
  }

  private void tar(Layer layer, Place place) {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(layer)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        budget.entry(layer);
        // Links lead to files that are there themselves.
        if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
          nested(layer.decoded("", tar, "tar archive"), place.in(plain(entry.getName())));
        }
      }
    } catch (IOException | IllegalArgumentException fault) {
      throw layer.malformed("the tar archive is damaged: " + fault.getMessage());
    }
    layer.drain();
    if (layer.trailingZeros() < TAR_END) {
      throw layer.malformed("expected two blocks of zeros at the end of the tar archive");
    }
  }

  private static String plain(String name) {
    return name.replaceFirst("^(\\./|/)+", "");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
