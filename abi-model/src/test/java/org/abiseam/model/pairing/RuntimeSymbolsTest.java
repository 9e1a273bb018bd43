package org.abiseam.model.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeSymbolsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "memcpy",
        "memset",
        "strlen",
        "rust_eh_personality",
        "_Unwind_Resume",
        "__udivti3",
        "__multi3",
        "__aeabi_unwind_cpp_pr0",
        "__x86_return_thunk",
        "__pi___x86_return_thunk",
        "__rust_alloc",
        "__divdi3",
        "__floatundidf",
        "__extendsfdf2",
        "__udivmoddi4",
        "__ashlti3",
        "__trunctfdf2",
        "anon.0123456789abcdef0123456789abcdef.17",
        "anon.0123456789abcdef0123456789abcdef.17.llvm.1326355431938713970",
        "switch.table.next.llvm.42"
      })
  void compilersCallTheseOnTheirOwn(String name) {
    assertThat(RuntimeSymbols.ofCompiler(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memchr_inv",
        "strlcpy",
        "__request_region",
        "__kmalloc",
        "__init_rwsem",
        "__wake_up",
        "rust_helper_BUG",
        "__list_add",
        "__free_page",
        "__memcpy_fromio",
        "__div64_u64",
        "mount",
        "anon_inode"
      })
  void programsCallThese(String name) {
    assertThat(RuntimeSymbols.ofCompiler(name)).isFalse();
    assertThat(RuntimeSymbols.ofLinker(name)).isFalse();
  }

  @Test
  void theLinkerMakesItsTables() {
    assertThat(RuntimeSymbols.ofLinker("_GLOBAL_OFFSET_TABLE_")).isTrue();
    assertThat(RuntimeSymbols.ofLinker(".TOC.")).isTrue();
  }
}
