package org.abiseam.engine.input;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.elf.Container;
import org.abiseam.elf.ObjectFile;
import org.abiseam.engine.cache.CacheFolder;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.ContentId;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.FileStamp;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.cache.ToolIdentity;
import org.abiseam.engine.request.Caching;
import org.abiseam.engine.request.Progress;
import org.abiseam.model.ObjectModel;
import org.abiseam.rules.Checker;

/**
 * Remembers between runs what was learned from objects.
 *
 * <p>An object is known by its content. What a run asks of one object is an entry, and what it asks
 * of all its objects together is another, so that an unchanged build is a few entries and a changed
 * object costs itself. Only what was learned whole is kept: what could not be read is read again.
 */
public final class Summaries implements AutoCloseable {
  /** Objects for which entries of their own are as good. */
  private static final int FEW = 16;

  private final Optional<CacheFolder> folder;
  private final String tool;
  private final ConcurrentHashMap<ObjectSource, Optional<FileStamp>> places =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ObjectSource, Optional<Known>> contents =
      new ConcurrentHashMap<>();

  private final AtomicInteger remembered = new AtomicInteger();
  private final AtomicInteger learned = new AtomicInteger();

  /** Holds what an object is known by. */
  private record Known(FileStamp stamp, ContentId content) {}

  /** Holds what identifies the code that runs, which is the same as long as it runs. */
  private static final class Tool {
    static final Optional<String> IDENTITY =
        ToolIdentity.of(
            List.of(
                ObjectModel.class,
                ObjectFile.class,
                DebugInfo.class,
                Checker.class,
                Summaries.class));
  }

  private Summaries(Optional<CacheFolder> folder, String tool) {
    this.folder = folder;
    this.tool = tool;
  }

  /** Remembers nothing. */
  public static Summaries none() {
    return new Summaries(Optional.empty(), "");
  }

  /**
   * Opens the folder of summaries.
   *
   * @param settings empty where nothing is to be remembered
   * @param progress hears why something cannot be
   */
  public static Summaries open(Optional<Caching> settings, Progress progress) {
    if (settings.isEmpty()) {
      return none();
    }
    Optional<String> tool = Tool.IDENTITY;
    if (tool.isEmpty()) {
      progress.slower("no cache: it is not known which build of the program runs");
      return none();
    }
    return new Summaries(CacheFolder.open(settings.get(), progress::slower), tool.get());
  }

  /**
   * Answers a question about one object.
   *
   * @param reading answers it from the object; empty where that cannot be
   */
  public <T> Optional<T> of(
      ObjectSource source, Question<T> question, Supplier<Optional<T>> reading) {
    Optional<Known> known = folder.isEmpty() ? Optional.empty() : known(source);
    if (known.isEmpty()) {
      return reading.get();
    }
    CacheKey key = known.get().content().addTo(key("one object", question)).build();
    Optional<T> remembered = remembered(key, source.path(), question.format()::read);
    if (remembered.isPresent()) {
      return remembered;
    }
    Optional<T> read = reading.get();
    if (read.isPresent() && holds(source, known.get())) {
      EntryWriter entry = new EntryWriter(source.path());
      question.format().write(entry, read.get());
      keep(key, entry);
    }
    return read;
  }

  /**
   * Answers a question about each of some objects: from the answers of a run over the same places,
   * else one by one.
   *
   * @param name what is asked of all
   * @param threads how many threads work at once
   * @return in their order
   */
  public <T> List<Optional<T>> ofEach(String name, List<Asked<T>> asked, int threads) {
    if (folder.isEmpty() || asked.size() <= FEW) {
      return Workers.map(asked, threads, this::of);
    }
    List<Part<T>> parts = Bundle.parts(asked).stream().map(one -> new Part<>(name, one)).toList();
    Workers.map(parts, threads, Part::look);
    List<Asked<T>> open = parts.stream().flatMap(part -> part.open().stream()).toList();
    Iterator<Optional<T>> read = Workers.map(open, threads, this::of).iterator();
    List<Part<T>> changed = parts.stream().filter(part -> part.complete(read)).toList();
    Workers.map(changed, threads, Part::keep);
    return parts.stream().flatMap(part -> part.answers.stream()).toList();
  }

