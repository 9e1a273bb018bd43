package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.cache.TableFormat;
import org.abiseam.engine.cache.UnitFormat;
import org.abiseam.model.LinkerInterface;
import org.abiseam.model.Producer;

/**
 * Says how the C of one object defines all that counts, and what the object gives to the linker.
 *
 * @param survey the units; Clang's C is C
 * @param definitions types, functions and variables
 * @param producers the compiler of each unit that defines something, by position
 * @param linked the symbol table; empty where the exports of a kernel count in its place
 */
public record NamesOfC(
    ObjectSurvey survey,
    CDefinitions definitions,
    List<Producer> producers,
    Optional<LinkedObject> linked) {

  /** Reads names by an indexer that finds all, or those that count. */
  public static NamesOfC of(
      DebugInfo info, ObjectSurvey survey, TypeIndexer indexer, boolean everything) {
    LinkedNames linked = new LinkedNames(info);
    Set<String> local = everything ? linked.local(_ -> true) : Set.of();
    CDefinitions named =
        CDefinitions.of(
            info, survey.units(info, CompilerSide.C), indexer.withLocal(WantedNames.of(local)));
    Set<String> symbols =
        named.symbols().stream().map(SymbolEntry::name).collect(Collectors.toSet());
    CDefinitions found =
        named.withFingerprints(FunctionEntries.fingerprints(info, survey, symbols));
    Set<Integer> asked = new HashSet<>();
    found.types().forEach(type -> asked.add(type.unit()));
    found.symbols().forEach(symbol -> asked.add(symbol.unit()));
    List<Producer> producers = new ArrayList<>();
    for (int i = 0; i < info.units().size(); i++) {
      producers.add(
          asked.contains(i) ? info.units().get(i).description().producer() : Producer.UNKNOWN);
    }
    return everything
        ? new NamesOfC(
            survey,
            found.named(linked, local),
            producers,
            Optional.of(LinkedObject.of(info.object())))
        : new NamesOfC(survey, found, producers, Optional.empty());
  }

  /** Asks for all names of an object, or for those that count. */
  public static Question<NamesOfC> question(Optional<Set<String>> counting) {
    CacheKey.Builder key = new CacheKey.Builder(counting.isPresent() ? "these" : "all");
    counting.ifPresent(names -> key.with(new TreeSet<>(names)));
    return new Question<>("names of C", key.build(), new Form());
  }

  /** Writes them. */
  private static final class Form implements Format<NamesOfC> {
    private static final List<LinkerInterface.Place> PLACES =
        List.of(LinkerInterface.Place.values());
    private final DefinitionsFormat definitions = new DefinitionsFormat();

    @Override
    public void write(EntryWriter to, NamesOfC names) {
      SurveyFormat.RUST.format().write(to, names.survey());
      definitions.write(to, names.definitions());
      to.all(names.producers(), UnitFormat::producer);
      to.optional(
          names.linked(),
          (out, linked) -> {
            out.path(linked.path());
            out.optional(linked.library(), TableFormat::library);
            out.map(
                linked.symbols(),
                (inner, symbol) -> {
                  inner.path(symbol.object());
                  inner.constant(symbol.place());
                  TableFormat.definition(inner, symbol.definition());
                });
          });
    }

    @Override
    public NamesOfC read(EntryReader from) {
      return new NamesOfC(
          SurveyFormat.RUST.format().read(from),
          definitions.read(from),
          from.all(UnitFormat::producer),
          from.optional(
              in ->
                  new LinkedObject(
                      in.text(),
                      in.optional(TableFormat::library),
                      in.map(
                          one ->
                              new LinkerInterface.Symbol(
                                  one.text(),
                                  one.constant(PLACES),
                                  TableFormat.definition(one))))));
    }
  }
}
