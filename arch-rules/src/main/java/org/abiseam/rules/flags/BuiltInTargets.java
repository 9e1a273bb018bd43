package org.abiseam.rules.flags;

import java.util.List;
import java.util.Map;

/**
 * Lists the targets without an operating system that kernels are compiled for. The name of one
 * stands for switches, which rustc's command does not repeat: {@code
 * --target=aarch64-unknown-none-softfloat} leaves the vector registers alone as {@code
 * -mgeneral-regs-only} does in C.
 *
 * <p>rustc 1.97, compiler/rustc_target/src/spec/targets; printed by {@code rustc --print
 * target-spec-json --target NAME}.
 */
final class BuiltInTargets {
  private static final String OPTION = "--target=";

  private static final Map<String, List<String>> SWITCHES =
      Map.of(
          "x86_64-unknown-none",
          List.of(
              "-Ctarget-feature=-mmx,-sse,-sse2,-sse3,-ssse3,-sse4.1,-sse4.2,-avx,-avx2,+soft-float",
              "-Cno-redzone=yes",
              "-Ccode-model=kernel"),
          "aarch64-unknown-none",
          List.of("-Ctarget-feature=+v8a,+strict-align,+neon"),
          "aarch64-unknown-none-softfloat",
          List.of("-Ctarget-feature=+v8a,+strict-align,-neon"),
          "s390x-unknown-none-softfloat",
          List.of("-Ctarget-feature=+soft-float,-vector"),
          "loongarch64-unknown-none",
          List.of("-Ctarget-feature=+f,+d,-lsx", "-Ccode-model=medium"),
          "loongarch64-unknown-none-softfloat",
          List.of("-Ctarget-feature=-f,-d", "-Ccode-model=medium"),
          "riscv64imac-unknown-none-elf",
          List.of("-Ctarget-feature=+m,+a,+c", "-Ccode-model=medium"),
          "riscv64gc-unknown-none-elf",
          List.of("-Ctarget-feature=+m,+a,+f,+d,+c,+zicsr,+zifencei", "-Ccode-model=medium"));

  private BuiltInTargets() {}

  /** Returns the switches that an option stands for; none where it names no such target. */
  static List<String> switches(String option) {
    return option.startsWith(OPTION)
        ? SWITCHES.getOrDefault(option.substring(OPTION.length()), List.of())
        : List.of();
  }
}
