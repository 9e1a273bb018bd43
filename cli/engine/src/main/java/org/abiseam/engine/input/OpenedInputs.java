package org.abiseam.engine.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.snapshot.BadSnapshot;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/** Opens the inputs of a run and lists the object files in them. */
public final class OpenedInputs implements AutoCloseable {
  private static final Pattern MODULE = Pattern.compile("\\.ko(\\.(gz|xz|zst|debug))?\\)*$");

  /** What a kernel maps into programs; it may be of another machine. */
  private static final Pattern VDSO = Pattern.compile("\\bvdso[^/()]*\\.so(\\.dbg|\\.debug)?\\)*$");

  private final List<Path> paths;

  /** What reports call the paths. */
  private final List<String> names;

  private final List<Optional<Container>> containers = new ArrayList<>();
  private final List<List<Diagnostic>> diagnostics = new ArrayList<>();
  private final List<ObjectSource> sources = new ArrayList<>();
  private final List<String> ofPrograms = new ArrayList<>();
  private final SortedMap<Integer, SnapshotFile> snapshots = new TreeMap<>();

  private OpenedInputs(List<Path> paths, Map<Path, String> names) {
    this.paths = paths;
    this.names = paths.stream().map(path -> names.getOrDefault(path, path.toString())).toList();
  }

  /**
   * Opens inputs.
   *
   * @param paths objects, archives, packages, directories or snapshots
   * @param debugDirectory the folder of separate debug files; empty for {@code /usr/lib/debug}
   * @param threads how many threads open objects, at least 1
   * @param progress hears how far packages were read
   * @return what could be opened; what could not is a diagnostic
   */
  public static OpenedInputs open(
      List<Path> paths, Optional<Path> debugDirectory, int threads, Progress progress) {
    return open(paths, Map.of(), debugDirectory, threads, progress);
  }

  /**
   * Opens inputs of which some have other names.
   *
   * @param paths objects, archives, packages, directories or snapshots
   * @param names what reports call some of them
   * @param debugDirectory the folder of separate debug files; empty for {@code /usr/lib/debug}
   * @param threads how many threads open objects, at least 1
   * @param progress hears how far packages were read
   * @return what could be opened; what could not is a diagnostic
   */
  public static OpenedInputs open(
      List<Path> paths,
      Map<Path, String> names,
      Optional<Path> debugDirectory,
      int threads,
      Progress progress) {
    OpenedInputs inputs = new OpenedInputs(paths, names);
    paths.forEach(path -> inputs.add(path, progress));
    DebugMembers known =
        DebugMembers.among(inputs.members(), files(debugDirectory, paths), threads);
    inputs.addSources(paths.stream().map(_ -> known).toList());
    return inputs;
  }

  /**
   * Opens two builds, of which none has the debug info of the other.
   *
   * @param paths one for each build
   * @param debugDirectory as for one build
   * @param threads how many threads open objects, at least 1
   * @param progress hears how far packages were read
   * @return what could be opened; what could not is a diagnostic
   */
  public static OpenedInputs openBuilds(
      List<Path> paths, Optional<Path> debugDirectory, int threads, Progress progress) {
    OpenedInputs inputs = new OpenedInputs(paths, Map.of());
    paths.forEach(path -> inputs.add(path, progress));
    inputs.addSources(
        inputs.containers.stream()
            .map(one -> one.map(Container::members).orElse(List.of()))
            .map(members -> DebugMembers.among(members, files(debugDirectory, paths), threads))
            .toList());
    return inputs;
  }

  private static DebugFiles files(Optional<Path> debugDirectory, List<Path> given) {
    return DebugFiles.asGdbDoes(
        List.of(debugDirectory.orElse(Path.of("/usr/lib/debug"))),
        given,
        path -> Optional.of(Containers.openObject(path)));
  }

  /** Adds the objects of each input, with the debug files that may belong to them. */
  private void addSources(List<DebugMembers> debugFiles) {
    int members = members().size();
    for (int i = 0; i < paths.size(); i++) {
      DebugMembers known = debugFiles.get(i);
      if (containers.get(i).isPresent()) {
        List<Container.Member> all = containers.get(i).get().members();
        boolean kernel = all.stream().anyMatch(member -> MODULE.matcher(member.path()).find());
        for (Container.Member member : all) {
          if (kernel && member.path().contains("vdso") && VDSO.matcher(member.path()).find()) {
            ofPrograms.add(member.path());
          } else if (!known.consumed(member)) {
            sources.add(new ObjectSource(i, member, known, members));
          }
        }
      }
    }
  }

