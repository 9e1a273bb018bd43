package org.abiseam.model.pairing;

import java.util.regex.Pattern;

/**
 * Knows the symbols of linkers, compilers and their run-time libraries. Compilers call them on
 * their own, so no declaration of a program says anything about them.
 */
public final class RuntimeSymbols {
  /** Made by the linker, or resolved by it where nobody defines them. */
  private static final Pattern OF_LINKER =
      Pattern.compile(
          "_GLOBAL_OFFSET_TABLE_|\\.TOC\\.|_DYNAMIC|_gp_disp|__gnu_local_gp|__dso_handle"
              + "|__gmon_start__|_ITM_\\w+|__global_pointer\\$");

  /**
   * Called by compiled code on its own: unwinding (LSB, "Exception Handling"; EHABI for Arm),
   * integer and floating-point helpers of libgcc and compiler-rt (GCC internals, "The GCC low-level
   * runtime library"; Run-time ABI for the Arm Architecture), thunks, profiling and sanitizers,
   * Rust's allocator and panics, and functions whose prototypes C23 7.26 fixes and LLVM and GCC
   * call without being asked. Also the constants of rustc, and what LLVM made visible between the
   * parts of one link (ThinLTO: {@code ModuleSummaryIndex::getGlobalNameForLocal}).
   */
  private static final Pattern OF_COMPILER =
      Pattern.compile(
          "mem(?:cpy|move|set|cmp)|bcmp|strlen"
              + "|_Unwind_\\w+|rust_eh_personality|rust_begin_unwind|_?_?rust_(?:alloc|dealloc"
              + "|realloc|alloc_zeroed|no_alloc_shim\\w*|alloc_error\\w*|start_panic|panic\\w*"
              + "|drop_panic|foreign_exception|probestack)|__rdl_\\w+|__rg_\\w+|__rust__\\w+"
              + "|__aeabi_\\w+|__gnu_unwind_\\w+|__gnu_(?:[fhd]2[fhd]_ieee|mcount_nc)"
              + "|__(?:(?:pi___)?x86_indirect_\\w+|(?:pi___)?x86_return_\\w+"
              + "|x86\\.get_pc_thunk\\.\\w+|fentry__|stack_chk_\\w+|tls_get_addr"
              + "|cxa_(?:finalize|atexit|thread_atexit_impl)|libc_start_main|cyg_profile_\\w+"
              + "|(?:sanitizer|asan|kasan|hwasan|msan|kmsan|tsan|kcsan|ubsan|llvm)_\\w+)"
              + "|_?mcount|_savegpr\\w*|_restgpr\\w*|__riscv_(?:save|restore)_\\d+"
              + "|__(?:u?(?:div|mod|divmod|mul|ashl|ashr|lshr|neg|cmp|ffs|clz|ctz|popcount|parity"
              + "|bswap|add|sub|fix|fixuns|float|floatun|extend|trunc|pow|mulo|absv|addv|subv|mulv"
              + "|negv|eq|ne|lt|le|gt|ge|unord|div)[shdtxqk][ifc](?:[shdtxq][if])?\\d?)"
              + "|anon\\.[0-9a-f]{32}\\.\\d+|.+\\.llvm\\.\\d+");

  private RuntimeSymbols() {}

  /**
   * Tells whether a linker makes the symbol.
   *
   * @param name a name in a symbol table
   * @return true where no object has to define it
   */
  public static boolean ofLinker(String name) {
    return OF_LINKER.matcher(name).matches();
  }

  /**
   * Tells whether compilers call the symbol on their own.
   *
   * @param name a name in a symbol table
   * @return true where an import of it is no belief of the program
   */
  public static boolean ofCompiler(String name) {
    return OF_COMPILER.matcher(name).matches();
  }
}
