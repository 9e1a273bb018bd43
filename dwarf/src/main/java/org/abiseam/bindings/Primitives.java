package org.abiseam.bindings;

import static org.abiseam.model.Machine.*;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.abiseam.model.Type;

/**
 * The primitive types of Rust, those of the standard library that lay out like one, and the names
 * of C's in {@code core::ffi} and the crate {@code libc} on Linux, for one machine.
 */
final class Primitives {
  private final Machine machine;

  Primitives(Machine machine) {
    this.machine = machine;
  }

  /** Returns the type of a name; empty where it is none of Rust's own. */
  Optional<Type> of(String name) {
    int word = machine.pointerBytes();
    return switch (name) {
      case "u8", "c_uchar" -> unsigned("u8", 1);
      case "i8", "c_schar" -> signed("i8", 1);
      case "c_char" -> signedChar() ? signed("i8", 1) : unsigned("u8", 1);
      case "u16", "c_ushort" -> unsigned("u16", 2);
      case "i16", "c_short" -> signed("i16", 2);
      case "u32", "c_uint" -> unsigned("u32", 4);
      case "i32", "c_int", "RawFd" -> signed("i32", 4);
      case "u64", "c_ulonglong" -> unsigned("u64", 8);
      case "i64", "c_longlong" -> signed("i64", 8);
      case "c_ulong" -> unsigned(word == 8 ? "u64" : "u32", word);
      case "c_long" -> signed(word == 8 ? "i64" : "i32", word);
      case "usize" -> unsigned("usize", word);
      case "isize" -> signed("isize", word);
      case "u128" -> unsigned("u128", 16);
      case "i128" -> signed("i128", 16);
      case "f32", "c_float" -> scalar("f32", Type.Encoding.FLOAT, 4);
      case "f64", "c_double" -> scalar("f64", Type.Encoding.FLOAT, 8);
      case "f16" -> scalar("f16", Type.Encoding.FLOAT, 2);
      case "f128" -> scalar("f128", Type.Encoding.FLOAT, 16);
      case "bool" -> scalar("bool", Type.Encoding.BOOLEAN, 1);
      case "size_t", "uintptr_t" -> unsigned("usize", word);
      case "ssize_t", "ptrdiff_t", "intptr_t" -> signed("isize", word);
      case "int8_t", "AtomicI8" -> signed("i8", 1);
      case "uint8_t", "AtomicU8" -> unsigned("u8", 1);
      case "int16_t", "AtomicI16" -> signed("i16", 2);
      case "uint16_t", "AtomicU16" -> unsigned("u16", 2);
      case "int32_t", "AtomicI32", "pid_t" -> signed("i32", 4);
      case "uint32_t", "AtomicU32", "uid_t", "gid_t", "socklen_t" -> unsigned("u32", 4);
      case "int64_t", "AtomicI64" -> signed("i64", 8);
      case "uint64_t", "AtomicU64" -> unsigned("u64", 8);
      case "AtomicUsize" -> unsigned("usize", word);
      case "AtomicIsize" -> signed("isize", word);
      case "AtomicBool" -> of("bool");
      // With 32 bits the crate libc has two of each, by its own configuration.
      case "off_t", "time_t" -> word == 8 ? signed("i64", 8) : Optional.empty();
      case "NonZeroU8", "NonZeroU16", "NonZeroU32", "NonZeroU64", "NonZeroU128" ->
          of(name.substring("NonZero".length()).toLowerCase(Locale.ROOT));
      case "NonZeroI8", "NonZeroI16", "NonZeroI32", "NonZeroI64", "NonZeroI128" ->
          of(name.substring("NonZero".length()).toLowerCase(Locale.ROOT));
      case "NonZeroUsize" -> of("usize");
      case "NonZeroIsize" -> of("isize");
      case "char" -> scalar("char", Type.Encoding.UNICODE, 4);
      case "__BindgenFloat16" -> scalar("__BindgenFloat16", Type.Encoding.FLOAT, 2);
      case "c_void" -> Optional.of(new Type.Void());
      default -> Optional.empty();
    };
  }

  private static Optional<Type> unsigned(String name, long bytes) {
    return scalar(name, Type.Encoding.UNSIGNED, bytes);
  }

  private static Optional<Type> signed(String name, long bytes) {
    return scalar(name, Type.Encoding.SIGNED, bytes);
  }

  private static Optional<Type> scalar(String name, Type.Encoding encoding, long bytes) {
    return Optional.of(new Type.Scalar(name, encoding, bytes, bytes * 8, OptionalInt.empty()));
  }

  /** {@code core::ffi::c_char}; the kernel's own is always unsigned, which no rule minds. */
  private boolean signedChar() {
    return switch (machine.machine()) {
      case EM_ARM, EM_AARCH64, EM_PPC, EM_PPC64, EM_S390, EM_RISCV -> false;
      default -> true;
    };
  }

  int pointerAlignment() {
    return (int) Math.min(machine.pointerBytes(), limit(machine.pointerBytes()));
  }

  /** Alignment in bytes. */
  int alignment(Type type) {
    if (!(type instanceof Type.Scalar scalar)) {
      return 1;
    }
    return (int) Math.min(scalar.bytes(), limit(scalar.bytes()));
  }

  private long limit(long bytes) {
    return switch (machine.machine()) {
      case EM_386 -> bytes == 16 ? 16 : 4;
      case EM_68K -> 2;
      case EM_S390 -> 8;
      default -> 16;
    };
  }
}
