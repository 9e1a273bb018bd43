package org.abiseam.engine.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolScopeTest {
  @TempDir private Path directory;

  private SymbolScope scope(String text) throws IOException {
    return SymbolScope.of(List.of(file(text)));
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("list"), text).toString();
  }

  @Test
  void aListOfAndroidHasSectionsCommentsAndIndentedNames() throws IOException {
    SymbolScope scope =
        scope(
            """
            [abi_symbol_list]
            # commonly used symbols
              module_layout
              __put_task_struct

            [abi_symbol_list]
            # required by vendor.ko
              add_timer # twice in the tree
              module_layout
            """);
    assertThat(scope.entries()).isEqualTo(3);
    assertThat(scope.covers("add_timer")).isTrue();
    assertThat(scope.covers("abi_symbol_list")).isFalse();
    assertThat(scope.covers("del_timer")).isFalse();
  }

  @Test
  void aWhitelistOfLibabigailAndAListOfRedHatAreReadAlike() throws IOException {
    assertThat(scope("[kernel_4_5_kmi_whitelist]\n  ; none\n  kfree\n").covers("kfree")).isTrue();
    assertThat(scope("[rhel9_x86_64_stablelist]\n\tkfree\n").covers("kfree")).isTrue();
  }

  @Test
  void theSecondColumnOfModuleSymversCounts() throws IOException {
    SymbolScope scope =
        scope(
            "0x9d6c8a3b\tkfree\tvmlinux\tEXPORT_SYMBOL\t\n"
                + "0x00000000\tusb_open\tdrivers/usb/core/usbcore\tEXPORT_SYMBOL_GPL\tUSB\n");
    assertThat(scope.entries()).isEqualTo(2);
    assertThat(scope.covers("usb_open")).isTrue();
    assertThat(scope.covers("vmlinux")).isFalse();
  }

  @Test
  void aPlainListMayHavePatterns() throws IOException {
    SymbolScope scope = scope("kfree\nusb_*\ndev_???\nx[0-9]\ny[!0-9]\n");
    assertThat(scope.covers("usb_open")).isTrue();
    assertThat(scope.covers("my_usb_open")).isFalse();
    assertThat(scope.covers("dev_err")).isTrue();
    assertThat(scope.covers("dev_warn")).isFalse();
    assertThat(scope.covers("x7")).isTrue();
    assertThat(scope.covers("y7")).isFalse();
    assertThat(scope.covers("ya")).isTrue();
    assertThat(scope.without(Set.of("usb_open", "dev_err", "x1")))
        .containsExactly("kfree", "y[!0-9]");
  }

  @Test
  void anArgumentMayBeANameOrAPattern() {
    SymbolScope scope = SymbolScope.of(List.of("kfree", "usb_*"));
    assertThat(scope.label()).isEqualTo("kfree, usb_*");
    assertThat(scope.covers("kfree")).isTrue();
    assertThat(scope.covers("usb_open")).isTrue();
    assertThat(scope.covers("kmalloc")).isFalse();
  }

  @Test
  void whatIsNoListIsRefusedWithTheLine() {
    assertThatThrownBy(() -> SymbolScope.of(List.of("absent/list.txt")))
        .hasMessageContaining("absent/list.txt: no such file");
    assertThatThrownBy(() -> scope("kfree\nint kmalloc(int);\n"))
        .hasMessageEndingWith(
            "list:2: 'int kmalloc(int);' is neither a symbol, a pattern nor a line of"
                + " Module.symvers");
    assertThatThrownBy(() -> scope("[suppress_type]\n  name = foo\n"))
        .hasMessageContaining("list:1: [suppress_type] is no list of symbols")
        .hasMessageEndingWith("give it to --suppressions");
    assertThatThrownBy(() -> scope("# nothing\n")).hasMessageContaining("there is no name in it");
    assertThatThrownBy(() -> scope("\u0000ELF")).hasMessageContaining("this is no text");
    assertThatThrownBy(() -> SymbolScope.of(List.of(directory.toString())))
        .hasMessageContaining("cannot be read");
  }
}
