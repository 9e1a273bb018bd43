package org.abiseam.elf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/** The object files that one path of the command line stands for. */
public interface Container extends AutoCloseable {
  /**
   * Returns what the path is, for reports: {@code elf}, {@code archive}, {@code thin-archive},
   * {@code directory}, …
   *
   * @return a lower-case word
   */
  String kind();

  /**
   * {@return the members, one after the other, each opened when asked for and closed with {@link
   * OpenObject}; a compressed one is decompressed then: in order of the container, directories
   * sorted by path}
   */
  List<Member> members();

  /**
   * {@return whether Java unpacked xz in a package, which takes longer than the liblzma of the
   * machine, which is not there or may not be called}
   */
  boolean unpackedByJava();

  /** {@return what kept members from being listed: in order of discovery} */
  List<Diagnostic> diagnostics();

  @Override
  void close();

  /** An object file that is not open yet. */
  interface Member {
    /** {@return its path as in {@link ObjectFile#path()}: the path for reports} */
    String path();

    /**
     * Opens it; the caller closes it.
     *
     * @return the open object
     * @throws Malformed where it is no ELF file or its header or section table breaks the format
     */
    OpenObject open();

    /**
     * {@return where its bytes lie by themselves; empty where they are packed together with others}
     */
    default Optional<Stored> stored() {
      return Optional.empty();
    }
  }

  /**
   * Tells where the bytes of an object lie.
   *
   * @param file the file that holds them
   * @param offset where they begin in it
   * @param bytes how many they are; empty for all of the file
   */
  record Stored(Path file, long offset, OptionalLong bytes) {}

  /** An open object file with the memory that holds it. */
  interface OpenObject extends AutoCloseable {
    /** {@return the file: valid until {@link #close()}} */
    ObjectFile file();

    @Override
    void close();
  }
}
