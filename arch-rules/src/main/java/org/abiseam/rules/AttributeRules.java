package org.abiseam.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.abiseam.model.View;
import org.abiseam.rules.layout.Clause;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.FlagField;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.psabi.Psabis;

/**
 * Compares what objects state for the linker: {@code e_flags}, attributes and properties.
 *
 * <p>Objects of one build are made for one variant of a machine's ABI. An attribute that two
 * objects state must have one value; a feature counts for the whole only if every object that is
 * linked has it.
 */
final class AttributeRules {
  private AttributeRules() {}

  /**
   * Describes an attribute.
   *
   * @param fitting pairs of values that the linker takes for compatible
   */
  private record Attribute(String name, String changes, Clause clause, Set<Set<String>> fitting) {
    Attribute(String name, String changes, Clause clause) {
      this(name, changes, clause, Set.of());
    }

    boolean fits(String one, String other) {
      return fitting.contains(Set.of(one, other));
    }
  }

  /** {@code -mfpxx} (5) works with both sizes of register, {@code -mno-odd-spreg} (7) with 6. */
  private static final Set<Set<String>> FLOATS_OF_MIPS =
      Set.of(Set.of("5", "1"), Set.of("5", "6"), Set.of("5", "7"), Set.of("6", "7"));

  /** A6S (2) works with A6C (1) and A7 (3). */
  private static final Set<Set<String>> ATOMICS_OF_RISCV =
      Set.of(Set.of("2", "1"), Set.of("2", "3"));

  private static final Clause ARM_TAG =
      harmful("Addenda to the ABI for the Arm Architecture, 2024Q3", "§3.3.5");
  private static final Clause RISCV_TAG = harmful("RISC-V ELF psABI", "Attributes");
  private static final Clause GNU_TAG = harmful("Using as, binutils 2.45", "GNU Object Attributes");
  private static final Clause PROPERTY =
      harmful("Linux Extensions to gABI", ".note.gnu.property").as(Severity.RISKY);

  private static final String FLOATING_POINT = "which registers carry floating point";

  private static final List<Attribute> ATTRIBUTES =
      List.of(
          new Attribute("Tag_ABI_VFP_args", FLOATING_POINT, ARM_TAG),
          new Attribute("Tag_ABI_enum_size", "how large an enumeration is", ARM_TAG),
          new Attribute("Tag_ABI_PCS_wchar_t", "how large wchar_t is", ARM_TAG.as(Severity.RISKY)),
          new Attribute("Tag_RISCV_stack_align", "how the stack is aligned at a call", RISCV_TAG),
          new Attribute("Tag_RISCV_x3_reg_usage", "what the register gp is for", RISCV_TAG),
          new Attribute(
              "Tag_RISCV_atomic_abi",
              "how atomic accesses are ordered",
              RISCV_TAG.as(Severity.RISKY),
              ATOMICS_OF_RISCV),
          new Attribute("Tag_GNU_MIPS_ABI_FP", FLOATING_POINT, GNU_TAG, FLOATS_OF_MIPS),
          new Attribute("Tag_GNU_Power_ABI_FP", FLOATING_POINT, GNU_TAG),
          new Attribute("Tag_GNU_Power_ABI_FP.long_double", "what long double is", GNU_TAG),
          new Attribute("Tag_GNU_Power_ABI_Vector", "which registers carry vectors", GNU_TAG),
          new Attribute(
              "Tag_GNU_Power_ABI_Struct_Return",
              "whether small structs come back in registers",
              GNU_TAG),
          new Attribute("Tag_GNU_S390_ABI_Vector", "which registers carry vectors", GNU_TAG));

  private static final List<String> FEATURES =
      List.of("IBT", "SHSTK", "BTI", "PAC", "GCS", "CFI_LP_UNLABELED", "CFI_LP_FUNC_SIG", "CFI_SS");

  private static Clause harmful(String document, String section) {
    return Clause.harmful(Rule.ATTRIBUTE_MISMATCH, new Citation(document, section));
  }

  /** Compares {@code e_flags}. */
  static List<Finding> flags(Seam seam) {
    List<Finding> findings = new ArrayList<>();
    for (Psabi psabi : Psabis.ALL) {
      for (FlagField field : psabi.traits().flagFields()) {
        findings.addAll(flags(seam, psabi.traits(), field));
      }
    }
    return findings;
  }

  /** Compares attributes and properties. */
  static List<Finding> marks(Seam seam) {
    ObjectFindings objects = new ObjectFindings(seam);
    List<Finding> findings = new ArrayList<>();
    ATTRIBUTES.forEach(attribute -> findings.addAll(attribute(objects, attribute)));
    FEATURES.forEach(feature -> feature(objects, feature).ifPresent(findings::add));
    return findings;
  }

  private static List<Finding> flags(Seam seam, MachineTraits traits, FlagField field) {
    Map<String, View> values = new LinkedHashMap<>();
    for (Seam.Batch batch : seam.batches()) {
      int value = batch.machine().flags() & field.mask();
      boolean states = value != 0 || !field.zeroFitsAll();
      if (traits.describe(batch.machine()) && states) {
        values.putIfAbsent("0x" + Integer.toHexString(value), batch.examples().getFirst());
      }
    }
    List<Map.Entry<String, View>> all = List.copyOf(values.entrySet());
    return all.stream()
        .skip(1)
        .map(
            other ->
                ObjectFindings.of(
                    Clause.harmful(Rule.ATTRIBUTE_MISMATCH, field.citation()),
                    ObjectFindings.object(other.getValue().origin().object()),
                    all.getFirst().getValue(),
                    other.getValue(),
                    values(field.name(), all.getFirst().getKey(), other.getKey()),
                    "the ELF header (e_flags) states another variant of the machine's ABI"))
        .toList();
  }

  private static List<Finding> attribute(ObjectFindings objects, Attribute attribute) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Tables tables : objects.seam().linkage().objects()) {
      String value = tables.marks().get(attribute.name);
      if (value != null) {
        values.putIfAbsent(value, tables.object());
      }
    }
    List<Map.Entry<String, String>> all = List.copyOf(values.entrySet());
    List<Finding> findings = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      Map.Entry<String, String> other = all.get(i);
      all.subList(0, i).stream()
          .filter(it -> !attribute.fits(it.getKey(), other.getKey()))
          .findFirst()
          .map(
              one ->
                  objects.of(
                      attribute.clause,
                      ObjectFindings.object(other.getValue()),
                      one.getValue(),
                      other.getValue(),
                      values(attribute.name, one.getKey(), other.getKey()),
                      attribute.changes))
          .ifPresent(findings::add);
    }
    return findings;
  }

  /** Modules and images are linked on their own; nothing is lost between them. */
  private static Optional<Finding> feature(ObjectFindings objects, String feature) {
    List<Tables> linked =
        objects.seam().linkage().objects().stream()
            .filter(tables -> tables.form() == Linkage.Form.RELOCATABLE)
            .toList();
    Optional<Tables> with =
        linked.stream().filter(tables -> tables.marks().containsKey(feature)).findFirst();
    Optional<Tables> without =
        linked.stream().filter(tables -> !tables.marks().containsKey(feature)).findFirst();
    return with.isEmpty()
        ? Optional.empty()
        : without.map(
            tables ->
                objects.of(
                    PROPERTY,
                    ObjectFindings.object(tables.object()),
                    with.get().object(),
                    tables.object(),
                    values(feature, "yes", "no"),
                    "the linker disables " + feature + " for everything linked with this object"));
  }

  private static Difference values(String name, String one, String other) {
    return new Difference(name, What.VALUE, Value.of(one), Value.of(other));
  }
}
