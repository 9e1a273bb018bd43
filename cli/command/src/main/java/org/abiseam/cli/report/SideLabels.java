package org.abiseam.cli.report;

import org.abiseam.engine.result.Report;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.View;

/** Labels the two sides of a finding: two compilers of one build, or an old and a new build. */
enum SideLabels {
  /** Two languages or compilers of one build. */
  SIDES,
  /** An old build and a new one. */
  BUILDS;

  static SideLabels of(Report run) {
    return run.changes().isPresent() ? BUILDS : SIDES;
  }

  /** Returns the word for one of the two views of a finding. */
  String label(Finding finding, View view) {
    return ambiguous(finding) ? place(finding, view) : name(finding, view).label();
  }

  /** Says on which side something is so: "in C", "in the old build". */
  String phrase(Finding finding, View view) {
    return ambiguous(finding) ? "in " + place(finding, view) : name(finding, view).phrase();
  }

  /** Says on which side something is missing: "in C", "in the code by GCC". */
  String absence(Finding finding, View view) {
    return ambiguous(finding) ? "in " + place(finding, view) : name(finding, view).place();
  }

  private boolean ambiguous(Finding finding) {
    return name(finding, finding.provider()) == name(finding, finding.consumer());
  }

  /** Tells two views of one language and compiler apart: by object, else by unit. */
  private static String place(Finding finding, View view) {
    Origin one = finding.provider().origin();
    Origin other = finding.consumer().origin();
    Origin own = view.origin();
    boolean byUnit =
        Places.fileName(one.object()).equals(Places.fileName(other.object()))
            && !own.unit().isEmpty()
            && (one.object().equals(other.object())
                || !Places.fileName(one.unit()).equals(Places.fileName(other.unit())));
    return byUnit
        ? apart(own.unit(), view.equals(finding.provider()) ? other.unit() : one.unit())
        : apart(own.object(), view.equals(finding.provider()) ? other.object() : one.object());
  }

  /** Returns the end of a path that another path does not have, by whole names. */
  private static String apart(String path, String other) {
    String end = Places.fileName(path);
    while (end.length() < path.length() && ("/" + other).endsWith("/" + end)) {
      int slash = path.lastIndexOf('/', path.length() - end.length() - 2);
      end = path.substring(slash + 1);
    }
    return end;
  }

  private SideName name(Finding finding, View view) {
    return switch (this) {
      case SIDES -> side(finding, view);
      case BUILDS -> view.equals(finding.provider()) ? SideName.OLD : SideName.NEW;
    };
  }

  /** Two values of one thing, in a sentence. */
  String values(String provider, String consumer) {
    return switch (this) {
      case SIDES -> provider + " against " + consumer;
      case BUILDS -> "was " + provider + ", is " + consumer;
    };
  }

  /** Returns the language, or the compiler where both sides speak one language. */
  private static SideName side(Finding finding, View view) {
    Producer one = finding.provider().producer();
    Producer other = finding.consumer().producer();
    Producer own = view.producer();
    if (one.equals(Producer.KCONFIG)) {
      return view.equals(finding.provider()) ? SideName.ASKED : SideName.BUILT;
    }
    if (finding.rule() == Rule.FLAG_MISMATCH && one.language() == other.language()) {
      return view.equals(finding.provider()) ? SideName.MOST : SideName.HERE;
    }
    if (finding.rule() == Rule.BINDINGS_STALE) {
      return view.equals(finding.provider()) ? SideName.OBJECT : SideName.BINDINGS;
    }
    if (one.language() != other.language()) {
      return own.language() == Producer.Language.RUST ? SideName.RUST : SideName.C;
    }
    return switch (own.compiler()) {
      case GCC -> SideName.GCC;
      case CLANG -> SideName.CLANG;
      case RUSTC, RUSTC_GCC -> SideName.RUSTC;
      case GCCRS -> SideName.GCCRS;
      case GNU_AS, UNKNOWN -> SideName.C;
    };
  }
}
