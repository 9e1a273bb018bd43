package org.abiseam.dwarf.spec;

/** What a column of the file table holds ({@code DW_LNCT_…}), DWARF 5 §7.22, table 7.27. */
public final class LineContents {
  private LineContents() {}

  public static final int DW_LNCT_path = 0x01;
  public static final int DW_LNCT_directory_index = 0x02;
  public static final int DW_LNCT_timestamp = 0x03;
  public static final int DW_LNCT_size = 0x04;
  public static final int DW_LNCT_MD5 = 0x05;
  public static final int DW_LNCT_LLVM_source = 0x2001;
}
