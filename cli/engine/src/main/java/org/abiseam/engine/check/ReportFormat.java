package org.abiseam.engine.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.ModelFormat;
import org.abiseam.engine.cache.SeamFormat;
import org.abiseam.engine.cache.UnitFormat;
import org.abiseam.engine.cache.VerdictFormat;
import org.abiseam.engine.result.Caller;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.engine.result.Side;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;

/** Writes what a check found, without the times of its stages. */
final class ReportFormat implements Format<Report> {
  private static final List<Input.Kind> KINDS = List.of(Input.Kind.values());

  @Override
  public void write(EntryWriter to, Report report) {
    to.all(report.inputs(), ReportFormat::input);
    to.all(report.sides(), ReportFormat::side);
    to.all(report.models(), ModelFormat::whole);
    SeamFormat.write(to, report.seam());
    VerdictFormat.write(to, report.verification());
    to.all(
        report.callers(),
        (out, one) -> {
          out.text(one.object());
          out.number(one.agree());
          out.number(one.disagree());
          out.all(one.undetermined(), EntryWriter::text);
          out.all(one.missing(), EntryWriter::text);
        });
    to.all(report.remarks(), EntryWriter::text);
    to.optional(report.scope(), ReportFormat::scope);
  }

  @Override
  public Report read(EntryReader from) {
    List<Input> inputs = from.all(ReportFormat::input);
    List<Side> sides =
        from.all(
            one ->
                new Side(
                    one.text(),
                    UnitFormat.producer(one),
                    one.all(EntryReader::text),
                    one.small(),
                    one.small()));
    List<ObjectModel> models = from.all(ModelFormat::whole);
    Seam seam = SeamFormat.read(from);
    return new Report(
        inputs,
        sides,
        models,
        seam,
        VerdictFormat.read(from),
        from.all(
            one ->
                new Caller(
                    one.text(),
                    one.small(),
                    one.small(),
                    one.all(EntryReader::text),
                    one.all(EntryReader::text))),
        List.of(),
        from.all(EntryReader::text),
        from.optional(ReportFormat::scope),
        Map.of(),
        Optional.empty());
  }

  static void input(EntryWriter to, Input input) {
    to.text(input.path());
    to.constant(input.kind());
    to.text(input.format());
    to.number(input.objects());
    to.all(input.machines(), EntryWriter::text);
    to.number(input.units());
    to.all(input.sides(), EntryWriter::text);
    to.all(input.diagnostics(), UnitFormat::diagnostic);
  }

  static void side(EntryWriter to, Side side) {
    to.text(side.id());
    UnitFormat.producer(to, side.producer());
    to.all(side.flags(), EntryWriter::text);
    to.number(side.units());
    to.number(side.untyped());
  }

  private static Input input(EntryReader from) {
    return new Input(
        from.text(),
        from.constant(KINDS),
        from.text(),
        from.small(),
        from.texts(),
        from.small(),
        from.texts(),
        from.all(UnitFormat::diagnostic));
  }

  private static void scope(EntryWriter to, Scoped scope) {
    to.text(scope.label());
    to.number(scope.entries());
    to.number(scope.symbols());
    to.all(scope.unknown(), EntryWriter::text);
    to.number(scope.types());
    to.number(scope.functions());
    to.number(scope.variables());
  }

  private static Scoped scope(EntryReader from) {
    return new Scoped(
        from.text(),
        from.small(),
        from.small(),
        from.all(EntryReader::text),
        from.small(),
        from.small(),
        from.small());
  }
}
