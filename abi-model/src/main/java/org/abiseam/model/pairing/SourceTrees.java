package org.abiseam.model.pairing;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Definition;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.View;

/**
 * Tells which files of GCC's and Clang's objects are one.
 *
 * <p>Where both compiled in one directory, they built one source tree: a file is what its path
 * says, and {@code src/dict.h} is not {@code deps/dict.h}, though each directory's objects have it
 * as {@code dict.h}. Where no directory is common, each compiler may have built its own copy of the
 * tree, so a file is also what its recorded name says.
 */
final class SourceTrees {
  private final boolean one;

  private SourceTrees(boolean one) {
    this.one = one;
  }

  static SourceTrees of(List<ObjectModel> models) {
    Set<String> common = directories(models, Producer.Compiler.CLANG);
    if (!common.isEmpty()) {
      common.retainAll(directories(models, Producer.Compiler.GCC));
    }
    return new SourceTrees(!common.isEmpty());
  }

  private static Set<String> directories(List<ObjectModel> models, Producer.Compiler compiler) {
    Set<String> directories = new HashSet<>();
    for (ObjectModel model : models) {
      for (Definition definition : model.definitions()) {
        if (definition.producer().compiler() == compiler) {
          Optional<Origin.Line> line = model.types().origin(definition.type()).declared();
          line.map(Origin.Line::directory).filter(it -> !it.isEmpty()).ifPresent(directories::add);
        }
      }
    }
    return directories;
  }

  /** Tells whether both compilers built one tree. */
  boolean one() {
    return one;
  }

  /** Tells whether one file declares two types. */
  boolean share(View one, View other) {
    return one.sharesPathWith(other) || (!this.one && one.sharesFileWith(other));
  }

  /** Tells whether a file of another directory may have the same name. */
  boolean doubtful(View view) {
    return view.lacksDirectory()
        && (!one || view.origin().declared().filter(it -> it.directory().isEmpty()).isPresent());
  }
}
