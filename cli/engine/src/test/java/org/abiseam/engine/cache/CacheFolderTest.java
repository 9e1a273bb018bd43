package org.abiseam.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abiseam.engine.request.Caching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheFolderTest {
  @TempDir Path folder;
  private final List<String> remarks = Collections.synchronizedList(new ArrayList<>());

  private CacheFolder open(long mostBytes) {
    return CacheFolder.open(new Caching(folder, true, mostBytes), remarks::add).orElseThrow();
  }

  private CacheFolder open() {
    return open(Caching.USUAL_BYTES);
  }

  private static CacheKey key(String name) {
    return new CacheKey.Builder(name).build();
  }

  private static EntryWriter entry(String... texts) {
    EntryWriter entry = new EntryWriter("own/path.o");
    entry.all(List.of(texts), EntryWriter::text);
    return entry;
  }

  private static Optional<List<String>> read(CacheFolder cache, CacheKey key) {
    return cache.read(key, "own/path.o", from -> from.all(EntryReader::text));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private Path onlyFile() throws IOException {
    assertThat(files()).hasSize(1);
    return files().getFirst();
  }

  @Test
  void whatWasWrittenIsRead() {
    CacheFolder cache = open();
    cache.write(key("one"), entry("a", "b", "a", "größer"));
    assertThat(read(cache, key("one"))).contains(List.of("a", "b", "a", "größer"));
    assertThat(read(cache, key("other"))).isEmpty();
    assertThat(remarks).isEmpty();
  }

  @Test
  void anEntryWithAnyByteChangedIsRemovedAndSaid() throws IOException {
    open().write(key("one"), entry("a", "bb", "a"));
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) (1 << bit);
        Files.write(file, changed);
        assertThat(read(open(), key("one"))).as("byte %d, bit %d", i, bit).isEmpty();
        assertThat(file).doesNotExist();
      }
    }
    assertThat(remarks).hasSize(whole.length * 8).allMatch(one -> one.contains("was removed"));
  }

  @Test
  void aTruncatedOrProlongedEntryIsRemovedAndSaid() throws IOException {
    open().write(key("one"), entry("a", "bb", "a"));
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length + 9; length++) {
      if (length != whole.length) {
        Files.write(file, java.util.Arrays.copyOf(whole, length));
        assertThat(read(open(), key("one"))).as("%d bytes", length).isEmpty();
        assertThat(file).doesNotExist();
      }
    }
  }

  @Test
  void anEntryUnderTheNameOfAnotherIsNotBelieved() throws IOException {
    open().write(key("one"), entry("a"));
    byte[] one = Files.readAllBytes(onlyFile());
    Files.delete(onlyFile());
    open().write(key("other"), entry("b"));
    Files.write(onlyFile(), one);
    assertThat(read(open(), key("other"))).isEmpty();
    assertThat(remarks).singleElement().asString().contains("key of another entry");
  }

  @Test
  void anInsideThatMeansNothingIsRemovedAndSaid() throws IOException {
    List<java.util.function.Consumer<EntryWriter>> insides =
        List.of(
            to -> to.number(1L << 40),
            to -> to.number(-1),
            to -> {
              to.number(1);
              to.number(17);
            },
            to -> {
              to.number(1);
              to.number(0);
              to.number(1000);
            },
            to -> {
              to.number(0);
              to.number(0);
            });
    for (java.util.function.Consumer<EntryWriter> inside : insides) {
      EntryWriter entry = new EntryWriter("");
      inside.accept(entry);
      open().write(key("one"), entry);
      assertThat(read(open(), key("one"))).isEmpty();
      assertThat(files()).isEmpty();
    }
    assertThat(remarks).hasSize(insides.size());
  }

  @Test
  void thePathOfTheObjectIsThatOfTheReader() {
    EntryWriter entry = new EntryWriter("own/path.o");
    entry.path("own/path.o");
    entry.path("other.o");
    CacheFolder cache = open();
    cache.write(key("one"), entry);
    Optional<List<String>> found =
        cache.read(key("one"), "moved.o", from -> List.of(from.text(), from.text()));
    assertThat(found).contains(List.of("moved.o", "other.o"));
  }

  @Test
  void aSentenceThatQuotesThePathIsNotKept() throws IOException {
    EntryWriter entry = new EntryWriter("own/path.o");
    entry.sentence("beside own/path.o nothing was found");
    open().write(key("one"), entry);
    EntryWriter broken = new EntryWriter("");
    broken.text("half a pair: \ud800");
    open().write(key("two"), broken);
    assertThat(files()).isEmpty();
  }

  @Test
  void manyWritersAtOnceLeaveWholeEntries() throws IOException {
    List<String> texts = IntStream.range(0, 2000).mapToObj(i -> "text " + i).toList();
    String[] all = texts.toArray(String[]::new);
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              CacheFolder cache = open();
              CacheKey key = key("entry " + i % 5);
              read(cache, key).ifPresent(found -> assertThat(found).isEqualTo(texts));
              cache.write(key, entry(all));
              assertThat(read(cache, key)).contains(texts);
            });
    assertThat(remarks).isEmpty();
    assertThat(files()).hasSize(5);
  }

  @Test
  void whatWasUsedLastStays() throws IOException {
    String large = "x".repeat(1000);
    try (CacheFolder cache = open()) {
      for (int i = 0; i < 20; i++) {
        cache.write(key("entry " + i), entry(large));
      }
    }
    Instant old = Instant.now().minusSeconds(1_000_000);
    for (Path file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(old));
    }
    assertThat(read(open(), key("entry 7"))).isPresent();
    try (CacheFolder cache = open(5_500)) {
      cache.write(key("new"), entry(large));
    }
    long bytes = 0;
    for (Path file : files()) {
      bytes += file.getFileName().toString().length() == 62 ? Files.size(file) : 0;
    }
    assertThat(bytes).isLessThanOrEqualTo(5_500).isPositive();
    assertThat(read(open(), key("entry 7"))).isPresent();
    assertThat(read(open(), key("new"))).isPresent();
  }

  @Test
  void onlyEntriesAreEverRemoved() throws IOException {
    Files.createDirectory(folder.resolve("ab"));
    Path own = Files.writeString(folder.resolve("ab").resolve("letter"), "x".repeat(100));
    Path beside = Files.writeString(folder.resolve("thesis"), "x".repeat(100));
    try (CacheFolder cache = open(0)) {
      cache.write(key("one"), entry("a"));
    }
    assertThat(own).exists();
    assertThat(beside).exists();
    assertThat(read(open(), key("one"))).isEmpty();
  }

  @Test
  void aFolderThatOthersMayWriteIsRefused() throws IOException {
    for (String permissions : List.of("rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
      assertThat(CacheFolder.open(Caching.in(folder), remarks::add)).isEmpty();
    }
    assertThat(remarks).hasSize(3).allMatch(one -> one.contains("others may write to it"));
  }

  @Test
  void nothingThatOthersMayWriteIsMade() throws IOException {
    folder = folder.resolve("new");
    open().write(key("one"), entry("a"));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
            .as(one.toString())
            .doesNotMatch("....w....|.......w.");
      }
    }
  }

  @Test
  void aFolderThatIsOnlyReadIsRead() throws IOException {
    open().write(key("one"), entry("a"));
    // What keeps an administrator from writing too: files where folders would be.
    for (int i = 0; i < 256; i++) {
      Path shard = folder.resolve("%02x".formatted(i));
      if (!Files.exists(shard)) {
        Files.writeString(shard, "");
      }
    }
    CacheFolder cache = open();
    List<CacheKey> keys = IntStream.range(0, 20).mapToObj(i -> key("new " + i)).toList();
    keys.forEach(key -> cache.write(key, entry("b")));
    assertThat(read(cache, key("one"))).contains(List.of("a"));
    assertThat(remarks).first().asString().contains("only read");
    cache.close();
  }

  @Test
  void aFileInPlaceOfTheFolderIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(CacheFolder.open(Caching.in(file), remarks::add)).isEmpty();
    assertThat(remarks).singleElement().asString().contains("is not used");
  }
}
