package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON whose lists are longer than memory: an item is a tree while it is written, and then
 * forgotten. Jackson's mapper would do it too, and takes longer to load than a small check.
 */
final class JsonStream {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator generator;

  private JsonStream(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Writes one value for a reader, with a line for each field. */
  static void pretty(Writer out, Consumer<JsonStream> value) throws IOException {
    write(new Pretty(), out, value);
  }

  /** Writes one value without any space. */
  static void compact(Writer out, Consumer<JsonStream> value) throws IOException {
    write(new ObjectWriteContext.Base(), out, value);
  }

  private static void write(ObjectWriteContext form, Writer out, Consumer<JsonStream> value)
      throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(form, out)) {
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
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    fields.accept(node);
    node.forEachEntry(this::field);
  }

  private void field(String name, JsonNode value) {
    generator.writeName(name);
    tree(value);
  }

  private void tree(Consumer<ObjectNode> fields) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    fields.accept(node);
    tree(node);
  }

  private void tree(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        generator.writeStartObject();
        node.forEachEntry(this::field);
        generator.writeEndObject();
      }
      case ARRAY -> {
        generator.writeStartArray();
        node.forEach(this::tree);
        generator.writeEndArray();
      }
      case STRING -> generator.writeString(node.stringValue());
      case BOOLEAN -> generator.writeBoolean(node.booleanValue());
      case NULL -> generator.writeNull();
      case NUMBER -> {
        if (node.isIntegralNumber()) {
          generator.writeNumber(node.bigIntegerValue());
        } else {
          generator.writeNumber(node.doubleValue());
        }
      }
      case BINARY, MISSING, POJO -> throw new IllegalStateException("no JSON: " + node);
    }
  }

  /** Writes a line for each field. */
  private static final class Pretty extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
