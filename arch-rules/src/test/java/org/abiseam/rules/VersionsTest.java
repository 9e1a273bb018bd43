package org.abiseam.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.abiseam.model.Definition;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Type;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;

/**
 * An old build of C against a new one: what moves counts, and what is called otherwise does not.
 */
final class VersionsTest {
  private static final BiPredicate<String, String> NONE = (_, _) -> false;

  private static Map<String, List<View>> views(Sketch sketch) {
    Map<String, List<View>> views = new TreeMap<>();
    ObjectModel model = sketch.model();
    for (Definition definition : model.definitions()) {
      views
          .computeIfAbsent(definition.name(), _ -> new ArrayList<>())
          .add(new View.Typed(model.machine(), model.types(), definition));
    }
    return views;
  }

  private static Verification changes(
      Consumer<Sketch> old, Consumer<Sketch> recent, BiPredicate<String, String> renamed) {
    return changes(Sketch.X86_64, old, recent, renamed);
  }

  private static Verification changes(
      Machine machine,
      Consumer<Sketch> old,
      Consumer<Sketch> recent,
      BiPredicate<String, String> renamed) {
    Sketch before = Sketch.c(machine);
    Sketch after = Sketch.c(machine);
    old.accept(before);
    recent.accept(after);
    Map<String, List<View>> ours = views(before);
    Map<String, List<View>> theirs = views(after);
    List<Seam.SharedType> types = new ArrayList<>();
    ours.forEach(
        (name, all) -> {
          if (theirs.containsKey(name)) {
            types.add(new Seam.SharedType(name, all, theirs.getOrDefault(name, List.of())));
          }
        });
    return Checker.changes(
        new Seam(types, List.of(), List.of(), List.of(), Linkage.NOTHING), renamed);
  }

  private static Finding single(Consumer<Sketch> old, Consumer<Sketch> recent) {
    return changes(old, recent, NONE).findings().getFirst();
  }

  private static String said(Finding finding) {
    Difference first = finding.differences().getFirst();
    return "%s %s %s: %s, %s"
        .formatted(
            finding.severity().word(),
            first.path(),
            first.what().word(),
            first.expected().text(),
            first.actual().text());
  }

  private static String structs(String old, String recent) {
    return said(single(c -> c.struct(old), c -> c.struct(recent)));
  }

  @Test
  void aBitFieldInBitsThatNobodyHadIsHarmless() {
    assertThat(structs("s 4: a u32:3 @0", "s 4: a u32:3 @0, b u32:1 @0.3"))
        .isEqualTo("harmless s.b presence: absent, u32:1 at bit 3");
    assertThat(structs("s 4: a u32:3 @0", "s 4: a u32:3 @0.1, b u32:1 @0.0")).startsWith("harmful");
  }

  @Test
  void onAMachineThatBtfDoesNotStateCallsAreJudgedByTheirTypes() {
    Machine unstated = new Machine(Machine.EM_NONE, 8, false, 0);
    Consumer<Sketch> old = c -> c.struct("s 8: call *fn(u32,u64) @0");
    Consumer<Sketch> recent = c -> c.struct("s 8: call *fn(u64,u64) @0");
    Verification same = changes(unstated, old, old, NONE);
    assertThat(same.undetermined()).isEmpty();
    assertThat(same.findings()).isEmpty();
    assertThat(changes(unstated, old, recent, NONE).findings())
        .singleElement()
        .satisfies(it -> assertThat(it.severity().word()).isEqualTo("harmful"));
  }

  @Test
  void aMemberThatSharesThePlaceOfOneThatStaysIsHarmless() {
    Consumer<Sketch> old = c -> c.struct("s 8: a u64 @0");
    Consumer<Sketch> both =
        c -> {
          c.call("u", c.union("- 8: a u64 @0, b u32 @0"));
          c.struct("s 8: - u @0");
        };
    assertThat(said(single(old, both))).isEqualTo("harmless s.b presence: absent, u32");
    Consumer<Sketch> instead = c -> c.struct("s 8: b u32 @0, c u32 @4");
    assertThat(single(old, instead).severity().word()).isEqualTo("harmful");
  }

