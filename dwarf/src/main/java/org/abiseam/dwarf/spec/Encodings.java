package org.abiseam.dwarf.spec;

/** How the bits of a base type are read ({@code DW_ATE_…}), DWARF 5 §7.8, table 7.11. */
public final class Encodings {
  private Encodings() {}

  // DWARF 2
  public static final int DW_ATE_address = 0x01;
  public static final int DW_ATE_boolean = 0x02;
  public static final int DW_ATE_complex_float = 0x03;
  public static final int DW_ATE_float = 0x04;
  public static final int DW_ATE_signed = 0x05;
  public static final int DW_ATE_signed_char = 0x06;
  public static final int DW_ATE_unsigned = 0x07;
  public static final int DW_ATE_unsigned_char = 0x08;

  // DWARF 3
  public static final int DW_ATE_imaginary_float = 0x09;
  public static final int DW_ATE_packed_decimal = 0x0a;
  public static final int DW_ATE_numeric_string = 0x0b;
  public static final int DW_ATE_edited = 0x0c;
  public static final int DW_ATE_signed_fixed = 0x0d;
  public static final int DW_ATE_unsigned_fixed = 0x0e;
  public static final int DW_ATE_decimal_float = 0x0f;

  // DWARF 4
  public static final int DW_ATE_UTF = 0x10;

  // DWARF 5
  public static final int DW_ATE_UCS = 0x11;
  public static final int DW_ATE_ASCII = 0x12;
}
