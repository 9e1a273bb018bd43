package org.abiseam.cli.report;

/** Names one side of a finding, as a column's heading and within a sentence. */
enum SideName {
  C("C", "in C"),
  RUST("Rust", "in Rust"),
  GCC("GCC", "by GCC"),
  CLANG("clang", "by clang"),
  RUSTC("rustc", "by rustc"),
  GCCRS("gccrs", "by gccrs"),
  OLD("old", "in the old build"),
  NEW("new", "in the new build"),
  ASKED("asked", "in the configuration"),
  BUILT("built", "in the object"),
  MOST("most", "in most units"),
  HERE("here", "here"),
  OBJECT("object", "in the object"),
  BINDINGS("bindings", "in the bindings");

  private final String label;
  private final String phrase;

  SideName(String label, String phrase) {
    this.label = label;
    this.phrase = phrase;
  }

  String label() {
    return label;
  }

  String phrase() {
    return phrase;
  }

  /** Says where something is missing: "in Rust", "in the code by GCC". */
  String place() {
    return switch (this) {
      case GCC, CLANG, RUSTC, GCCRS -> "in the code " + phrase;
      case C, RUST, OLD, NEW, ASKED, BUILT, MOST, HERE, OBJECT, BINDINGS -> phrase;
    };
  }
}
