package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.btf.Btf;
import org.abiseam.btf.BtfModels;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.engine.pipeline.Pipeline.Surveyed;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;

/**
 * C's types of objects that have BTF and no DWARF of C. A module goes on from the BTF of the image,
 * which may be any of the inputs; a module without one is not read, and that is said.
 */
final class BtfStage {
  private static final String SILENT =
      "C's types come from .BTF, which states no alignment: an attribute that aligns a type further"
          + " and moves nothing is not seen";

  private final List<Surveyed> described;
  private final List<Surveyed> bases;
  private final Book book;

  BtfStage(List<Surveyed> surveyed, Book book) {
    this.described = surveyed.stream().filter(one -> one.survey().btf().source()).toList();
    this.bases =
        surveyed.stream().filter(one -> one.survey().btf().form() == Btf.Form.WHOLE).toList();
    this.book = book;
  }

  /** Gives files of BTF alone the machine of the objects beside them. */
  static List<Surveyed> onOneMachine(List<Surveyed> surveyed) {
    List<Surveyed> result = new ArrayList<>(surveyed.size());
    for (Surveyed one : surveyed) {
      Machine machine = one.survey().machine();
      Optional<Machine> other =
          machine.machine() == Machine.EM_NONE ? beside(surveyed, machine) : Optional.empty();
      result.add(other.map(m -> new Surveyed(one.source(), one.survey().on(m))).orElse(one));
    }
    return result;
  }

  private static Optional<Machine> beside(List<Surveyed> surveyed, Machine like) {
    return surveyed.stream()
        .map(one -> one.survey().machine())
        .filter(machine -> machine.machine() != Machine.EM_NONE)
        .filter(machine -> machine.bigEndian() == like.bigEndian())
        .findFirst();
  }

  boolean needed() {
    return !described.isEmpty();
  }

  /** What the BTF of all objects says of these names. */
  List<ObjectModel> models(Collection<String> types, Collection<String> symbols) {
    noteSilence();
    return described(types, symbols);
  }

  /** The same, where it is asked for again. */
  List<ObjectModel> described(Collection<String> types, Collection<String> symbols) {
    BtfModels wanted = new BtfModels(Set.copyOf(types), Set.copyOf(symbols));
    List<ObjectModel> models = new ArrayList<>();
    List<Surveyed> split = new ArrayList<>();
    for (Surveyed one : described) {
      if (one.survey().btf().form() == Btf.Form.SPLIT) {
        split.add(one);
      } else {
        read(one, info -> model(one, info, Optional.empty(), wanted)).ifPresent(models::add);
      }
    }
    Optional<Surveyed> base = split.isEmpty() ? Optional.empty() : bases.stream().findFirst();
    if (base.isPresent()) {
      read(base.get(), info -> modules(split, Optional.of(info), wanted)).ifPresent(models::addAll);
    } else {
      models.addAll(modules(split, Optional.empty(), wanted));
    }
    return models;
  }

  private List<ObjectModel> modules(
      List<Surveyed> split, Optional<DebugInfo> image, BtfModels wanted) {
    Optional<Btf> base = image.map(info -> Btf.read(info.object(), Optional.empty()));
    List<ObjectModel> models = new ArrayList<>();
    for (Surveyed one : split) {
      read(one, info -> model(one, info, base, wanted)).ifPresent(models::add);
    }
    return models;
  }

  private static ObjectModel model(
      Surveyed one, DebugInfo info, Optional<Btf> image, BtfModels wanted) {
    Optional<Btf> base = Optional.empty();
    if (one.survey().btf().form() == Btf.Form.SPLIT) {
      Optional<Btf> own = Btf.distilledBase(info.object());
      base = own.isPresent() ? own : image;
      if (base.isEmpty()) {
        throw new Malformed(
            Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
            Btf.SECTION,
            0,
            "the .BTF goes on from that of the kernel image, which is none of the inputs");
      }
    }
    Btf btf = Btf.read(info.object(), base);
    return wanted.of(info.object(), machine(one.survey().machine(), btf), btf);
  }

  /** A file of BTF alone and nothing beside it: its own {@code long} tells the width. */
  private static Machine machine(Machine stated, Btf btf) {
    int wide = stated.machine() == Machine.EM_NONE ? btf.longBytes() : 0;
    return wide == 0
        ? stated
        : new Machine(stated.machine(), wide, stated.bigEndian(), stated.flags());
  }

  /** The boundary of this stage: an object that cannot be read is a diagnostic. */
  private <T> Optional<T> read(Surveyed one, java.util.function.Function<DebugInfo, T> reading) {
    try {
      return Optional.of(one.source().read(reading));
    } catch (Malformed fault) {
      book.note(one.source(), fault.diagnostic(one.source().path(), Optional.empty()));
      return Optional.empty();
    }
  }

  private void noteSilence() {
    Surveyed first = described.getFirst();
    int others = described.size() - 1;
    book.note(
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
