package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.abiseam.cli.report.DumpJson;
import org.abiseam.cli.report.EnumWords;
import org.abiseam.cli.report.Status;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.SectionHeader;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;

/** Runs {@code abiseam dump STAGE FILE...}. */
final class DumpCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final InputOptions inputs = with(new InputOptions());

  private final Supplier<Stage> stage =
      first(argument("STAGE", "sections, units, types, signatures or seam"), Stage.class);

  private final Supplier<List<Path>> files = files(1);

  private int status;

  /** The stages of a check. */
  enum Stage {
    SECTIONS,
    UNITS,
    TYPES,
    SIGNATURES,
    SEAM;

    @Override
    public String toString() {
      return EnumWords.of(this);
    }
  }

  DumpCommand(Console console) {
    super(
        console,
        "dump",
        "Writes what one stage of the program read, as JSON, one object per line.");
  }

  @Override
  int run() {
    List<Path> paths = inputs.required(files.get());
    switch (stage.get()) {
      case SECTIONS -> paths.forEach(path -> objects(path, this::sections));
      case UNITS -> {
        DebugFiles debugFiles = debugFiles(paths);
        paths.forEach(path -> objects(path, object -> units(object, debugFiles)));
      }
      case TYPES -> check(paths).models().forEach(this::types);
      case SIGNATURES -> check(paths).models().forEach(this::signatures);
      case SEAM -> seam(check(paths));
    }
    return status;
  }

  private void objects(Path path, Consumer<ObjectFile> dump) {
    try (Container container = Containers.open(path)) {
      container.diagnostics().forEach(this::report);
      for (Container.Member member : container.members()) {
        try (Container.OpenObject object = member.open()) {
          dump.accept(object.file());
        } catch (Malformed fault) {
          report(fault.diagnostic(member.path(), Optional.empty()));
        }
      }
    } catch (Malformed fault) {
      report(fault.diagnostic(path.toString(), Optional.empty()));
    }
  }

  private void sections(ObjectFile object) {
    for (SectionHeader header : object.headers()) {
      console.out().println(DumpJson.section(object, header));
    }
  }

  private DebugFiles debugFiles(List<Path> given) {
    return DebugFiles.asGdbDoes(
        List.of(common.debugDirectory().orElse(CommonOptions.DEBUG_FILES)),
        given,
        path -> Optional.of(Containers.openObject(path)));
  }

  private void units(ObjectFile object, DebugFiles debugFiles) {
    try (DebugInfo info = DebugInfo.open(object, debugFiles)) {
      for (Unit unit : info.units()) {
        if (!unit.isTypeUnit()) {
          console.out().println(DumpJson.unit(object.path(), unit.description()));
        }
      }
      info.diagnostics().forEach(this::report);
    }
  }

  private void report(Diagnostic diagnostic) {
    console.warn(List.of(diagnostic));
    if (Report.unread(diagnostic)) {
      status |= Status.ERROR;
    }
  }

  private Report check(List<Path> paths) {
    Report run = Abiseam.check(common.request(paths), common.progress(console));
    run.diagnostics().forEach(this::report);
    return run;
  }

  private void types(ObjectModel model) {
    for (Definition definition : model.definitions()) {
      console.out().println(DumpJson.type(model, definition));
    }
  }

  private void signatures(ObjectModel model) {
    for (Entity entity : model.entities()) {
      console.out().println(DumpJson.signature(model, entity));
    }
  }

  private void seam(Report run) {
    for (Seam.SharedType shared : run.seam().types()) {
      console.out().println(DumpJson.shared(shared, run.verification().verdicts()));
    }
    for (Seam.SharedSymbol shared : run.seam().symbols()) {
      console.out().println(DumpJson.shared(shared, run.verification().symbols()));
    }
  }
}
