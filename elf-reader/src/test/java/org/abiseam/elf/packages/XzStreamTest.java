package org.abiseam.elf.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.abiseam.elf.packages.XzStream.Decoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.DeltaOptions;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

class XzStreamTest {
  private static final int ENOUGH = 100 << 10;
  private static final byte[] PLAIN = plain();

  /** Holds what was decoded, and what ended that; empty at the end of the stream. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  private record Outcome(byte[] bytes, String fault) {}

  @BeforeEach
  void needsLiblzma() {
    assumeTrue(Liblzma.isHere(), "skipped: this machine has no liblzma.so.5");
  }

  @Test
  void bothDecodersGiveAllChecksAndFilters() throws IOException {
    for (int check : new int[] {XZ.CHECK_NONE, XZ.CHECK_CRC32, XZ.CHECK_CRC64, XZ.CHECK_SHA256}) {
      assertWhole(same(packed(check, new LZMA2Options(1)), ENOUGH), PLAIN);
    }
    byte[] filtered = packed(XZ.CHECK_CRC64, new X86Options(), new LZMA2Options(1));
    assertWhole(same(filtered, ENOUGH), PLAIN);
    byte[] twice = both(filtered, packed(XZ.CHECK_CRC32, new DeltaOptions(4), new LZMA2Options(2)));
    assertWhole(same(twice, ENOUGH), both(PLAIN, PLAIN));
  }

  @Test
  void bothDecodersTellTheSameOfEachDamage() throws IOException {
    byte[] right = packed(XZ.CHECK_CRC64, new LZMA2Options(1));
    Set<String> faults = new TreeSet<>();
    for (int at = 0; at < right.length; at += at < 40 || at > right.length - 60 ? 1 : 997) {
      byte[] changed = right.clone();
      changed[at] ^= 0x10;
      faults.add(same(changed, ENOUGH).fault());
      faults.add(same(Arrays.copyOf(right, at), ENOUGH).fault());
    }
    faults.add(same(both(right, new byte[] {1, 2, 3, 4}), ENOUGH).fault());
    assertThat(faults).containsExactly("Compressed data is corrupt", "it ends too early");
  }

  /** Section 2.1.1.2: the kind of the check is in the second byte of the stream's flags. */
  @Test
  void bothDecodersNameACheckThatIsNotKnown() throws IOException {
    byte[] changed = packed(XZ.CHECK_CRC64, new LZMA2Options(1));
    changed[7] = 2;
    CRC32 flags = new CRC32();
    flags.update(changed, 6, 2);
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) flags.getValue());
    assertThat(same(changed, ENOUGH).fault()).isEqualTo("it has an option that is not known");
  }

  /** Section 2.2: padding is a multiple of four bytes; each names what breaks that in its way. */
  @Test
  void bothDecodersRefuseAPaddingThatIsCut() throws IOException {
    byte[] padded = both(packed(XZ.CHECK_CRC64, new LZMA2Options(1)), new byte[3]);
    assertThat(outcome(padded, ENOUGH, Decoder.JAVA).fault()).isEqualTo("it ends too early");
    assertThat(outcome(padded, ENOUGH, Decoder.LIBLZMA).fault())
        .isEqualTo("Compressed data is corrupt");
  }

  @Test
  void bothDecodersKeepToTheMemoryThatTheyAreGiven() throws IOException {
    byte[] right = packed(XZ.CHECK_CRC64, new LZMA2Options(1));
    assertWhole(same(right, 2 << 10), PLAIN);
    assertThat(same(right, 1 << 10).fault()).isEqualTo("it asks for more than 1024 KiB of memory");
  }

  private static Outcome same(byte[] packed, int kibibytes) throws IOException {
    Outcome java = outcome(packed, kibibytes, Decoder.JAVA);
    Outcome liblzma = outcome(packed, kibibytes, Decoder.LIBLZMA);
    assertThat(liblzma.fault()).isEqualTo(java.fault());
    assertThat(liblzma.bytes()).hasSizeGreaterThanOrEqualTo(java.bytes().length);
    assertThat(Arrays.copyOf(liblzma.bytes(), java.bytes().length)).isEqualTo(java.bytes());
    return liblzma;
  }

  private static Outcome outcome(byte[] packed, int kibibytes, Decoder decoder) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    String fault = "";
    try (XzStream stream = new XzStream(new ByteArrayInputStream(packed), kibibytes, decoder)) {
      stream.transferTo(read);
    } catch (IOException thrown) {
      fault = String.valueOf(thrown.getMessage());
    }
    return new Outcome(read.toByteArray(), fault);
  }

  private static void assertWhole(Outcome outcome, byte[] plain) {
    assertThat(outcome.fault()).isEmpty();
    assertThat(outcome.bytes()).isEqualTo(plain);
  }

  private static byte[] both(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  /** Packs in two blocks. */
  private static byte[] packed(int check, FilterOptions... filters) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (XZOutputStream stream = new XZOutputStream(packed, filters, check)) {
      stream.write(PLAIN, 0, PLAIN.length / 2);
      stream.endBlock();
      stream.write(PLAIN, PLAIN.length / 2, PLAIN.length - PLAIN.length / 2);
    }
    return packed.toByteArray();
  }

  /** Makes bytes of which some repeat: more than the decoders give at once. */
  private static byte[] plain() {
    Random random = new Random(20261130);
    byte[] plain = new byte[300_001];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (i % 7 < 3 || i < 100 ? random.nextInt(256) : plain[i - 90]);
    }
    return plain;
  }
}
