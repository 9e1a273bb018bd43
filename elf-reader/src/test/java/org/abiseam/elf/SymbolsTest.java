package org.abiseam.elf;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.elf.code.CodeReferences;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymbolsTest {
  private static final int SHT_DYNAMIC = 6;
  private static final Path MODULE =
      Path.of("..", "fixtures", "seams", "prebuilt", "tree", "device.ko");

  /** LLVM merged two functions of equal bodies. */
  @Test
  void symbolsAtOneAddressAreFoundAmongAll() {
    Path merged = Path.of("..", "fixtures", "seams", "prebuilt", "merged", "rust.o");
    try (Container.OpenObject open = Containers.openObject(merged)) {
      assertThat(open.file().symbols()).hasSizeGreaterThan(2);
      assertThat(open.file().aliases())
          .extracting(Symbol::name)
          .containsExactlyInAnyOrder("level_of", "limit_of");
    }
    try (Container.OpenObject open = Containers.openObject(MODULE)) {
      ObjectFile module = open.file();
      assertThat(module.symbols()).containsAll(module.aliases());
    }
  }

  /** A section that is not there, and a size of 2^64 - 1. */
  @Test
  void aDamagedSymbolHasNoCodeOrAllThatFollows(@TempDir Path directory) throws IOException {
    byte[] elf =
        Elves.of(Machine.EM_S390, true, true)
            .section(".text", 1, 6, new byte[32])
            .symbols(
                new Elves.Symbol("nowhere", 0, 8, 0x12, 127),
                new Elves.Symbol("endless", 8, -1, 0x12, 1))
            .bytes();
    Path file = Files.write(directory.resolve("s390x.o"), elf);
    try (Container.OpenObject open = Containers.openObject(file)) {
      ObjectFile object = open.file();
      assertThat(object.symbols()).extracting(Symbol::section).contains(127, 1);
      assertThat(CodeReferences.of(object, object.symbols()).floatingPoint()).isFalse();
      assertThat(object.symbols()).noneMatch(one -> !object.addressesIn(one).isEmpty());
    }
  }

  /** What is cut off may be the name of the library, so that its end must be seen. */
  @Test
  void entriesOfTheLinkerWithoutAnEndAreDamaged(@TempDir Path directory) throws IOException {
    Path library = Path.of("..", "fixtures", "changes", "library-new.so");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(library)).order(LITTLE_ENDIAN);
    int headers = (int) bytes.getLong(0x28);
    int dynamic = 0;
    while (bytes.getInt(headers + 64 * dynamic + 4) != SHT_DYNAMIC) {
      dynamic++;
    }
    bytes.putLong(headers + 64 * dynamic + 0x20, 16);
    Path file = Files.write(directory.resolve("cut.so"), bytes.array());
    try (Container.OpenObject whole = Containers.openObject(library);
        Container.OpenObject cut = Containers.openObject(file)) {
      assertThat(whole.file().dynamic().orElseThrow().soname()).contains("liblibrary.so.2");
      Dynamic rest = cut.file().dynamic().orElseThrow();
      assertThat(rest.faults()).singleElement().asString().contains("DT_NULL");
      assertThat(rest.symbols()).hasSameSizeAs(whole.file().dynamic().orElseThrow().symbols());
      assertThat(cut.file().faults()).hasSameSizeAs(rest.faults());
      assertThat(whole.file().faults()).isEmpty();
    }
  }

  @Test
  void symbolsOfSomeNamesOrValuesAreFoundAmongAll() {
    try (Container.OpenObject open = Containers.openObject(MODULE)) {
      ObjectFile module = open.file();
      Set<String> names = new HashSet<>();
      Set<Long> values = new HashSet<>();
      for (Symbol symbol : module.symbols().stream().skip(1).toList()) {
        if (!symbol.name().isEmpty() && names.size() <= values.size()) {
          names.add(symbol.name());
        }
        values.add(symbol.value());
      }
      assertThat(module.symbols(names, List.of()))
          .hasSizeGreaterThan(2)
          .isEqualTo(module.symbols().stream().filter(one -> names.contains(one.name())).toList());
      assertThat(module.symbols(Set.of("devic", "devices and more"), List.of())).isEmpty();
      values.remove(0L);
      assertThat(module.symbolsAt(values))
          .isEqualTo(
              module.symbols().stream().filter(one -> values.contains(one.value())).toList());
    }
  }

  @Test
  void symbolsThatBeginAlikeAreFoundAmongAll() {
    try (Container.OpenObject open = Containers.openObject(MODULE)) {
      ObjectFile module = open.file();
      assertThat(module.symbols(Set.of(), List.of("device"))).hasSizeGreaterThan(1);
      for (String prefix : List.of("device", "v", "", "no such symbol")) {
        assertThat(module.symbols(Set.of(), List.of(prefix)))
            .as("symbols that begin with '" + prefix + "'")
            .isEqualTo(
                module.symbols().stream()
                    .skip(1)
                    .filter(symbol -> symbol.name().startsWith(prefix))
                    .toList());
      }
    }
  }

  /** Symbols are read many at once: runs end anywhere, in each class and byte order. */
  @ParameterizedTest
  @CsvSource({"62, true, false", "22, true, true", "3, false, false", "8, false, true"})
  void aLongTableGivesTheSameSymbols(int machine, boolean wide, boolean big, @TempDir Path folder)
      throws IOException {
    List<Elves.Symbol> all = new ArrayList<>();
    for (int i = 0; i < 1_600; i++) {
      // Each third place has two symbols; names differ behind their eighth byte, and some before.
      String name = (i % 2 == 0 ? "common_beginning_" : "f") + i;
      all.add(new Elves.Symbol(name, 16L * (i - i % 3 / 2), 4, 0x12, 1));
    }
    byte[] bytes =
        Elves.of(machine, wide, big)
            .section(".text", new byte[8])
            .symbols(all.toArray(Elves.Symbol[]::new))
            .bytes();
    Path file = Files.write(folder.resolve("long.o"), bytes);
    try (Container.OpenObject open = Containers.openObject(file)) {
      ObjectFile object = open.file();
      List<Symbol> symbols = object.symbols();
      assertThat(symbols).hasSize(1_601);
      Set<String> names = Set.of("common_beginning_1022", "f511", "f513", "f1599", "f15999");
      assertThat(object.symbols(names, List.of("common_beginning_10", "f2")))
          .hasSizeGreaterThan(100)
          .isEqualTo(
              symbols.stream()
                  .filter(
                      one ->
                          names.contains(one.name())
                              || one.name().startsWith("common_beginning_10")
                              || one.name().startsWith("f2"))
                  .toList());
      Set<Long> values = Set.of(0L, 16 * 511L, 16 * 1_024L, 16 * 1_599L, 7L);
      assertThat(object.symbolsAt(values))
          .hasSizeGreaterThan(3)
          .isEqualTo(symbols.stream().skip(1).filter(one -> values.contains(one.value())).toList());
      Map<Long, Long> sharing =
          symbols.stream().skip(1).collect(groupingBy(Symbol::value, counting()));
      assertThat(object.aliases())
          .containsAll(
              symbols.stream()
                  .skip(1)
                  .filter(one -> sharing.getOrDefault(one.value(), 0L) > 1)
                  .toList())
          .hasSizeLessThan(1_500);
    }
  }
}
