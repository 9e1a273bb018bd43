package org.abiseam.cli.gate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.Section;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Malformed;
import org.abiseam.model.Subject;

/**
 * The rules by which a distribution keeps its kernel's ABI stable, in the objects that they
 * concern: four strings each, version, type, target and value, in {@value #SECTION}.
 *
 * <pre>
 * 1 declonly           s          a struct, union or enum whose inside is nobody's business
 * 1 enumerator_ignore  e B        an enumerator that was added
 * 1 enumerator_value   e LAST 2   an enumerator that has moved, with its old value
 * 1 byte_size          s 16       a type that has grown at its end, with its old size
 * 1 type_string        s#s ...    a whole description; is not supported
 * </pre>
 *
 * <p>gendwarfksyms changes its view of a type by these before it computes a checksum. Here each
 * means the findings that the change would take away: all differences of a finding must be of the
 * named kind and place.
 *
 * <p>Source: Linux, {@code Documentation/kbuild/gendwarfksyms.rst} (kABI rules) and {@code
 * scripts/gendwarfksyms/kabi.c}.
 */
final class KabiRules {
  static final String SECTION = ".discard.gendwarfksyms.kabi_rules";
  private static final String VERSION = "1";
  private static final int FIELDS = 4;
  private static final long BITS = 8;

  private final List<SuppressionEntry> entries = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private KabiRules() {}

  static SuppressionFile read(Path file) {
    KabiRules rules = new KabiRules();
    int sections = 0;
    try (Container container = Containers.open(file)) {
      for (Container.Member member : container.members()) {
        try (Container.OpenObject object = member.open()) {
          Optional<Section> section = object.file().section(SECTION);
          if (section.isPresent()) {
            sections++;
            rules.section(member.path(), section.get().bytes());
          }
        }
      }
    } catch (Malformed fault) {
      throw new Yaml.Refused(file + ": its kABI rules cannot be read: " + fault.getMessage());
    }
    if (sections == 0) {
      throw new Yaml.Refused(
          file
              + ": it has no section "
              + SECTION
              + "; give the object that the rules were compiled into, or a file of suppressions");
    }
    return new SuppressionFile(rules.entries, rules.remarks);
  }

  private void section(String object, MemorySegment bytes) {
    List<String> fields = new ArrayList<>();
    long begin = 0;
    for (long at = 0; at < bytes.byteSize(); at++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, at) == 0) {
        byte[] text = bytes.asSlice(begin, at - begin).toArray(ValueLayout.JAVA_BYTE);
        fields.add(new String(text, StandardCharsets.UTF_8));
        begin = at + 1;
        if (fields.size() == FIELDS) {
          rule(object, fields);
          fields.clear();
        }
      }
    }
    if (!fields.isEmpty() || begin < bytes.byteSize()) {
      throw new Yaml.Refused(
          object + ": " + SECTION + " does not end with a whole rule of four strings");
    }
  }

  private void rule(String object, List<String> fields) {
    String type = fields.get(1);
    String target = fields.get(2);
    String value = fields.get(3);
    String what = (type + " " + target + " " + value).strip();
    if (!fields.get(0).equals(VERSION)) {
      remarks.add(
          "%s: the kABI rule %s has version %s, only %s is known; it is not applied"
              .formatted(object, what, fields.get(0), VERSION));
      return;
    }
    int space = target.lastIndexOf(' ');
    // The name of an enumerator stands behind that of its enum.
    String subject =
        type.startsWith("enumerator_") && space > 0 ? target.substring(0, space) : target;
    Optional<Predicate<Finding>> means =
        switch (type) {
          case "declonly" -> Optional.of(finding -> layoutOf(target, finding));
          case "enumerator_ignore" ->
              Optional.of(finding -> enumerators(target, finding, _ -> true));
          case "enumerator_value" ->
              Optional.of(finding -> enumerators(target, finding, one -> either(one, value, 1)));
          case "byte_size" -> Optional.of(finding -> size(target, value, finding));
          default -> Optional.empty();
        };
    if (means.isEmpty()) {
      remarks.add(
          "%s: the kABI rule %s is of a type that is not supported; it is not applied"
              .formatted(object, what));
      return;
    }
    entries.add(
        new SuppressionEntry(
            object,
            what,
            "kABI rule " + what + " of " + object,
            Optional.empty(),
            Optional.of(subject),
            List.of(),
            means.get()));
  }

  private static boolean layoutOf(String target, Finding finding) {
    return finding.subject().kind() == Subject.Kind.TYPE
        && finding.subject().name().equals(target)
        && finding.rule().id().startsWith("layout-");
  }

  /** The name of the enum and that of the enumerator, with a space between. */
  private static boolean enumerators(String target, Finding finding, Predicate<Difference> meant) {
    int space = target.lastIndexOf(' ');
    return space > 0
        && layoutOf(target.substring(0, space), finding)
        && !finding.differences().isEmpty()
        && finding.differences().stream()
            .allMatch(
                one ->
                    FindingOrigins.last(one.path()).equals(target.substring(space + 1))
                        && (one.what() == Difference.What.VALUE
                            || one.what() == Difference.What.PRESENCE)
                        && meant.test(one));
  }

  private static boolean size(String target, String value, Finding finding) {
    return layoutOf(target, finding)
        && !finding.differences().isEmpty()
        && finding.differences().stream()
            .allMatch(
                one ->
                    one.path().equals(target)
                        && one.what() == Difference.What.SIZE
                        && either(one, value, BITS));
  }

  private static boolean either(Difference one, String value, long unit) {
    try {
      long number = Math.multiplyExact(Long.parseLong(value), unit);
      OptionalLong wanted = OptionalLong.of(number);
      return one.expected().number().equals(wanted) || one.actual().number().equals(wanted);
    } catch (ArithmeticException | NumberFormatException _) {
      return false;
    }
  }
}
