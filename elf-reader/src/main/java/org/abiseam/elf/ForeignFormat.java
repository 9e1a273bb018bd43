package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** Recognises files that users take for objects of ours, and says what to give instead. */
public enum ForeignFormat {
  /** LLVM bitcode, plain or in its wrapper (LLVM Bitcode File Format, "Magic Numbers"). */
  LLVM_BITCODE(
      "LLVM bitcode, as -flto writes it; give the linked file, or compile without -flto",
      "4243c0de",
      "dec0170b"),
  /** Mach-O of both byte orders and word sizes, and the universal file that holds several. */
  MACH_O(
      "a Mach-O file; only ELF objects are read: build for a target that has them, such as Linux",
      "feedface",
      "feedfacf",
      "cefaedfe",
      "cffaedfe",
      "cafebabe"),
  /** PE, and a compressed kernel that a boot loader takes for one. */
  PE("a PE file or a compressed kernel image; of a kernel give vmlinux", "4d5a"),
  /** WebAssembly. */
  WEB_ASSEMBLY(
      "a WebAssembly module; only ELF objects are read: build for a target that has them",
      "0061736d"),
  /** No bytes at all. */
  EMPTY("an empty file; was its build interrupted? build it again"),
  /** Text of any kind. */
  TEXT(
      "text and no object: compile it first (cc -g -c); check takes a C header by --header, and"
          + " Rust source (.rs) and LLVM IR (.ll) as they are");

  private static final int HEAD = 256;

  private final String sentence;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it immutable.
  private final List<String> magics;

  ForeignFormat(String sentence, String... magics) {
    this.sentence = sentence;
    this.magics = List.of(magics);
  }

  /**
   * Tells what a file is, where it is one of these.
   *
   * @param file all its bytes, or the first ones
   * @return empty for any other file
   */
  static Optional<ForeignFormat> of(MemorySegment file) {
    byte[] head = file.asSlice(0, Math.min(HEAD, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    if (head.length == 0) {
      return Optional.of(EMPTY);
    }
    String hexadecimal = java.util.HexFormat.of().formatHex(head);
    for (ForeignFormat format : values()) {
      if (format.magics.stream().anyMatch(hexadecimal::startsWith)) {
        return Optional.of(format);
      }
    }
    return isText(head) ? Optional.of(TEXT) : Optional.empty();
  }

  private static boolean isText(byte[] head) {
    for (byte one : head) {
      boolean control = one >= 0 && one < ' ' && one != '\t' && one != '\n' && one != '\r';
      if (control || one == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /**
   * Says what the file is and what to give instead.
   *
   * @return the end of a sentence that begins with "this is", without a full stop
   */
  public String sentence() {
    return sentence;
  }
}
