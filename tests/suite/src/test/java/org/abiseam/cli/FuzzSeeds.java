package org.abiseam.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The small files that are damaged: those of the fixtures, and texts in each form. */
record FuzzSeeds(List<Seed> all) {
  /** Bytes that a file to damage may have. */
  private static final int LARGEST = 64 << 10;

  /** A file that is read, and its name. */
  record Seed(String name, byte[] bytes) {
    private Seed(String name, String text) {
      this(name, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final List<Seed> TEXTS =
      List.of(
          new Seed(
              "own.suppressions",
              "suppressions:\n"
                  + "  - {rule: layout-offset, subject: \"sample\", reason: x, until: 2030-01-01}\n"
                  + "  - rule: layout-size\n"
                  + "    subject: 'b*'\n"
                  + "    reason: known\n"),
          new Seed(
              "libabigail.suppressions",
              "[suppress_type]\n  name_regexp = ^s.*e$\n  has_data_member_inserted_at = end\n"
                  + "[suppress_function]\n  symbol_name = f\n"),
          new Seed("suse.suppressions", "PASS drivers/net/*\nFAIL vmlinux EXPORT_SYMBOL_GPL\n"),
          new Seed(
              "android.symbols", "[abi_symbol_list]\n  sample_keep\n  sample\n\n[abi]\n  open\n"),
          new Seed("Module.symvers.symbols", "0x12345678\tsample\tvmlinux\tEXPORT_SYMBOL_GPL\t\n"),
          new Seed("config.symbols", "# a comment\nCONFIG_CC_VERSION_TEXT=\"gcc\"\nCONFIG_X=y\n"),
          new Seed(
              "gate.policy",
              "fail-on: risky\ncoverage: {types: 98, functions: 99.9}\nsuppressions:\n"
                  + "  - {rule: layout-size, subject: s, reason: r}\n"),
          new Seed(
              "rust.mangled",
              "_RNvNtNtCs1234_7mycrate3foo3barB3_\n"
                  + "_RINvNtC3std3mem8align_ofjEC4core\n"
                  + "_RNvXs_C4coreINtB4_3OptRShENtB4_5Clone5clone\n"
                  + "_RNCNvC4core4main0Bu_\n"
                  + "_ZN4core3fmt9Formatter3pad17h0123456789abcdefE\n"
                  + "_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$GT$3bar17h930b740aa94f1d3aE\n"
                  + "_RMCs0_7mycrateFUKCdEhE\n"));

  /** Collects the seeds; snapshots are made of two objects, in a directory. */
  static FuzzSeeds of(Path fixtures, Path directory) throws IOException {
    List<Seed> all = new ArrayList<>(TEXTS);
    try (Stream<Path> files = Files.walk(fixtures)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.size(file) <= LARGEST && !file.toString().contains("observations")) {
          all.add(new Seed(file.getFileName().toString(), Files.readAllBytes(file)));
        }
      }
    }
    for (String object : List.of("provider.o", "consumer.o")) {
      Path saved = directory.resolve("saved.abi");
      FuzzCommands.run(
          "snapshot", "-o", saved.toString(), FuzzCommands.partner(fixtures, object).toString());
      all.add(new Seed(object + ".abi", Files.readAllBytes(saved)));
    }
    return new FuzzSeeds(all);
  }

  /** Returns those that a reader takes. */
  List<Seed> of(FuzzTarget target) {
    return all.stream().filter(seed -> target.isSeed(seed.name())).toList();
  }

  /** Returns those that a command takes. */
  List<Seed> of(FuzzCommands commands) {
    return all.stream().filter(seed -> commands.isSeed(seed.name())).toList();
  }
}
