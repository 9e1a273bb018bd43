package org.abiseam.cli.manual;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Lets the virtual machine keep the classes of libraries in its cache. It keeps none whose file is
 * older than stack maps (picocli is compiled for Java 5), and none of a sealed package once the jar
 * lies elsewhere (xz). Who compiles or seals them otherwise needs neither change.
 */
public final class LibraryJars {
  /** JVMS §4.10.1: from this version on a class file has stack maps. */
  private static final int STACK_MAPS = 50;

  private static final int JAVA_8 = 52;
  private static final int MAJOR_VERSION = 6;
  private static final Attributes.Name CHANGES = new Attributes.Name("Changed-By-Abiseam");

  private final ZipFile jar;
  private final Map<ZipEntry, byte[]> files = new LinkedHashMap<>();
  private boolean changed;

  private LibraryJars(ZipFile jar) {
    this.jar = jar;
  }

  /**
   * Rewrites the jars of a directory that need it.
   *
   * @throws IOException where one cannot be read or written
   */
  public static void rewrite(Path directory) throws IOException {
    List<Path> jars;
    try (Stream<Path> all = Files.list(directory)) {
      jars = all.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path jar : jars) {
      Path written = jar.resolveSibling(jar.getFileName() + ".new");
      if (rewrite(jar, written)) {
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean rewrite(Path jar, Path to) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      LibraryJars library = new LibraryJars(zip);
      library.read();
      if (library.changed) {
        library.write(to);
      }
      return library.changed;
    }
  }

  private void read() throws IOException {
    for (ZipEntry entry : jar.stream().toList()) {
      byte[] content = jar.getInputStream(entry).readAllBytes();
      boolean old =
          entry.getName().endsWith(".class")
              && ByteBuffer.wrap(content).getShort(MAJOR_VERSION) < STACK_MAPS;
      files.put(entry, old ? withStackMaps(content) : content);
      changed |= old;
    }
    ZipEntry manifest = jar.getEntry(JarFile.MANIFEST_NAME);
    if (manifest != null) {
      files.replaceAll(
          (entry, content) ->
              entry.getName().equals(JarFile.MANIFEST_NAME) ? manifest(content) : content);
    }
  }

  private byte[] withStackMaps(byte[] content) {
    ClassFile file =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.defaultResolver()
                    .orElse(
                        ClassHierarchyResolver.ofResourceParsing(
                            one -> {
                              String name = one.descriptorString();
                              return stream(name.substring(1, name.length() - 1) + ".class");
                            }))));
    ClassModel old = file.parse(content);
    return file.build(
        old.thisClass().asSymbol(),
        built -> {
          built.withVersion(JAVA_8, 0);
          for (ClassElement element : old) {
            switch (element) {
              case MethodModel method ->
                  built.transformMethod(
                      method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
              case ClassFileVersion _ -> {}
              default -> built.with(element);
            }
          }
        });
  }

  private @org.jspecify.annotations.Nullable ByteArrayInputStream stream(String name) {
    ZipEntry entry = jar.getEntry(name);
    try {
      return entry == null
          ? null
          : new ByteArrayInputStream(jar.getInputStream(entry).readAllBytes());
    } catch (IOException fault) {
      throw new java.io.UncheckedIOException(fault);
    }
  }

  /** Takes out that packages are sealed, and says what was changed, as the licences ask. */
  private byte[] manifest(byte[] content) {
    try {
      Manifest manifest = new Manifest(new ByteArrayInputStream(content));
      changed |= manifest.getMainAttributes().remove(Attributes.Name.SEALED) != null;
      if (!changed) {
        return content;
      }
      manifest.getMainAttributes().put(CHANGES, "stack maps for old classes; packages not sealed");
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      manifest.write(written);
      return written.toByteArray();
    } catch (IOException fault) {
      throw new java.io.UncheckedIOException(fault);
    }
  }

  private void write(Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<ZipEntry, byte[]> one : files.entrySet()) {
        ZipEntry entry = new ZipEntry(one.getKey().getName());
        entry.setTimeLocal(one.getKey().getTimeLocal());
        zip.putNextEntry(entry);
        zip.write(one.getValue());
      }
    }
  }
}
