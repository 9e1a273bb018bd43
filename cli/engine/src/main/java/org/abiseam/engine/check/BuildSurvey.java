package org.abiseam.engine.check;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.abiseam.engine.evidence.EvidenceSource;
import org.abiseam.engine.evidence.EvidenceSources;
import org.abiseam.engine.evidence.ObjectReader;
import org.abiseam.engine.evidence.Wanted;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.input.StageTimer;
import org.abiseam.engine.input.Summaries;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Surveyed;

/** Learns of some inputs of a build what a check of it will ask, and judges nothing. */
public final class BuildSurvey {
  private BuildSurvey() {}

  /**
   * Fills the cache of a request.
   *
   * @param build all inputs, of which those that were surveyed before are not opened
   * @param some those to learn of
   */
  public static Surveyed run(CheckRequest build, Set<Path> some, Progress progress) {
    StageTimer timer = new StageTimer(progress);
    try (Summaries summaries = Summaries.open(build.caching(), progress);
        OpenedInputs opened =
            OpenedInputs.open(
                build.paths(), build.names(), build.debugDirectory(), build.threads(), progress);
        OpenedInputs linked =
            OpenedInputs.open(build.linked(), build.debugDirectory(), build.threads(), progress)) {
      RunLog log = opened.log();
      ObjectReader reader = new ObjectReader(build.threads(), log, progress, summaries);
      List<EvidenceSource> sources = EvidenceSources.of(build, opened, linked, reader, timer);
      Wanted wanted = Wanted.of(sources.stream().map(EvidenceSource::names).toList(), build.also());
      Set<Integer> chosen = new HashSet<>();
      for (int i = 0; i < build.paths().size(); i++) {
        if (some.contains(build.paths().get(i))) {
          chosen.add(i);
        }
      }
      Predicate<ObjectSource> counts = source -> chosen.contains(source.input());
      timer.time(
          "index",
          () -> {
            sources.forEach(source -> source.learn(wanted, counts));
            return true;
          });
      progress.close();
      return new Surveyed(log.inputs(), summaries.remembered(), summaries.learned());
    }
  }
}