  private <T> Optional<T> of(Asked<T> one) {
    return of(one.source(), one.question(), one.reading());
  }

  /**
   * Answers a question about each of some objects and joins the answers of runs of them, as far as
   * that is not remembered.
   *
   * @param runs asks what is joined
   * @param threads how many threads work at once
   * @param joining joins the answers from a position on
   * @return of all objects, in their order
   */
  public <T, R> List<R> ofRuns(
      Question<R> runs,
      List<Asked<T>> asked,
      int threads,
      BiFunction<Integer, List<Optional<T>>, R> joining) {
    if (folder.isEmpty() || asked.size() <= FEW) {
      return List.of(joining.apply(0, Workers.map(asked, threads, this::of)));
    }
    List<Run<T, R>> all = new ArrayList<>();
    int from = 0;
    for (List<Asked<T>> part : Bundle.parts(asked)) {
      all.add(new Run<>(runs, part, from));
      from += part.size();
    }
    Workers.map(all, threads, Run::look);
    List<Asked<T>> open =
        all.stream()
            .filter(run -> run.joined.isEmpty())
            .flatMap(run -> run.asked.stream())
            .toList();
    Iterator<Optional<T>> read = Workers.map(open, threads, this::of).iterator();
    return all.stream().map(run -> run.join(read, joining)).toList();
  }

  /** A run of objects whose joined answers are one entry. */
  private final class Run<T, R> {
    private final Question<R> question;
    private final List<Asked<T>> asked;
    private final int from;
    private final List<ObjectSource> sources;
    private Optional<CacheKey> key = Optional.empty();
    private Optional<R> joined = Optional.empty();

    Run(Question<R> question, List<Asked<T>> asked, int from) {
      this.question = question;
      this.asked = asked;
      this.from = from;
      this.sources = asked.stream().map(Asked::source).toList();
    }

    Run<T, R> look() {
      key = together(sources, question);
      joined = key.flatMap(it -> remembered(it, "", question.format()::read));
      return this;
    }

    R join(Iterator<Optional<T>> read, BiFunction<Integer, List<Optional<T>>, R> joining) {
      if (joined.isPresent()) {
        return joined.get();
      }
      List<Optional<T>> answers = new ArrayList<>(asked.size());
      for (int i = 0; i < asked.size(); i++) {
        answers.add(read.next());
      }
      R result = joining.apply(from, answers);
      if (key.isPresent() && answers.stream().allMatch(Optional::isPresent) && hold(sources)) {
        Summaries.this.keep(key.get(), question, result);
      }
      return result;
    }
  }

  /** Objects whose answers are one entry. */
  private final class Part<T> {
    private final List<Asked<T>> asked;
    private final Bundle<T> bundle;
    private final CacheKey key;
    private final List<Optional<Bundle.Answer<T>>> known = new ArrayList<>();
    private final List<Optional<T>> answers = new ArrayList<>();

    Part(String name, List<Asked<T>> asked) {
      this.asked = asked;
      this.bundle = new Bundle<>(asked);
      this.key = bundle.key(new CacheKey.Builder("some objects").with(tool).with(name));
    }

    /** Takes the answers that hold. */
    Part<T> look() {
      List<Optional<Bundle.Answer<T>>> found =
          remembered(key, "", bundle::read)
              .orElseGet(() -> Collections.nCopies(asked.size(), Optional.empty()));
      for (int i = 0; i < asked.size(); i++) {
        Asked<T> one = asked.get(i);
        Optional<FileStamp> stamp = stamp(one.source());
        known.add(
            found
                .get(i)
                .filter(it -> it.question().equals(one.question().about()))
                .filter(it -> stamp.equals(Optional.of(it.stamp()))));
        known
            .get(i)
            .ifPresent(
                it -> contents.put(one.source(), Optional.of(new Known(it.stamp(), it.content()))));
      }
      return this;
    }

    List<Asked<T>> open() {
      List<Asked<T>> open = new ArrayList<>();
      for (int i = 0; i < asked.size(); i++) {
        if (known.get(i).isEmpty()) {
          open.add(asked.get(i));
        }
      }
      return open;
    }

