package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** A type with a name of its own, wherever it was met. */
final class TypeBlock {
  /** C's before Rust's, then by name. */
  static final Comparator<TypeBlock> ORDER =
      Comparator.<TypeBlock, Boolean>comparing(block -> block.key.rust())
          .thenComparing(block -> block.key.name())
          .thenComparing(block -> block.key.word())
          .thenComparing(block -> block.qualifier);

  /** Holds what tells names apart. */
  record Key(boolean rust, String word, String name) {}

  final Key key;
  final String file;
  final List<String> content;
  final int number;

  /** How it is defined; empty where it is only reached through others. */
  final TreeSet<String> definitions = new TreeSet<>();

  List<String> lines = new ArrayList<>();
  String qualifier = "";

  TypeBlock(Key key, String file, List<String> content, int number) {
    this.key = key;
    this.file = file;
    this.content = content;
    this.number = number;
  }
}
