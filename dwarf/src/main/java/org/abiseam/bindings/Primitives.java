package org.abiseam.bindings;

import static org.abiseam.model.Machine.*;

import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.abiseam.model.Type;

/** The primitive types of Rust and the names of C's in {@code core::ffi}, for one machine. */
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
      case "i32", "c_int" -> signed("i32", 4);
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
      case "bool" -> scalar("bool", Type.Encoding.BOOLEAN, 1);
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
