package org.abiseam.cli.gate;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads YAML into records; what no record has a place for is an error with its line. */
final class Yaml {
  private static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private Yaml() {}

  static <T> T read(Path file, Class<T> type) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException fault) {
      throw new Refused(file + ": it cannot be read: " + reason(fault) + "; is the path right?");
    }
    try {
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw new Refused(file + ": it is empty");
      }
      return value;
    } catch (JacksonException fault) {
      if (fault instanceof UnrecognizedPropertyException unknown) {
        String name = unknown.getPropertyName();
        throw new Refused(file + ":" + line(text, name) + ": '" + name + "' is no known key");
      }
      int line = fault.getLocation() == null ? 0 : fault.getLocation().getLineNr();
      throw new Refused(file + ":" + Math.max(line, 1) + ": " + fault.getOriginalMessage());
    }
  }

  /** Why a file cannot be read, which many exceptions say by their name alone. */
  static String reason(IOException fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(fault.getMessage());
    };
  }

  /** Where a key stands; records are filled when all of them are read, which is too late to ask. */
  private static long line(String text, String key) {
    Matcher matcher =
        Pattern.compile("(?m)(^|[\\s{,-])\"?" + Pattern.quote(key) + "\"?\\s*:").matcher(text);
    return matcher.find() ? text.substring(0, matcher.end()).lines().count() : 1;
  }

  /** A file that says something it may not. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }
}
