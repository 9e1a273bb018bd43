package org.abiseam.engine.result;

import java.util.List;
import java.util.SortedSet;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Printable;

/**
 * Describes one input of a run and what was read from it.
 *
 * @param path as given
 * @param kind what the run reads from it
 * @param format the file format, as reports name it: {@code elf}, {@code archive}, {@code deb}, …;
 *     the word of the kind where that has only one
 * @param objects how many object files it holds
 * @param machines what they were made for, by name
 * @param units compile units in all of them
 * @param sides ids of the sides they belong to
 * @param diagnostics what could not be read or is not there
 */
public record Input(
    String path,
    Kind kind,
    String format,
    int objects,
    SortedSet<String> machines,
    int units,
    SortedSet<String> sides,
    List<Diagnostic> diagnostics) {

  /** Makes the path printable. */
  public Input {
    path = Printable.of(path);
  }

  /** Tells what a run reads from an input. */
  public enum Kind {
    /** Object files, in a container or alone. */
    OBJECTS(""),
    /** A snapshot of an earlier build. */
    SNAPSHOT("snapshot"),
    /** An object that belongs to another input. */
    OBJECT("object"),
    /** Rust source that bindgen wrote. */
    BINDINGS("bindings"),
    /** LLVM IR that rustc wrote. */
    LLVM_IR("llvm-ir"),
    /** The {@code .config} of a kernel. */
    CONFIGURATION("configuration"),
    /** The exported symbols of a kernel. */
    EXPORTS("exports"),
    /** Lists of symbols to verify. */
    SYMBOL_SCOPE("symbol scope"),
    /** A file that could not be opened. */
    UNREADABLE("unreadable");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /**
     * Returns the format that reports name.
     *
     * @return empty for {@link #OBJECTS}, which may have many
     */
    public String word() {
      return word;
    }
  }
}
