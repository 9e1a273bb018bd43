package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.abiseam.cli.report.DumpJson;
import org.abiseam.cli.report.ReportText;
import org.abiseam.cli.report.Status;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.SectionHeader;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;

/** {@code abiseam dump STAGE FILE...}: what one stage saw. */
final class Dump {
  private final Settings settings;
  private final String stage;
  private final PrintStream out;
  private final PrintStream err;
  private int status;

  Dump(Settings settings, String stage, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.stage = stage;
    this.out = out;
    this.err = err;
  }

  int run() {
    switch (stage) {
      case "sections", "units" -> settings.inputs().forEach(this::objects);
      case "types", "signatures", "seam" -> joined();
      default ->
          throw new Settings.Usage(
              "'" + stage + "' is none of sections, units, types, signatures, seam");
    }
    return status;
  }

  private void objects(Path path) {
    try (Container container = Containers.open(path)) {
      container.diagnostics().forEach(this::report);
      for (Container.Member member : container.members()) {
        try (Container.OpenObject object = member.open()) {
          object(object);
        } catch (Malformed fault) {
          report(fault.diagnostic(member.path(), Optional.empty()));
        }
      }
    } catch (Malformed fault) {
      report(fault.diagnostic(path.toString(), Optional.empty()));
    }
  }

  private void object(Container.OpenObject object) {
    if (stage.equals("sections")) {
      for (SectionHeader header : object.file().headers()) {
        out.println(DumpJson.section(object.file(), header));
      }
      return;
    }
    try (DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      for (Unit unit : info.units()) {
        if (!unit.isTypeUnit()) {
          out.println(DumpJson.unit(object.file().path(), unit.description()));
        }
      }
      info.diagnostics().forEach(this::report);
    }
  }

  private void report(Diagnostic diagnostic) {
    err.println("abiseam: " + ReportText.diagnostic(diagnostic));
    if (Report.unread(diagnostic)) {
      status |= Status.ERROR;
    }
  }

  private void joined() {
    Report run =
        Abiseam.check(Check.request(settings, Optional.empty()), ProgressLine.of(settings, err));
    run.diagnostics().forEach(this::report);
    if (stage.equals("types")) {
      for (ObjectModel model : run.models()) {
        for (Definition definition : model.definitions()) {
          out.println(DumpJson.type(model, definition));
        }
      }
      return;
    }
    if (stage.equals("signatures")) {
      for (ObjectModel model : run.models()) {
        for (Entity entity : model.entities()) {
          out.println(DumpJson.signature(model, entity));
        }
      }
      return;
    }
    for (Seam.SharedType shared : run.seam().types()) {
      out.println(DumpJson.shared(shared, run.verification().verdicts()));
    }
    for (Seam.SharedSymbol shared : run.seam().symbols()) {
      out.println(DumpJson.shared(shared, run.verification().symbols()));
    }
  }
}
