package org.abiseam.dwarf.spec;

/** Kinds of unit ({@code DW_UT_…}), DWARF 5 §7.5.1, table 7.2. */
public final class UnitTypes {
  private UnitTypes() {}

  public static final int DW_UT_compile = 0x01;
  public static final int DW_UT_type = 0x02;
  public static final int DW_UT_partial = 0x03;
  public static final int DW_UT_skeleton = 0x04;
  public static final int DW_UT_split_compile = 0x05;
  public static final int DW_UT_split_type = 0x06;
}
