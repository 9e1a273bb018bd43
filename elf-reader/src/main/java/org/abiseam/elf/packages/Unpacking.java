package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.abiseam.model.Limits;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** From a compressed layer to the one inside it. */
final class Unpacking {
  private static final int BUFFER = 1 << 16;

  private static final Map<Magic, Decoder> DECODERS =
      Map.of(
          Magic.GZIP, (stream, _) -> new GZIPInputStream(stream, BUFFER),
          Magic.XZ, (stream, limits) -> new XZInputStream(stream, limits.count(XZ_KIBIBYTES)),
          Magic.ZSTD, (stream, _) -> new ZstdInputStream(stream),
          Magic.BZIP2, (stream, _) -> new BZip2CompressorInputStream(stream, true));

  private Unpacking() {}

  /** Returns the layer inside, where this one is compressed. */
  static Optional<Layer> of(Layer layer, Magic magic) {
    return Optional.ofNullable(DECODERS.get(magic))
        .map(decoder -> inside(layer, magic.name().toLowerCase(Locale.ROOT) + " stream", decoder));
  }

  private interface Decoder {
    InputStream open(InputStream stream, Limits limits) throws IOException;
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
        open = Optional.of(decoder.open(layer, layer.budget().limits()));
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
