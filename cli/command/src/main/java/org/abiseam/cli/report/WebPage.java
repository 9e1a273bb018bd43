package org.abiseam.cli.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
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
   * A value that is too large for memory. It stands in the template as a section without text, and
   * escapes what it writes.
   */
  @FunctionalInterface
  public interface Part extends Mustache.Lambda {

    /**
     * Writes the value.
     *
     * @param out where the page goes
     */
    void write(Writer out) throws IOException;

    @Override
    default void execute(Template.Fragment nothing, Writer out) throws IOException {
      write(out);
    }
  }

  /**
   * Fills the template.
   *
   * @param values by the names in the template
   * @return the page
   */
  public String with(Map<String, Object> values) {
    StringWriter page = new StringWriter();
    try {
      write(values, page);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return page.toString();
  }

  /**
   * Fills the template.
   *
   * @param values by the names in the template
   * @param out gets the page
   */
  public void write(Map<String, Object> values, Writer out) throws IOException {
    Map<String, Object> all = new HashMap<>(values);
    String style = resource(WebPage.class, "colors.css") + text(styles);
    String script = text(scripts);
    all.put("style", style);
    all.put("styleHash", hash(style));
    all.put("script", script);
    all.put("scriptHash", hash(script));
    try {
      Mustache.compiler()
          .escapeHTML(true)
          .emptyStringIsFalse(true)
          .compile(resource(owner, template))
          .execute(all, out);
    } catch (MustacheException fault) {
      if (fault.getCause() instanceof IOException unwritten) {
        throw unwritten;
      }
      throw fault;
    }
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