  private List<Container.Member> members() {
    return containers.stream()
        .flatMap(Optional::stream)
        .flatMap(c -> c.members().stream())
        .toList();
  }

  private void add(Path path, Progress progress) {
    List<Diagnostic> found = new ArrayList<>();
    Optional<Container> container = Optional.empty();
    String name = names.get(containers.size());
    try {
      if (SnapshotFile.isSnapshot(path)) {
        SnapshotFile snapshot = SnapshotFile.open(path);
        // What its objects define is asked for at once, where a fault costs the snapshot alone.
        snapshot.objects();
        snapshots.put(containers.size(), snapshot);
        containers.add(container);
        diagnostics.add(found);
        return;
      }
      container = Optional.of(Containers.open(path, name, Limits.USUAL, progress::bytes));
      found.addAll(container.get().diagnostics());
      if (container.get().unpackedByJava()) {
        progress.slower(
            name
                + ": Java unpacks xz, which takes longer; this machine has no liblzma.so.5, or the"
                + " program may not call it (--enable-native-access)");
      }
      if (container.get().members().isEmpty() && found.isEmpty()) {
        found.add(
            Diagnostic.ofFile(Diagnostic.Kind.UNREADABLE, name, "there is no object file in it"));
      }
    } catch (BadSnapshot fault) {
      found.add(diagnostic(name, fault));
    } catch (Malformed fault) {
      found.add(fault.diagnostic(name, Optional.empty()));
    }
    containers.add(container);
    diagnostics.add(found);
  }

  /** Says what is wrong with a snapshot. */
  public static Diagnostic diagnostic(String path, BadSnapshot fault) {
    String message = "line " + fault.line() + ": " + fault.getMessage();
    return Diagnostic.ofFile(Diagnostic.Kind.MALFORMED, path, message);
  }

  /** Says what was left out, and why, in sentences without a full stop. */
  public List<String> remarks() {
    return ofPrograms.isEmpty()
        ? List.of()
        : List.of(
            "what a kernel only maps into programs, and links with nothing of its own, was not"
                + " compared: "
                + String.join(", ", ofPrograms));
  }

  /** Returns what reports call each input: its path as given, if it has no other name. */
  public List<String> names() {
    return names;
  }

  /** Describes the inputs as they were opened, before any object is read. */
  public List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      int input = i;
      boolean snapshot = snapshots.containsKey(i);
      Input.Kind kind =
          containers.get(i).isPresent()
              ? Input.Kind.OBJECTS
              : snapshot ? Input.Kind.SNAPSHOT : Input.Kind.UNREADABLE;
      int objects = (int) sources.stream().filter(source -> source.input() == input).count();
      inputs.add(
          new Input(
              names.get(i),
              kind,
              containers.get(i).map(Container::kind).orElse(kind.word()),
              objects,
              new TreeSet<>(),
              0,
              new TreeSet<>(),
              diagnostics.get(i)));
    }
    return inputs;
  }

  /**
   * Begins the log of a run over these inputs.
   *
   * @return with the inputs and what snapshots hold
   */
  public RunLog log() {
    RunLog log = new RunLog(inputs());
    snapshots.forEach(
        (input, file) -> {
          for (Snapshot.Part part : file.objects()) {
            log.noteObject(input);
            log.noteUnits(input, part.machine(), part.units());
            part.diagnostics().forEach(one -> log.note(input, part.path(), one));
          }
        });
    return log;
  }

  /** Returns what kept objects of an input from being listed. */
  public List<Diagnostic> diagnostics(int input) {
    return diagnostics.get(input);
  }

  /** Returns all objects, in the order of the inputs. */
  public List<ObjectSource> sources() {
    return sources;
  }

  /** Returns snapshots by their place among the inputs. */
  public SortedMap<Integer, SnapshotFile> snapshots() {
    return snapshots;
  }

  @Override
  public void close() {
    sources.forEach(ObjectSource::close);
    for (Optional<Container> container : containers) {
      container.ifPresent(Container::close);
    }
  }
}
