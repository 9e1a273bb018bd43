package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A core in C, a driver in Rust and the witness of its bindings; in each variant one thing was
 * built wrong. The first finding names the cause.
 */
class SeamFaultsTest {
  private static final Path SEAMS = Path.of("..", "fixtures", "seams", "prebuilt");

  @TempDir private Path directory;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(
        arguments,
        new Terminal(false, false, false),
        new PrintStream(output, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return output.toString(StandardCharsets.UTF_8);
  }

  private static String object(String variant, String name) {
    Path own = SEAMS.resolve(variant).resolve(name);
    return (Files.exists(own) ? own : SEAMS.resolve("agree").resolve(name)).toString();
  }

  private int check(String variant) {
    return run(
        "check",
        object(variant, "core.o"),
        object(variant, "glue.o"),
        object(variant, "log.o"),
        object(variant, "driver.o"),
        object(variant, "witness.o"));
  }

  private List<String> headlines() {
    return out()
        .lines()
        .filter(line -> line.matches("(HARMFUL|RISKY|HARMLESS)  .*"))
        .map(line -> line.replace(SEAMS + "/", ""))
        .toList();
  }

  @Test
  void whatBelongsTogetherAgreesInFull() {
    assertThat(check("agree")).isZero();
    assertThat(headlines()).isEmpty();
    assertThat(out())
        .contains(
            """
            Types shared by C and Rust: 3
              3 agree, 0 disagree, 0 undetermined, 0 opaque (declared only, used behind pointers)
              2 bit-fields in them: 2 by bindgen's packing rules, 0 undetermined
            Functions shared by C and Rust: 5
              5 agree, 0 disagree, 0 undetermined
            Variables shared by C and Rust: 2
              2 agree, 0 disagree, 0 undetermined
            """);
  }

  /** A source that names what a macro writes leaves nothing open that rustc described. */
  @Test
  void whatTheSourceDoesNotDefineIsAsTheWitnessHasIt(@TempDir Path folder) throws IOException {
    String text = "extern \"C\" { fn device_map(device: *mut Device, wanted: Unseen) -> Unseen; }";
    String source = Files.writeString(folder.resolve("lib.rs"), text).toString();
    run(
        "check",
        "--bindings",
        source,
        object("agree", "core.o"),
        object("agree", "glue.o"),
        object("agree", "log.o"),
        object("agree", "witness.o"));
    assertThat(out()).contains("  4 agree, 0 disagree, 0 undetermined\nVariables");
  }

  @Test
  void withoutAWitnessNothingIsKnownOfWhatRustCalls() {
    run(
        "check",
        object("agree", "core.o"),
        object("agree", "glue.o"),
        object("agree", "log.o"),
        object("agree", "driver.o"));
    assertThat(out())
        .contains(
            """
            Functions shared by C and Rust: 5
              1 agree, 0 disagree, 4 undetermined
            """);
  }

  @Test
  void aFunctionPointerOfAStaticTellsWhatRustBelievesOfTheFunctionItHolds() {
    assertThat(run("check", object("held", "held.o"), object("held", "rust.o"))).isEqualTo(12);
    assertThat(headlines()).containsExactly("HARMFUL  simple_seek  call-argument");
    assertThat(out())
        .contains(
            "simple_seek.offset size   8 bytes   4 bytes",
            """
            Functions shared by C and Rust: 3
              2 agree, 1 disagree, 0 undetermined
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "device: \\*mut device, m|RISKY|Rust does not promise that extern \"Rust\" is called as C"
            + " calls.",
        "device|HARMFUL|A struct does not travel by extern \"Rust\" as it does in C."
      })
  void aCallbackOfRustsOwnConventionIsCalledByLuckAndWithStructsWrong(
      String first, String rank, String cause) throws IOException {
    String bindings = Files.readString(SEAMS.resolveSibling("bindings.rs"));
    Path wrong =
        Files.writeString(
            directory.resolve("wrong.rs"),
            bindings.replaceAll("unsafe extern \"C\" fn\\((?=" + first + ")", "unsafe fn("));
    run("check", "--bindings", wrong.toString(), object("agree", "core.o"));
    assertThat(headlines()).containsExactly(rank + "  struct operations  pointer-signature");
    assertThat(out()).contains(cause);
  }

  /** Writing to it was run: SIGSEGV. */
  @Test
  void aConstVariableOfCIsNoStaticMutAlsoWhereTheSourceAloneDeclaresIt() throws IOException {
    Path rust =
        Files.writeString(
            directory.resolve("mutable.rs"),
            "unsafe extern \"C\" { pub static mut limit: i32; pub static total: u32; }");
    assertThat(run("check", "--bindings", rust.toString(), object("constant", "c.o")))
        .isEqualTo(12);
    assertThat(headlines())
        .containsExactly("HARMFUL  limit  symbol-kind", "HARMFUL  total  layout-kind");
    assertThat(out()).contains("float[2] in C, u32 in Rust");
  }

  /** The library has it twice; programs that are linked today get {@code two_versions@@V2}. */
  @ParameterizedTest
  @CsvSource({"new, i64, 0", "new, i32, 12", "old, i32, 0", "old, i64, 12"})
  void aFunctionOfSeveralVersionsIsTheOneThatTheLinkerTakes(
      String build, String argument, int status) throws IOException {
    Path rust =
        Files.writeString(
            directory.resolve("versions.rs"),
            "unsafe extern \"C\" { pub fn two_versions(number: " + argument + ") -> i32; }");
    String library = "../fixtures/changes/library-" + build + ".so";
    assertThat(run("check", "--bindings", rust.toString(), library)).isEqualTo(status);
    assertThat(out()).contains("Functions shared by C and Rust: 1\n");
  }

  /** Each machine was run: C's function by gcc, Rust's call of it by rustc. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x86-64|0|",
        "i386|12|HARMFUL  sum  call-hidden-pointer",
        "s390x|12|HARMFUL  sum  call-argument"
      })
  void aComplexNumberIsAStructOfTwoWhereBothTravelAlike(
      String machine, int status, String finding) {
    String rust = SEAMS.resolveSibling("complex.rs").toString();
    assertThat(run("check", "--bindings", rust, object("complex", machine + ".o")))
        .isEqualTo(status);
    assertThat(headlines()).isEqualTo(finding == null ? List.of() : List.of(finding));
    assertThat(out()).contains("undetermined\nVariables shared by C and Rust: 1\n  1 agree");
  }

  @Test
  void theTablesOfALinkedObjectTellItToo() throws IOException {
    Path rust = Files.createDirectories(directory.resolve("rust"));
    Files.copy(SEAMS.resolve("held/held.o"), directory.resolve("vmlinux"));
    Files.copy(SEAMS.resolve("held/rust.o"), rust.resolve("held.o"));
    Files.writeString(
        rust.resolve(".held.o.cmd"), "savedcmd_rust/held.o := rustc --crate-name held held.rs\n");
    assertThat(run("kbuild", "--witness", "never", directory.toString()) & 12).isEqualTo(12);
    Path policy = Files.writeString(directory.resolve("policy.yaml"), "fail-on: never\n");
    String[] judged = {
      "kbuild", "--witness", "never", "--policy", policy.toString(), directory.toString()
    };
    assertThat(run(judged) & 12).isZero();
    assertThat(out()).contains("which the policy allows", "GATE ");
    assertThat(headlines()).contains("HARMFUL  simple_seek  call-argument");
  }

  @Test
  void whatRestsOnSwitchesSaysSo() throws IOException {
    Path json = directory.resolve("report.json");
    run(
        "check",
        object("short-enums", "core.o"),
        object("agree", "glue.o"),
        object("agree", "log.o"),
        object("agree", "driver.o"),
        "--format",
        "json:" + json);
    assertThat(Files.readString(json)).contains("\"evidence\" : \"flags\"");
  }

  @Test
  void whatBindingsDescribeAndNoObjectHasIsSaid() {
    String bindings = SEAMS.resolve("../bindings.rs").toString();
    run("check", "--bindings", bindings, object("agree", "log.o"), object("agree", "driver.o"));
    assertThat(out())
        .contains(
            "Note: bindings also describe 4 of 6 functions and variables (device_map, …) and 2 of 4"
                + " types (operations, …) that no input has; they are not verified.");
  }

  @ParameterizedTest
  @CsvSource({
    "struct-changed,HARMFUL  struct device  layout-drift",
    "field-changed,HARMFUL  struct device  layout-member-type",
    "parameters-swapped,HARMFUL  device_register  call-argument",
    "callback-result,HARMFUL  struct operations  pointer-signature",
    "short-enums,HARMFUL  core.c  flag-mismatch",
    "recorded,HARMFUL  core.c  flag-mismatch",
    "other-abi,HARMFUL  core.c  flag-mismatch",
    "signed-char,RISKY  glue.c  flag-mismatch"
  })
  void theFirstFindingOfAFaultIsItsCause(String variant, String first) {
    assertThat(check(variant) & 4).isEqualTo(4);
    assertThat(headlines()).first().isEqualTo(first);
  }

  @Test
  void whatRustcCallsByItsIntermediateCodeIsWhereCExpectsIt() {
    assertThat(lowered(SEAMS.resolve("lowered/lowered.ll"))).isZero();
    assertThat(headlines()).isEmpty();
    // Each takes or returns a struct, of which LLVM has numbers alone.
    assertThat(out())
        .contains(
            """
            Functions shared by C and Rust: 3
              0 agree, 0 disagree, 3 undetermined
            """)
        .contains("LLVM IR tells where values travel, not what they mean: 3 functions");
  }

  /** A plain i32 is int, unsigned, or an enumeration; the source tells. */
  @Test
  void intermediateCodeConfirmsMeaningOnlyWhereItTellsIt() throws IOException {
    Path code =
        Files.writeString(
            directory.resolve("a.ll"),
            "declare double @scaled(double, float)\ndeclare i32 @counted(i32 noundef)\n");
    String c = object("floats/x86-64", "c.o");
    String rust = object("floats/x86-64", "hard.o");
    run("check", "--bindings", code.toString(), rust, c);
    assertThat(out())
        .contains(
            "3 agree, 0 disagree, 1 undetermined", "not what they mean: 1 function\n    counted");
    output.reset();
    run("explain", "counted", "--bindings", code.toString(), rust, c);
    assertThat(out()).contains("LLVM IR does not tell what it means: the result, value");
    output.reset();
    String source = SEAMS.resolveSibling("floats.rs").toString();
    run("check", "--bindings", code.toString(), "--bindings", source, rust, c);
    assertThat(out()).contains("4 agree, 0 disagree, 0 undetermined");
    output.reset();
    Files.writeString(code, "declare double @scaled(double, float)\ndeclare i32 @counted(i64)\n");
    run("check", "--bindings", code.toString(), "--bindings", source, rust, c);
    assertThat(headlines()).containsExactly("HARMFUL  counted  call-argument");
  }

  private int lowered(Path code) {
    return run(
        "check",
        "--bindings",
        code.toString(),
        SEAMS.resolve("lowered/lowered.o").toString(),
        SEAMS.resolve("lowered/rust.o").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "i8 noundef signext, i1;i64, i8 noundef signext, i1;HARMFUL  big  call-arity",
        "i8 noundef signext;i32 noundef;HARMFUL  big  call-argument",
        "sret([24 x i8]);nonnull;HARMFUL  big  call-arity",
        "{ double, double };{ i64, double };HARMFUL  mixed  call-argument",
        "i40;...;HARMFUL  mixed  call-variadic",
        "declare { i64, i64 };declare { double, i64 };HARMFUL  mixed  call-return",
        "declare noundef i8 @exhausted;declare noundef i32 @exhausted;HARMFUL  exhausted "
            + " call-return",
        "byval([16 x i8]);nonnull;HARMFUL  exhausted  call-argument"
      })
  void whatRustcCallsOtherwiseIsADifference(String line, String other, String first)
      throws IOException {
    String code = Files.readString(SEAMS.resolve("lowered/lowered.ll"));
    assertThat(code).contains(line);
    assertThat(lowered(Files.writeString(directory.resolve("a.ll"), code.replace(line, other))))
        .isEqualTo(12);
    assertThat(headlines()).first().isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "parameters-swapped,they differ in device_register()",
    "field-changed,'they differ in device, variable device_root'",
    "callback-result,"
  })
  void bindingsOfAnotherBuildAreNoted(String variant, String differ) {
    run(
        "check",
        "--bindings",
        SEAMS.resolve(variant).resolve("bindings.rs").toString(),
        object("agree", "core.o"),
        object("agree", "driver.o"),
        object("agree", "witness.o"));
    if (differ == null) {
      assertThat(out()).doesNotContain("the bindings are not those");
    } else {
      assertThat(out()).contains("Note: the bindings are not those", differ + ".");
    }
  }

  /** Each file writes the structs out, so that no header says that they are one. */
  @Test
  void aTypeThatBothPrototypesNameIsOneWhateverFileDeclaresIt() {
    assertThat(
            run(
                "check",
                SEAMS.resolve("copies/callee.o").toString(),
                SEAMS.resolve("copies/caller.o").toString()))
        .isEqualTo(12);
    assertThat(headlines())
        .containsExactly(
            "HARMFUL  struct frame  layout-offset", "HARMFUL  struct window  layout-offset");
    assertThat(out()).contains("Types shared by GCC and clang: 3");
  }

  /** Where compilers differ and no rule covers it, nothing agrees. */
  @Test
  void valuesThatGccAndClangPassOrStoreDifferentlyAreNotSaidToAgree() {
    run(
        "check",
        "--verbose",
        SEAMS.resolve("by-value/callee.o").toString(),
        SEAMS.resolve("by-value/caller.o").toString());
    assertThat(out())
        .contains("Functions shared by GCC and clang: 7\n  4 agree, 2 disagree, 1 undetermined")
        .contains("HARMFUL  struct packet  layout-member-type\n  length: big-endian bytes by GCC")
        .contains("HARMFUL  counted  call-argument\n  counter: rsi[0..8) by GCC, stack[0..8) by")
        .contains("HARMFUL  counter_of  call-hidden-pointer\n  return: rax[0..8) by GCC, ref:rdi")
        .contains("turned: debug info does not tell whether a \"complex\" of 32 bytes");
  }

  @Test
  void whyAFewAreOpenIsSaidWithoutBeingAsked() {
    run(
        "check",
        SEAMS.resolve("by-value/callee.o").toString(),
        SEAMS.resolve("by-value/caller.o").toString());
    assertThat(out())
        .contains("    turned: debug info does not tell whether a \"complex\" of 32 bytes")
        .contains("    Run the code of both sides to be sure\n");
  }

  /** GCC records the switch and Clang records none, so that no call can be said to agree. */
  @ParameterizedTest
  @CsvSource({
    "struct-return,caller-clang,'2 agree, 0 disagree, 1 undetermined','level_of: no rule of abiseam"
        + " covers -fpcc-struct-return on this machine'",
    "register-use,caller-clang,'0 agree, 0 disagree, 3 undetermined','difference: the other side"
        + " was compiled with -fcall-used-rbx; whether this side was is not recorded'",
    "callee-pops,caller-clang-32,'0 agree, 0 disagree, 3 undetermined','difference: the other side"
        + " was compiled with -mrtd; whether this side was is not recorded'",
    "sse-arguments,caller-clang-32,'0 agree, 0 disagree, 3 undetermined','scaled: no rule of"
        + " abiseam covers -msseregparm'"
  })
  void aSwitchThatOneCompilerAloneRecordsLeavesItsCallsOpen(
      String callee, String caller, String counts, String reason) {
    run("check", "--verbose", object("switches", callee + ".o"), object("switches", caller + ".o"));
    assertThat(out()).contains("Functions shared by GCC and clang: 3\n  " + counts, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "struct-return,caller-gcc,struct-return value   registers   memory",
    "register-use,caller-gcc,register-use value   the psABI's   -fcall-used-rbx",
    "callee-pops,caller-gcc-32,callee-pops value   yes    no",
    "sse-arguments,caller-gcc-32,sse-arguments value   no     yes"
  })
  void aSwitchThatBothSidesRecordMustBeTheSame(String callee, String caller, String values) {
    assertThat(run("check", object("switches", callee + ".o"), object("switches", caller + ".o")))
        .isEqualTo(12);
    assertThat(headlines()).containsExactly("HARMFUL  switches.c  flag-mismatch");
    assertThat(out()).contains(values);
  }

  /** Rust for soft float loads rdi and rsi, x0 and x1, r2 and r3; C reads xmm0, d0, f0. */
  @ParameterizedTest
  @CsvSource({"x86-64", "aarch64", "s390x", "i386", "powerpc", "powerpc64le"})
  void rustThatMayBeCompiledForSoftFloatDoesNotAgree(String machine) {
    String bindings = SEAMS.resolveSibling("floats.rs").toString();
    String c = object("floats/" + machine, "c.o");
    run("check", "--bindings", bindings, object("floats/" + machine, "soft.o"), c);
    assertThat(out())
        .contains("2 agree, 0 disagree, 2 undetermined")
        .contains("whether Rust was compiled for soft float is not known: 2 functions")
        .contains("    scaled, second\n");
    output.reset();
    run("check", "--bindings", bindings, object("floats/" + machine, "hard.o"), c);
    assertThat(out()).contains("4 agree, 0 disagree, 0 undetermined");
  }

  /** A crate writes one alternative of a union, and keeps bytes that C has a name for by now. */
  @Test
  void oneAlternativeOfAUnionIsEnough() {
    String bindings = SEAMS.resolveSibling("alternatives.rs").toString();
    assertThat(run("check", "--bindings", bindings, object("alternatives", "c.o"))).isEqualTo(12);
    assertThat(headlines())
        .containsExactly(
            "HARMFUL  struct wider  layout-member-missing",
            "RISKY  struct action  layout-member-type");
    assertThat(out()).contains("7 agree, 2 disagree, 0 undetermined");
  }

  /** 0 from C is no NonZeroU32, 7 and 9 are no State, 2 is no bool. */
  @Test
  void whatCMayReturnOrStoreIsNotAlwaysAValueInRust() throws IOException {
    String bindings = SEAMS.resolveSibling("values.rs").toString();
    String rust = object("values", "rust.o");
    String c = object("values", "c.o");
    assertThat(run("check", "--bindings", bindings, rust, c)).isEqualTo(12);
    assertThat(headlines())
        .containsExactly(
            "HARMFUL  next_ticket  call-argument",
            "HARMFUL  ticket  call-return",
            "RISKY  phase_number  call-argument",
            "RISKY  phase_of  call-argument",
            "RISKY  ready  call-argument");
    assertThat(out()).contains("3 agree, 5 disagree, 0 undetermined");
    output.reset();
    run("snapshot", rust);
    Path snapshot = Files.writeString(directory.resolve("values"), out());
    output.reset();
    assertThat(run("check", snapshot.toString(), c)).isEqualTo(12);
    assertThat(headlines()).containsExactly("HARMFUL  next_ticket  call-argument");
  }

  /**
   * Rust with -Zregparm looks for arguments in eax, which debug info of its functions tells; C has
   * them on the stack. Rust that reads its argument from there was compiled without; so was what
   * uses the standard library.
   */
  @Test
  void rustThatMayBeCompiledWithRegparmDoesNotAgree() throws IOException {
    String bindings = SEAMS.resolveSibling("floats.rs").toString();
    String c = object("floats/i386", "c.o");
    String regparm = object("floats/i386", "regparm.o");
    assertThat(run("check", "--bindings", bindings, "--fail-on", "undetermined", regparm, c))
        .isEqualTo(28);
    assertThat(out())
        .contains("2 agree, 1 disagree, 1 undetermined")
        .contains(
            "HARMFUL  plus  call-argument\n  Calling convention: extern \"regparm(3)\" in Rust")
        .contains("with -Zregparm or -Zreg-struct-return is not known: 1 function\n    counted\n");
    output.reset();
    run("snapshot", regparm);
    Path snapshot = Files.writeString(directory.resolve("regparm"), out());
    output.reset();
    run("check", snapshot.toString(), c);
    assertThat(out()).contains("HARMFUL  plus  call-argument");
    output.reset();
    run("snapshot", object("floats/i386", "hard.o"));
    assertThat(out()).contains("open reg-struct-return").doesNotContain("open regparm");
  }

  /** All objects of a build are linked together, and what one uses, the others may. */
  @Test
  void theCodeOfOneObjectTellsForTheBuild() {
    String bindings = SEAMS.resolveSibling("floats.rs").toString();
    run("check", "--bindings", bindings, object("floats/x86-64", "c.o"));
    assertThat(out()).contains("4 agree, 0 disagree, 0 undetermined");
    output.reset();
    run("check", object("floats/x86-64", "c.o"), object("floats/x86-64", "soft.o"));
    assertThat(out()).contains("1 agree, 0 disagree, 3 undetermined");
    output.reset();
    run(
        "check",
        object("floats/x86-64", "c.o"),
        object("floats/x86-64", "soft.o"),
        object("lowered", "rust.o"));
    assertThat(out()).doesNotContain("soft float");
  }

  /** Linked with C of today the object reads a part of the length: 10, where 17 is right. */
  @ParameterizedTest
  @CsvSource({"new, 12", "old, 0"})
  void theObjectCountsWhereTheBindingsAreStale(String c, int status) {
    String bindings = SEAMS.resolveSibling("stale_new.rs").toString();
    assertThat(
            run(
                "check",
                "--bindings",
                bindings,
                object("stale", "rust.o"),
                object("stale", "c-" + c + ".o")))
        .isEqualTo(status);
    assertThat(headlines()).contains("RISKY  struct packet  bindings-stale");
    assertThat(headlines().contains("HARMFUL  struct packet  layout-member-missing"))
        .isEqualTo(status == 12);
    assertThat(out())
        .contains("packet.length offset       byte 4    byte 8")
        .contains(
            "the Rust objects were compiled from other bindings: 1 function\n    packet_sum\n")
        .contains("Functions shared by C and Rust: 3\n  2 agree, 0 disagree, 1 undetermined");
  }

  @Test
  void bindingsThatTheObjectWasCompiledWithAreNotStale() {
    String bindings = SEAMS.resolveSibling("stale_old.rs").toString();
    assertThat(
            run(
                "check",
                "--bindings",
                bindings,
                object("stale", "rust.o"),
                object("stale", "c-old.o")))
        .isZero();
    assertThat(headlines()).isEmpty();
    assertThat(out()).contains("Functions shared by C and Rust: 3\n  3 agree");
  }

  @Test
  void aSnapshotTellsOfFloatingPointToo() throws IOException {
    String c = object("floats/x86-64", "c.o");
    for (String kind : List.of("soft", "hard")) {
      output.reset();
      run("snapshot", object("floats/x86-64", kind + ".o"));
      Path snapshot = Files.writeString(directory.resolve(kind), out());
      output.reset();
      run("check", snapshot.toString(), c);
      assertThat(out().contains("compiled for soft float is not known: 1 function"))
          .isEqualTo(kind.equals("soft"));
    }
  }

  /** Not even the names of functions are in the debug info. */
  @Test
  void whatRustExportsIsCountedWhereItHasLineTablesAlone() {
    assertThat(run("check", "--verbose", object("lines", "tables.o"), object("lines", "c.o")))
        .isZero();
    assertThat(out())
        .contains("its unit describes no types: it was compiled with line tables alone")
        .contains("  0 agree, 0 disagree, 1 undetermined\nVariables");
    assertThat(
            run("check", "--require-verified", object("lines", "tables.o"), object("lines", "c.o")))
        .isEqualTo(32);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "2, 1, 0"})
  void aFunctionOfAUnitWithoutTypesIsNotOneWithoutParameters(int level, int agree, int open) {
    assertThat(run("check", object("lines", "rust-" + level + ".o"), object("lines", "c.o")))
        .isZero();
    assertThat(headlines()).isEmpty();
    assertThat(out())
        .contains("  " + agree + " agree, 0 disagree, " + open + " undetermined\nVariables");
  }

  /** Debug info of line tables does not describe what the source defines, and no object does. */
  @Test
  void whatTheSourceDefinesIsJudgedWhereNoObjectDescribesIt() {
    for (String rust : List.of("tables.o", "rust-1.o", "c.o")) {
      output.reset();
      String source = SEAMS.resolveSibling("lines.rs").toString();
      run("check", "--bindings", source, object("lines", rust), object("lines", "c.o"));
      assertThat(out()).as(rust).contains("  1 agree, 0 disagree, 0 undetermined\nVariables");
    }
    output.reset();
    String source = SEAMS.resolveSibling("exported.rs").toString();
    run("check", "--bindings", source, object("exported", "c.o"));
    assertThat(headlines())
        .containsExactly(
            "HARMFUL  struct Entry  layout-offset", "HARMFUL  struct Table  layout-offset");
  }

  /** Behind a pointer a type without size is enough; by value it takes no register. */
  @Test
  void typesWithoutSizeStandForDeclarations() {
    assertThat(run("check", object("opaque", "rust.o"), object("opaque", "c.o"))).isEqualTo(12);
    assertThat(headlines()).containsExactly("HARMFUL  opaque_take  call-argument");
    assertThat(out())
        .contains("0 undetermined, 4 opaque")
        .contains("opaque_take.b location   rdi[0..4)      rsi[0..4)")
        .contains("Functions shared by C and Rust: 2\n  1 agree, 1 disagree, 0 undetermined");
  }

  /** The prototype of a merged function is in no debug info, but C calls it all the same. */
  @Test
  void aSymbolThatDebugInfoDoesNotNameIsCounted() {
    run(
        "check",
        "--verbose",
        SEAMS.resolve("merged/c.o").toString(),
        SEAMS.resolve("merged/rust.o").toString());
    assertThat(out())
        .contains("Functions shared by C and Rust: 2\n  1 agree, 0 disagree, 1 undetermined")
        .contains("LLVM merged it with an equal function");
  }

  /** The prototype of an exported function tells which Rust type C means, and its members go on. */
  @Test
  void aTypeOfRustThatAnExportedFunctionTakesIsTheOneOfC() {
    run("check", object("exported", "c.o"), object("exported", "rust.o"));
    assertThat(headlines())
        .containsExactly(
            "HARMFUL  struct Entry  layout-offset", "HARMFUL  struct Table  layout-offset");
    assertThat(out()).doesNotContain("hits");
  }

  /** rustc writes no convention of what it defines; its source has it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "extern \"C\" fn     | 24 agree, 13 disagree, 39 undetermined",
        "fn                | 23 agree, 14 disagree, 39 undetermined",
        "extern \"win64\" fn | 23 agree, 13 disagree, 40 undetermined",
      })
  void theSourceTellsByWhichConventionRustDefinesAFunction(
      String written, String expected, @TempDir Path folder) throws IOException {
    String text = "#[no_mangle] pub unsafe %s r_byte(value: u8) {}".formatted(written);
    Path source = Files.writeString(folder.resolve("lib.rs"), text);
    run(
        "check",
        "--bindings",
        source.toString(),
        object("directions", "c.o"),
        object("directions", "rust.o"));
    assertThat(out()).contains("Functions shared by C and Rust: 76\n  " + expected);
  }

  /** A struct without a name is compared where a member points to it. */
  @Test
  void aPointeeWithoutANameIsCompared() {
    run("check", object("unnamed", "c.o"), object("unnamed", "rust.o"));
    assertThat(headlines()).containsExactly("HARMFUL  struct holder  layout-member-type");
    assertThat(out()).contains("holder.next.*.mode").doesNotContain("holder.current");
  }

  /** Debug info names an alias of a function nowhere, and nothing that was compiled without -g. */
  @ParameterizedTest
  @CsvSource({"gcc,clang", "clang,gcc"})
  void aliasesAreJudgedByWhatLiesAtTheirAddress(String definer, String user) {
    run(
        "check",
        "--verbose",
        object("aliases", definer + "-defines.o"),
        object("aliases", user + "-uses.o"));
    assertThat(headlines())
        .containsExactly(
            "HARMFUL  narrow_gain  call-argument", "HARMFUL  narrow_level  call-argument");
    assertThat(out())
        .contains("Functions shared by GCC and clang: 5\n  2 agree, 2 disagree, 1 undetermined")
        .contains("Variables shared by GCC and clang: 1\n  0 agree, 0 disagree, 1 undetermined");
  }

  /** Others may call a function by both of its names. */
  @ParameterizedTest
  @CsvSource({"gcc,clang", "clang,gcc"})
  void aFunctionThatIsCalledByBothNamesIsJudgedTwice(String definer, String user) {
    run("check", object("aliases", definer + "-both.o"), object("aliases", user + "-uses-both.o"));
    assertThat(headlines()).containsExactly("HARMFUL  level  call-argument");
    assertThat(out()).contains("1 agree, 1 disagree, 0 undetermined");
  }

  /** Code that calls has relocations of kinds that debug info never has. */
  @Test
  void typeIdsAreReadFromCodeThatCallsOtherObjects() {
    String callee = SEAMS.resolve("kcfi/call.o").toString();
    String caller = SEAMS.resolve("kcfi/user.o").toString();
    assertThat(run("check", callee, caller)).isZero();
    assertThat(out()).contains("Functions shared by GCC and clang: 1\n  1 agree");
  }

  @Test
  void typeIdsOfKernelControlFlowIntegrityAreOne() {
    String rust = SEAMS.resolve("kcfi/rust.o").toString();
    run("check", SEAMS.resolve("kcfi/c-normalised.o").toString(), rust);
    assertThat(headlines()).isEmpty();
    assertThat(run("check", SEAMS.resolve("kcfi/c.o").toString(), rust)).isEqualTo(12);
    assertThat(headlines()).containsExactly("HARMFUL  rust_probe  attribute-mismatch");
    assertThat(out())
        .contains("type id 0x")
        .contains("type id 0x0c10e3f6, of the prototype with normalised integers");
  }

  @ParameterizedTest
  @CsvSource({
    "tree,",
    "other-release,HARMFUL  other-release/device.ko  attribute-mismatch",
    "other-features,HARMFUL  driver-crate.rs  flag-mismatch",
    "other-checksum,HARMFUL  device.release  attribute-mismatch",
    "other-namespace,HARMFUL  device.release  symbol-missing",
    "not-exported,HARMFUL  device.release  symbol-missing"
  })
  void aBuildTreeIsHeldAgainstItsImage(String variant, String first) {
    int status = run("kbuild", "--witness", "never", SEAMS.resolve(variant).toString());
    assertThat(status).isEqualTo(first == null ? 0 : 12);
    assertThat(headlines()).isEqualTo(first == null ? List.of() : List.of(first));
  }

  /** To regenerate the bindings would bring the same. */
  @Test
  void whatBindgenItselfDoesWrongIsToBeWrittenInAnotherWay() {
    String bindings = Path.of("..", "fixtures", "cases", "bindgen-union", "bindings.rs").toString();
    int status =
        run(
            "check",
            "--no-cache",
            CommandLineForTests.prebuilt("bindgen-union", "provider.o"),
            CommandLineForTests.prebuilt("bindgen-union", "consumer.o"),
            "--bindings",
            bindings);
    assertThat(status).isEqualTo(12);
    assertThat(out())
        .contains("Fix: bindgen places the bit-fields of a union one behind the other: give each")
        .doesNotContain("regenerate it");
  }
}
