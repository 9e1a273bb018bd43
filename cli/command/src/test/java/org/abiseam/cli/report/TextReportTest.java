package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.Test;

class TextReportTest {
  private static String text(Report run, Verbosity verbosity) {
    return Runs.text(run, Paint.NONE, verbosity);
  }

  @Test
  void aHarmfulFindingTellsCauseBothSidesAndTheMembersInTwoColumns() {
    assertThat(text(Runs.disagreeing(Severity.HARMFUL), Verbosity.NORMAL))
        .isEqualTo(
            """
            vmlinux  elf, x86-64, 2,555 units
              GNU C 14.2.0: 2,549 units · rustc 1.85.1 (LLVM): 6 units

            HARMFUL  struct queue  layout-offset
              12 bytes in C, 8 bytes in Rust; depth: byte 8 in C, byte 4 in Rust.
              depth lies 4 bytes further in C.
              Each side reads and writes other bytes for this member.
              C     include/linux/queue.h:12  GNU C 14.2.0, vmlinux, unit drivers/queue.c
              Rust  rust/bindings.rs:4711  rustc 1.85.1 (LLVM), vmlinux, unit queue.rs
                                     C          Rust
                queue.depth offset   byte 8     byte 4
                queue size           12 bytes   8 bytes
                C                   offset   size  │ Rust                offset   size
                u32 head                 0      4  │ u32 head                 0      4
              ≠ /* 4 bytes hole */       4      4  │ u32 depth                4      4
              ≠ u32 depth                8      4  │
              reaches 2 others: device, request_queue
              Fix: at bindings.rs:4711, give `queue` in Rust #[repr(C)] and C's order and packing; where bindgen wrote it, regenerate it with the headers and switches of the C build.

            Types shared by C and Rust: 3
              1 agree, 1 disagree, 0 undetermined, 1 opaque (declared only, used behind pointers)
            Functions shared by C and Rust: 0
            Variables shared by C and Rust: 0

            The sides disagree on something that runs (exit status 12).
            Compared: 2 of 3 shared types, functions and variables; 1 agrees, 1 disagrees.
            Not compared: 1 type that one side only declares.
            """);
  }

  /** A build of a thousand objects has a line for each format and machine. */
  @Test
  void manyObjectsAreOneLineUnlessEachIsAskedFor() {
    Report many = Runs.repeated(Runs.agreeing(), 13);
    assertThat(text(many, Verbosity.NORMAL))
        .startsWith("vmlinux and 12 more  elf, 13 objects, x86-64, 33,215 units\n  GNU C");
    assertThat(text(many, Verbosity.VERBOSE)).startsWith("vmlinux  elf, x86-64, 2,555 units\nvm");
  }

  @Test
  void agreementIsSaidOnlyOfWhatWasVerified() {
    assertThat(text(Runs.agreeing(), Verbosity.NORMAL))
        .isEqualTo(
            """
            vmlinux  elf, x86-64, 2,555 units
              GNU C 14.2.0: 2,549 units · rustc 1.85.1 (LLVM): 6 units

            Types shared by C and Rust: 3
              2 agree, 0 disagree, 0 undetermined, 1 opaque (declared only, used behind pointers)
            Functions shared by C and Rust: 0
            Variables shared by C and Rust: 0

            No harmful difference in what was verified (exit status 0).
            Compared: 2 of 3 shared types, functions and variables; 2 agree, 0 disagree.
            Not compared: 1 type that one side only declares.
            """);
  }

  @Test
  void whatWasNotVerifiedIsGroupedByReasonAndTellsWhatWouldHelp() {
    assertThat(text(Runs.undetermined(), Verbosity.NORMAL))
        .contains(
            """
            NOT VERIFIED  1 type
              bit positions are not in the debug info: 1 type
                struct queue
                The Rust source that bindgen wrote tells: --bindings FILE
            """);
  }

  @Test
  void aDiagnosticNamesObjectSectionOffsetAndUnit() {
    assertThat(text(Runs.unreadable(), Verbosity.NORMAL))
        .contains(
            "  vmlinux: .debug_info+0x1f: expected an abbreviation code, found the end"
                + " (init/main.c)\n")
        .contains("\n\nAn input could not be read; nothing was verified (exit status 1).\n");
  }

  @Test
  void harmlessDifferencesAreCountedAndShownOnRequest() {
    assertThat(text(Runs.disagreeing(Severity.HARMLESS), Verbosity.NORMAL))
        .contains("  1 harmless difference not shown (--verbose lists them)\n")
        .doesNotContain("layout-offset");
    assertThat(text(Runs.disagreeing(Severity.HARMLESS), Verbosity.VERBOSE))
        .contains("HARMLESS  struct queue  layout-offset\n")
        .contains("Time: 507 ms = open 7 + index 500\n");
  }

  @Test
  void quietSaysTheVerdictAlone() {
    assertThat(text(Runs.agreeing(), Verbosity.QUIET))
        .isEqualTo("No harmful difference in what was verified (exit status 0).\n");
  }

  @Test
  void coloursStandOnlyWhereTheyAreAskedFor() {
    Report run = Runs.disagreeing(Severity.HARMFUL);
    assertThat(Runs.text(run, Paint.ANSI, Verbosity.NORMAL))
        .contains("\u001b[1;31mHARMFUL\u001b[0m");
    assertThat(text(run, Verbosity.NORMAL)).doesNotContain("\u001b");
  }
}
