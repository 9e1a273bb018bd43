package org.abiseam.cli.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes a page of one file: a template that escapes every value, with styles and scripts that the
 * page allows by their hash and no others. All pages have the same colors, light and dark.
 *
 * @param owner the class whose package has the files
 * @param template in Mustache's form, with places for both and for their hashes
 * @param styles names of files, one after the other in the page
 * @param scripts names of files, one after the other in the page
 */
public record WebPage(Class<?> owner, String template, List<String> styles, List<String> scripts) {

  /**
   * Fills the template.
   *
   * @param values by the names in the template
   * @return the page
   */
  public String with(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    String style = resource(WebPage.class, "colors.css") + text(styles);
    String script = text(scripts);
    all.put("style", style);
    all.put("styleHash", hash(style));
    all.put("script", script);
    all.put("scriptHash", hash(script));
    return Mustache.compiler()
        .escapeHTML(true)
        .emptyStringIsFalse(true)
        .compile(resource(owner, template))
        .execute(all);
  }

  private String text(List<String> names) {
    return names.stream().map(name -> resource(owner, name)).collect(Collectors.joining());
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream stream = owner.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not shipped");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Content Security Policy Level 3 §6.7.3.4: the hash of what stands between the tags. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
