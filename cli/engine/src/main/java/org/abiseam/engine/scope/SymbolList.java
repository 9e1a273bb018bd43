package org.abiseam.engine.scope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abiseam.model.InputFile;

/**
 * Reads the names in a file of symbols. Four forms are told apart by what their lines look like:
 *
 * <pre>
 * [abi_symbol_list]                       Android, beside each other as many as there are; libabigail
 *   module_layout                         takes sections that end in symbol_list or whitelist
 *
 * [rhel9_x86_64_stablelist]               Red Hat, a tab before each name
 *         module_layout
 *
 * 0x9d6c8a3b  module_layout  vmlinux  EXPORT_SYMBOL    Module.symvers (modpost), symvers of SUSE
 *
 * module_layout                           a name or pattern a line
 * usb_*
 * </pre>
 *
 * <p>{@code #} begins a comment, {@code ;} too where it begins a line. What fits none of the forms
 * is refused with its line: a list that is read wrongly makes a scope that is too small, and what
 * lies outside a scope is not verified.
 *
 * <p>Sources: libabigail, {@code doc/manuals/kmidiff.rst} (--kmi-whitelist) and {@code
 * gen_suppr_spec_from_kernel_abi_whitelists}; Android, {@code gki/README.md} and {@code
 * android/abi_gki_aarch64*}; kernel-ark, {@code redhat/kabi}; Linux, {@code scripts/mod/modpost.c}
 * (write_dump); suse-kabi-tools(5).
 */
final class SymbolList {
  private static final long LARGEST = 64L << 20;

  private final Path file;
  private final List<String> names = new ArrayList<>();

  private SymbolList(Path file) {
    this.file = file;
  }

  /** The names and patterns of a file, in its order. */
  static List<String> read(Path file) {
    SymbolList list = new SymbolList(file);
    int number = 0;
    for (String line : text(file).split("\n", -1)) {
      number++;
      list.line(uncommented(line), number);
    }
    if (list.names.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": there is no name in it; write one a line, under [abi_symbol_list] or without");
    }
    return list.names;
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IllegalArgumentException(
            file + ": it is larger than " + LARGEST + " bytes; give a list of symbols");
      }
      byte[] bytes = Files.readAllBytes(InputFile.of(file));
      for (byte one : bytes) {
        if (one == 0) {
          throw new IllegalArgumentException(
              file + ": this is no text; give a list of symbols, or the object as an input");
        }
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new IllegalArgumentException(
          file + ": the list of symbols cannot be read: " + InputFile.reason(fault), fault);
    }
  }

  private static String uncommented(String line) {
    String text = line.strip();
    if (text.startsWith(";")) {
      return "";
    }
    int comment = text.indexOf('#');
    return comment < 0 ? text : text.substring(0, comment).strip();
  }

  private void line(String text, int number) {
    if (text.isEmpty()) {
      return;
    }
    String[] words = text.split("\\s+", -1);
    if (section(text)) {
      String name = text.substring(1, text.length() - 1).strip().toLowerCase(Locale.ROOT);
      if (!name.endsWith("list")) {
        throw refused(
            number,
            text
                + " is no list of symbols, whose name ends in list"
                + (name.startsWith("suppress") ? "; give it to --suppressions" : ""));
      }
    } else if (words.length == 1 && symbol(text)) {
      names.add(text);
    } else if (words.length >= 3 && checksum(words[0]) && symbol(words[1])) {
      names.add(words[1]);
    } else {
      throw refused(
          number, "'" + text + "' is neither a symbol, a pattern nor a line of Module.symvers");
    }
  }

  private static boolean section(String text) {
    return text.startsWith("[")
        && text.endsWith("]")
        && text.chars().noneMatch(c -> c == '*' || c == '?');
  }

  /** modpost writes {@code 0x%08x}. */
  private static boolean checksum(String word) {
    return word.length() > 2
        && word.startsWith("0x")
        && word.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /** What can stand in a symbol, in the pattern of one, and in a versioned one. */
  private static boolean symbol(String text) {
    return text.chars()
        .allMatch(c -> c > ' ' && (Character.isLetterOrDigit(c) || "_.$@*?[]!-".indexOf(c) >= 0));
  }

  private IllegalArgumentException refused(int line, String reason) {
    return new IllegalArgumentException(file + ":" + line + ": " + reason);
  }
}
