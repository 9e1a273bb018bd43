package org.abiseam.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.junit.jupiter.api.Test;

/** What tables of symbols say without any type. */
final class SymbolTablesTest {
  private static final Linkage.Definition FUNCTION =
      new Linkage.Definition(Optional.of(Subject.Kind.FUNCTION), 4, Linkage.Binding.GLOBAL);

  /** A variable of four bytes that each thread has. */
  static final Linkage.Definition THREAD_LOCAL =
      new Linkage.Definition(
          Optional.of(Subject.Kind.VARIABLE),
          4,
          Linkage.Binding.GLOBAL,
          Linkage.Addressing.THREAD_LOCAL,
          Linkage.Visibility.DEFAULT,
          Optional.empty(),
          false);

  /** A table under construction. */
  private static final class Table {
    private final String object;
    private final Linkage.Form form;
    private Set<String> imports = Set.of();
    private Set<String> threadLocal = Set.of();
    private Set<String> ofRust = Set.of();
    private Map<String, Linkage.Definition> defined = Map.of();
    private Map<String, Integer> typeIds = Map.of();
    private Map<String, String> marks = Map.of();
    private Linkage.Loading loading = Linkage.Loading.NONE;
    private String rustc = "rustc version 1.85.0";

    Table(String object, Linkage.Form form) {
      this.object = object;
      this.form = form;
    }

    Table exports(Map<String, String> names, Map<String, Integer> checksums) {
      loading =
          new Linkage.Loading(
              new TreeMap<>(names),
              true,
              new TreeMap<>(checksums),
              new TreeMap<>(),
              new TreeSet<>());
      return this;
    }

    Table needs(Map<String, Integer> checksums, String... namespaces) {
      loading =
          new Linkage.Loading(
              new TreeMap<>(),
              false,
              new TreeMap<>(),
              new TreeMap<>(checksums),
              new TreeSet<>(Set.of(namespaces)));
      return this;
    }

    private SortedMap<String, Boolean> references() {
      SortedMap<String, Boolean> references = new TreeMap<>();
      imports.forEach(name -> references.put(name, threadLocal.contains(name)));
      return references;
    }

    Linkage.Tables build() {
      Producer producer =
          new Producer(
              Producer.Compiler.RUSTC,
              Producer.Language.RUST,
              Optional.empty(),
              Optional.empty(),
              List.of(),
              rustc);
      return new Linkage.Tables(
          object,
          form,
          Optional.of(producer),
          new TreeSet<>(imports),
          new TreeMap<>(),
          references(),
          new TreeSet<>(ofRust),
          new TreeMap<>(defined),
          new TreeMap<>(typeIds),
          new TreeMap<>(marks),
          loading,
          Optional.empty());
    }
  }

  private static Table image() {
    Table image = new Table("vmlinux", Linkage.Form.IMAGE);
    image.defined = Map.of("kfree", FUNCTION);
    return image;
  }

  private static Table module() {
    Table module = new Table("m.ko", Linkage.Form.MODULE);
    module.imports = Set.of("kfree");
    return module;
  }

  private static List<String> found(Table... tables) {
    Linkage linkage = new Linkage(List.of(tables).stream().map(Table::build).toList());
    Seam seam = new Seam(List.of(), List.of(), List.of(), List.of(), linkage);
    return Checker.linkage(seam).stream().map(SymbolTablesTest::line).toList();
  }

  private static String line(Finding finding) {
    return finding.rule().id() + " " + finding.subject().name() + ": " + finding.cause();
  }

  @Test
  void aSymbolThatIsExportedWithItsChecksumIsInOrder() {
    assertThat(
            found(
                image().exports(Map.of("kfree", ""), Map.of("kfree", 0x1234)),
                module().needs(Map.of("kfree", 0x1234))))
        .isEmpty();
  }

  @Test
  void aSymbolThatTheImageDefinesAndDoesNotExportIsMissing() {
    assertThat(found(image().exports(Map.of(), Map.of()), module()))
        .containsExactly("symbol-missing kfree: the symbol is not exported");
  }

  @Test
  void withoutATableOfExportsNothingIsSaidOfThem() {
    assertThat(found(image(), module())).isEmpty();
  }

  @Test
  void aNamespaceMustBeImportedButOneThatNamesModulesNeedNot() {
    assertThat(found(image().exports(Map.of("kfree", "MM"), Map.of()), module()))
        .containsExactly(
            "symbol-missing kfree: the module does not import the namespace of the symbol");
    assertThat(
            found(image().exports(Map.of("kfree", "MM"), Map.of()), module().needs(Map.of(), "MM")))
        .isEmpty();
    assertThat(found(image().exports(Map.of("kfree", "module:m"), Map.of()), module())).isEmpty();
  }

