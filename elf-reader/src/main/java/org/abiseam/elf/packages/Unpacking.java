package org.abiseam.elf.packages;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** From a compressed layer to the one inside it. */
final class Unpacking {
  private static final int BUFFER = 1 << 16;

  private static final Map<Magic, Decoder> DECODERS =
      Map.of(
          Magic.GZIP, (layer, _) -> new GZIPInputStream(layer, BUFFER),
          Magic.XZ, Unpacking::xz,
          Magic.ZSTD, (layer, threads) -> new PartsInputStream(new ZstdFrames(layer), threads),
          Magic.BZIP2, (layer, _) -> new BZip2CompressorInputStream(layer, true));

  private Unpacking() {}

  /** Returns the layer inside, where this one is compressed. */
  static Optional<Layer> of(Layer layer, Magic magic) {
    return inside(layer, magic, Runtime.getRuntime().availableProcessors());
  }

  /** Returns the layer inside as {@link #of} does, for whoever reads only its first bytes. */
  static Optional<Layer> beginning(Layer layer, Magic magic) {
    return inside(layer, magic, 0);
  }

  private interface Decoder {
    /** Opens a layer; no thread but the reader's own where there are none. */
    InputStream open(Layer layer, int threads) throws IOException;
  }

  /** Opens what is only begun by Java, which keeps nothing that has to be closed. */
  private static InputStream xz(Layer layer, int threads) {
    XzStream.Decoder decoder = threads == 0 ? XzStream.Decoder.JAVA : XzStream.Decoder.here();
    return new PartsInputStream(new XzBlocks(layer, decoder), threads);
  }

  private static Optional<Layer> inside(Layer layer, Magic magic, int threads) {
    String what = magic.name().toLowerCase(Locale.ROOT) + " stream";
    return Optional.ofNullable(DECODERS.get(magic))
        .map(it -> layer.decoded(named(layer.name()), new Late(layer, it, threads), what));
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
    private final int threads;
    private Optional<InputStream> open = Optional.empty();

    Late(Layer layer, Decoder decoder, int threads) {
      this.layer = layer;
      this.threads = threads;
      this.decoder = decoder;
    }

    private InputStream stream() throws IOException {
      if (open.isEmpty()) {
        open = Optional.of(decoder.open(layer, threads));
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

    @Override
    public void close() throws IOException {
      if (open.isPresent()) {
        open.get().close();
      }
    }
  }
}
