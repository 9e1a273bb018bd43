package org.abiseam.tests.meta;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Keeps every message of the program in one list, so that a change is seen and read beside all
 * others: {@code fixtures/golden/messages.txt}, which {@code -Dfixtures.update=true} writes anew.
 * The messages are read from the sources by the compiler's own parser, so that none can be
 * forgotten.
 */
final class MessagesTest {
  private static final Path LIST = Path.of("..", "fixtures", "golden", "messages.txt");

  private static final List<String> MODULES =
      List.of(
          "abi-model",
          "elf-reader",
          "dwarf",
          "arch-rules",
          "cli/engine",
          "cli/command",
          "cli/fleet");

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** Parses files; what they mean is not looked up. */
  private static Iterable<? extends CompilationUnitTree> parse(
      Iterable<? extends JavaFileObject> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
    return task.parse();
  }

  /** Lists the messages of a module by class. */
  private static String list(String module) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    TreeMap<String, SortedSet<String>> byClass = new TreeMap<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      for (CompilationUnitTree file : parse(files.getJavaFileObjectsFromPaths(sources(module)))) {
        String name = Path.of(file.getSourceFile().toUri()).getFileName().toString();
        byClass
            .computeIfAbsent(name.replace(".java", ""), _ -> new TreeSet<>())
            .addAll(Messages.of(file));
      }
    }
    StringBuilder text = new StringBuilder();
    byClass.forEach(
        (name, messages) -> {
          if (!messages.isEmpty()) {
            text.append('\n').append(module).append(' ').append(name).append('\n');
            messages.forEach(message -> text.append("  ").append(message).append('\n'));
          }
        });
    return text.toString();
  }

  @Test
  void noMessageChangesUnseen() throws IOException {
    List<String> lists = new ArrayList<>();
    for (String module : MODULES) {
      lists.add(list(module));
    }
    String actual = String.join("", lists).substring(1);
    if (Boolean.getBoolean("fixtures.update")) {
      Files.writeString(LIST, actual);
    }
    assertThat(actual.lines()).containsExactlyElementsOf(Files.readAllLines(LIST));
  }

  @Test
  void whatStandsBetweenTwoTextsIsLeftOpen() throws IOException {
    String source =
        """
        class A {
          @Deprecated(since = "no message here")
          String a(int n) {
            if (n < 0) throw new IllegalStateException("a fault of ours");
            return "there are " + (n > 1 ? "many of them" : "one") + " of " + 3 + " in it"
                + b("word", "two words");
          }
        }
        """;
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    assertThat(Messages.of(parse(List.of(file)).iterator().next()))
        .containsExactly("many of them", "there are {} of 3 in it{}", "two words");
  }
}
