package org.abiseam.cli.cargo;

import org.abiseam.cli.process.ProgramFailure;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads what Cargo prints as JSON. Jackson's mapper would be loaded for longer than it reads. */
final class JsonTree {
  private static final JsonFactory FORMAT = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /**
   * Reads one value.
   *
   * @throws ProgramFailure if it is not JSON
   */
  static JsonNode read(String text) throws ProgramFailure {
    try (JsonParser parser = FORMAT.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return value(parser);
    } catch (JacksonException fault) {
      throw new ProgramFailure(
          "cargo printed something that is not JSON: " + fault.getOriginalMessage());
    }
  }

  /** Reads the value whose first token was just read, to its last token. */
  private static JsonNode value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.set(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case null -> NODES.missingNode();
      // Numbers of Cargo count for nothing here.
      default -> NODES.stringNode(parser.getString());
    };
  }
}
