package org.abiseam.btf;

import static org.abiseam.btf.Kinds.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.abiseam.dwarf.ProducerStrings;
import org.abiseam.dwarf.spec.Languages;
import org.abiseam.elf.ObjectFile;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;

/** What the BTF of an object says of the names that are asked for. */
public final class BtfModels {
  private static final String GCC = "GCC: (";

  private final Predicate<String> types;
  private final Predicate<String> symbols;

  /** Creates a question for any number of objects. */
  public BtfModels(Set<String> types, Set<String> symbols) {
    this.types = Set.copyOf(types)::contains;
    this.symbols = Set.copyOf(symbols)::contains;
  }

  private BtfModels() {
    this.types = name -> !name.isEmpty();
    this.symbols = name -> !name.isEmpty();
  }

  /** {@return a question for all that has a name: for any number of objects} */
  public static BtfModels ofEverything() {
    return new BtfModels();
  }

  /** {@return the unit named {@code .BTF} that stands for all of an object's BTF} */
  public static CompileUnit unit(ObjectFile object) {
    return new CompileUnit(Btf.SECTION, producer(object), CompileUnit.Detail.FULL);
  }

  /** BTF names no compiler; {@code .comment} does, where one of C's is in it. */
  private static Producer producer(ObjectFile object) {
    for (String comment : object.comments()) {
      int close = comment.indexOf(") ");
      if (comment.startsWith(GCC) && close > 0) {
        return ProducerStrings.parse("GNU C " + comment.substring(close + 2), Languages.DW_LANG_C);
      }
      if (comment.contains("clang version ") && !comment.contains("rustc version ")) {
        return ProducerStrings.parse(comment, Languages.DW_LANG_C);
      }
    }
    return ProducerStrings.parse("", Languages.DW_LANG_C);
  }

  /**
   * Lowers what is asked for.
   *
   * @param object the object that has the BTF
   * @param machine what it was made for, which a file of BTF alone does not say
   * @return one definition for each record of a wanted name, declarations only of names that are
   *     not defined
   */
  public ObjectModel of(ObjectFile object, Machine machine, Btf btf) {
    btf.refuseForeignBase();
    CompileUnit unit = unit(object);
    BtfLowering lowering = new BtfLowering(btf, machine);
    List<Definition> definitions = new ArrayList<>();
    List<Entity> entities = new ArrayList<>();
    SymbolRecords records = SymbolRecords.of(btf);
    Map<String, Btf.Record> declared = new LinkedHashMap<>();
    Set<String> defined = new HashSet<>();
    for (int id = btf.first(); id < btf.end(); id++) {
      Btf.Record record = btf.type(id);
      switch (record.kind()) {
        case BTF_KIND_STRUCT,
            BTF_KIND_UNION,
            BTF_KIND_ENUM,
            BTF_KIND_ENUM64,
            BTF_KIND_TYPEDEF,
            BTF_KIND_FWD -> {
          String name = record.name();
          if (!types.test(name)) {
            continue;
          }
          if (declaration(record)) {
            declared.putIfAbsent(name, record);
          } else {
            defined.add(name);
            definitions.add(definition(name, record, unit.producer(), lowering));
          }
        }
        case BTF_KIND_FUNC, BTF_KIND_VAR ->
            symbol(record, records, unit.producer(), lowering).ifPresent(entities::add);
        default -> {}
      }
    }
    declared.keySet().removeAll(defined);
    declared.forEach(
        (name, record) -> definitions.add(definition(name, record, unit.producer(), lowering)));
    return new ObjectModel(
        object.path(),
        machine,
        List.of(unit),
        lowering.build(),
        definitions,
        entities,
        lowering.faults());
  }

  private static boolean declaration(Btf.Record record) {
    return switch (record.kind()) {
      case BTF_KIND_FWD -> true;
      case BTF_KIND_ENUM, BTF_KIND_ENUM64 -> record.count() == 0;
      default -> false;
    };
  }

  private static Definition definition(
      String name, Btf.Record record, Producer producer, BtfLowering lowering) {
    return new Definition(List.of(), name, lowering.define(record), producer, Evidence.BTF, 1);
  }

  /**
   * btf.rst §2.2.12 and §2.2.14. pahole calls every function static; it writes those that the image
   * defines, and those of one name only where they have one prototype. A static variable, and a
   * function that is only declared, belong to no other object.
   */
  private Optional<Entity> symbol(
      Btf.Record record, SymbolRecords records, Producer producer, BtfLowering lowering) {
    boolean function = record.kind() == BTF_KIND_FUNC;
    boolean elsewhere =
        function ? record.count() == 2 || records.hidden(record) : record.word(0) != 1;
    String name = record.name();
    if (elsewhere || !symbols.test(name)) {
      return Optional.empty();
    }
    Definition definition =
        new Definition(
            List.of(), name, lowering.symbol(record, records), producer, Evidence.BTF, 1);
    return Optional.of(
        new Entity(
            function ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE,
            Entity.Role.DEFINES,
            definition));
  }
}
