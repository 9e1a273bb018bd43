package org.abiseam.cli.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a kernel's bindings as one file without the tree's own derive macros.
 *
 * <p>In newer kernels bindgen's types derive {@code MaybeZeroable}, so that their crate needs a
 * library of macros, which rustc would load and run. What derives a trait has no part in layouts
 * and calls: the text is compiled without it, as {@code rust/bindings/lib.rs} puts it together.
 */
final class MacroFreeBindings {
  private static final Pattern DERIVES = Pattern.compile("#\\[derive\\(([^)]*)\\)\\]");

  /** The name of a type for {@code -Zsanitizer=kcfi}, for which the crate asks for a feature. */
  private static final Pattern CFI = Pattern.compile("#\\[cfi_encoding = \"[^\"]*\"\\]");

  /** Traits that core derives (The Rust Reference, "Derive"). */
  private static final Set<String> OF_CORE =
      Set.of("Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd");

  /** Types that bindgen is told to leave out, which the crate defines. */
  private static final List<String> LEFT_OUT =
      List.of(
          "type __kernel_size_t = usize;",
          "type __kernel_ssize_t = isize;",
          "type __kernel_ptrdiff_t = isize;");

  private MacroFreeBindings() {}

  /** Tells whether a file derives a trait by a macro that is not of core. */
  static boolean needsMacros(Path bindings) throws IOException {
    return DERIVES
        .matcher(Files.readString(bindings))
        .results()
        .flatMap(MacroFreeBindings::traits)
        .anyMatch(trait -> !OF_CORE.contains(trait));
  }

  /**
   * Writes the file.
   *
   * @param bindings the file of types first; what others define is hidden by what it defines, and a
   *     file that puts others together is left out
   */
  static void write(List<Path> bindings, Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path one : bindings) {
      String plain = plain(Files.readString(one));
      if (plain.contains("include!(")) {
        continue;
      }
      if (text.isEmpty()) {
        LEFT_OUT.stream()
            .filter(alias -> !plain.contains("pub " + alias))
            .forEach(alias -> text.append(alias).append('\n'));
        text.append(plain);
      } else {
        String module = "more" + text.length();
        text.append("pub use self::%s::*;\nmod %s {\nuse super::*;\n".formatted(module, module));
        text.append(plain).append("}\n");
      }
    }
    Files.writeString(file, text);
  }

  private static String plain(String text) {
    return DERIVES
        .matcher(CFI.matcher(text).replaceAll(""))
        .replaceAll(
            found -> {
              String kept =
                  traits(found).filter(OF_CORE::contains).collect(Collectors.joining(", "));
              return Matcher.quoteReplacement(
                  kept.isEmpty() ? "" : "#[derive(%s)]".formatted(kept));
            });
  }

  private static Stream<String> traits(MatchResult derive) {
    return Stream.of(derive.group(1).split(",")).map(String::strip).filter(it -> !it.isEmpty());
  }
}
