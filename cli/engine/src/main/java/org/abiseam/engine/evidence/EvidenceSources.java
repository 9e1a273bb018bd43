package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.input.StageTimer;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.model.Producer;

/** Lists all kinds of evidence. */
public final class EvidenceSources {
  private EvidenceSources() {}

  /**
   * Gathers the evidence of a run.
   *
   * @param linked objects that are linked into one of the inputs
   * @return one source of each kind; a kind that the request does not name says nothing
   */
  public static List<EvidenceSource> of(
      CheckRequest request,
      OpenedInputs opened,
      OpenedInputs linked,
      ObjectReader reader,
      StageTimer timer) {
    RunLog log = reader.log();
    ObjectSurveys surveys =
        timer.time("units", () -> ObjectSurveys.of(opened, request.flags(), reader));
    EvidenceSource bindings =
        timer.time("bindings", () -> BindingsEvidence.read(request.bindings(), log));
    EvidenceSource ir =
        timer.time("llvm-ir", () -> LlvmIrEvidence.read(request.bindings().files(), log));
    List<SurveyedObject> parts = ObjectSurveys.linked(linked, reader);
    List<SurveyedObject> tables = new ArrayList<>(surveys.objects());
    tables.addAll(parts);
    boolean clang =
        surveys.mixed() && SnapshotEvidence.has(opened.snapshots(), Producer.Compiler.CLANG);
    return List.of(
        new DebugInfoEvidence(surveys.objects(), parts, reader),
        new BtfEvidence(surveys.objects(), reader),
        new SnapshotEvidence(opened.snapshots(), clang, log),
        bindings,
        ir,
        new SymbolTables(
            tables, SnapshotEvidence.parts(opened.snapshots()), bindings.names().symbols(), reader),
        ExportTable.read(request.exports(), log),
        new KernelSettings(request.configuration(), log));
  }
}
