package org.abiseam.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.engine.cache.CacheFolder;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.Samples;
import org.abiseam.engine.request.Caching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever adds a component to what is surveyed adds it to its format too. */
final class SurveyFormatTest {
  private static final int SAMPLES = 300;

  @TempDir Path folder;

  private <T> T again(T value, Format<T> format) {
    List<String> remarks = new ArrayList<>();
    CacheFolder cache = CacheFolder.open(Caching.in(folder), remarks::add).orElseThrow();
    CacheKey key = new CacheKey.Builder("sample").build();
    EntryWriter entry = new EntryWriter("own/path.o");
    format.write(entry, value);
    cache.write(key, entry);
    assertThat(remarks).isEmpty();
    return cache.read(key, "own/path.o", format::read).orElseThrow();
  }

  @Test
  void surveysAndDefinitionsAreReadAsTheyWere() {
    Samples samples = new Samples();
    for (int i = 0; i < SAMPLES; i++) {
      ObjectSurvey survey = samples.of(ObjectSurvey.class);
      assertThat(again(survey, SurveyFormat.RUST.format())).isEqualTo(survey);
      CDefinitions found = samples.of(CDefinitions.class);
      assertThat(again(found, new DefinitionsFormat())).isEqualTo(found);
      RunDefinitions run = samples.of(RunDefinitions.class);
      assertThat(again(run, new RunDefinitions.Form())).isEqualTo(run);
    }
  }
}