  @Test
  void anotherChecksumIsAnotherVersionOfTheSymbol() {
    assertThat(
            found(
                image().exports(Map.of("kfree", ""), Map.of("kfree", 0x1234)),
                module().needs(Map.of("kfree", 0x1235))))
        .containsExactly(
            "attribute-mismatch kfree: the module was built against another version of the symbol");
  }

  @Test
  void aVariableOfEachThreadIsNotOneOfAll() {
    Table c = new Table("c.o", Linkage.Form.RELOCATABLE);
    c.defined = Map.of("errno", THREAD_LOCAL);
    Table rust = new Table("r.o", Linkage.Form.RELOCATABLE);
    rust.imports = Set.of("errno");
    assertThat(found(c, rust)).containsExactly("symbol-kind errno: only one side is thread-local");
    rust.threadLocal = Set.of("errno");
    assertThat(found(c, rust)).isEmpty();
  }

  @Test
  void attributesThatObjectsStateMustFit() {
    Table c = new Table("c.o", Linkage.Form.RELOCATABLE);
    Table rust = new Table("r.o", Linkage.Form.RELOCATABLE);
    c.marks = Map.of("Tag_ABI_enum_size", "1", "Tag_RISCV_stack_align", "16");
    rust.marks = Map.of("Tag_ABI_enum_size", "2", "Tag_RISCV_stack_align", "16");
    assertThat(marked(c, rust))
        .containsExactly("HARMFUL attribute-mismatch r.o: how large an enumeration is");
    rust.marks = Map.of();
    assertThat(marked(c, rust)).isEmpty();
  }

  /** What the linkers take for compatible: lld's compareMipsFpAbi, the RISC-V ELF psABI. */
  @Test
  void valuesThatTheLinkerMergesFit() {
    Table one = new Table("one.o", Linkage.Form.RELOCATABLE);
    Table other = new Table("other.o", Linkage.Form.RELOCATABLE);
    Table third = new Table("third.o", Linkage.Form.RELOCATABLE);
    one.marks = Map.of("Tag_GNU_MIPS_ABI_FP", "5", "Tag_RISCV_atomic_abi", "2");
    other.marks = Map.of("Tag_GNU_MIPS_ABI_FP", "1", "Tag_RISCV_atomic_abi", "3");
    assertThat(marked(one, other)).isEmpty();
    third.marks = Map.of("Tag_GNU_MIPS_ABI_FP", "6", "Tag_RISCV_atomic_abi", "1");
    assertThat(marked(one, other, third))
        .containsExactly(
            "RISKY attribute-mismatch third.o: how atomic accesses are ordered",
            "HARMFUL attribute-mismatch third.o: which registers carry floating point");
  }

  @Test
  void aFeatureThatOneObjectLacksIsLostToTheWhole() {
    Table c = new Table("c.o", Linkage.Form.RELOCATABLE);
    Table rust = new Table("r.o", Linkage.Form.RELOCATABLE);
    c.marks = Map.of("IBT", "yes");
    assertThat(marked(c, rust))
        .containsExactly(
            "RISKY attribute-mismatch r.o: the linker disables IBT for everything linked with this"
                + " object");
    rust.marks = Map.of("IBT", "yes");
    assertThat(marked(c, rust)).isEmpty();
  }

  private static List<String> marked(Table... tables) {
    Linkage linkage = new Linkage(List.of(tables).stream().map(Table::build).toList());
    Seam seam = new Seam(List.of(), List.of(), List.of(), List.of(), linkage);
    return AttributeRules.marks(seam).stream()
        .map(finding -> finding.severity() + " " + line(finding))
        .toList();
  }

  @Test
  void twoTypeIdsOfAFunctionTrap() {
    Table c = new Table("c.o", Linkage.Form.RELOCATABLE);
    c.typeIds = Map.of("probe", 0x2b2f27fe);
    Table rust = new Table("r.o", Linkage.Form.RELOCATABLE);
    rust.typeIds = Map.of("probe", 0x2b2f27fe);
    assertThat(found(c, rust)).isEmpty();
    rust.typeIds = Map.of("probe", 0x7560e543);
    assertThat(found(c, rust))
        .containsExactly(
            "attribute-mismatch probe: an indirect call traps because the type ids differ");
  }

  @Test
  void whatOneRustcTakesFromAnotherIsNamedAsInTheSource() {
    Table old = new Table("old.o", Linkage.Form.RELOCATABLE);
    old.defined = Map.of("_RNvC6_123foo3bar", FUNCTION);
    Table user = new Table("new.o", Linkage.Form.RELOCATABLE);
    user.ofRust = Set.of("_RNvC6_123foo3bar");
    assertThat(found(old, user)).isEmpty();
    user.rustc = "rustc version 1.97.1";
    assertThat(found(old, user))
        .containsExactly(
            "flag-mismatch new.o: it imports Rust symbols of another rustc: 123foo::bar");
  }
}