    /** Takes the answers to what was open; returns whether anything was. */
    boolean complete(Iterator<Optional<T>> read) {
      boolean any = false;
      for (Optional<Bundle.Answer<T>> one : known) {
        any |= one.isEmpty();
        answers.add(one.isEmpty() ? read.next() : one.map(Bundle.Answer::value));
      }
      return any;
    }

    /** Writes all answers that hold, if one of them is new. */
    Part<T> keep() {
      boolean more = false;
      for (int i = 0; i < asked.size(); i++) {
        Asked<T> one = asked.get(i);
        if (known.get(i).isEmpty() && stamp(one.source()).isPresent()) {
          Optional<Known> seen = known(one.source()).filter(it -> holds(one.source(), it));
          Optional<T> answer = answers.get(i);
          if (seen.isPresent() && answer.isPresent()) {
            more = true;
            known.set(
                i,
                Optional.of(
                    new Bundle.Answer<>(
                        one.question().about(),
                        seen.get().stamp(),
                        seen.get().content(),
                        answer.get())));
          }
        }
      }
      if (more) {
        EntryWriter entry = new EntryWriter("");
        bundle.write(entry, known);
        folder.orElseThrow().write(key, entry);
      }
      return this;
    }
  }

  /** Looks at the files; empty where one of them cannot be known by that. */
  private Optional<List<FileStamp>> stamps(List<ObjectSource> sources) {
    List<FileStamp> stamps = new ArrayList<>(sources.size());
    for (ObjectSource source : sources) {
      Optional<FileStamp> stamp = stamp(source);
      if (stamp.isEmpty()) {
        return Optional.empty();
      }
      stamps.add(stamp.get());
    }
    return Optional.of(stamps);
  }

  /** Looks at a file once in a run; empty where it cannot be known by that. */
  private Optional<FileStamp> stamp(ObjectSource source) {
    return places.computeIfAbsent(
        source,
        it ->
            it.stored()
                .flatMap(one -> FileStamp.of(one.file()))
                .filter(stamp -> !stamp.isFresh(Instant.now())));
  }

  private CacheKey stamped(
      List<ObjectSource> sources, List<FileStamp> stamps, Question<?> question) {
    CacheKey.Builder key = key("each object", question);
    for (int i = 0; i < sources.size(); i++) {
      Container.Stored stored = sources.get(i).stored().orElseThrow();
      stamps.get(i).addTo(key).with(sources.get(i).path()).with(stored.offset());
      key.with(stored.bytes().orElse(-1));
    }
    return key.build();
  }

  /**
   * Prepares to answer a question about a whole run: by the places of its objects, none of which is
   * then read, or by what they hold or what was learned of them, once that is known.
   *
   * @param sources all on which the answer depends
   * @return empty where one of them cannot be known by its place
   */
  public <T> Optional<Whole<T>> whole(List<ObjectSource> sources, Question<T> question) {
    Optional<List<FileStamp>> stamps = folder.isEmpty() ? Optional.empty() : stamps(sources);
    return stamps.map(seen -> new Whole<>(sources, stamped(sources, seen, question), question));
  }

  /**
   * Answers a question about a whole run.
   *
   * @param <T> answers
   */
  public final class Whole<T> {
    private final List<ObjectSource> sources;
    private final CacheKey places;
    private final Question<T> question;
    private Optional<CacheKey> known = Optional.empty();

    private Whole(List<ObjectSource> sources, CacheKey places, Question<T> question) {
      this.sources = sources;
      this.places = places;
      this.question = question;
    }

    /** Returns what was answered when all objects were where they are and as they are. */
    public Optional<T> byPlace() {
      return folder.orElseThrow().read(places, "", CacheKey::read).flatMap(this::answer);
    }

    /** Returns what was answered when all objects held what they hold. */
    public Optional<T> byContent() {
      return by(together(sources, question));
    }

    /**
     * Returns what was answered when the same was learned of all objects.
     *
     * @param learned all that the answer depends on, beside what is asked
     */
    public Optional<T> byLearned(CacheKey learned) {
      return by(Optional.of(key("learned of all objects", question).with(learned).build()));
    }

