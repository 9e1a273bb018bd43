package org.abiseam.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.declarator.TypeText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlvmIrTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Producer RUSTC =
      new Producer(
          Producer.Compiler.RUSTC,
          Producer.Language.RUST,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          "");

  @TempDir private Path directory;

  private LlvmIr read(String text) throws IOException {
    return LlvmIr.read(Files.writeString(directory.resolve("a.ll"), text));
  }

  private List<String> prototypes(String text) throws IOException {
    LlvmIr file = read(text);
    assertThat(file.diagnostics()).isEmpty();
    ObjectModel model = file.model(X86_64, RUSTC);
    return model.entities().stream()
        .map(Entity::definition)
        .peek(definition -> assertThat(definition.evidence()).isEqualTo(Evidence.LLVM_IR))
        .map(definition -> definition.name() + ": " + text(model, definition))
        .toList();
  }

  private static String text(ObjectModel model, Definition definition) {
    return TypeText.of(model.types(), definition.type());
  }

  @Test
  void targetsThatPassFloatingPointOrArgumentsOtherwiseAreNotTakenForTheUsualOnes()
      throws IOException {
    String lines =
        """
        declare double @scale(double)
        declare void @count(i32)
        attributes #0 = { "target-features"="-sse,+soft-float" }
        !0 = !{i32 1, !"NumRegisterParameters", i32 3}
        """;
    assertThat(unknown(lines, X86_64)).containsExactly("scale");
    Machine narrow = new Machine(Machine.EM_386, 4, false, 0);
    assertThat(unknown(lines, narrow)).containsExactly("count", "scale");
    assertThat(unknown("declare void @f(i32 inreg)\n", narrow)).containsExactly("f");
    assertThat(unknown("declare void @f(i32)\n", narrow)).isEmpty();
  }

  private List<String> unknown(String text, Machine machine) throws IOException {
    ObjectModel model = read(text).model(machine, RUSTC);
    return model.entities().stream()
        .map(Entity::definition)
        .filter(it -> model.types().type(it.type()) instanceof Type.Opaque)
        .map(Definition::name)
        .toList();
  }

  @Test
  void linesOfRustcAreReadWithTheirAttributes() throws IOException {
    assertThat(
            prototypes(
                """
                ; ModuleID = 'a'
                define void @own() unnamed_addr #0 {
                  ret void
                }
                declare i32 @device_map(ptr noundef, i32) unnamed_addr #0
                declare void @"\\01device.release"() unnamed_addr #0
                declare void @log(ptr noundef, ptr noundef, ...) unnamed_addr #0
                declare noundef i8 @g3(i64 noundef range(i64 0, 5), i1 noundef zeroext, i8 signext)
                declare { i64, i64 } @g2([2 x i64], { double, double }, i40, <4 x float>)
                declare void @llvm.lifetime.start.p0(ptr captures(none)) #1
                declare void @_RNvC6_123foo3bar()
                """))
        .containsExactly(
            "device.release: void (void)",
            "device_map: i32 (void *, i32)",
            "g2: struct {…} (struct {…}, struct {…}, i40, float __attribute__((vector_size(16))))",
            "g3: i8 (i64, i1, i8)",
            "log: void (void *, void *, ...)");
  }

  @Test
  void aHiddenResultAndACopyOnTheStackAreBlocksOfBytes() throws IOException {
    assertThat(
            prototypes(
                "declare void @g(ptr dead_on_unwind writable sret([24 x i8]) align 8"
                    + " dereferenceable(24), ptr byval({ i64, i8 }) align 8, ptr addrspace(1))\n"))
        .containsExactly("g: struct sret (struct byval, void *)");
  }

  @Test
  void whatCannotBeReadIsADiagnosticWithItsLine() throws IOException {
    for (String line :
        List.of(
            "declare",
            "declare void",
            "declare void @f(",
            "declare void @\"f(",
            "declare i32 @f(mystery)",
            "declare i32 @f([x 2])",
            "declare i32 @f(ptr sret(i8)",
            "declare i32 @f(" + "{".repeat(5000) + ")")) {
      LlvmIr file = read("\n" + line + " \n");
      assertThat(file.symbols()).as(line).isEmpty();
      assertThat(file.diagnostics()).as(line).hasSize(1);
      assertThat(file.diagnostics().getFirst().object()).endsWith("a.ll:2");
    }
  }
}
