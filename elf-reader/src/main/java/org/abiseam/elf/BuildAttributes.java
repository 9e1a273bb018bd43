package org.abiseam.elf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;

/**
 * What an object states for the linker beside its header: build attributes and GNU properties.
 *
 * <p>A property note (Linux Extensions to gABI, {@code NT_GNU_PROPERTY_TYPE_0}) holds pairs of a
 * type and data; of those the feature words count, whose bits the linker keeps only if all objects
 * have them. A 64-bit Arm object may say the same in {@code .ARM.attributes} (Build Attributes for
 * the Arm 64-bit Architecture, 2024Q4, {@code aeabi_feature_and_bits}).
 */
final class BuildAttributes {
  private static final int NT_GNU_PROPERTY_TYPE_0 = 5;
  private static final long X86_FEATURE_1_AND = 0xc0000002L;
  private static final long PROCESSOR_FEATURE_1_AND = 0xc0000000L;
  private static final String ARM_ATTRIBUTES = ".ARM.attributes";

  /** Values are strings, not numbers. */
  private static final int TEXTS = 1;

  private static final String FEATURES = "aeabi_feature_and_bits";
  private static final Map<Integer, String> X86 = Map.of(0, "IBT", 1, "SHSTK");
  private static final Map<Integer, String> AARCH64 = Map.of(0, "BTI", 1, "PAC", 2, "GCS");
  private static final Map<Integer, String> RISCV =
      Map.of(0, "CFI_LP_UNLABELED", 1, "CFI_SS", 2, "CFI_LP_FUNC_SIG");

  /** Bits of {@code Tag_GNU_Power_ABI_FP} that tell which registers carry floating point. */
  private static final int REGISTERS_OF_POWER = 3;

  private final Machine machine;
  private final Function<String, Optional<Bytes>> sections;
  private final SortedMap<String, String> marks = new TreeMap<>();
  private final Map<String, Malformed> faults = new LinkedHashMap<>();

  private BuildAttributes(Machine machine, Function<String, Optional<Bytes>> sections) {
    this.machine = machine;
    this.sections = sections;
  }

  /** Reads all that is whole. */
  static BuildAttributes of(Machine machine, Function<String, Optional<Bytes>> sections) {
    BuildAttributes read = new BuildAttributes(machine, sections);
    switch (machine.machine()) {
      case Machine.EM_ARM -> read.arm();
      case Machine.EM_AARCH64 -> {
        read.properties(PROCESSOR_FEATURE_1_AND, AARCH64);
        read.attempt(() -> sections.apply(ARM_ATTRIBUTES).ifPresent(read::features));
      }
      case Machine.EM_386, Machine.EM_X86_64 -> read.properties(X86_FEATURE_1_AND, X86);
      case Machine.EM_RISCV -> {
        read.properties(PROCESSOR_FEATURE_1_AND, RISCV);
        read.attribute(AttributeSection.Vendor.RISCV, 4, "Tag_RISCV_stack_align");
        read.attribute(AttributeSection.Vendor.RISCV, 14, "Tag_RISCV_atomic_abi");
        read.attribute(AttributeSection.Vendor.RISCV, 16, "Tag_RISCV_x3_reg_usage");
      }
      case Machine.EM_MIPS -> read.attribute(AttributeSection.Vendor.GNU, 4, "Tag_GNU_MIPS_ABI_FP");
      case Machine.EM_PPC, Machine.EM_PPC64 -> {
        read.attempt(read::floatsOfPower);
        read.attribute(AttributeSection.Vendor.GNU, 8, "Tag_GNU_Power_ABI_Vector");
        read.attribute(
            AttributeSection.Vendor.GNU,
            AttributeSection.TAG_GNU_POWER_ABI_STRUCT_RETURN,
            "Tag_GNU_Power_ABI_Struct_Return");
      }
      case Machine.EM_S390 ->
          read.attribute(AttributeSection.Vendor.GNU, 8, "Tag_GNU_S390_ABI_Vector");
      default -> {}
    }
    return read;
  }

  /** What the linker may ask for, by name. */
  SortedMap<String, String> marks() {
    return marks;
  }

  /** What is damaged, each once. */
  List<Malformed> faults() {
    return List.copyOf(faults.values());
  }

