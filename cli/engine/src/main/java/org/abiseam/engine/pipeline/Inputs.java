package org.abiseam.engine.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.engine.snapshot.BadSnapshot;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/** The arguments of the command line and the object files they stand for. */
final class Inputs implements AutoCloseable {
  private static final Pattern MODULE = Pattern.compile("\\.ko(\\.(gz|xz|zst|debug))?\\)*$");

  /** What a kernel maps into programs; it may be of another machine. */
  private static final Pattern VDSO = Pattern.compile("\\bvdso[^/()]*\\.so(\\.dbg|\\.debug)?\\)*$");

  private final List<Path> paths;
  private final List<Optional<Container>> containers = new ArrayList<>();
  private final List<List<Diagnostic>> diagnostics = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<String> ofPrograms = new ArrayList<>();
  private final SortedMap<Integer, SnapshotFile> snapshots = new TreeMap<>();

  private Inputs(List<Path> paths) {
    this.paths = paths;
  }

  static Inputs open(List<Path> paths, Optional<Path> debugDirectory) {
    Inputs inputs = new Inputs(paths);
    for (Path path : paths) {
      inputs.add(path);
    }
    DebugFiles files =
        DebugFiles.asGdbDoes(
            List.of(debugDirectory.orElse(Path.of("/usr/lib/debug"))),
            path -> Optional.of(Containers.openObject(path)));
    List<Container.Member> members = inputs.members();
    DebugMembers known = DebugMembers.among(members, files);
    for (int i = 0; i < paths.size(); i++) {
      if (inputs.containers.get(i).isPresent()) {
        List<Container.Member> all = inputs.containers.get(i).get().members();
        boolean kernel = all.stream().anyMatch(member -> MODULE.matcher(member.path()).find());
        for (Container.Member member : all) {
          if (kernel && VDSO.matcher(member.path()).find()) {
            inputs.ofPrograms.add(member.path());
          } else if (!known.consumed(member)) {
            inputs.sources.add(new Source(i, member, known, members.size()));
          }
        }
      }
    }
    return inputs;
  }

  private List<Container.Member> members() {
    return containers.stream()
        .flatMap(Optional::stream)
        .flatMap(c -> c.members().stream())
        .toList();
  }

  private void add(Path path) {
    List<Diagnostic> found = new ArrayList<>();
    Optional<Container> container = Optional.empty();
    try {
      if (SnapshotFile.isSnapshot(path)) {
        snapshots.put(containers.size(), SnapshotFile.open(path));
        containers.add(container);
        diagnostics.add(found);
        return;
      }
      container = Optional.of(Containers.open(path));
      found.addAll(container.get().diagnostics());
      if (container.get().members().isEmpty() && found.isEmpty()) {
        found.add(
            Diagnostic.ofFile(
                Diagnostic.Kind.UNREADABLE, path.toString(), "there is no object file in it"));
      }
    } catch (BadSnapshot fault) {
      found.add(diagnostic(path, fault));
    } catch (Malformed fault) {
      found.add(fault.diagnostic(path.toString(), Optional.empty()));
    }
    containers.add(container);
    diagnostics.add(found);
  }

  static Diagnostic diagnostic(Path path, BadSnapshot fault) {
    String message = "line " + fault.line() + ": " + fault.getMessage();
    return Diagnostic.ofFile(Diagnostic.Kind.MALFORMED, path.toString(), message);
  }

  /** What was left out, and why. */
  List<String> remarks() {
    return ofPrograms.isEmpty()
        ? List.of()
        : List.of(
            "a kernel maps into programs and links with nothing of its own, so that it was not"
                + " compared: "
                + String.join(", ", ofPrograms));
  }

  List<Path> paths() {
    return paths;
  }

  String kind(int input) {
    String otherwise = snapshots.containsKey(input) ? "snapshot" : "unreadable";
    return containers.get(input).map(Container::kind).orElse(otherwise);
  }

  /** What kept objects of an input from being listed. */
  List<Diagnostic> diagnostics(int input) {
    return diagnostics.get(input);
  }

  /** All objects, in order of the command line. */
  List<Source> sources() {
    return sources;
  }

  /** Snapshots by their place on the command line. */
  SortedMap<Integer, SnapshotFile> snapshots() {
    return snapshots;
  }

  @Override
  public void close() {
    sources.forEach(Source::close);
    for (Optional<Container> container : containers) {
      container.ifPresent(Container::close);
    }
  }
}
