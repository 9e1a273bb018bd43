package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.engine.result.Report;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Citation;
import org.abiseam.model.Definition;
import org.abiseam.model.Difference;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/** Runs for the reports that draw: calls, names that nobody chose well, and many findings. */
final class ManyRuns {
  private ManyRuns() {}

  private static Report with(List<Finding> findings) {
    return Runs.disagreeing(Severity.HARMFUL).judged(findings, List.of(), List.of());
  }

  /** A function {@code submit} whose arguments the sides believe in another order. */
  static Report calls() {
    Finding finding =
        new Finding(
            Rule.CALL_ARGUMENT,
            Severity.HARMFUL,
            new Subject(Subject.Kind.FUNCTION, "submit"),
            submit(Runs.GCC, List.of("u64", "u8")),
            submit(Runs.RUSTC, List.of("u8", "u64")),
            List.of(
                new Difference(
                    "submit.sector",
                    Difference.What.SIZE,
                    Difference.Value.of(64),
                    Difference.Value.of(8))),
            "",
            List.of(new Citation("psABI x86-64 1.0", "§3.2.3")),
            List.of("x86-64/narrow-argument"),
            List.of());
    return with(List.of(finding));
  }

  private static View.Typed submit(Producer producer, List<String> types) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin =
        new Origin(
            "vmlinux",
            "block/blk-core.c",
            OptionalLong.of(0x77),
            Optional.of(new Origin.Line("include/linux/blkdev.h", 815)));
    List<Signature.Parameter> parameters = new ArrayList<>();
    for (String type : types) {
      int bits = Integer.parseInt(type.substring(1));
      Type scalar =
          new Type.Scalar(type, Type.Encoding.UNSIGNED, bits / 8, bits, OptionalInt.empty());
      String name = parameters.isEmpty() ? "sector" : "flags";
      parameters.add(new Signature.Parameter(name, graph.add(scalar, origin)));
    }
    TypeId nothing = graph.add(new Type.Void(), origin);
    Signature signature =
        new Signature(parameters, nothing, Signature.Arity.FIXED, CallingConvention.C);
    TypeId function = graph.add(new Type.Function(signature), origin);
    Definition definition =
        new Definition(List.of(), "submit", function, producer, Evidence.DWARF, 1);
    Machine machine = new Machine(Machine.EM_X86_64, 8, false, 0);
    return new View.Typed(machine, graph.build(), definition);
  }

  /** A finding whose every text is the given one. */
  static Report named(String text) {
    Finding plain = Runs.finding(Severity.HARMFUL);
    Finding finding =
        new Finding(
            plain.rule(),
            plain.severity(),
            new Subject(Subject.Kind.TYPE, text),
            Runs.queue(Runs.GCC, text, text, 12, 8),
            Runs.queue(Runs.RUSTC, text, text, 13, 4),
            List.of(
                new Difference(
                    text,
                    Difference.What.TYPE,
                    Difference.Value.of(text),
                    Difference.Value.of(text))),
            text,
            List.of(new Citation(text, text)),
            List.of(text),
            List.of(text));
    return with(List.of(finding));
  }

  /** So many findings of three severities and four rules, which share two layouts. */
  static Report many(int count) {
    Finding plain = Runs.finding(Severity.HARMFUL);
    List<Rule> rules =
        List.of(
            Rule.LAYOUT_OFFSET, Rule.LAYOUT_SIZE, Rule.LAYOUT_MEMBER_TYPE, Rule.LAYOUT_ALIGNMENT);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      findings.add(
          new Finding(
              rules.get(i % rules.size()),
              Severity.values()[i % Severity.values().length],
              new Subject(Subject.Kind.TYPE, String.format(Locale.ROOT, "queue_%05d", i)),
              plain.provider(),
              plain.consumer(),
              plain.differences(),
              plain.cause(),
              plain.citations(),
              plain.divergences(),
              plain.reach()));
    }
    return with(findings);
  }

  /** Bit-fields of a struct {@code state}, of which the second lies elsewhere. */
  static Report bitFields() {
    Finding plain = Runs.finding(Severity.HARMFUL);
    Finding finding =
        new Finding(
            Rule.LAYOUT_BITFIELD,
            Severity.HARMFUL,
            new Subject(Subject.Kind.TYPE, "state"),
            state(Runs.GCC, 1),
            state(Runs.RUSTC, 4),
            List.of(
                new Difference(
                    "state.level",
                    Difference.What.BIT_OFFSET,
                    Difference.Value.of(8),
                    Difference.Value.of(8))),
            "",
            plain.citations(),
            List.of(),
            List.of());
    return with(List.of(finding));
  }

  private static View.Typed state(Producer producer, long dirtyAt) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin = new Origin("vmlinux", "state.c", OptionalLong.of(0x99), Optional.empty());
    TypeId word =
        graph.add(
            new Type.Scalar("u32", Type.Encoding.UNSIGNED, 4, 32, OptionalInt.empty()), origin);
    List<Member> members =
        List.of(
            new Member.BitField("ready", word, 0, 1),
            new Member.BitField("dirty", word, dirtyAt, 3),
            new Member.BitField("level", word, 8, 8));
    Type state =
        new Type.Aggregate(Type.Shape.STRUCT, Optional.of("state"), 4, OptionalInt.of(4), members);
    Definition definition =
        new Definition(
            List.of(), "state", graph.add(state, origin), producer, Evidence.BINDINGS, 1);
    return new View.Typed(new Machine(Machine.EM_X86_64, 8, false, 0), graph.build(), definition);
  }
}
