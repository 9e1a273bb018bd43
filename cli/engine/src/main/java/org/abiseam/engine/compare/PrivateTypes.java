package org.abiseam.engine.compare;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Finding;
import org.abiseam.model.InputFile;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.View;

/**
 * Grades changes of types that no public header defines.
 *
 * <p>Whoever was compiled with these headers has the type as a tag without members (ISO C23,
 * 6.7.3.4): it can pass pointers on, and can neither read a member nor make an object. A type of
 * another library, of which these headers tell nothing, remains as it is, as does one of which a
 * variable that others can use is made.
 */
final class PrivateTypes {
  private static final Path NOWHERE = Path.of("");
  private static final String CAUSE =
      "No public header defines the type: users have pointers to it and do not know its members";

  private static final String FOREIGN =
      "The public headers name no function or variable of the old build and tell nothing of it;"
          + " give the folder of its own headers";

  private final PublicHeaders headers;
  private final Optional<Path> sources;
  private final int symbols;
  private final int unnamed;
  private final Set<String> found = new TreeSet<>();

  private PrivateTypes(PublicHeaders headers, Optional<Path> sources, Collection<String> symbols) {
    this.headers = headers;
    this.sources = sources;
    this.symbols = symbols.size();
    this.unnamed = (int) symbols.stream().filter(name -> !headers.name(plain(name))).count();
  }

  /** Reads headers of the old build, of which there may be none. */
  static PrivateTypes of(List<Path> headers, IndexedBuild before, List<ObjectModel> ours) {
    List<String> described =
        before.symbols().keySet().stream().filter(before::isDescribed).toList();
    return new PrivateTypes(PublicHeaders.read(headers), sources(ours), described);
  }

  /** Takes the version off the name of a symbol. */
  private static String plain(String symbol) {
    int version = symbol.indexOf('@');
    return version < 0 ? symbol : symbol.substring(0, version);
  }

  /** Tells headers of something else from those of the old build. */
  private boolean areForeign() {
    return symbols == unnamed;
  }

  /** Grades those of private types as harmless. */
  List<Finding> graded(List<Finding> findings) {
    return areForeign() ? findings : findings.stream().map(this::graded).toList();
  }

  /** Returns what a reader should know of the headers. */
  List<String> remarks() {
    if (headers.isEmpty()) {
      return List.of();
    }
    if (areForeign()) {
      return List.of(FOREIGN);
    }
    return found.isEmpty()
        ? List.of()
        : List.of(
            ("Changed types that the public headers do not define: %,d;"
                    + " functions and variables that they name: %,d of %,d")
                .formatted(found.size(), symbols - unnamed, symbols));
  }

  private Finding graded(Finding finding) {
    if (finding.subject().kind() != Subject.Kind.TYPE
        || finding.severity() == Severity.HARMLESS
        || !isPrivate(finding)) {
      return finding;
    }
    found.add(finding.subject().name());
    return finding.as(Severity.HARMLESS).because(CAUSE);
  }

  /** Tells a type that neither headers nor what holds it by value show to users. */
  private boolean isPrivate(Finding finding) {
    return isOwn(finding.provider())
        && !headers.define(finding.subject().name())
        && finding.reach().stream().noneMatch(name -> name.contains(" ") || headers.define(name));
  }

  /** Tells a type of the build's own sources that a file declares which is no public header. */
  private boolean isOwn(View view) {
    Optional<String> file = view.origin().declared().map(Origin.Line::file);
    return file.filter(name -> !name.isEmpty() && !headers.have(name))
        .map(name -> InputFile.named(NOWHERE, name).normalize())
        .filter(
            path ->
                !path.isAbsolute() || sources.filter(folder -> path.startsWith(folder)).isPresent())
        .isPresent();
  }

  /** Returns the folder that has all sources of C whose whole path is known. */
  private static Optional<Path> sources(List<ObjectModel> models) {
    return models.stream()
        .flatMap(model -> model.units().stream())
        .filter(unit -> unit.producer().language() == Producer.Language.C)
        .map(CompileUnit::name)
        .map(name -> InputFile.named(NOWHERE, name).normalize())
        .filter(Path::isAbsolute)
        .flatMap(path -> Optional.ofNullable(path.getParent()).stream())
        .reduce(PrivateTypes::common)
        .filter(folder -> folder.getNameCount() > 1);
  }

  private static Path common(Path one, Path other) {
    Path common = one;
    while (!other.startsWith(common)) {
      Path above = common.getParent();
      if (above == null) {
        return common;
      }
      common = above;
    }
    return common;
  }
}
