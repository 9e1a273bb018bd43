package org.abiseam.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.View;

/**
 * Objects of one build are made for one variant of a machine's ABI, as {@code e_flags} tell it, and
 * modules for the kernel that loads them.
 */
final class AttributeRule {
  private AttributeRule() {}

  /** The bits of {@code e_flags} that a psABI gives to the calling convention. */
  private record Bits(String name, int mask, boolean zeroFitsAll, Citation citation) {}

  private static final Map<Integer, List<Bits>> BITS =
      Map.of(
          Machine.EM_RISCV,
          List.of(new Bits("float ABI", 0x6, false, riscv()), new Bits("RVE", 0x8, false, riscv())),
          Machine.EM_LOONGARCH,
          List.of(
              new Bits("float ABI", 0x7, false, loongarch()),
              new Bits("object ABI version", 0xc0, false, loongarch())),
          Machine.EM_ARM,
          List.of(
              new Bits("EABI version", 0xff000000, false, arm()),
              new Bits("float ABI", 0x600, true, arm())),
          Machine.EM_MIPS,
          List.of(
              new Bits("ABI", 0xf020, true, mips()),
              new Bits("IEEE 754-2008", 0x400, false, mips())),
          Machine.EM_PPC64,
          List.of(
              new Bits(
                  "ABI version",
                  0x3,
                  true,
                  new Citation("64-Bit ELF V2 ABI Specification", "§3.1.1 e_flags"))));

  private static Citation riscv() {
    return new Citation("RISC-V ELF psABI", "File Header, e_flags");
  }

  private static Citation loongarch() {
    return new Citation("LoongArch ELF psABI", "e_flags");
  }

  private static Citation arm() {
    return new Citation("ELF for the Arm Architecture", "§5.2 e_flags");
  }

  private static Citation mips() {
    return new Citation("MIPS ELF supplement", "e_flags");
  }

  static List<Finding> check(Seam seam) {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<Integer, List<Bits>> machine : BITS.entrySet()) {
      for (Bits bits : machine.getValue()) {
        Map<Integer, View> values = new LinkedHashMap<>();
        for (Seam.Batch batch : seam.batches()) {
          int value = batch.machine().flags() & bits.mask();
          boolean says = value != 0 || !bits.zeroFitsAll();
          if (batch.machine().machine() == machine.getKey() && says) {
            values.putIfAbsent(value, batch.examples().getFirst());
          }
        }
        compare(bits, values, findings);
      }
    }
    findings.addAll(releases(seam));
    return findings;
  }

  private static void compare(Bits bits, Map<Integer, View> values, List<Finding> findings) {
    List<Map.Entry<Integer, View>> all = List.copyOf(values.entrySet());
    for (int i = 1; i < all.size(); i++) {
      Difference difference =
          new Difference(
              bits.name(),
              What.VALUE,
              Value.of("0x" + Integer.toHexString(all.getFirst().getKey())),
              Value.of("0x" + Integer.toHexString(all.get(i).getKey())));
      findings.add(
          finding(
              all.getFirst().getValue(),
              all.get(i).getValue(),
              difference,
              "e_flags differ",
              bits.citation()));
    }
  }

  /** A module that was built for another kernel than the one it is given with. */
  private static List<Finding> releases(Seam seam) {
    List<Finding> findings = new ArrayList<>();
    for (Linkage.Tables image : seam.linkage().objects()) {
      if (image.form() == Linkage.Form.IMAGE && image.release().isPresent()) {
        for (Linkage.Tables module : seam.linkage().objects()) {
          if (module.form() == Linkage.Form.MODULE
              && module.release().isPresent()
              && !module.release().equals(image.release())) {
            findings.add(
                finding(
                    SymbolTableRules.view(seam, image.object()),
                    SymbolTableRules.view(seam, module.object()),
                    new Difference(
                        "kernel release",
                        What.VALUE,
                        Value.of(image.release().get()),
                        Value.of(module.release().get())),
                    "the module was built for another kernel",
                    new Citation("Linux, include/linux/vermagic.h", "UTS_RELEASE")));
          }
        }
      }
    }
    return findings;
  }

  private static Finding finding(
      View provider, View consumer, Difference difference, String cause, Citation citation) {
    Origin origin = consumer.origin();
    return new Finding(
        Rule.ATTRIBUTE_MISMATCH,
        Severity.HARMFUL,
        new Subject(Subject.Kind.OBJECT, origin.object()),
        provider,
        consumer,
        List.of(difference),
        cause,
        List.of(citation),
        List.of(),
        List.of());
  }
}
