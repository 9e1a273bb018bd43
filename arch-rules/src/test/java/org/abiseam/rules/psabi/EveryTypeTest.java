package org.abiseam.rules.psabi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types of any size and kind, on every machine: each has a plan or a reason, none throws. Nearly
 * all time of this module's tests goes here, so that machines are looked at side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
final class EveryTypeTest {
  private static final Origin NOWHERE =
      new Origin("test", "", OptionalLong.empty(), Optional.empty());

  private static final List<Integer> SIZES =
      List.of(1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 64, 128, 1024);

  /** For the variants of a machine, which differ in how they pass the same kinds of values. */
  private static final List<Integer> SOME_SIZES = List.of(1, 3, 4, 8, 12, 16, 32);

  private final TypeGraph.Builder graph = new TypeGraph.Builder();

  static Stream<Machine> machines() {
    List<Machine> machines = new ArrayList<>();
    for (int number :
        List.of(
            Machine.EM_X86_64,
            Machine.EM_386,
            Machine.EM_AARCH64,
            Machine.EM_ARM,
            Machine.EM_RISCV,
            Machine.EM_LOONGARCH,
            Machine.EM_PPC64,
            Machine.EM_PPC,
            Machine.EM_S390,
            Machine.EM_SPARCV9,
            Machine.EM_MIPS,
            Machine.EM_68K)) {
      for (int pointer : List.of(4, 8)) {
        for (boolean bigEndian : List.of(false, true)) {
          for (int flags : List.of(0, 1, 2, 4, 0x200, 0x400, 0x1000, 0x80000007)) {
            Machine machine = new Machine(number, pointer, bigEndian, flags);
            boolean alike = flags != 0 && Psabis.target(machine).traits().flagFields().isEmpty();
            if (Psabis.of(machine).isPresent() && !alike) {
              machines.add(machine);
              if (flags == 0) {
                machines.add(machine.with(OptionalInt.of(1), OptionalInt.empty()));
              }
            }
          }
        }
      }
    }
    return machines.stream();
  }

  private TypeId add(Type type) {
    return graph.add(type, NOWHERE);
  }

  private TypeId struct(Type.Shape shape, long bytes, TypeId... members) {
    List<Member> all = new ArrayList<>();
    long each = bytes / members.length;
    for (int i = 0; i < members.length; i++) {
      long at = shape == Type.Shape.UNION ? 0 : i * each * 8;
      all.add(new Member.Field("m" + i, members[i], at, OptionalInt.empty()));
    }
    return add(new Type.Aggregate(shape, Optional.empty(), bytes, OptionalInt.empty(), all));
  }

  /** Names that rules look at, for the encodings that may have them. */
  private static List<String> names(Type.Encoding encoding, long bytes) {
    return switch (encoding) {
      case SIGNED, UNSIGNED -> List.of("number", "_BitInt(" + bytes + ")");
      case FLOAT -> List.of("number", "long double");
      case COMPLEX_FLOAT -> List.of("number", "complex");
      // No plan is made of it.
      case SIGN_UNTOLD -> List.of();
      case BOOLEAN, UNICODE, DECIMAL_FLOAT, COMPLEX_INTEGER -> List.of("number");
    };
  }

  /** Makes types of the given sizes in bytes. */
  private List<TypeId> types(List<Integer> sizes) {
    List<TypeId> all = new ArrayList<>();
    for (long bytes : sizes) {
      List<TypeId> plain = new ArrayList<>();
      for (Type.Encoding encoding : Type.Encoding.values()) {
        for (String name : names(encoding, bytes)) {
          plain.add(add(new Type.Scalar(name, encoding, bytes, bytes * 8, OptionalInt.empty())));
        }
      }
      TypeId byteType =
          add(new Type.Scalar("char", Type.Encoding.SIGNED, 1, 8, OptionalInt.empty()));
      plain.add(add(new Type.Vector(byteType, bytes, bytes)));
      plain.add(add(new Type.Vector(plain.getFirst(), 1, bytes)));
      plain.add(add(new Type.Array(byteType, OptionalLong.of(bytes), 1)));
      for (TypeId one : List.copyOf(plain)) {
        plain.add(struct(Type.Shape.STRUCT, bytes, one));
        plain.add(struct(Type.Shape.STRUCT, bytes * 2, one, one));
        plain.add(struct(Type.Shape.STRUCT, bytes * 4, one, one, one, one));
        plain.add(struct(Type.Shape.UNION, bytes, one, byteType));
        plain.add(add(new Type.Atomic(one)));
      }
      all.addAll(plain);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("machines")
  void hasAPlanOrAReason(Machine machine) {
    List<TypeId> all = types(machine.flags() == 0 ? SIZES : SOME_SIZES);
    TypeId none = add(new Type.Void());
    TypeGraph types = graph.build();
    Set<String> thrown = new TreeSet<>();
    for (Producer producer : List.of(Plans.gcc(16), Plans.clang(23), Plans.rustc(97))) {
      CallSide side = new CallSide(machine, types, producer, producer);
      for (TypeId id : all) {
        List<Signature.Parameter> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          many.add(new Signature.Parameter("p" + i, id));
        }
        for (Signature signature :
            List.of(
                new Signature(List.of(), id, Signature.Arity.FIXED, CallingConvention.C),
                new Signature(many, none, Signature.Arity.FIXED, CallingConvention.C),
                new Signature(many, none, Signature.Arity.VARIADIC, CallingConvention.C))) {
          try {
            assertThat(Planner.plan(signature, side)).isNotNull();
          } catch (RuntimeException fault) {
            thrown.add(fault + " at " + fault.getStackTrace()[0]);
          }
        }
      }
    }
    assertThat(thrown).isEmpty();
  }
}
