package org.abiseam.engine.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.elf.Container;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.ContentId;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.FileStamp;
import org.abiseam.engine.cache.Format;

/**
 * Writes the answers about some objects of one run together, each with what it holds for: so a run
 * reads a few entries in place of one for each object, and a changed object costs itself.
 *
 * <p>The entry is named after the places of its objects and not after what they hold; whoever reads
 * it takes the answers that still hold.
 */
final class Bundle<T> implements Format<List<Optional<Bundle.Answer<T>>>> {
  /** Objects of one entry, more or less; a power of two. */
  private static final int OBJECTS = 64;

  private static final int SPREAD = 0x9E37_79B9;

  private final List<Asked<T>> asked;

  /**
   * Describes an answer.
   *
   * @param question names what was asked
   * @param stamp identifies the file that was read
   * @param content identifies what was in it
   * @param value the answer
   */
  record Answer<T>(CacheKey question, FileStamp stamp, ContentId content, T value) {}

  /** Takes what is asked of each object, in an order that the key of the entry fixes. */
  Bundle(List<Asked<T>> asked) {
    this.asked = asked;
  }

  /**
   * Parts what is asked, at objects that their paths choose: an object more or less changes one
   * part and not all behind it.
   */
  static <T> List<List<Asked<T>>> parts(List<Asked<T>> all) {
    List<List<Asked<T>>> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < all.size(); i++) {
      int hash = all.get(i).source().path().hashCode() * SPREAD;
      if ((hash >>> 16) % OBJECTS == 0 || i == all.size() - 1) {
        parts.add(all.subList(from, i + 1));
        from = i + 1;
      }
    }
    return parts;
  }

  /** Names the entry after the places of the objects. */
  CacheKey key(CacheKey.Builder begin) {
    for (Asked<T> one : asked) {
      begin.with(one.source().path());
      Optional<Container.Stored> stored = one.source().stored();
      begin.with(stored.map(it -> it.file().toAbsolutePath().toString()).orElse(""));
      begin.with(stored.map(Container.Stored::offset).orElse(-1L));
      begin.with(stored.map(it -> it.bytes().orElse(-1)).orElse(-1L));
    }
    return begin.build();
  }

  @Override
  public void write(EntryWriter to, List<Optional<Answer<T>>> answers) {
    for (int i = 0; i < asked.size(); i++) {
      Format<T> format = asked.get(i).question().format();
      to.optional(
          answers.get(i),
          (out, answer) -> {
            CacheKey.write(out, answer.question());
            FileStamp.write(out, answer.stamp());
            ContentId.write(out, answer.content());
            format.write(out, answer.value());
          });
    }
  }

  @Override
  public List<Optional<Answer<T>>> read(EntryReader from) {
    List<Optional<Answer<T>>> answers = new ArrayList<>(asked.size());
    for (Asked<T> one : asked) {
      answers.add(
          from.optional(
              in ->
                  new Answer<>(
                      CacheKey.read(in),
                      FileStamp.read(in),
                      ContentId.read(in),
                      one.question().format().read(in))));
    }
    return answers;
  }
}
