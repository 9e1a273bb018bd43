package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Languages.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strings as compilers write them, and who they are. */
class ProducerStringsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GNU C11 14.2.0 -mno-sse -m64 -std=gnu11 -fshort-wchar          | 29    | GCC       | C         | 14.2.0 |
          GNU C17 12.2.0 -mtune=generic -march=x86-64 -g                 | 29    | GCC       | C         | 12.2.0 |
          GNU C23 16.2.0 -mtune=generic -march=x86-64 -g                 | 29    | GCC       | C         | 16.2.0 |
          GNU C89 6.3.0 20170516 -m32 -gdwarf-2                          | 1     | GCC       | C         | 6.3.0  |
          GNU C99 8.5.0 -mabi=lp64d                                      | 12    | GCC       | C         | 8.5.0  |
          GNU C 4.8.5 20150623 (Red Hat 4.8.5-44) -m64 -mtune=generic -g | 1     | GCC       | C         | 4.8.5  |
          GNU C17 11.4.1 20230605 (Red Hat 11.4.1-2) -march=x86-64-v2    | 29    | GCC       | C         | 11.4.1 |
          GNU C23 16.0.0 20250801 (experimental) [master r16-2711-gabc]  | 29    | GCC       | C         | 16.0.0 |
          GNU C11 14.2.0                                                 | 0     | GCC       | C         | 14.2.0 |
          GNU C++17 12.2.0 -mtune=generic -march=x86-64 -g               | 33    | GCC       | CPP       | 12.2.0 |
          GNU C++14 7.5.0 -g -O2                                         | 0     | GCC       | CPP       | 7.5.0  |
          GNU GIMPLE 14.2.0 -m64 -mtune=generic -fno-openmp -fltrans     | 29    | GCC       | C         | 14.2.0 |
          GNU GIMPLE 14.2.0 -m64 -fltrans                                | 33    | GCC       | CPP       | 14.2.0 |
          GNU Fortran2008 12.2.0 -g -fintrinsic-modules-path /usr/lib    | 35    | GCC       | OTHER     | 12.2.0 |
          GNU Ada 12.2.0 -gnatA -g                                       | 13    | GCC       | OTHER     | 12.2.0 |
          GNU Go 12.2.0 -mtune=generic                                   | 22    | GCC       | OTHER     | 12.2.0 |
          GNU AS 2.44                                                    | 32769 | GNU_AS    | ASSEMBLER | 2.44.0 |
          GNU AS 2.40.0                                                  | 32769 | GNU_AS    | ASSEMBLER | 2.40.0 |
          GNU AS 2.35.2                                                  | 32769 | GNU_AS    | ASSEMBLER | 2.35.2 |
          GNU Rust 16.2.0 -mtune=generic -g -frust-incomplete-and-experimental-compiler-do-not-use | 28 | GCCRS | RUST | 16.2.0 |
          clang version 17.0.6 (https://github.com/llvm/llvm-project.git 6009708b4367171ccdbf4b5905cb6a803753fe18) | 12 | CLANG | C | 17.0.6 |
          Debian clang version 19.1.7 (3)                                | 29    | CLANG     | C         | 19.1.7 |
          Debian clang version 14.0.6                                    | 12    | CLANG     | C         | 14.0.6 |
          Debian clang version 23.1.4 (2)                                | 29    | CLANG     | C         | 23.1.4 |
          Ubuntu clang version 18.1.3 (1ubuntu1)                         | 33    | CLANG     | CPP       | 18.1.3 |
          Homebrew clang version 19.1.7                                  | 29    | CLANG     | C         | 19.1.7 |
          FreeBSD clang version 14.0.5 (https://github.com/llvm/llvm-project.git llvmorg-14.0.5-0-gc12386ae247c) | 12 | CLANG | C | 14.0.5 |
          Android (11349228, +pgo, +bolt, +lto, -mlgo, based on r487747e) clang version 17.0.2 (https://android.googlesource.com/toolchain/llvm-project d9f89f4d16663d5012e5c09495f3b30ece3d2362) | 29 | CLANG | C | 17.0.2 |
          Debian clang version 19.1.7 (3)                                | 32769 | CLANG     | ASSEMBLER | 19.1.7 |
          Apple clang version 15.0.0 (clang-1500.3.9.4)                  | 29    | CLANG     | C         |        |
          Apple LLVM version 10.0.0 (clang-1000.11.45.5)                 | 12    | CLANG     | C         |        |
          clang LLVM (rustc version 1.85.1 (4eb161250 2025-03-15) (built from a source tarball)) | 28 | RUSTC | RUST | 1.85.1 | LLVM
          clang LLVM (rustc version 1.95.0 (59807616e 2026-04-14))       | 28    | RUSTC     | RUST      | 1.95.0 | LLVM
          clang LLVM (rustc version 1.97.0-nightly (2d76d9bc7 2026-05-04)) | 28  | RUSTC     | RUST      | 1.97.0 | LLVM
          clang LLVM (rustc version 1.86.0-beta.2 (a0ae0d7c6 2025-02-25)) | 28   | RUSTC     | RUST      | 1.86.0 | LLVM
          clang LLVM (rustc version 1.48.0)                              | 28    | RUSTC     | RUST      | 1.48.0 | LLVM
          rustc version 1.83.0-nightly (52fd99839 2024-10-10) with cranelift 0.112.0 | 28 | RUSTC | RUST | 1.83.0 | Cranelift
          libgccjit 14.0.1 20240218 (experimental) -m64 -mtune=generic -march=x86-64 -g | 2 | RUSTC_GCC | RUST | | libgccjit
          zig 0.13.0                                                     | 12    | UNKNOWN   | C         |        |
          Go cmd/compile go1.22.1; regabi                                | 22    | UNKNOWN   | OTHER     |        |
          ``                                                             | 0     | UNKNOWN   | OTHER     |        |
          """)
  void aStringIsWhoWroteIt(
      String text, int language, String compiler, String family, String version, String backend) {
    Producer producer = ProducerStrings.parse(text, language);

    assertThat(producer.compiler()).hasToString(compiler);
    assertThat(producer.language()).hasToString(family);
    assertThat(producer.version().map(Object::toString)).isEqualTo(Optional.ofNullable(version));
    assertThat(producer.backend()).isEqualTo(Optional.ofNullable(backend));
    assertThat(producer.text()).isEqualTo(text);
  }

  @Test
  void switchesOfGccAreItsWordsBehindTheVersion() {
    assertThat(
            ProducerStrings.parse(
                    "GNU C17 11.4.1 20230605 (Red Hat 11.4.1-2) -mno-sse --param=a=1 -g",
                    DW_LANG_C11)
                .flags())
        .containsExactly("-mno-sse", "--param=a=1", "-g");
  }

  @Test
  void aHyphenInTheVendorsWordsIsNoSwitch() {
    assertThat(
            ProducerStrings.parse(
                    "Android (11349228, +lto, -mlgo, based on r487747e) clang version 17.0.2",
                    DW_LANG_C11)
                .flags())
        .isEmpty();
  }

  @Test
  void clangsRecordedCommandLineKeepsQuotedWordsTogether() {
    assertThat(
            ProducerStrings.parse(
                    "Debian clang version 23.1.4 (2) /usr/lib/llvm-23/bin/clang -g -D X=\"a\\ b\""
                        + " -c dir\\ one/p.c",
                    DW_LANG_C11)
                .flags())
        .containsExactly("-g", "-D", "X=\"a b\"", "-c", "dir one/p.c");
  }

  @Test
  void anOpenQuoteEndsWithTheText() {
    assertThat(ProducerStrings.parse("GNU C17 12.2.0 -g \"-DX=1 2", DW_LANG_C11).flags())
        .isEqualTo(List.of("-g", "\"-DX=1 2"));
  }

  @Test
  void theSameStringIsReadOnce() {
    String text = "GNU C17 12.2.0 -g -fread-once";
    assertThat(ProducerStrings.parse(text, DW_LANG_C11))
        .isSameAs(ProducerStrings.parse(text, DW_LANG_C11));
  }
}