    private Optional<T> by(Optional<CacheKey> key) {
      known = key;
      Optional<T> found = key.flatMap(this::answer);
      if (found.isPresent() && hold(sources)) {
        leadTo(key.orElseThrow());
      }
      return found;
    }

    private Optional<T> answer(CacheKey key) {
      return remembered(key, "", question.format()::read);
    }

    /**
     * Keeps an answer that was looked for and not found, if the objects are still what they were
     * then.
     */
    public void keep(T answer) {
      if (known.isPresent() && hold(sources)) {
        Summaries.this.keep(known.get(), question, answer);
        leadTo(known.get());
      }
    }

    private void leadTo(CacheKey key) {
      EntryWriter entry = new EntryWriter("");
      CacheKey.write(entry, key);
      folder.orElseThrow().write(places, entry);
    }
  }

  /** Returns how many answers there were. */
  public int remembered() {
    return remembered.get();
  }

  /** Returns how many answers were read from objects and kept. */
  public int learned() {
    return learned.get();
  }

  /** Reads an entry. */
  private <T> Optional<T> remembered(
      CacheKey key, String ownPath, Function<EntryReader, T> reading) {
    Optional<T> found = folder.orElseThrow().read(key, ownPath, reading);
    remembered.addAndGet(found.isPresent() ? 1 : 0);
    return found;
  }

  private <T> void keep(CacheKey key, Question<T> question, T answer) {
    EntryWriter entry = new EntryWriter("");
    question.format().write(entry, answer);
    keep(key, entry);
  }

  private void keep(CacheKey key, EntryWriter entry) {
    learned.incrementAndGet();
    folder.orElseThrow().write(key, entry);
  }

  private Optional<CacheKey> together(List<ObjectSource> sources, Question<?> question) {
    CacheKey.Builder key = key("all objects", question);
    for (ObjectSource source : sources) {
      Optional<Known> known = known(source);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      known.get().content().addTo(key).with(source.path()).with(source.input());
    }
    return Optional.of(key.build());
  }

  private CacheKey.Builder key(String scope, Question<?> question) {
    return new CacheKey.Builder(scope).with(tool).with(question.name()).with(question.about());
  }

  private Optional<Known> known(ObjectSource source) {
    return contents.computeIfAbsent(source, this::identified);
  }

  /** Finds the content of an object: by the place where it was seen before, or by reading it. */
  private Optional<Known> identified(ObjectSource source) {
    Optional<Container.Stored> stored = source.stored();
    Optional<FileStamp> stamp = stamp(source);
    if (stamp.isEmpty()) {
      return Optional.empty();
    }
    CacheKey place =
        stamp
            .get()
            .addTo(new CacheKey.Builder("place").with(tool))
            .with(stored.get().offset())
            .with(stored.get().bytes().orElse(-1))
            .build();
    Optional<ContentId> before = folder.orElseThrow().read(place, "", ContentId::read);
    Optional<ContentId> content = before.isPresent() ? before : content(stored.get(), stamp.get());
    if (before.isEmpty() && content.isPresent()) {
      EntryWriter entry = new EntryWriter("");
      ContentId.write(entry, content.get());
      folder.orElseThrow().write(place, entry);
    }
    FileStamp seen = stamp.get();
    return content.map(id -> new Known(seen, id));
  }

  private static Optional<ContentId> content(Container.Stored stored, FileStamp stamp) {
    try {
      long bytes = stored.bytes().orElse(stamp.bytes());
      ContentId id = ContentId.of(stored.file(), stored.offset(), bytes);
      return FileStamp.of(stored.file()).filter(stamp::equals).map(_ -> id);
    } catch (IOException _) {
      // Whoever reads the object says what is wrong.
      return Optional.empty();
    }
  }

  /** Tells whether what was read of an object is what it is known by. */
  private static boolean holds(ObjectSource source, Known known) {
    return !source.needsOthers()
        && source
            .stored()
            .flatMap(one -> FileStamp.of(one.file()))
            .equals(Optional.of(known.stamp()));
  }

  private boolean hold(List<ObjectSource> sources) {
    return sources.stream()
        .allMatch(source -> known(source).filter(one -> holds(source, one)).isPresent());
  }

  @Override
  public void close() {
    folder.ifPresent(CacheFolder::close);
  }
}
