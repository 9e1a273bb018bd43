package org.abiseam.cli.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drawings of which each is written once, however many findings show it. They stand behind the
 * findings and would not fit into memory until then: each is drawn to learn whether it is known,
 * and drawn again when it is written.
 */
final class Drawings {
  private final Map<Digest, Integer> places = new HashMap<>();
  private final List<Consumer<ObjectNode>> drawings = new ArrayList<>();

  /** Half of a SHA-256. */
  private record Digest(long high, long low) {
    static Digest of(String text) {
      try {
        ByteBuffer bytes =
            ByteBuffer.wrap(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        return new Digest(bytes.getLong(), bytes.getLong());
      } catch (NoSuchAlgorithmException fault) {
        throw new IllegalStateException(fault);
      }
    }
  }

  /** Returns the place of a drawing among all. */
  int place(Consumer<ObjectNode> drawing) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    drawing.accept(node);
    return places.computeIfAbsent(
        Digest.of(node.toString()),
        _ -> {
          drawings.add(drawing);
          return drawings.size() - 1;
        });
  }

  /** Returns all, in the order of their places. */
  Stream<Consumer<ObjectNode>> all() {
    return drawings.stream();
  }
}
