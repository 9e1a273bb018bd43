package org.abiseam.engine.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.elf.Container;
import org.abiseam.elf.SectionHeader;
import org.abiseam.engine.evidence.Wanted;
import org.abiseam.model.Malformed;

/**
 * Finds debug files among the inputs themselves: {@code foo.deb} and {@code foo-dbgsym.ddeb} given
 * together are stripped objects and their debug info, which belong to each other by build id.
 *
 * <p>Such a debug file is no object of its own then, or everything in it would be there twice. Only
 * what lies where debug files are installed is looked at, so that a kernel with its modules is not
 * opened once more for nothing; and a debug file whose object is not among the inputs stays an
 * input, as an unstripped object would be.
 */
final class DebugMembers implements DebugFiles {
  private static final String INSTALLED = "usr/lib/debug/";

  /** What dwz took out of several debug files; useless by itself. */
  private static final String SUPPLEMENTARY = "usr/lib/debug/.dwz/";

  private final DebugFiles elsewhere;
  private final Map<String, Container.Member> byBuildId = new HashMap<>();
  private final Set<Container.Member> consumed = new HashSet<>();

  private DebugMembers(DebugFiles elsewhere) {
    this.elsewhere = elsewhere;
  }

  /**
   * Finds the pairs.
   *
   * @param elsewhere asked for what is not among them
   * @param threads how many threads open objects, at least 1
   */
  static DebugMembers among(List<Container.Member> members, DebugFiles elsewhere, int threads) {
    DebugMembers found = new DebugMembers(elsewhere);
    List<Container.Member> installed = new ArrayList<>();
    List<Container.Member> others = new ArrayList<>();
    for (Container.Member member : members) {
      (member.path().contains(INSTALLED) ? installed : others).add(member);
    }
    boolean supplementary =
        installed.stream().anyMatch(member -> member.path().contains(SUPPLEMENTARY));
    if (!installed.isEmpty() && (supplementary || !others.isEmpty())) {
      found.match(installed, others, threads);
    }
    return found;
  }

  private void match(List<Container.Member> installed, List<Container.Member> others, int threads) {
    Set<String> stripped = new HashSet<>();
    Workers.map(others, threads, member -> look(member, false))
        .forEach(id -> id.ifPresent(stripped::add));
    for (Container.Member member : installed) {
      boolean supplementary = member.path().contains(SUPPLEMENTARY);
      Optional<String> id =
          stripped.isEmpty() && !supplementary ? Optional.empty() : look(member, true);
      if (id.isPresent() && (supplementary || stripped.contains(id.get()))) {
        byBuildId.putIfAbsent(id.get(), member);
        consumed.add(member);
      }
    }
  }

  /** Returns the build id of an object that has debug info, or has none. */
  private static Optional<String> look(Container.Member member, boolean debugInfo) {
    try (Container.OpenObject open = member.open()) {
      boolean has =
          open.file().headers().stream().map(SectionHeader::name).anyMatch(DebugMembers::isInfo);
      return has == debugInfo ? open.file().buildId() : Optional.empty();
    } catch (Malformed _) {
      // The survey opens it again and reports it.
      return Optional.empty();
    }
  }

  private static boolean isInfo(String section) {
    return section.equals(".debug_info") || section.equals(".zdebug_info");
  }

  /** Tells whether a member is the debug info of another, and no object of its own. */
  boolean consumed(Container.Member member) {
    return consumed.contains(member);
  }

  @Override
  public Optional<Container.OpenObject> find(Wanted wanted) {
    Optional<String> id =
        switch (wanted) {
          case Wanted.Separate separate -> separate.buildId();
          case Wanted.Supplementary supplementary -> Optional.of(supplementary.buildId());
          case Wanted.Split _, Wanted.Package _ -> Optional.empty();
        };
    Optional<Container.Member> member =
        id.flatMap(known -> Optional.ofNullable(byBuildId.get(known)));
    return member.isPresent() ? Optional.of(member.get().open()) : elsewhere.find(wanted);
  }
}
