package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;

/** Describes a C type that the generator can declare, fill and read back. */
sealed interface Shape {
  /** The attribute of GCC that takes the address of a number in a struct away. */
  String STORAGE_ORDER = "scalar_storage_order";

  /** As a parameter list writes it. */
  String text();

  /** What stands in the header, empty where C knows the type already. */
  String declaration();

  /** How the bytes of a type without members are to be filled. */
  enum Fill {
    /** Any bits. */
    BITS,
    /** 0 or 1. */
    BOOLEAN,
    /** A number of two bytes. */
    HALF,
    /** As many bits as {@code _BitInt(N)} in the text says; the others are its sign. */
    BIT_PRECISE,
    /** A normal number, so that no conversion changes it. */
    FLOAT,
    DOUBLE,
    LONG_DOUBLE,
    COMPLEX_FLOAT,
    COMPLEX_DOUBLE,
    COMPLEX_LONG_DOUBLE
  }

  /**
   * A type without members.
   *
   * @param narrow an integer that may be narrower than a register: travels extended or not
   * @param promoted whether a variadic call may pass it as it is
   */
  record Scalar(String text, String declaration, Fill fill, boolean narrow, boolean promoted)
      implements Shape {
    static Scalar integer(String text) {
      boolean promoted = !text.matches(".*(char|short|_Bool).*");
      return new Scalar(text, "", text.equals("_Bool") ? Fill.BOOLEAN : Fill.BITS, true, promoted);
    }

    static Scalar plain(String text, Fill fill) {
      return new Scalar(text, "", fill, false, !text.equals("float"));
    }

    static Scalar declared(String text, String declaration, boolean narrow) {
      return new Scalar(text, declaration + ";\n", Fill.BITS, narrow, true);
    }
  }

  /**
   * A struct or union.
   *
   * @param keyword {@code struct} or {@code union}
   * @param tag its name; empty for a member without a name
   * @param attributes behind the closing brace
   */
  record Tagged(String keyword, String tag, List<Member> members, String attributes)
      implements Shape {
    @Override
    public String text() {
      return keyword + " " + tag;
    }

    String body() {
      StringBuilder text = new StringBuilder("{ ");
      for (Member member : members) {
        text.append(member.declaration()).append(' ');
      }
      return text.append("}").append(attributes).toString();
    }

    @Override
    public String declaration() {
      return text() + " " + body() + ";\n";
    }
  }

  /**
   * A member.
   *
   * @param name empty for an unnamed bit-field or a nameless struct
   * @param bits width of a bit-field, -1 where it is none
   * @param array {@code [3]}, {@code [0]}, {@code []} or empty
   * @param attributes behind the declarator
   */
  record Member(Shape type, String name, int bits, String array, String attributes) {
    static Member of(Shape type, String name) {
      return new Member(type, name, -1, "", "");
    }

    static Member array(Shape type, String name, String array) {
      return new Member(type, name, -1, array, "");
    }

    static Member bits(Shape type, String name, int bits) {
      return new Member(type, name, bits, "", "");
    }

    static Member aligned(Shape type, String name, int bytes) {
      return new Member(type, name, -1, "", " __attribute__((aligned(" + bytes + ")))");
    }

    String declaration() {
      String head =
          type instanceof Tagged tagged && tagged.tag().isEmpty()
              ? tagged.keyword() + " " + tagged.body()
              : type.text();
      String width = bits < 0 ? "" : " : " + bits;
      return head + " " + name + array + width + attributes + ";";
    }

    /** Whether it holds bytes that a program can name. */
    boolean visible() {
      boolean nameless = name.isEmpty() && !(type instanceof Tagged);
      return !nameless && !array.equals("[]") && !array.equals("[0]");
    }
  }

  /** The shapes that must be declared before this one, and it itself. */
  static List<Shape> withParts(Shape shape) {
    List<Shape> all = new ArrayList<>();
    if (shape instanceof Tagged tagged) {
      for (Member member : tagged.members()) {
        if (!(member.type() instanceof Tagged inner && inner.tag().isEmpty())) {
          all.addAll(withParts(member.type()));
        } else {
          ((Tagged) member.type()).members().forEach(m -> all.addAll(withParts(m.type())));
        }
      }
    }
    all.add(shape);
    return all;
  }
}
