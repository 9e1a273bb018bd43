package org.abiseam.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the findings of a report that was kept, in JSON or SARIF. One finding is in memory at a
 * time beside those that were asked for, however many the report has.
 */
public final class SavedReport {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Consumer<Kept> taker;
  private boolean found;

  private SavedReport(Consumer<Kept> taker) {
    this.taker = taker;
  }

  /**
   * Describes a finding as the report keeps it.
   *
   * @param fingerprint 16 hexadecimal digits
   * @param rule its id
   * @param subject its name
   * @param rendered the text of {@code check --verbose}; empty where the report has none
   * @param suppressed why it does not count; empty where it does
   */
  public record Kept(
      String fingerprint,
      String rule,
      String subject,
      String rendered,
      Optional<String> suppressed) {}

  /** Tells whether a file is JSON: no object, archive or package begins with a brace. */
  public static boolean isJson(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.read() == '{';
    } catch (IOException _) {
      // Whoever reads it next says so.
      return false;
    }
  }

  /**
   * Reads all findings in the order of the report.
   *
   * @param taker gets each
   * @throws UncheckedIOException where the file is no report, or a part of one
   */
  public static void read(Path file, Consumer<Kept> taker) {
    SavedReport report = new SavedReport(taker);
    try (JsonParser parser = MAPPER.createParser(file)) {
      parser.nextToken();
      report.object(parser, Place.ROOT);
      if (parser.currentToken() != JsonToken.END_OBJECT) {
        throw unreadable(file + ": ends in the middle of the report; write it again");
      }
    } catch (JacksonException fault) {
      String reason = fault.getOriginalMessage().lines().findFirst().orElse("");
      throw unreadable("%s: is no complete JSON: %s".formatted(file, reason));
    }
    if (!report.found) {
      throw unreadable(
          file + ": is JSON but no report of abiseam; --format json:FILE or sarif:FILE writes one");
    }
  }

  private static UncheckedIOException unreadable(String message) {
    return new UncheckedIOException(message, new IOException());
  }

  /** Where in a report an object stands. */
  private enum Place {
    ROOT,
    RUN
  }

  /** Goes through the fields of an object, down to its end. */
  private void object(JsonParser parser, Place place) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      boolean array = parser.nextToken() == JsonToken.START_ARRAY;
      if (array && place == Place.ROOT && name.equals("findings")) {
        elements(parser, () -> taker.accept(ofJson(parser.readValueAsTree())));
      } else if (array && place == Place.ROOT && name.equals("runs")) {
        elements(parser, () -> object(parser, Place.RUN));
      } else if (array && place == Place.RUN && name.equals("results")) {
        elements(parser, () -> taker.accept(ofSarif(parser.readValueAsTree())));
      } else {
        parser.skipChildren();
      }
    }
  }

  private void elements(JsonParser parser, Runnable element) {
    found = true;
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      element.run();
    }
  }

  private static Kept ofJson(JsonNode node) {
    return new Kept(
        text(node, "/fingerprint"),
        text(node, "/rule"),
        text(node, "/subject/name"),
        text(node, "/rendered"),
        Optional.of(text(node, "/suppressed/reason")).filter(reason -> !reason.isEmpty()));
  }

  private static Kept ofSarif(JsonNode node) {
    return new Kept(
        text(node, "/partialFingerprints/abiseam~1v1"),
        text(node, "/ruleId"),
        text(node, "/locations/0/logicalLocations/0/fullyQualifiedName"),
        text(node, "/properties/rendered"),
        Optional.empty());
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asString("");
  }
}
