package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** From a compressed layer to the one inside it. */
final class Unpacking {
  private static final int BUFFER = 1 << 16;

  private Unpacking() {}

  /** The layer inside, where this one is compressed. */
  static Optional<Layer> of(Layer layer, Magic magic) {
    return switch (magic) {
      case GZIP -> Optional.of(inside(layer, "gzip stream", Unpacking::gzip));
      case XZ ->
          Optional.of(
              inside(
                  layer,
                  "xz stream",
                  stream ->
                      new XZInputStream(stream, layer.budget().limits().count(XZ_KIBIBYTES))));
      case ZSTD -> Optional.of(inside(layer, "zstd stream", ZstdInputStream::new));
      case BZIP2 -> Optional.of(inside(layer, "bzip2 stream", Unpacking::bzip2));
      case ELF, BTF, AR, THIN_AR, RPM, TAR, OTHER -> Optional.empty();
    };
  }

  private static InputStream gzip(InputStream stream) throws IOException {
    return new GZIPInputStream(stream, BUFFER);
  }

  private static InputStream bzip2(InputStream stream) throws IOException {
    return new BZip2CompressorInputStream(stream, true);
  }

  private interface Decoder {
    InputStream open(InputStream stream) throws IOException;
  }

  private static Layer inside(Layer layer, String what, Decoder decoder) {
    return layer.decoded(named(layer.name()), new Late(layer, decoder), what);
  }

  /** {@code data.tar.xz} has {@code data.tar} inside. */
  private static String named(String name) {
    int point = name.lastIndexOf('.');
    return point > 0 ? name.substring(0, point) : "unpacked";
  }

  /** Opens the decoder with the first byte, where its faults are caught as those of reading are. */
  private static final class Late extends InputStream {
    private final Layer layer;
    private final Decoder decoder;
    private Optional<InputStream> open = Optional.empty();

    Late(Layer layer, Decoder decoder) {
      this.layer = layer;
      this.decoder = decoder;
    }

    private InputStream stream() throws IOException {
      if (open.isEmpty()) {
        open = Optional.of(decoder.open(layer));
      }
      return open.get();
    }

    @Override
    public int read() throws IOException {
      return stream().read();
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      return stream().read(target, from, length);
    }
  }
}