  @Test
  void aPointerToATypeOfAnotherNameIsJudgedByWhatItPointsTo() {
    Consumer<Sketch> old = c -> c.struct("s 8: p *before @0");
    Consumer<Sketch> recent = c -> c.struct("s 8: p *after @0");
    assertThat(said(single(old, recent))).startsWith("risky s.p type: struct before *");
    List<String> asked = new ArrayList<>();
    Verification known = changes(old, recent, (one, other) -> asked.add(one + other));
    assertThat(asked).containsExactly("beforeafter");
    assertThat(said(known.findings().getFirst())).startsWith("harmless s.p type: struct before *");
  }

  @Test
  void aPointerToAnAtomicTypeIsComparedByTheNameOfTheType() {
    Consumer<Sketch> atomic =
        c -> {
          c.call("shared", c.add(new Type.Atomic(c.struct("counter 8: n u64 @0"))));
          c.struct("s 8: p *shared @0");
        };
    assertThat(changes(atomic, atomic, NONE).findings()).isEmpty();
  }

  @Test
  void twoTypesOfOneTypedefAreOpenedUntilTheDifferenceShows() {
    Consumer<Sketch> old =
        c -> {
          c.alias("mask_t", "[u64;1]");
          c.struct("s 8: m *mask_t @0");
        };
    Consumer<Sketch> recent =
        c -> {
          c.alias("mask_t", "*other");
          c.struct("s 8: m *mask_t @0");
        };
    Finding finding =
        changes(old, recent, NONE).findings().stream()
            .filter(one -> one.subject().name().equals("s"))
            .findFirst()
            .orElseThrow();
    assertThat(said(finding)).isEqualTo("harmful s.m type: u64 (*)[1], struct other **");
  }

  @Test
  void anArrayThatBecomesAPointerIsHarmfulAlsoWhereBothHaveOneSize() {
    Consumer<Sketch> old = c -> c.alias("mask_t", "[u64;1]");
    Consumer<Sketch> recent = c -> c.alias("mask_t", "*other");
    assertThat(said(single(old, recent))).isEqualTo("harmful mask_t type: u64[1], struct other *");
  }

  @Test
  void aWrapperThatChangesNothingIsHarmless() {
    assertThat(
            changes(
                    c -> c.alias("t", "u32"),
                    c -> {
                      c.call("w", c.struct("- 4: counter u32 @0"));
                      c.alias("t", "w");
                    },
                    NONE)
                .findings())
        .isEmpty();
  }

  @Test
  void aFunctionOfAnEnumerationThatChangedIsReachedByIt() {
    Consumer<Sketch> old =
        c -> {
          c.enumeration("e u32: A=0, B=1");
          c.struct("ops 8: call *fn(e) @0");
        };
    Consumer<Sketch> recent =
        c -> {
          c.enumeration("e u32: A=0, NEW=1, B=2");
          c.struct("ops 8: call *fn(e) @0");
        };
    Verification found = changes(old, recent, NONE);
    assertThat(found.findings())
        .singleElement()
        .satisfies(one -> assertThat(one.reach()).contains("ops"));
  }

  @Test
  void theMarkOfTheEndMovesAndAnEnumeratorDoesNot() {
    Consumer<Sketch> old = c -> c.enumeration("e u32: A=0, B=1, MR_TYPES=2");
    Consumer<Sketch> more = c -> c.enumeration("e u32: A=0, B=1, C=2, MR_TYPES=3");
    assertThat(said(single(old, more))).isEqualTo("harmless e.MR_TYPES value: 2, 3");
    Consumer<Sketch> first = c -> c.enumeration("e u32: A=1, B=2, MR_TYPES=3");
    assertThat(said(single(old, first))).isEqualTo("harmful e.A value: 0, 1");
  }
}
