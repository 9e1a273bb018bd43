package org.abiseam.cli.kbuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Finding;
import org.abiseam.model.InputFile;
import org.abiseam.model.Origin;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;

/**
 * Whether C's structs are packed, by the kernel's sources.
 *
 * <p>GCC does not record {@code __packed}. Where all else of a type agrees, Rust says that it is
 * aligned to one byte, and its members do not show whether it is packed in C, the source at the
 * line that debug info names decides: a struct that closes with {@code } __packed;} is aligned to
 * one byte in C as well. Nothing is concluded from a source that does not say so, that closes in
 * another way than the kernel writes, in which something is {@code aligned}, that lies elsewhere,
 * or that is newer than the image.
 */
public final class PackedSources {
  private static final int LARGEST = 1 << 22;
  private static final int MOST_LINES = 2000;
  private static final Pattern PACKED =
      Pattern.compile("__packed\\b|__attribute__\\s*\\(\\(\\s*(?:__packed__|packed)\\s*\\)\\)");
  private static final Pattern OTHER = Pattern.compile("aligned|randomize|pragma");

  private final Optional<Path> root;
  private final long built;

  /**
   * Creates the sources of a build.
   *
   * @param place where they and the build are
   */
  public PackedSources(BuildTree.Place place, List<Path> images) {
    this.root = real(place.sources());
    this.built = images.stream().mapToLong(PackedSources::time).min().orElse(0);
  }

  /**
   * Lets types agree of which only that was open.
   *
   * @return the same, with a remark on what the sources decided
   */
  public Report settled(Report run) {
    Set<String> packed = new HashSet<>();
    for (Seam.SharedType shared : run.seam().types()) {
      if (run.verification().verdicts().get(shared.name()) instanceof Verdict.NotDetermined open
          && open.reasons().stream().allMatch(one -> one.reason() == Reason.ALIGNMENT)
          && shared.consumer().stream().allMatch(PackedSources::toOneByte)
          && open.reasons().stream().allMatch(one -> packed(shared.name(), one.view()))) {
        packed.add(shared.name());
      }
    }
    if (packed.isEmpty()) {
      return run;
    }
    List<String> remarks = new ArrayList<>(run.remarks());
    int count = packed.size();
    remarks.add(
        (count == 1 ? "1 struct is" : count + " structs are")
            + " packed by the kernel's sources, which debug info does not record");
    return run.verified(agreeing(run.verification(), packed), remarks);
  }

  private static Verification agreeing(Verification found, Set<String> packed) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>(found.verdicts());
    packed.forEach(name -> verdicts.put(name, new Verdict.Agree(notes(found, name))));
    List<Undetermined> open = new ArrayList<>(found.undetermined());
    open.removeIf(
        one -> one.subject().kind() == Subject.Kind.TYPE && packed.contains(one.subject().name()));
    Verification.Coverage types = found.coverage();
    return new Verification(
        verdicts,
        found.symbols(),
        found.findings(),
        open,
        new Verification.Coverage(
            types.shared(),
            types.agree() + packed.size(),
            types.disagree(),
            types.undetermined() - packed.size(),
            types.opaque()),
        found.functions(),
        found.variables(),
        found.flags(),
        found.namesakes(),
        found.bitFields());
  }

  private static List<Finding> notes(Verification found, String name) {
    return found.findings().stream()
        .filter(finding -> finding.severity() == Severity.HARMLESS)
        .filter(finding -> finding.subject().equals(new Subject(Subject.Kind.TYPE, name)))
        .toList();
  }

  private static boolean toOneByte(View view) {
    return view instanceof View.Typed typed
        && switch (typed.types().type(typed.definition().type())) {
          case Type.Aggregate aggregate -> aggregate.alignment().orElse(0) == 1;
          case Type.Incomplete _ -> true;
          default -> false;
        };
  }

  private boolean packed(String name, View view) {
    Optional<Origin.Line> declared = view.origin().declared();
    if (declared.isEmpty() || declared.get().number() <= 0) {
      return false;
    }
    return file(declared.get().file())
        .map(file -> packed(name, file, declared.get().number()))
        .orElse(false);
  }

  /** Returns a file of the sources that is no newer than the image. */
  private Optional<Path> file(String name) {
    return root.flatMap(sources -> file(sources, name)).filter(path -> time(path) <= built);
  }

  /**
   * Returns a file of the sources. A kernel that was built elsewhere, in a container or by a build
   * service, has paths of that place: the part of one that is a path here counts.
   */
  static Optional<Path> file(Path sources, String name) {
    Path place = InputFile.named(sources, name);
    for (int skipped = 0; skipped < place.getNameCount(); skipped++) {
      Path rest = place.subpath(skipped, place.getNameCount());
      Optional<Path> file = real(skipped == 0 ? place : sources.resolve(rest));
      if (file.filter(path -> path.startsWith(sources) && Files.isRegularFile(path)).isPresent()) {
        return file;
      }
    }
    return Optional.empty();
  }

  private static boolean packed(String name, Path file, int line) {
    try {
      if (Files.size(file) > LARGEST) {
        return false;
      }
      String text = Files.readString(InputFile.of(file), StandardCharsets.ISO_8859_1);
      return isPacked(name, text.lines().skip(line - 1L).limit(MOST_LINES).toList());
    } catch (IOException unread) {
      return false;
    }
  }

  /**
   * Tells whether a definition is packed.
   *
   * @param lines the source from the line of the tag on
   * @return true only where it says so in the kernel's way of writing
   */
  static boolean isPacked(String name, List<String> lines) {
    Pattern head =
        Pattern.compile(
            "\\s*(?:struct|union)\\s+([\\w()\\s]*?)" + Pattern.quote(name) + "\\s*\\{.*");
    if (lines.isEmpty()) {
      return false;
    }
    Matcher opening = head.matcher(lines.getFirst());
    if (!opening.matches() || lines.getFirst().contains("}")) {
      return false;
    }
    boolean before = PACKED.matcher(opening.group(1)).find();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("}")) {
        boolean whole = line.contains(";") && !OTHER.matcher(line + opening.group(1)).find();
        return whole && (before || PACKED.matcher(line).find());
      }
      boolean another = !line.isEmpty() && Character.isLetter(line.charAt(0));
      if (another || line.startsWith("{") || OTHER.matcher(line).find()) {
        return false;
      }
    }
    return false;
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static long time(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException absent) {
      return Long.MAX_VALUE;
    }
  }
}