  private void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (Malformed fault) {
      faults.putIfAbsent(fault.diagnostic("", Optional.empty()).toString(), fault);
    }
  }

  private void arm() {
    attribute(AttributeSection.Vendor.ARM, AttributeSection.TAG_ABI_VFP_ARGS, "Tag_ABI_VFP_args");
    attribute(AttributeSection.Vendor.ARM, 18, "Tag_ABI_PCS_wchar_t");
    attribute(AttributeSection.Vendor.ARM, 26, "Tag_ABI_enum_size");
    // A file that takes no floating point argument fits both.
    marks.remove("Tag_ABI_VFP_args", "3");
    // What is forced to 32 bits only where it is seen from outside.
    marks.remove("Tag_ABI_enum_size", "3");
  }

  /** One value has two fields, either of which may say nothing: an object may pass no float. */
  private void floatsOfPower() {
    value(AttributeSection.Vendor.GNU, AttributeSection.TAG_GNU_POWER_ABI_FP)
        .ifPresent(
            value -> {
              mark("Tag_GNU_Power_ABI_FP", value & REGISTERS_OF_POWER);
              mark("Tag_GNU_Power_ABI_FP.long_double", value & ~REGISTERS_OF_POWER);
            });
  }

  private OptionalInt value(AttributeSection.Vendor vendor, int tag) {
    return sections
        .apply(vendor.section())
        .map(bytes -> new AttributeSection(bytes, vendor).value(tag))
        .orElse(OptionalInt.empty());
  }

  /** Zero is the default, which says nothing. */
  private void attribute(AttributeSection.Vendor vendor, int tag, String name) {
    attempt(() -> value(vendor, tag).ifPresent(value -> mark(name, value)));
  }

  private void mark(String name, int value) {
    if (value != 0) {
      marks.put(name, Integer.toString(value));
    }
  }

  private void properties(long type, Map<Integer, String> names) {
    attempt(
        () ->
            sections
                .apply(".note.gnu.property")
                .ifPresent(notes -> properties(notes, type, names)));
  }

  private void properties(Bytes notes, long type, Map<Integer, String> names) {
    int align = machine.pointerBytes();
    for (long at = 0; at < notes.size(); ) {
      long name = notes.unsigned32(at);
      long size = notes.unsigned32(at + 4);
      long begin = at + 12 + up(name, 4);
      if (size > notes.size() - begin) {
        throw new Malformed(notes.section(), at, "a note of " + size + " bytes does not fit");
      }
      if (notes.unsigned32(at + 8) == NT_GNU_PROPERTY_TYPE_0) {
        words(notes, begin, begin + size, type, names);
      }
      at = begin + up(size, align);
    }
  }

  private void words(Bytes notes, long from, long to, long type, Map<Integer, String> names) {
    for (long at = from; at < to; ) {
      long size = notes.unsigned32(at + 4);
      if (size > to - at - 8) {
        throw new Malformed(notes.section(), at, "a property of " + size + " bytes does not fit");
      }
      if (notes.unsigned32(at) == type && size >= 4) {
        bits(notes.unsigned32(at + 8), names);
      }
      at += 8 + up(size, machine.pointerBytes());
    }
  }

  private void bits(long word, Map<Integer, String> names) {
    names.forEach(
        (bit, name) -> {
          if ((word >>> bit & 1) != 0) {
            marks.put(name, "yes");
          }
        });
  }

  /** A vendor's part: its length, its name, whether it may be left out, how values are written. */
  private void features(Bytes bytes) {
    if (bytes.size() == 0) {
      return;
    }
    AttributeSection.version(bytes);
    for (long at = 1; at < bytes.size(); ) {
      long end = at + bytes.unsigned32(at);
      long head = at + 4 + bytes.length(at + 4) + 1;
      if (head + 2 > end || end > bytes.size()) {
        throw new Malformed(bytes.section(), at, "a part of the attributes does not fit");
      }
      if (bytes.unsigned8(head) > 1 || bytes.unsigned8(head + 1) > TEXTS) {
        throw new Malformed(bytes.section(), head, "no form of attributes begins so");
      }
      if (bytes.string(at + 4).equals(FEATURES)) {
        features(new AttributeSection.Cursor(bytes, head + 2), bytes, end);
      }
      at = end;
    }
  }

  private void features(AttributeSection.Cursor cursor, Bytes bytes, long end) {
    while (cursor.offset() < end) {
      long tag = cursor.uleb128();
      long value = cursor.uleb128();
      String name = tag < AARCH64.size() ? AARCH64.get((int) tag) : null;
      if (value > 1 && name != null) {
        throw new Malformed(bytes.section(), cursor.offset(), name + " is " + value);
      }
      if (value == 1 && name != null) {
        marks.put(name, "yes");
      }
    }
    if (cursor.offset() > end) {
      throw new Malformed(bytes.section(), end, "an attribute is too long for its part");
    }
  }

  private static long up(long bytes, long alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
