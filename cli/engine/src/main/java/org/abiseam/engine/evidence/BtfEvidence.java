package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.btf.Btf;
import org.abiseam.btf.BtfModels;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;

/**
 * Reads C's types from BTF, for objects that have no DWARF of C. A module goes on from the BTF of
 * the image, which may be any of the inputs; a module without one is not read, and that is said.
 */
public final class BtfEvidence implements EvidenceSource {
  private static final String SILENT =
      "C's types come from .BTF, which states no alignment: an attribute that aligns a type further"
          + " and moves nothing is not seen";

  private final List<SurveyedObject> described;
  private final List<SurveyedObject> bases;
  private final ObjectReader reader;

  BtfEvidence(List<SurveyedObject> objects, ObjectReader reader) {
    this.described = objects.stream().filter(one -> one.survey().btf().source()).toList();
    this.bases =
        objects.stream().filter(one -> one.survey().btf().form() == Btf.Form.WHOLE).toList();
    this.reader = reader;
  }

  @Override
  public Found find(Wanted wanted) {
    if (described.isEmpty()) {
      return Found.NOTHING;
    }
    noteSilence();
    return new FoundModels(models(wanted.types(), wanted.symbols()), _ -> List.of());
  }

  /** Asks for reached names only, so that all of the answer is reached. */
  @Override
  public Reach reach(Set<String> symbols) {
    if (described.isEmpty()) {
      return Reach.NOTHING;
    }
    GraphReach graphs = new GraphReach();
    return more -> {
      for (ObjectModel model : models(more, symbols)) {
        model.entities().stream()
            .filter(entity -> symbols.contains(entity.definition().name()))
            .forEach(entity -> graphs.from(model.types(), entity.definition().type()));
        model.definitions().forEach(one -> graphs.from(model.types(), one.type()));
      }
      return graphs.names();
    };
  }

  /**
   * Reads all that the BTF of some objects says.
   *
   * @param objects surveyed objects; those whose C has DWARF are left out
   * @return one model for each object with BTF
   */
  public static List<ObjectModel> everything(
      Map<ObjectSource, ObjectSurvey> objects, ObjectReader reader) {
    List<SurveyedObject> surveyed = new ArrayList<>();
    objects.forEach((source, survey) -> surveyed.add(new SurveyedObject(source, survey)));
    BtfEvidence btf = new BtfEvidence(surveyed, reader);
    if (btf.described.isEmpty()) {
      return List.of();
    }
    btf.noteSilence();
    return btf.models(BtfModels.ofEverything());
  }

  private List<ObjectModel> models(Collection<String> types, Collection<String> symbols) {
    return models(new BtfModels(Set.copyOf(types), Set.copyOf(symbols)));
  }

  private List<ObjectModel> models(BtfModels wanted) {
    List<ObjectModel> models = new ArrayList<>();
    List<SurveyedObject> split = new ArrayList<>();
    for (SurveyedObject one : described) {
      if (one.survey().btf().form() == Btf.Form.SPLIT) {
        split.add(one);
      } else {
        reader
            .read(one.source(), info -> model(one, info, Optional.empty(), wanted))
            .ifPresent(models::add);
      }
    }
    Optional<SurveyedObject> base = split.isEmpty() ? Optional.empty() : bases.stream().findFirst();
    if (base.isPresent()) {
      reader
          .read(base.get().source(), info -> modules(split, Optional.of(info), wanted))
          .ifPresent(models::addAll);
    } else {
      models.addAll(modules(split, Optional.empty(), wanted));
    }
    return models;
  }

  private List<ObjectModel> modules(
      List<SurveyedObject> split, Optional<DebugInfo> image, BtfModels wanted) {
    Optional<Btf> base = image.map(info -> Btf.read(info.object(), Optional.empty()));
    List<ObjectModel> models = new ArrayList<>();
    for (SurveyedObject one : split) {
      reader.read(one.source(), info -> model(one, info, base, wanted)).ifPresent(models::add);
    }
    return models;
  }

  private ObjectModel model(
      SurveyedObject one, DebugInfo info, Optional<Btf> image, BtfModels wanted) {
    Optional<Btf> base = Optional.empty();
    if (one.survey().btf().form() == Btf.Form.SPLIT) {
      Optional<Btf> own = Btf.distilledBase(info.object());
      base = own.isPresent() ? own : image;
      if (base.isEmpty()) {
        throw new Malformed(
            Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
            Btf.SECTION,
            0,
            "the .BTF extends that of the kernel image; give the image as well");
      }
    }
    Btf btf = Btf.read(info.object(), base);
    return reader.noted(
        one.source(), wanted.of(info.object(), machine(one.survey().machine(), btf), btf));
  }

  /** Returns a file of BTF alone and nothing beside it: its own {@code long} tells the width. */
  private static Machine machine(Machine stated, Btf btf) {
    int wide = stated.machine() == Machine.EM_NONE ? btf.longBytes() : 0;
    return wide == 0
        ? stated
        : new Machine(stated.machine(), wide, stated.bigEndian(), stated.flags());
  }

  private void noteSilence() {
    SurveyedObject first = described.getFirst();
    int others = described.size() - 1;
    reader
        .log()
        .note(
            first.source(),
            new Diagnostic(
                Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
                first.source().path(),
                Optional.of(Btf.SECTION),
                Optional.empty(),
                OptionalLong.empty(),
                others == 0 ? SILENT : SILENT + " (so in " + others + " more objects)"));
  }
}
