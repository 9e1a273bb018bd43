package org.abiseam.btf;

/** Kinds of records, btf.rst §2.2, in the order of the specification. */
final class Kinds {
  static final int BTF_KIND_INT = 1;
  static final int BTF_KIND_PTR = 2;
  static final int BTF_KIND_ARRAY = 3;
  static final int BTF_KIND_STRUCT = 4;
  static final int BTF_KIND_UNION = 5;
  static final int BTF_KIND_ENUM = 6;
  static final int BTF_KIND_FWD = 7;
  static final int BTF_KIND_TYPEDEF = 8;
  static final int BTF_KIND_VOLATILE = 9;
  static final int BTF_KIND_CONST = 10;
  static final int BTF_KIND_RESTRICT = 11;
  static final int BTF_KIND_FUNC = 12;
  static final int BTF_KIND_FUNC_PROTO = 13;
  static final int BTF_KIND_VAR = 14;
  static final int BTF_KIND_DATASEC = 15;
  static final int BTF_KIND_FLOAT = 16;
  static final int BTF_KIND_DECL_TAG = 17;
  static final int BTF_KIND_TYPE_TAG = 18;
  static final int BTF_KIND_ENUM64 = 19;

  private Kinds() {}

  /**
   * Returns bytes behind the three words that every record begins with; -1 for a kind that is not
   * known.
   */
  static long following(int kind, int count) {
    return switch (kind) {
      case BTF_KIND_INT, BTF_KIND_VAR, BTF_KIND_DECL_TAG -> 4;
      case BTF_KIND_ARRAY -> 12;
      case BTF_KIND_STRUCT, BTF_KIND_UNION, BTF_KIND_DATASEC, BTF_KIND_ENUM64 -> 12L * count;
      case BTF_KIND_ENUM, BTF_KIND_FUNC_PROTO -> 8L * count;
      case BTF_KIND_PTR,
          BTF_KIND_FWD,
          BTF_KIND_TYPEDEF,
          BTF_KIND_VOLATILE,
          BTF_KIND_CONST,
          BTF_KIND_RESTRICT,
          BTF_KIND_FUNC,
          BTF_KIND_FLOAT,
          BTF_KIND_TYPE_TAG ->
          0;
      default -> -1;
    };
  }
}
