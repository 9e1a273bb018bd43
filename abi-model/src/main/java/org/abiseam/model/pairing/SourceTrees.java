package org.abiseam.model.pairing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
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
  /** A header may define functions too, and its types are those of all who include it. */
  private static final String HEADER = ".h";

  /** Of objects in which the two compilers do not meet. */
  static final SourceTrees NONE = new SourceTrees(false, Map.of());

  private final boolean common;

  /** Files other than headers that define functions for other objects, by name alone. */
  private final Map<String, List<Origin.Line>> sources;

  private SourceTrees(boolean common, Map<String, List<Origin.Line>> sources) {
    this.common = common;
    this.sources = sources;
  }

  static SourceTrees of(List<ObjectModel> models) {
    Set<String> directories = directories(models, Producer.Compiler.CLANG);
    directories.retainAll(directories(models, Producer.Compiler.GCC));
    return new SourceTrees(!directories.isEmpty(), sources(models));
  }

  private static Map<String, List<Origin.Line>> sources(List<ObjectModel> models) {
    Map<String, List<Origin.Line>> sources = new HashMap<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        boolean defines =
            entity.kind() == Subject.Kind.FUNCTION && entity.role() == Entity.Role.DEFINES;
        Optional<Origin.Line> line =
            model.types().origin(entity.definition().type()).declared().filter(_ -> defines);
        line.filter(it -> !it.file().endsWith(HEADER))
            .ifPresent(it -> sources.computeIfAbsent(name(it), _ -> new ArrayList<>()).add(it));
      }
    }
    return sources;
  }

  private static String name(Origin.Line line) {
    return line.file().substring(line.file().lastIndexOf('/') + 1);
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

  /**
   * Tells whether a type is declared where a function for other objects is defined: no header, but
   * a source file, which units include to compile it with other macros.
   */
  boolean ofSource(View view) {
    return view.origin()
        .declared()
        .filter(
            line ->
                sources.getOrDefault(name(line), List.of()).stream().anyMatch(line::sharesPathWith))
        .isPresent();
  }

  /** Tells whether both compilers built one tree. */
  boolean areOne() {
    return common;
  }

  /** Tells whether one file declares two types. */
  boolean share(View one, View other) {
    return one.sharesPathWith(other) || (!common && one.sharesFileWith(other));
  }

  /** Tells whether a file of another directory may have the same name. */
  boolean doubtful(View view) {
    return view.lacksDirectory()
        && (!common || view.origin().declared().filter(it -> it.directory().isEmpty()).isPresent());
  }
}
