package org.abiseam.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of libraries are rewritten so that the virtual machine can keep their classes. */
class LibraryJarsTest {
  @TempDir private Path directory;

  /** {@code static int max(int a, int b)}, as a compiler for Java 5 writes it. */
  private static byte[] oldClass() {
    return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS)
        .build(
            ClassDesc.of("old.Max"),
            built ->
                built
                    .withVersion(49, 0)
                    .withMethodBody(
                        "max",
                        MethodTypeDesc.of(
                            ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code -> {
                          var second = code.newLabel();
                          code.iload(0).iload(1).if_icmplt(second).iload(0).ireturn();
                          code.labelBinding(second).iload(1).ireturn();
                        }));
  }

  private Path jar(String name, Manifest manifest, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new JarEntry("old/Max.class"));
      jar.write(content);
    }
    return file;
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    return manifest;
  }

  @Test
  void anOldClassGetsStackMapsAndRunsAsBefore() throws Exception {
    Path jar = jar("old.jar", manifest(), oldClass());
    LibraryJars.rewrite(directory);
    try (JarFile rewritten = new JarFile(jar.toFile())) {
      byte[] content = rewritten.getInputStream(rewritten.getEntry("old/Max.class")).readAllBytes();
      assertThat(ByteBuffer.wrap(content).getShort(6)).isEqualTo((short) 52);
      assertThat(rewritten.getManifest().getMainAttributes().getValue("Changed-By-Abiseam"))
          .contains("stack maps");
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      Class<?> max = Class.forName("old.Max", true, loader);
      assertThat(max.getMethod("max", int.class, int.class).invoke(null, 3, 7)).isEqualTo(7);
    }
  }

  @Test
  void aSealedJarIsNotSealedAnyMoreAndAnyOtherStaysAsItIs() throws IOException {
    Manifest sealed = manifest();
    sealed.getMainAttributes().put(Attributes.Name.SEALED, "true");
    byte[] current = ClassFile.of().build(ClassDesc.of("old.Max"), built -> built.withFlags(1));
    Path closed = jar("sealed.jar", sealed, current);
    Path plain = jar("plain.jar", manifest(), current);
    byte[] before = Files.readAllBytes(plain);
    LibraryJars.rewrite(directory);
    try (JarFile rewritten = new JarFile(closed.toFile())) {
      assertThat(rewritten.getManifest().getMainAttributes())
          .doesNotContainKey(Attributes.Name.SEALED);
    }
    assertThat(Files.readAllBytes(plain)).isEqualTo(before);
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }
}
