package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.engine.input.Asked;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.result.Input;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;

/**
 * Surveys all objects of a run.
 *
 * @param objects those that could be opened, in the order of the inputs
 * @param mixed whether GCC's C and Clang's meet, so that Clang's is a side of its own
 */
record ObjectSurveys(List<SurveyedObject> objects, boolean mixed) {

  /** Surveys the inputs, with the switches that were recorded for units without any. */
  static ObjectSurveys of(
      OpenedInputs opened, Map<String, List<String>> switches, ObjectReader reader) {
    List<ObjectSource> sources = opened.sources();
    List<SurveyedObject> objects = new ArrayList<>();
    List<Optional<ObjectSurvey>> read =
        reader
            .summaries()
            .ofEach(
                "survey",
                sources.stream().map(source -> asked(source, sources.size(), reader)).toList(),
                reader.threads());
    for (int i = 0; i < sources.size(); i++) {
      ObjectSource source = sources.get(i);
      read.get(i)
          .map(survey -> new SurveyedObject(source, survey.compiled(switches)))
          .ifPresent(objects::add);
    }
    boolean gnu =
        any(objects, CompilerSide.C)
            || SnapshotEvidence.has(opened.snapshots(), Producer.Compiler.GCC);
    boolean clang =
        any(objects, CompilerSide.CLANG)
            || SnapshotEvidence.has(opened.snapshots(), Producer.Compiler.CLANG);
    List<SurveyedObject> named = onOneMachine(withClang(objects, gnu && clang, reader));
    for (SurveyedObject one : named) {
      ObjectSurvey survey = one.survey();
      survey.diagnostics().forEach(diagnostic -> reader.log().note(one.source(), diagnostic));
      reader.log().noteUnits(one.source().input(), survey.machine(), survey.units());
      remark(one, reader);
    }
    return new ObjectSurveys(named, gnu && clang);
  }

  private static void remark(SurveyedObject one, ObjectReader reader) {
    RustCode.Search search = one.survey().named().search();
    if (search != RustCode.Search.DONE) {
      reader
          .log()
          .remark(
              one.source().path()
                  + ": C functions that its Rust calls are not counted: "
                  + search.reason());
    }
  }

  private static Asked<ObjectSurvey> asked(ObjectSource source, int of, ObjectReader reader) {
    return new Asked<>(
        source,
        SurveyFormat.RUST,
        () -> {
          Optional<ObjectSurvey> read =
              reader.read(source, info -> ObjectSurvey.of(info, reader.threadsInside(of)));
          reader.progress().object(source.path(), of);
          return read;
        });
  }

  /**
   * Surveys objects that are linked into an input; without one that cannot be read all still hold.
   */
  static List<SurveyedObject> linked(OpenedInputs parts, ObjectReader reader) {
    List<SurveyedObject> surveyed = new ArrayList<>();
    for (ObjectSource source : parts.sources()) {
      try {
        ObjectSurvey survey =
            reader
                .summaries()
                .of(
                    source,
                    SurveyFormat.RUST,
                    () -> Optional.of(source.read(info -> ObjectSurvey.of(info, 1))))
                .orElseThrow();
        SurveyedObject one = new SurveyedObject(source, survey.importing());
        remark(one, reader);
        surveyed.add(one);
      } catch (Malformed fault) {
        reader
            .log()
            .noteFile(
                source.path(),
                Input.Kind.OBJECT,
                List.of(fault.diagnostic(source.path(), Optional.empty())));
      }
    }
    return surveyed;
  }

  /**
   * Names what Clang's C has, where it is a side of its own; elsewhere it is the C of the build.
   */
  private static List<SurveyedObject> withClang(
      List<SurveyedObject> objects, boolean mixed, ObjectReader reader) {
    boolean rust = any(objects, CompilerSide.RUST);
    int inside = reader.threadsInside(objects.size());
    List<SurveyedObject> named = new ArrayList<>(objects.size());
    for (SurveyedObject one : objects) {
      ObjectSurvey survey = one.survey();
      if (!survey.has(CompilerSide.CLANG)) {
        named.add(one);
      } else if (mixed) {
        reader
            .read(
                one.source(),
                SurveyFormat.CLANG,
                info -> survey.naming(info, CompilerSide.CLANG, inside))
            .ifPresent(more -> named.add(one.with(survey.named(more))));
      } else {
        named.add(one.with(survey.withClangAsC(rust)));
      }
    }
    return named;
  }

  private static boolean any(List<SurveyedObject> objects, CompilerSide side) {
    return objects.stream()
        .map(SurveyedObject::survey)
        .anyMatch(survey -> survey.has(side) || (side == CompilerSide.C && survey.btf().source()));
  }

  /** Gives files of BTF alone the machine of the objects around them. */
  private static List<SurveyedObject> onOneMachine(List<SurveyedObject> objects) {
    List<SurveyedObject> result = new ArrayList<>(objects.size());
    for (SurveyedObject one : objects) {
      Machine machine = one.survey().machine();
      Optional<Machine> other =
          machine.machine() == Machine.EM_NONE ? known(objects, machine) : Optional.empty();
      result.add(other.map(found -> one.with(one.survey().on(found))).orElse(one));
    }
    return result;
  }

  private static Optional<Machine> known(List<SurveyedObject> objects, Machine like) {
    return objects.stream()
        .map(one -> one.survey().machine())
        .filter(machine -> machine.machine() != Machine.EM_NONE)
        .filter(machine -> machine.bigEndian() == like.bigEndian())
        .findFirst();
  }
}
