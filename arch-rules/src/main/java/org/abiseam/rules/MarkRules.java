package org.abiseam.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Linkage.Tables;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;

/**
 * Attributes and properties that objects state for the linker. An attribute that two objects state
 * must have one value; a feature counts for the whole only if every object that is linked has it.
 */
final class MarkRules {
  private MarkRules() {}

  private record Attribute(String name, Severity severity, String changes, Citation citation) {}

  private record Feature(String name, Citation citation) {}

  private static final Citation ARM =
      new Citation("Addenda to the ABI for the Arm Architecture, 2024Q3", "§3.3.5");
  private static final Citation RISCV = new Citation("RISC-V ELF psABI", "Attributes");
  private static final Citation GNU =
      new Citation("Using as, binutils 2.45", "GNU Object Attributes");
  private static final Citation PROPERTIES =
      new Citation("Linux Extensions to gABI", ".note.gnu.property");

  private static final List<Attribute> ATTRIBUTES =
      List.of(
          new Attribute(
              "Tag_ABI_VFP_args", Severity.HARMFUL, "which registers carry floating point", ARM),
          new Attribute("Tag_ABI_enum_size", Severity.HARMFUL, "how large an enumeration is", ARM),
          new Attribute("Tag_ABI_PCS_wchar_t", Severity.RISKY, "how large wchar_t is", ARM),
          new Attribute(
              "Tag_RISCV_stack_align",
              Severity.HARMFUL,
              "how the stack is aligned at a call",
              RISCV),
          new Attribute(
              "Tag_RISCV_x3_reg_usage", Severity.HARMFUL, "what the register gp is for", RISCV),
          new Attribute(
              "Tag_RISCV_atomic_abi", Severity.RISKY, "how atomic accesses are ordered", RISCV),
          new Attribute(
              "Tag_GNU_MIPS_ABI_FP", Severity.HARMFUL, "which registers carry floating point", GNU),
          new Attribute(
              "Tag_GNU_Power_ABI_FP",
              Severity.HARMFUL,
              "which registers carry floating point, and what long double is",
              GNU),
          new Attribute(
              "Tag_GNU_Power_ABI_Vector", Severity.HARMFUL, "which registers carry vectors", GNU),
          new Attribute(
              "Tag_GNU_Power_ABI_Struct_Return",
              Severity.HARMFUL,
              "whether small structs come back in registers",
              GNU),
          new Attribute(
              "Tag_GNU_S390_ABI_Vector", Severity.HARMFUL, "which registers carry vectors", GNU));

  private static final List<Feature> FEATURES =
      List.of(
          new Feature("IBT", PROPERTIES),
          new Feature("SHSTK", PROPERTIES),
          new Feature("BTI", PROPERTIES),
          new Feature("PAC", PROPERTIES),
          new Feature("GCS", PROPERTIES),
          new Feature("CFI_LP_UNLABELED", PROPERTIES),
          new Feature("CFI_LP_FUNC_SIG", PROPERTIES),
          new Feature("CFI_SS", PROPERTIES));

  static List<Finding> check(Seam seam) {
    List<Finding> findings = new ArrayList<>();
    for (Attribute attribute : ATTRIBUTES) {
      attribute(seam, attribute, findings);
    }
    for (Feature feature : FEATURES) {
      feature(seam, feature).ifPresent(findings::add);
    }
    return findings;
  }

  private static void attribute(Seam seam, Attribute attribute, List<Finding> findings) {
    Map<String, Tables> values = new LinkedHashMap<>();
    for (Tables tables : seam.linkage().objects()) {
      String value = tables.marks().get(attribute.name());
      if (value != null) {
        values.putIfAbsent(value, tables);
      }
    }
    List<Map.Entry<String, Tables>> all = List.copyOf(values.entrySet());
    for (int i = 1; i < all.size(); i++) {
      findings.add(
          finding(
              attribute.severity(),
              seam,
              all.getFirst().getValue(),
              all.get(i).getValue(),
              new Difference(
                  attribute.name(),
                  What.VALUE,
                  Value.of(all.getFirst().getKey()),
                  Value.of(all.get(i).getKey())),
              attribute.changes(),
              attribute.citation()));
    }
  }

  /** Modules and images are linked on their own; nothing is lost between them. */
  private static Optional<Finding> feature(Seam seam, Feature feature) {
    Tables with = null;
    Tables without = null;
    for (Tables tables : seam.linkage().objects()) {
      if (tables.form() == Linkage.Form.RELOCATABLE) {
        boolean has = tables.marks().containsKey(feature.name());
        with = has && with == null ? tables : with;
        without = !has && without == null ? tables : without;
      }
    }
    if (with == null || without == null) {
      return Optional.empty();
    }
    return Optional.of(
        finding(
            Severity.RISKY,
            seam,
            with,
            without,
            new Difference(feature.name(), What.VALUE, Value.of("yes"), Value.of("no")),
            "the linker drops " + feature.name() + " for all that it links with this object",
            feature.citation()));
  }

  private static Finding finding(
      Severity severity,
      Seam seam,
      Tables provider,
      Tables consumer,
      Difference difference,
      String cause,
      Citation citation) {
    return new Finding(
        Rule.ATTRIBUTE_MISMATCH,
        severity,
        new Subject(Subject.Kind.OBJECT, consumer.object()),
        SymbolTableRules.view(seam, provider.object()),
        SymbolTableRules.view(seam, consumer.object()),
        List.of(difference),
        cause,
        List.of(citation),
        List.of(),
        List.of());
  }
}
