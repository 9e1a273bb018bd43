package org.abiseam.elf.packages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.abiseam.elf.Malformed;
import org.abiseam.model.Diagnostic;

/**
 * What stands before the payload of an RPM package (rpm, "RPM V4 Package format"): a lead of 96
 * bytes that only its magic is used of, a signature in the form of a header and padded to eight
 * bytes, and the header itself. All numbers are big-endian. A header is an index of tags and a
 * store of their values; of the hundreds of tags four matter here.
 *
 * @param format {@code RPMTAG_PAYLOADFORMAT}
 * @param compressor {@code RPMTAG_PAYLOADCOMPRESSOR}
 * @param digest SHA-256 of the compressed payload, where {@code RPMTAG_PAYLOADDIGEST} states one
 */
record Rpm(String format, String compressor, Optional<String> digest) {
  private static final int LEAD = 96;
  private static final int HEADER_MAGIC = 0x8eade801;
  private static final int INTRODUCTION = 16;
  private static final int INDEX_ENTRY = 16;

  private static final int RPMTAG_PAYLOADFORMAT = 1124;
  private static final int RPMTAG_PAYLOADCOMPRESSOR = 1125;
  private static final int RPMTAG_PAYLOADDIGEST = 5092;
  private static final int RPM_STRING_TYPE = 6;
  private static final int RPM_STRING_ARRAY_TYPE = 8;
  private static final int SHA256_CHARACTERS = 64;

  /** Reads up to the payload. */
  static Rpm read(Layer layer) {
    layer.take(LEAD, "the lead of an RPM package");
    long signature = header(layer, "signature").length;
    layer.pass(-signature & 7, "padding behind the signature");
    Map<Integer, String> strings = strings(layer, header(layer, "header"));
    Optional<String> digest =
        Optional.ofNullable(strings.get(RPMTAG_PAYLOADDIGEST))
            .filter(text -> text.length() == SHA256_CHARACTERS);
    return new Rpm(
        strings.getOrDefault(RPMTAG_PAYLOADFORMAT, "cpio"),
        strings.getOrDefault(RPMTAG_PAYLOADCOMPRESSOR, "gzip"),
        digest);
  }

  /** The whole of a header: introduction, index and store. */
  private static byte[] header(Layer layer, String what) {
    byte[] start = layer.peek(INTRODUCTION);
    ByteBuffer introduction = ByteBuffer.wrap(start);
    if (start.length < INTRODUCTION || introduction.getInt(0) != HEADER_MAGIC) {
      throw layer.malformed("expected the magic 8eade801 of the %s".formatted(what));
    }
    long index = introduction.getInt(8) & 0xffff_ffffL;
    long store = introduction.getInt(12) & 0xffff_ffffL;
    long size = INTRODUCTION + index * INDEX_ENTRY + store;
    if (size > PackageLimits.RPM_HEADER) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          layer.name(),
          layer.position(),
          "a %s of %d bytes, more than %d".formatted(what, size, PackageLimits.RPM_HEADER));
    }
    return layer.take((int) size, "a %s of %d bytes".formatted(what, size));
  }

  /** The tags whose value is a string, or the first of several. */
  private static Map<Integer, String> strings(Layer layer, byte[] header) {
    ByteBuffer bytes = ByteBuffer.wrap(header);
    int count = bytes.getInt(8);
    int store = INTRODUCTION + count * INDEX_ENTRY;
    Map<Integer, String> strings = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int at = INTRODUCTION + i * INDEX_ENTRY;
      int type = bytes.getInt(at + 4);
      if (type == RPM_STRING_TYPE || type == RPM_STRING_ARRAY_TYPE) {
        int offset = bytes.getInt(at + 8);
        if (offset < 0 || offset >= header.length - store) {
          throw layer.malformed(
              "tag %d of the header lies outside its store".formatted(bytes.getInt(at)));
        }
        strings.put(bytes.getInt(at), string(header, store + offset));
      }
    }
    return strings;
  }

  private static String string(byte[] header, int from) {
    int end = from;
    while (end < header.length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  /** Holds what came out of the payload against the header. */
  void verify(Layer layer, byte[] sha256) {
    String found = HexFormat.of().formatHex(sha256);
    if (digest.isPresent() && !digest.get().equalsIgnoreCase(found)) {
      throw layer.malformed(
          "expected a payload with the SHA-256 %s and found %s".formatted(digest.get(), found));
    }
  }
}
