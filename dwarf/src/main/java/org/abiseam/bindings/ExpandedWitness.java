package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.dwarf.lower.Witness;

/**
 * Writes a crate that rustc expanded a second time, so that rustc describes what it declares of C.
 *
 * <p>Behind each foreign function, static and type stands what names it; what they name themselves
 * lies in a module of its own. Functions lose their code, which describes nothing and may name what
 * only macros of the standard library can, and the names that they export, since this crate is none
 * of the program and has a name of its own.
 */
public final class ExpandedWitness {
  private static final String ROOT = "crate::" + Witness.CRATE + "::";

  private ExpandedWitness() {}

  /**
   * Writes the source.
   *
   * @param crate one file that names no others
   * @param adaptation what rustc said of earlier attempts
   * @return one file; empty text where the crate cannot be read
   */
  public static String source(BindingsSource crate, Adaptation adaptation) {
    String whole = crate.whole().orElse("");
    if (whole.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(whole.length());
    new TreeSet<>(adaptation.features())
        .forEach(name -> text.append("#![feature(").append(name).append(")]\n"));
    List<TextEdit> edits =
        new ArrayList<>(WitnessCrate.behind(crate.items(), ROOT, adaptation.refused()));
    Tokens tokens = Tokens.of("", whole);
    edits.addAll(reduced(tokens, adaptation.attributes()));
    if (whole.contains("#![no_std]")) {
      edits.addAll(injected(tokens));
    }
    text.append(TextEdit.applied(whole, edits));
    text.append("\npub mod ").append(Witness.CRATE).append(" {\n");
    WitnessCrate.declared(text, WitnessCrate.markers(List.of(crate)));
    return text.append("}\n").toString();
  }

  /**
   * Tells whether a line of the source names an item, so that the crate is whole without it.
   *
   * @param line without blanks around
   * @return true for a line that is the path of one
   */
  public static boolean names(String line) {
    return line.startsWith(ROOT);
  }

  /**
   * Takes away the code of functions, the names that they export, the name of the crate and what
   * only derive macros read.
   */
  private static List<TextEdit> reduced(Tokens tokens, Set<String> attributes) {
    List<TextEdit> edits = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      int behind = at + 1;
      if (superfluous(tokens, at, attributes)) {
        behind = tokens.after(tokens.is(at + 1, "!") ? at + 2 : at + 1);
        edits.add(new TextEdit(begin(tokens, at), tokens.end(behind - 1), ""));
      } else if (tokens.is(at, "fn") && tokens.is(at + 1, Token.Kind.WORD)) {
        int open = body(tokens, at);
        if (tokens.is(open, "{") && superfluous(tokens, at, open)) {
          behind = tokens.after(open);
          int end = tokens.end(Math.min(behind, tokens.size()) - 1);
          edits.add(new TextEdit(begin(tokens, open), end, "{ loop {} }"));
        }
      }
      at = behind;
    }
    return edits;
  }

  /** Takes away {@code extern crate core;}, which rustc adds to a crate without {@code std}. */
  private static List<TextEdit> injected(Tokens tokens) {
    List<TextEdit> edits = new ArrayList<>();
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.is(i, "extern")
          && tokens.is(i + 1, "crate")
          && tokens.is(i + 2, "core")
          && tokens.is(i + 3, ";")) {
        edits.add(new TextEdit(tokens.end(i - 1), tokens.end(i + 3), " use {};"));
      }
    }
    return edits;
  }

  /** Returns where a token of one character begins. */
  private static int begin(Tokens tokens, int index) {
    return tokens.end(index) - 1;
  }

  /**
   * Tells whether an attribute names the crate or an export ({@code #![crate_name = "x"]}, {@code
   * #[no_mangle]}, {@code #[unsafe(export_name = "x")]}) or is of a derive macro: {@code
   * #[default]}.
   */
  private static boolean superfluous(Tokens tokens, int at, Set<String> attributes) {
    if (!tokens.is(at, "#")) {
      return false;
    }
    int open = tokens.is(at + 1, "!") ? at + 2 : at + 1;
    int name = tokens.is(open + 1, "unsafe") ? open + 3 : open + 1;
    return tokens.is(open, "[")
        && switch (tokens.text(name)) {
          case "crate_name", "crate_type", "no_mangle", "export_name" -> true;
          case String other -> attributes.contains(other);
        };
  }

  /** Returns the index of what ends a function's head: the brace of its code, or a semicolon. */
  private static int body(Tokens tokens, int function) {
    int at = function;
    while (at < tokens.size() && !tokens.is(at, "{") && !tokens.is(at, ";")) {
      // What stands for a number between angles, as in `Text<{ 2 * N }>`, is no code.
      at = tokens.is(at, "<") ? tokens.afterAngles(at) : tokens.after(at);
    }
    return at;
  }

  /**
   * Tells whether code can be left out: not that of a function that types may be computed with, or
   * whose result's type it tells, nor what declares foreign items.
   */
  private static boolean superfluous(Tokens tokens, int function, int open) {
    for (int i = function - 1; i >= 0 && qualifies(tokens, i); i--) {
      if (tokens.is(i, "const")) {
        return false;
      }
    }
    int parameters = tokens.afterAngles(function + 2);
    for (int i = tokens.after(parameters); i < open; i++) {
      if (tokens.is(i, "impl")) {
        return false;
      }
    }
    for (int i = open; i < tokens.after(open); i++) {
      boolean named = tokens.is(i + 1, Token.Kind.LITERAL);
      if (tokens.is(i, "extern") && tokens.is(named ? i + 2 : i + 1, "{")) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether a token may stand in front of {@code fn}. */
  private static boolean qualifies(Tokens tokens, int at) {
    return tokens.is(at, Token.Kind.LITERAL)
        || switch (tokens.text(at)) {
          case "const", "async", "safe", "unsafe", "extern" -> true;
          default -> false;
        };
  }
}
