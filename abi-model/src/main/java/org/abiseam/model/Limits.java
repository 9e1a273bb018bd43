package org.abiseam.model;

import java.util.EnumMap;
import java.util.Map;

/**
 * Bounds what is taken from one input before it is refused. Real input stays far below each bound;
 * what exceeds one is reported, never cut off in silence. An input carries its limits along, so
 * that whatever reads it asks the same ones. Immutable.
 */
public final class Limits {
  /** Names a bound and its usual value; sizes are in bytes. */
  public enum Limit {
    /** A decompressed section, object or file: eight times the largest kernel image seen. */
    FILE_BYTES(4L << 30),

    /**
     * How often a compressed section, file or layer may be larger than its compressed form; zlib
     * itself ends near 1,030, and real packages stay below 20.
     */
    RATIO(2_000),

    /** Below this size no ratio of a package is looked at: a small file of zeros is no bomb. */
    RATIO_FREE_BYTES(64L << 20),

    /** Native memory for the objects of one package where there is no disk for them. */
    PACKAGE_MEMORY(4L << 30),

    /** Native memory for the objects of one package before they go to a temporary file. */
    PACKAGE_HELD(64L << 20),

    /** Bytes of that file: twice the largest kernel package seen. */
    PACKAGE_DISK(16L << 30),

    /** Everything that comes out of one package, inner layers counted again. */
    UNPACKED_BYTES(128L << 30),

    /**
     * Archives and compressions inside each other in a package: a module of a package in a tar
     * archive is at 7.
     */
    PACKAGE_NESTING(24),

    /** Thin archives inside thin archives, and directories inside directories. */
    NESTING(64),

    /** Members of one archive, files of one directory or package, inner ones counted. */
    MEMBERS(1 << 20),

    /** Memory that an xz stream may ask for to be read, in KiB; {@code xz -9} asks for 65 MiB. */
    XZ_KIBIBYTES(200 << 10),

    /** The header of an RPM package: sixteen times the one of a kernel's sources. */
    PACKAGE_HEADER_BYTES(32 << 20),

    /**
     * Declarations in one abbreviation table; a linked vmlinux of Clang with LTO has some 10,000.
     */
    ABBREVIATIONS(1 << 20),

    /** Steps through DW_AT_specification, DW_AT_abstract_origin and DW_AT_signature. */
    REFERENCES(64),

    /** Entries inside each other; nested scopes of generated code reach some 300. */
    ENTRY_DEPTH(1 << 14),

    /** Partial units that import each other in a row; dwz writes chains of a few. */
    IMPORT_DEPTH(64),

    /** Diagnostics of one kind before the rest is only counted. */
    DIAGNOSTICS(20),

    /**
     * How deep types may lie in each other, pointers counted; the deepest of a Linux kernel is
     * below 40.
     */
    TYPE_DEPTH(256),

    /**
     * How many parts a type may have beyond its own when the types without a name inside it are
     * written out, pointers and functions counted; the largest of a Linux kernel has some 3,000.
     */
    TYPE_PARTS(1 << 16),

    /** Qualifiers around one type. */
    QUALIFIERS(32),

    /** Typedefs that stand for each other in a row; the longest of a Linux kernel is below 10. */
    TYPEDEFS(64),

    /** How many types one object may have: four times all unique types of a vmlinux. */
    TYPES(1 << 22),

    /** Records of one BTF: the kernel's BTF_MAX_TYPE is 2^20, and vmlinux has some 160,000. */
    BTF_RECORDS(1 << 24);

    private final long usual;

    Limit(long usual) {
      this.usual = usual;
    }
  }

  /** The limits of every run of the program. */
  public static final Limits USUAL = new Limits(new EnumMap<>(Limit.class));

  private final Map<Limit, Long> changed;

  private Limits(Map<Limit, Long> changed) {
    this.changed = changed;
  }

  /**
   * Gives a bound.
   *
   * @param limit which one
   * @return the largest value that is still taken
   */
  public long of(Limit limit) {
    return changed.isEmpty() ? limit.usual : changed.getOrDefault(limit, limit.usual);
  }

  /**
   * Gives a bound on a number of things.
   *
   * @param limit which one
   * @return the largest number that is still taken
   */
  public int count(Limit limit) {
    return Math.toIntExact(of(limit));
  }

  /**
   * Changes one bound.
   *
   * @param limit which one
   * @param value the largest value that is taken
   * @return limits that are the same but for it
   */
  public Limits with(Limit limit, long value) {
    Map<Limit, Long> more = new EnumMap<>(Limit.class);
    more.putAll(changed);
    more.put(limit, value);
    return new Limits(more);
  }
}
