package org.abiseam.rules;

import static org.abiseam.rules.Sketch.check;
import static org.abiseam.rules.Sketch.findings;
import static org.abiseam.rules.Sketch.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.abiseam.model.Verification;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bit-fields that bindgen lays out otherwise than C without an error of its own. Some show in the
 * size, most in what the unit covers; three are in the generated source alone, and without it the
 * type must not be said to agree.
 */
final class BindgenErrorsTest {
  static Stream<Arguments> structs() {
    return Stream.of(
        row(
            "a bit-field that begins behind a byte",
            "s 4: a u8 @0, b u32:24 @1.0",
            "s 8/4: a u8 @0, _bitfield_align_1 marker:u32 @4, _bitfield_1 unit:3 @4",
            "disagree layout-bitfield"),
        row(
            "the same in a struct of the same size",
            "s 4: a u8 @0, b u32:15 @1.0",
            "s 4/4: a u8 @0, _bitfield_align_1 marker:u16 @2, _bitfield_1 unit:2 @2",
            "disagree layout-bitfield"),
        row(
            "long in the place of u32",
            "s 8: a u8 @0, b u64:27 @1.0",
            "s 8/8: a u8 @0, _bitfield_align_1 marker:u32 @4, _bitfield_1 unit:4 @4",
            "disagree layout-bitfield"),
        row(
            "a zero-width long between bit-fields",
            "s 12: a u32:3 @0.0, b u32:5 @0.3, c u32:9 @8.0",
            "s 12/4: _bitfield_align_1 marker:u16 @0, _bitfield_1 unit:3 @0, p padding:9 @3",
            "disagree layout-bitfield"),
        row(
            "a zero-width u32 behind a byte",
            "s 8: a u8 @0, b u8:3 @4.0, c u8 @5",
            "s 8/4: a u8 @0, _bitfield_1 unit:1 @1, c u8 @5",
            "disagree layout-bitfield"),
        row(
            "a zero-width u64 that makes the struct larger",
            "s 9: a u8:3 @0.0, b u8:3 @8.0",
            "s 16/8: _bitfield_1 unit:9 @0, p padding:7 @9",
            "disagree layout-size"),
        row(
            "an unnamed bit-field of another storage unit",
            "s 4: a u8:3 @0.0, b u8:5 @3.0",
            "s 4/1: _bitfield_align_1 marker:u8 @0, _bitfield_1 unit:4 @0",
            "undetermined"),
        row(
            "bit-fields under pragma pack(8)",
            "s 16: a u8:3 @0.0, b u32:30 @0.3, c u64:40 @4.1",
            "s 16/8: _bitfield_align_1 marker:u64 @0, _bitfield_1 unit:16 @0",
            "undetermined"),
        row(
            "packed bit-fields in a unit without room for a gap",
            "s 8/4: a u32:24 @0.0, b u32:22 @3.0",
            "s 8/4: _bitfield_align_1 marker:u8 @0, _bitfield_1 unit:6 @0, p padding:2 @6",
            "agree"),
        row(
            "packed bit-fields in a unit with room for a gap",
            "s 8/4: a u32:24 @0.0, b u32:22 @3.0",
            "s 8/4: _bitfield_align_1 marker:u8 @0, _bitfield_1 unit:7 @0, p padding:1 @7",
            "undetermined"),
        row(
            "packed and aligned to 4",
            "s 8/4: a u8 @0, b u32 @1, c u16 @5",
            "s 12/4: a u8 @0, b u32 @4, c u16 @8",
            "disagree layout-offset"),
        row(
            "one packed member",
            "s 8: a u8 @0, b u32 @1, c u16 @6",
            "s 8/2: a u8 @0, b u32 @2, c u16 @6",
            "disagree layout-offset"),
        row(
            "a bit-field of 128 bits without accessors",
            "s 16: a u128:70 @0.0",
            "s 16/16: _bitfield_1 unit:12 @0",
            "agree"),
        row(
            "dense bit-fields, which bindgen gets right",
            "s 4: a u32:3 @0.0, b u32:5 @0.3, c u32:24 @1.0",
            "s 4/4: _bitfield_align_1 marker:u32 @0, _bitfield_1 unit:4 @0",
            "agree"));
  }

  static Stream<Arguments> unions() {
    return Stream.of(
        row(
            "bit-fields of a union, counted on by bindgen",
            "u 4: a u32:3 @0.0, b u32:5 @0.0",
            "u 4/4: _bitfield_align_1 marker:u8 @0, _bitfield_1 unit:1 @0",
            "undetermined"),
        row(
            "and where they no longer fit",
            "u 2: a u16:16 @0.0, b i8:1 @0.0",
            "u 4/2: _bitfield_align_1 marker:u16 @0, _bitfield_1 unit:3 @0",
            "disagree layout-size"));
  }

  private static Arguments row(String about, String c, String rust, String expected) {
    return Arguments.of(about, c, rust, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structs")
  void aStruct(String about, String c, String rust, String expected) {
    Sketch provider = Sketch.c();
    provider.struct(c);
    Sketch consumer = Sketch.rust();
    consumer.struct(rust);
    expect(check(provider, consumer), "s", expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unions")
  void aUnion(String about, String c, String rust, String expected) {
    Sketch provider = Sketch.c();
    provider.union(c);
    Sketch consumer = Sketch.rust();
    consumer.union(rust);
    expect(check(provider, consumer), "u", expected);
  }

  private static void expect(Verification result, String name, String expected) {
    String[] words = expected.split(" ");
    assertThat(verdict(result, name)).isEqualTo(words[0]);
    if (words.length > 1) {
      assertThat(findings(result)).containsExactly("harmful " + words[1] + " " + name);
    }
  }
}
