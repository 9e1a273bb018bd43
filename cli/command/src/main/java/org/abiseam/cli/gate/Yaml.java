package org.abiseam.cli.gate;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abiseam.cli.report.EnumWords;
import org.abiseam.model.InputFile;
import org.abiseam.model.Spelling;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads YAML into records; what no record has a place for is an error with its line. */
public final class Yaml {
  /** A hundred thousand suppressions are some megabytes, and who gives them is trusted. */
  private static final int LARGEST = 1 << 28;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(LARGEST).build();

  private static final ObjectMapper MAPPER =
      YAMLMapper.builder(YAMLFactory.builder().loadSettings(SETTINGS).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .changeDefaultNullHandling(_ -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .build();

  private Yaml() {}

  /**
   * Reads a file.
   *
   * @param file of YAML
   * @param type a record; a list that is left out is null
   * @param page of the documentation that shows the form
   * @return the value
   * @throws Refused with file and line, where the file does not have the form
   */
  public static <T> T read(Path file, Class<T> type, String page) {
    String text;
    try {
      text = Files.readString(InputFile.of(file));
    } catch (IOException fault) {
      throw new Refused(file + ": it cannot be read: " + InputFile.reason(fault));
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
        throw new Refused(file + ":" + line(text, name) + ": " + unknownKey(name, unknown));
      }
      int line = fault.getLocation() == null ? 0 : fault.getLocation().getLineNr();
      if (fault instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
        throw new Refused(file + ":" + Math.max(line, 1) + ": " + wrongWord(wrong));
      }
      if (fault instanceof MismatchedInputException wrong) {
        throw new Refused(file + ":" + Math.max(line, 1) + ": " + misplaced(wrong, page));
      }
      throw new Refused(file + ":" + Math.max(line, 1) + ": " + fault.getOriginalMessage());
    }
  }

  private static String unknownKey(String name, UnrecognizedPropertyException fault) {
    List<String> known =
        fault.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    return "'%s' is not a known key%s (keys: %s)"
        .formatted(name, Spelling.suggestion(name, known), String.join(", ", known));
  }

  private static String wrongWord(InvalidFormatException fault) {
    List<String> words =
        Stream.of(fault.getTargetType().getEnumConstants())
            .map(constant -> EnumWords.of((Enum<?>) constant))
            .toList();
    return "%s: '%s' is none of %s"
        .formatted(key(fault), fault.getValue(), String.join(", ", words));
  }

  private static String key(JacksonException fault) {
    return fault.getPath().stream()
        .map(reference -> String.valueOf(reference.getPropertyName()))
        .filter(name -> !name.equals("null"))
        .collect(Collectors.joining("."));
  }

  /** Returns a text where a list should be, and the like. */
  private static String misplaced(MismatchedInputException fault, String page) {
    String key = key(fault);
    return key.isEmpty()
        ? "expected keys and values, 'key: value'; " + page + " lists the keys"
        : "the value of '" + key + "' does not have the form that " + page + " shows";
  }

  /**
   * Returns where a key stands; records are filled when all of them are read, which is too late to
   * ask.
   */
  private static long line(String text, String key) {
    Matcher matcher =
        Pattern.compile("(?m)(^|[\\s{,-])\"?" + Pattern.quote(key) + "\"?\\s*:").matcher(text);
    return matcher.find() ? text.substring(0, matcher.end()).lines().count() : 1;
  }

  /** A file that says something it may not. */
  public static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
