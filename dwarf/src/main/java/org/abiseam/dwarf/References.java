package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Forms.*;

import org.abiseam.dwarf.spec.DwarfNames;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/** From the value of a reference to the entry it means (DWARF 5 §7.5.5, class reference). */
final class References {
  private References() {}

  static Die target(Unit unit, Cursor cursor, int form) {
    return switch (form) {
      case DW_FORM_ref1, DW_FORM_ref2, DW_FORM_ref4, DW_FORM_ref8, DW_FORM_ref_udata ->
          unit.die(unit.offset() + local(cursor, form));
      case DW_FORM_ref_addr ->
          inFile(
              unit.file(), cursor.unsigned(FormValues.referenceBytes(unit.header()), "reference"));
      case DW_FORM_ref_sig8 -> bySignature(unit, cursor.u64("type signature"));
      case DW_FORM_GNU_ref_alt ->
          inFile(unit.supplementary(), cursor.unsigned(unit.offsetBytes(), "reference"));
      case DW_FORM_ref_sup4 -> inFile(unit.supplementary(), cursor.u32("reference"));
      case DW_FORM_ref_sup8 -> inFile(unit.supplementary(), cursor.u64("reference"));
      default -> throw cursor.fault("form " + DwarfNames.form(form) + " is no reference");
    };
  }

  static long local(Cursor cursor, int form) {
    return switch (form) {
      case DW_FORM_ref1 -> cursor.u8("reference");
      case DW_FORM_ref2 -> cursor.u16("reference");
      case DW_FORM_ref4 -> cursor.u32("reference");
      case DW_FORM_ref8 -> cursor.u64("reference");
      case DW_FORM_ref_udata -> cursor.uleb128("reference");
      default ->
          throw cursor.fault("form " + DwarfNames.form(form) + " is no reference in the unit");
    };
  }

  private static Die inFile(DebugFile file, long offset) {
    return file.unitAt(offset)
        .orElseThrow(
            () -> new Malformed(".debug_info", offset, "no unit holds the entry referred to"))
        .die(offset);
  }

  private static Die bySignature(Unit unit, long signature) {
    return unit.file()
        .typeUnit(signature)
        .orElseThrow(
            () ->
                new Malformed(
                    Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
                    unit.section().name(),
                    unit.offset(),
                    "no type unit has signature 0x" + Long.toHexString(signature)))
        .type();
  }
}
