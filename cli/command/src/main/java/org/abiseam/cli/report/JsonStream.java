package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON whose lists are longer than memory: an item is a tree while it is written, and then
 * forgotten.
 */
final class JsonStream {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonGenerator generator;

  private JsonStream(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Writes one value for a reader, with a line for each field. */
  static void pretty(Writer out, Consumer<JsonStream> value) throws IOException {
    write(MAPPER.writerWithDefaultPrettyPrinter(), out, value);
  }

  /** Writes one value without any space. */
  static void compact(Writer out, Consumer<JsonStream> value) throws IOException {
    write(MAPPER.writer(), out, value);
  }

  private static void write(ObjectWriter form, Writer out, Consumer<JsonStream> value)
      throws IOException {
    ObjectWriter open = form.without(StreamWriteFeature.AUTO_CLOSE_TARGET);
    try (JsonGenerator generator = open.createGenerator(out)) {
      value.accept(new JsonStream(generator));
    } catch (JacksonIOException fault) {
      throw fault.getCause();
    }
  }

  /** Writes an object, its fields by {@code fields}. */
  void object(Runnable fields) {
    generator.writeStartObject();
    fields.run();
    generator.writeEndObject();
  }

  /** Writes an array of objects. */
  <T> void array(Stream<T> all, BiConsumer<T, ObjectNode> item) {
    generator.writeStartArray();
    all.forEachOrdered(one -> tree(node -> item.accept(one, node)));
    generator.writeEndArray();
  }

  /** Writes an array of one object. */
  void arrayOfOne(String name, Runnable fields) {
    generator.writeName(name);
    generator.writeStartArray();
    object(fields);
    generator.writeEndArray();
  }

  /** Writes a field that is an array of objects. */
  <T> void array(String name, Stream<T> all, BiConsumer<T, ObjectNode> item) {
    generator.writeName(name);
    array(all, item);
  }

  /** Writes some fields that fit into memory. */
  void fields(Consumer<ObjectNode> fields) {
    ObjectNode node = MAPPER.createObjectNode();
    fields.accept(node);
    node.forEachEntry(
        (name, value) -> {
          generator.writeName(name);
          generator.writeTree(value);
        });
  }

  private void tree(Consumer<ObjectNode> fields) {
    ObjectNode node = MAPPER.createObjectNode();
    fields.accept(node);
    generator.writeTree(node);
  }
}
