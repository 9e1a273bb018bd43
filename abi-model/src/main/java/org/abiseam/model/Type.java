package org.abiseam.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Describes a type as a compiler believes it to be, in terms that C and Rust share.
 *
 * <p>Qualifiers are not part of it, but for {@code _Atomic}, which may change size and alignment.
 * What a front end wraps around a plain type only to say something to its own language (a niche,
 * {@code Option<NonNull<T>>}, bindgen's helpers) is gone; a one-member struct that may or may not
 * be {@code repr(transparent)} stays, because calls tell the two apart.
 */
public sealed interface Type {

  /** Groups the types that are one number by value. */
  sealed interface Number extends Type permits Scalar, Enumeration {
    /**
     * Returns the size.
     *
     * @return bytes
     */
    long bytes();
  }

  /** Groups the types that are elements of one type, one after the other. */
  sealed interface Sequence extends Type permits Array, Vector {
    /**
     * Returns the type of each element.
     *
     * @return a node of the same graph
     */
    TypeId element();
  }

  /**
   * Groups the types that only rename or qualify another; {@link TypeGraph#resolved} skips them.
   */
  sealed interface Wrapper extends Type permits Alias, Atomic, NonZero {
    /**
     * Returns the type inside.
     *
     * @return a node of the same graph
     */
    TypeId target();
  }

  /** Groups the types whose members are not known. */
  sealed interface Unknown extends Type permits Incomplete, Opaque {}

  /**
   * Returns the name under which the source declares the type: a tag, the name of a typedef or the
   * last segment of a path.
   *
   * @return empty for an anonymous type and for one that is never declared, such as a pointer or an
   *     {@code int}
   */
  default Optional<String> declaredName() {
    return switch (this) {
      case Aggregate aggregate -> aggregate.name();
      case Enumeration enumeration -> enumeration.name();
      case Tagged tagged -> Optional.of(tagged.name());
      case Incomplete incomplete -> Optional.of(incomplete.name());
      case Opaque opaque -> opaque.name();
      case Alias alias -> Optional.of(alias.name());
      case Void _, Scalar _, Pointer _, Sequence _, Function _ -> Optional.empty();
      case Atomic _, NonZero _ -> Optional.empty();
    };
  }

  /**
   * Returns the size of a value.
   *
   * @return bytes; empty for functions, declarations without a body, types of unknown size and
   *     {@link Wrapper wrappers}
   */
  default OptionalLong valueBytes() {
    return switch (this) {
      case Void _ -> OptionalLong.of(0);
      case Number number -> OptionalLong.of(number.bytes());
      case Pointer pointer -> OptionalLong.of(pointer.bytes());
      case Array array -> OptionalLong.of(array.count().orElse(0) * array.stride());
      case Vector vector -> OptionalLong.of(vector.bytes());
      case Aggregate aggregate -> OptionalLong.of(aggregate.bytes());
      case Tagged tagged -> OptionalLong.of(tagged.bytes());
      case Opaque opaque -> opaque.bytes();
      case Function _, Incomplete _, Wrapper _ -> OptionalLong.empty();
    };
  }

  /**
   * Lists the types that this one refers to.
   *
   * @return in order of declaration; of a function the parameters, then the result
   */
  default List<TypeId> children() {
    return switch (this) {
      case Void _, Number _, Unknown _ -> List.of();
      case Pointer pointer -> List.of(pointer.target());
      case Sequence sequence -> List.of(sequence.element());
      case Wrapper wrapper -> List.of(wrapper.target());
      case Aggregate aggregate -> {
        List<TypeId> types = new ArrayList<>(aggregate.members().size());
        for (Member member : aggregate.members()) {
          types.add(member.type());
        }
        yield types;
      }
      case Tagged tagged -> {
        List<TypeId> types = new ArrayList<>();
        tagged.discriminant().ifPresent(field -> types.add(field.type()));
        for (Tagged.Variant variant : tagged.variants()) {
          types.add(variant.payload());
        }
        yield types;
      }
      case Function function -> {
        List<TypeId> types = new ArrayList<>(function.signature().parameters().size() + 1);
        for (Signature.Parameter parameter : function.signature().parameters()) {
          types.add(parameter.type());
        }
        types.add(function.signature().result());
        yield types;
      }
    };
  }

  /** No value: C {@code void}, Rust {@code ()}, {@code !} and {@code c_void}. */
  record Void() implements Type {}

  /**
   * Describes a number, a truth value or a character.
   *
   * @param name the source name, for reports only; scalars pair by what they are
   * @param encoding how the bits are read
   * @param bytes size in bytes, at least 1
   * @param valueBits bits that carry the value: less than the size for {@code _BitInt} and for
   *     x87's long double where the debug info says so
   * @param alignment alignment in bytes where the debug info states one
   */
  record Scalar(String name, Encoding encoding, long bytes, long valueBits, OptionalInt alignment)
      implements Number {
    /**
     * Tells whether it is a pair that C calls complex.
     *
     * @return true for {@link Encoding#COMPLEX_FLOAT} and {@link Encoding#COMPLEX_INTEGER}
     */
    public boolean complex() {
      return encoding == Encoding.COMPLEX_FLOAT || encoding == Encoding.COMPLEX_INTEGER;
    }

    /**
     * Tells whether it is an integer of a width that the source chooses.
     *
     * @return true for {@code _BitInt(N)} and {@code unsigned _BitInt(N)}
     */
    public boolean bitPrecise() {
      return name.contains("_BitInt(");
    }
  }

  /** How the bits of a {@link Scalar} are read. */
  enum Encoding {
    /** Two's complement. */
    SIGNED,
    /** Plain binary. */
    UNSIGNED,
    /** An integer of which only the width is told, as LLVM has it. */
    SIGN_UNTOLD,
    /** C {@code _Bool}, Rust {@code bool}: 0 or 1. */
    BOOLEAN,
    /** Rust {@code char}, C {@code char32_t}: a Unicode code point or unit. */
    UNICODE,
    /** A binary floating point number; which format follows from size and name. */
    FLOAT,
    /** A decimal floating point number. */
    DECIMAL_FLOAT,
    /** A pair of {@link #FLOAT}. */
    COMPLEX_FLOAT,
    /** GNU C: a pair of integers. */
    COMPLEX_INTEGER;

    /**
     * Tells whether it is one whole number.
     *
     * @return false for floating point and for pairs
     */
    public boolean whole() {
      return switch (this) {
        case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE -> true;
        case FLOAT, DECIMAL_FLOAT, COMPLEX_FLOAT, COMPLEX_INTEGER -> false;
      };
    }
  }

  /**
   * Describes a C-like enumeration.
   *
   * @param name tag, or empty where anonymous
   * @param bytes size in bytes
   * @param signed whether its representation is read as two's complement
   * @param values the named values in order of declaration
   * @param closed whether any other value is undefined behaviour (Rust) or just a number (C)
   */
  record Enumeration(
      Optional<String> name, long bytes, boolean signed, List<Value> values, boolean closed)
      implements Number {
    /** Copies the list. */
    public Enumeration {
      values = List.copyOf(values);
    }

    /**
     * Describes a named value.
     *
     * @param name the enumerator
     * @param number its value, sign-extended when the enumeration is signed, else zero-extended
     */
    public record Value(String name, long number) {}
  }

  /**
   * Describes the address of something; of a {@link Function} too. A Rust reference, {@code
   * NonNull}, and an {@code Option} of either is a pointer.
   *
   * @param target what it points to
   * @param bytes size in bytes
   * @param constant whether it is {@code const} in C, and a number: who has the pointer reads it
   */
  record Pointer(TypeId target, long bytes, boolean constant) implements Type {
    /**
     * Describes a pointer through which its holder may write.
     *
     * @param target what it points to
     * @param bytes size in bytes
     */
    public Pointer(TypeId target, long bytes) {
      this(target, bytes, /* constant= */ false);
    }
  }

  /**
   * Elements side by side. An array of arrays is an array whose element is one.
   *
   * @param element type of each
   * @param count number of elements; empty for the flexible array {@code T x[]}, which is not
   *     {@code T x[0]}
   * @param stride distance from one element to the next in bytes
   */
  record Array(TypeId element, OptionalLong count, long stride) implements Sequence {}

  /**
   * Describes a vector of the machine ({@code __attribute__((vector_size(n)))}, Rust {@code
   * repr(simd)}).
   *
   * @param element type of each lane
   * @param count number of lanes
   * @param bytes size in bytes
   */
  record Vector(TypeId element, long count, long bytes) implements Sequence {}

  /**
   * A struct or union with its members.
   *
   * @param shape struct or union
   * @param name tag (C), last segment of the path (Rust), or empty where anonymous
   * @param bytes size in bytes, padding at the end included
   * @param alignment alignment in bytes as the debug info states it; GNU C states it only where the
   *     source has an attribute, rustc always
   * @param members in order of declaration, which is not the order of position in Rust
   */
  record Aggregate(
      Shape shape, Optional<String> name, long bytes, OptionalInt alignment, List<Member> members)
      implements Type {
    /** Copies the list. */
    public Aggregate {
      members = List.copyOf(members);
    }
  }

  /** Whether members lie one after the other or on each other. */
  enum Shape {
    /** One after the other. */
    STRUCT,
    /** On each other. */
    UNION
  }

  /**
   * Describes a Rust enum with data that is no mere niche around a pointer.
   *
   * @param name last segment of the path
   * @param bytes size in bytes
   * @param alignment alignment in bytes where stated
   * @param discriminant where the tag lies; empty for a single-variant enum
   * @param variants what it may be
   */
  record Tagged(
      String name,
      long bytes,
      OptionalInt alignment,
      Optional<Member.Field> discriminant,
      List<Variant> variants)
      implements Type {
    /** Copies the list. */
    public Tagged {
      variants = List.copyOf(variants);
    }

    /**
     * Describes one of the things it may be.
     *
     * @param name variant name
     * @param discriminant the value of the tag; empty for the variant that holds all other values
     * @param payload a struct that lies at bit 0 of the whole
     */
    public record Variant(String name, OptionalLong discriminant, TypeId payload) {}
  }

  /**
   * Describes a function type; also what a {@link Pointer} to a function points to.
   *
   * @param signature parameters, result and convention
   */
  record Function(Signature signature) implements Type {}

  /**
   * Describes a typedef. Rust aliases leave no trace in debug info.
   *
   * @param name the typedef's name
   * @param target what it stands for
   * @param alignment alignment in bytes where the typedef carries an attribute
   */
  record Alias(String name, TypeId target, OptionalInt alignment) implements Wrapper {}

  /**
   * C {@code _Atomic T}.
   *
   * @param target the plain type
   */
  record Atomic(TypeId target) implements Wrapper {}

  /**
   * Describes Rust's {@code NonZero<T>}: a number that is never 0.
   *
   * @param target the plain number
   */
  record NonZero(TypeId target) implements Wrapper {}

  /**
   * Describes a declaration without a body: C {@code struct s;}, bindgen's placeholder for one.
   *
   * @param shape struct or union
   * @param name tag
   * @param placeholderBytes what the placeholder occupies if wrongly used by value: empty in C, 0
   *     or 1 from bindgen
   */
  record Incomplete(Shape shape, String name, OptionalLong placeholderBytes) implements Unknown {}

  /**
   * Something with a size whose inside is not known: bindgen's opaque blob, or debug info that
   * could not be modelled.
   *
   * @param name its name, or empty where anonymous
   * @param bytes size in bytes where known
   * @param alignment alignment in bytes where known
   * @param cause which kind of reason it is
   * @param reason why the inside is unknown, as a clause, for reports
   */
  record Opaque(
      Optional<String> name, OptionalLong bytes, OptionalInt alignment, Cause cause, String reason)
      implements Unknown {

    /** The reason of every {@link Cause#BINDGEN_BLOB}. */
    public static final String BLOB = "bindgen wrote an opaque blob";

    /** The reason of every {@link Cause#OTHER_BYTE_ORDER}. */
    public static final String SWAPPED =
        "its bytes are not in the order of the machine (scalar_storage_order); not every"
            + " compiler follows that";

    /** Tells why the inside of a type is not known. */
    public enum Cause {
      /** bindgen gave up on the type and wrote bytes of its size and alignment. */
      BINDGEN_BLOB,
      /** The reader could not model what it read. */
      NOT_MODELLED,
      /** The bytes of a number are in the other order than those of the machine. */
      OTHER_BYTE_ORDER
    }

    /**
     * Creates a type that could not be modelled.
     *
     * @param name its name, or empty where anonymous
     * @param bytes size in bytes where known
     * @param alignment alignment in bytes where known
     * @param reason why, as a clause
     */
    public Opaque(Optional<String> name, OptionalLong bytes, OptionalInt alignment, String reason) {
      this(name, bytes, alignment, Cause.NOT_MODELLED, reason);
    }

    /**
     * Creates a number whose bytes are in the other order than those of the machine.
     *
     * @param name its name, or empty where anonymous
     * @param bytes size in bytes
     * @param alignment alignment in bytes where stated
     * @return a type with the cause {@link Cause#OTHER_BYTE_ORDER}
     */
    public static Opaque swapped(Optional<String> name, long bytes, OptionalInt alignment) {
      return new Opaque(name, OptionalLong.of(bytes), alignment, Cause.OTHER_BYTE_ORDER, SWAPPED);
    }

    /**
     * Creates a type that bindgen wrote as an opaque blob.
     *
     * @param name its name, or empty where anonymous
     * @param bytes size in bytes
     * @param alignment alignment in bytes where known
     * @return a type with the cause {@link Cause#BINDGEN_BLOB}
     */
    public static Opaque blob(Optional<String> name, long bytes, OptionalInt alignment) {
      return new Opaque(name, OptionalLong.of(bytes), alignment, Cause.BINDGEN_BLOB, BLOB);
    }
  }
}
