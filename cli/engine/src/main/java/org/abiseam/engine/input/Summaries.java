package org.abiseam.engine.input;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private final Optional<CacheFolder> folder;
  private final String tool;
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
      progress.cache("no cache: it is not known which build of the program runs");
      return none();
    }
    return new Summaries(CacheFolder.open(settings.get(), progress::cache), tool.get());
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
   * Answers a question about each of some objects at once.
   *
   * @param reading answers it for each, in their order
   */
  public <T> List<Optional<T>> ofEach(
      List<ObjectSource> sources, Question<T> question, Supplier<List<Optional<T>>> reading) {
    Optional<List<FileStamp>> stamps = folder.isEmpty() ? Optional.empty() : stamps(sources);
    if (stamps.isEmpty()) {
      return reading.get();
    }
    CacheKey key = stamped(sources, stamps.get(), question);
    Optional<List<Optional<T>>> remembered =
        remembered(key, "", from -> each(from, sources, stamps.get(), question));
    if (remembered.isPresent()) {
      return remembered.get();
    }
    List<Optional<T>> read = reading.get();
    if (read.stream().allMatch(Optional::isPresent) && hold(sources)) {
      EntryWriter entry = new EntryWriter("");
      for (int i = 0; i < sources.size(); i++) {
        ContentId.write(entry, known(sources.get(i)).orElseThrow().content());
        question.format().write(entry, read.get(i).orElseThrow());
      }
      keep(key, entry);
    }
    return read;
  }

  private <T> List<Optional<T>> each(
      EntryReader from, List<ObjectSource> sources, List<FileStamp> stamps, Question<T> question) {
    List<Optional<T>> all = new ArrayList<>(sources.size());
    List<ContentId> ids = new ArrayList<>(sources.size());
    for (int i = 0; i < sources.size(); i++) {
      ids.add(ContentId.read(from));
      all.add(Optional.of(question.format().read(from)));
    }
    for (int i = 0; i < sources.size(); i++) {
      contents.put(sources.get(i), Optional.of(new Known(stamps.get(i), ids.get(i))));
    }
    return all;
  }

  /** Looks at the files; empty where one of them cannot be known by that. */
  private static Optional<List<FileStamp>> stamps(List<ObjectSource> sources) {
    List<FileStamp> stamps = new ArrayList<>(sources.size());
    Instant now = Instant.now();
    for (ObjectSource source : sources) {
      Optional<FileStamp> stamp = source.stored().flatMap(one -> FileStamp.of(one.file()));
      if (stamp.isEmpty() || stamp.get().isFresh(now)) {
        return Optional.empty();
      }
      stamps.add(stamp.get());
    }
    return Optional.of(stamps);
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
   * Answers a question about all objects of a run together.
   *
   * @param sources all on which the answer depends
   * @param reading answers it; empty where something could not be read
   */
  public <T> Optional<T> ofAll(
      List<ObjectSource> sources, Question<T> question, Supplier<Optional<T>> reading) {
    Optional<CacheKey> key = folder.isEmpty() ? Optional.empty() : together(sources, question);
    if (key.isEmpty()) {
      return reading.get();
    }
    Optional<T> remembered = remembered(key.get(), "", question.format()::read);
    if (remembered.isPresent()) {
      return remembered;
    }
    Optional<T> read = reading.get();
    if (read.isPresent() && hold(sources)) {
      EntryWriter entry = new EntryWriter("");
      question.format().write(entry, read.get());
      keep(key.get(), entry);
    }
    return read;
  }

  /**
   * Prepares to answer a question about a whole run by the places of its objects, none of which is
   * then read.
   *
   * @param sources all on which the answer depends
   * @return empty where one of them cannot be known by its place
   */
  public <T> Optional<Whole<T>> whole(List<ObjectSource> sources, Question<T> question) {
    Optional<List<FileStamp>> stamps = folder.isEmpty() ? Optional.empty() : stamps(sources);
    return stamps.map(seen -> new Whole<>(sources, seen, question));
  }

  /**
   * Answers a question about a whole run.
   *
   * @param <T> answers
   */
  public final class Whole<T> {
    private final List<ObjectSource> sources;
    private final List<FileStamp> stamps;
    private final Question<T> question;
    private final CacheKey key;

    private Whole(List<ObjectSource> sources, List<FileStamp> stamps, Question<T> question) {
      this.sources = sources;
      this.stamps = stamps;
      this.question = question;
      this.key = stamped(sources, stamps, question);
    }

    /** Returns what was answered when all objects were as they are. */
    public Optional<T> remembered() {
      return Summaries.this.remembered(key, "", question.format()::read);
    }

    /** Keeps an answer, if the objects are still what they were before it was looked for. */
    public void keep(T answer) {
      for (int i = 0; i < sources.size(); i++) {
        Optional<Known> known = known(sources.get(i));
        if (known.isEmpty()
            || !known.get().stamp().equals(stamps.get(i))
            || !holds(sources.get(i), known.get())) {
          return;
        }
      }
      EntryWriter entry = new EntryWriter("");
      question.format().write(entry, answer);
      Summaries.this.keep(key, entry);
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
    Optional<FileStamp> stamp = stored.flatMap(one -> FileStamp.of(one.file()));
    if (stamp.isEmpty() || stamp.get().isFresh(Instant.now())) {
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
