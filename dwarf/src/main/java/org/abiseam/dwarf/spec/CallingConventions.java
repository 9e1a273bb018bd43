package org.abiseam.dwarf.spec;

/** Calling conventions ({@code DW_CC_…}), DWARF 5 §7.15, table 7.20. */
public final class CallingConventions {
  private CallingConventions() {}

  public static final int DW_CC_normal = 0x01;
  public static final int DW_CC_program = 0x02;
  public static final int DW_CC_nocall = 0x03;
  public static final int DW_CC_pass_by_reference = 0x04;
  public static final int DW_CC_pass_by_value = 0x05;
  public static final int DW_CC_GNU_renesas_sh = 0x40;
  public static final int DW_CC_GNU_borland_fastcall_i386 = 0x41;
  public static final int DW_CC_BORLAND_safecall = 0xb0;
  public static final int DW_CC_BORLAND_stdcall = 0xb1;
  public static final int DW_CC_BORLAND_pascal = 0xb2;
  public static final int DW_CC_BORLAND_msfastcall = 0xb3;
  public static final int DW_CC_BORLAND_msreturn = 0xb4;
  public static final int DW_CC_BORLAND_thiscall = 0xb5;
  public static final int DW_CC_BORLAND_fastcall = 0xb6;
  public static final int DW_CC_LLVM_vectorcall = 0xc0;
  public static final int DW_CC_LLVM_Win64 = 0xc1;
  public static final int DW_CC_LLVM_X86_64SysV = 0xc2;
  public static final int DW_CC_LLVM_AAPCS = 0xc3;
  public static final int DW_CC_LLVM_AAPCS_VFP = 0xc4;
  public static final int DW_CC_LLVM_IntelOclBicc = 0xc5;
  public static final int DW_CC_LLVM_SpirFunction = 0xc6;
  public static final int DW_CC_LLVM_OpenCLKernel = 0xc7;
  public static final int DW_CC_LLVM_Swift = 0xc8;
  public static final int DW_CC_LLVM_PreserveMost = 0xc9;
  public static final int DW_CC_LLVM_PreserveAll = 0xca;
  public static final int DW_CC_LLVM_X86RegCall = 0xcb;
  public static final int DW_CC_GDB_IBM_OpenCL = 0xff;
}
