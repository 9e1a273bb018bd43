package org.abiseam.tests.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Finds circles of packages and of classes in all modules, from the compiled classes.
 *
 * <p>A nested class counts as its outer class. A sealed type that lists its variants does not use
 * them; the list alone makes no circle.
 */
class StructureTest {
  private static final Pattern OURS = Pattern.compile("org/abiseam/[\\w/]+");

  /** Two or three classes may be one idea in several files. */
  private static final int LARGEST_CIRCLE_OF_CLASSES = 3;

  private static Map<String, Set<String>> classes() throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (URL url :
        Collections.list(StructureTest.class.getClassLoader().getResources("org/abiseam"))) {
      if (url.getProtocol().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(URI.create(url.toString()), Map.of())) {
          read(jar.getPath("org", "abiseam"), uses);
        }
      } else if (!Files.exists(Path.of(URI.create(url + "/tests")))) {
        read(Path.of(URI.create(url.toString())), uses);
      }
    }
    uses.forEach(
        (name, used) -> used.removeIf(other -> other.equals(name) || !uses.containsKey(other)));
    return uses;
  }

  private static void read(Path root, Map<String, Set<String>> uses) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          (Iterable<Path>) files.filter(it -> it.toString().endsWith(".class"))::iterator) {
        ClassModel read = ClassFile.of().parse(file);
        String name = read.thisClass().asInternalName().replaceFirst("\\$.*", "");
        uses.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(used(read));
      }
    }
  }

  /** All names in a class file, but those that only its list of variants has. */
  private static Set<String> used(ClassModel read) {
    ClassFile rewriting = ClassFile.of(ConstantPoolSharingOption.NEW_POOL);
    byte[] withoutVariants =
        rewriting.transformClass(
            read, ClassTransform.dropping(it -> it instanceof PermittedSubclassesAttribute));
    Set<String> variants = new HashSet<>();
    read.findAttribute(Attributes.permittedSubclasses())
        .ifPresent(it -> it.permittedSubclasses().forEach(v -> variants.add(v.asInternalName())));
    variants.removeAll(names(rewriting.parse(withoutVariants)));
    Set<String> used = names(read);
    used.removeAll(variants);
    return used;
  }

  private static Set<String> names(ClassModel read) {
    Set<String> names = new HashSet<>();
    for (PoolEntry entry : read.constantPool()) {
      if (entry instanceof Utf8Entry text) {
        for (Matcher it = OURS.matcher(text.stringValue()); it.find(); ) {
          names.add(it.group());
        }
      }
    }
    return names;
  }

  /** Groups of nodes each of which reaches all others of its group. */
  private static List<Set<String>> circles(Map<String, Set<String>> uses) {
    Map<String, Set<String>> reached = new HashMap<>();
    uses.keySet().forEach(name -> reached.put(name, reach(name, uses)));
    return uses.keySet().stream()
        .map(
            name -> {
              Set<String> circle = new TreeSet<>(reached.get(name));
              circle.removeIf(other -> !reached.get(other).contains(name));
              return circle;
            })
        .filter(circle -> circle.size() > 1)
        .distinct()
        .toList();
  }

  private static Set<String> reach(String from, Map<String, Set<String>> uses) {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(uses.get(from));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (seen.add(name)) {
        next.addAll(uses.get(name));
      }
    }
    return seen;
  }

  private static String folder(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }

  private static Map<String, Set<String>> packages(Map<String, Set<String>> classes) {
    Map<String, Set<String>> uses = new TreeMap<>();
    classes.forEach(
        (name, used) -> {
          Set<String> all = uses.computeIfAbsent(folder(name), _ -> new TreeSet<>());
          used.stream().map(StructureTest::folder).forEach(all::add);
        });
    uses.forEach((name, used) -> used.remove(name));
    return uses;
  }

  @Test
  void noPackageDependsOnOneThatDependsOnIt() throws IOException {
    assertThat(circles(packages(classes()))).isEmpty();
  }

  @Test
  void noCircleOfClassesIsLargerThanThree() throws IOException {
    assertThat(circles(classes()))
        .allSatisfy(
            circle -> assertThat(circle).hasSizeLessThanOrEqualTo(LARGEST_CIRCLE_OF_CLASSES));
  }

  @Test
  void aCircleIsFound() {
    Map<String, Set<String>> uses =
        Map.of("a", Set.of("b"), "b", Set.of("c", "d"), "c", Set.of("a"), "d", Set.of());
    assertThat(circles(uses)).containsExactly(Set.of("a", "b", "c"));
  }

  @Test
  void theClassesOfAllModulesAreRead() throws IOException {
    assertThat(packages(classes()).keySet())
        .contains(
            "org/abiseam/model",
            "org/abiseam/elf",
            "org/abiseam/dwarf",
            "org/abiseam/rules",
            "org/abiseam/engine",
            "org/abiseam/cli",
            "org/abiseam/fixtures",
            "org/abiseam/laboratory");
  }
}
