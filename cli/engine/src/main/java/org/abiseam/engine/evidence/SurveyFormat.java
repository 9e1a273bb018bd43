package org.abiseam.engine.evidence;

import java.util.List;
import org.abiseam.btf.Btf;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.cache.UnitFormat;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Machine;
import org.abiseam.model.Subject;

/** Writes surveys and the entries of debug info that they name. */
final class SurveyFormat implements Format<ObjectSurvey> {
  /** Asks what an object states with the names of Rust. */
  static final Question<ObjectSurvey> RUST = Question.of("survey", new SurveyFormat());

  /** Asks the same with the names of Clang's C too. */
  static final Question<ObjectSurvey> CLANG = Question.of("survey with Clang", new SurveyFormat());

  private static final List<CompilerSide> SIDES = List.of(CompilerSide.values());
  private static final List<Entity.Role> ROLES = List.of(Entity.Role.values());
  private static final List<Subject.Kind> SUBJECTS = List.of(Subject.Kind.values());
  private static final List<RustCode.Search> SEARCHES = List.of(RustCode.Search.values());
  private static final List<Machine.RustSwitch> SWITCHES = List.of(Machine.RustSwitch.values());
  private static final List<Btf.Form> FORMS = List.of(Btf.Form.values());

  private SurveyFormat() {}

  @Override
  public void write(EntryWriter to, ObjectSurvey survey) {
    UnitFormat.machine(to, survey.machine());
    to.all(survey.units(), UnitFormat::unit);
    to.all(survey.sides(), EntryWriter::constant);
    names(to, survey.named());
    to.constant(survey.btf().form());
    to.flag(survey.btf().source());
    to.all(survey.diagnostics(), UnitFormat::diagnostic);
  }

  @Override
  public ObjectSurvey read(EntryReader from) {
    Machine machine = UnitFormat.machine(from);
    List<CompileUnit> units = from.all(UnitFormat::unit);
    List<CompilerSide> sides = from.all(one -> one.constant(SIDES));
    ObjectSurvey.Named named = names(from);
    ObjectSurvey.BtfUse btf = new ObjectSurvey.BtfUse(from.constant(FORMS), from.flag());
    List<Diagnostic> diagnostics = from.all(UnitFormat::diagnostic);
    return new ObjectSurvey(machine, units, sides, named, btf, diagnostics);
  }

  private static void names(EntryWriter to, ObjectSurvey.Named named) {
    to.all(named.types(), SurveyFormat::type);
    to.all(named.symbols(), SurveyFormat::symbol);
    to.map(named.imports(), (out, users) -> out.all(users, EntryWriter::text));
    to.constant(named.search());
    to.optional(named.open(), (out, open) -> out.all(open, EntryWriter::constant));
    to.map(named.undescribed(), EntryWriter::constant);
  }

  private static ObjectSurvey.Named names(EntryReader from) {
    List<TypeEntry> types = from.all(SurveyFormat::type);
    List<SymbolEntry> symbols = from.all(SurveyFormat::symbol);
    return new ObjectSurvey.Named(
        types,
        symbols,
        from.map(EntryReader::texts),
        from.constant(SEARCHES),
        from.optional(one -> one.constants(SWITCHES)),
        from.map(one -> one.constant(SUBJECTS)));
  }

  static void type(EntryWriter to, TypeEntry type) {
    to.constant(type.side());
    to.all(type.path(), EntryWriter::text);
    to.text(type.name());
    to.number(type.unit());
    to.number(type.offset());
    to.bits(type.fingerprint());
    to.number(type.units());
  }

  static TypeEntry type(EntryReader from) {
    return new TypeEntry(
        from.constant(SIDES),
        from.all(EntryReader::text),
        from.text(),
        from.small(),
        from.number(),
        from.bits(),
        from.small());
  }

  static void symbol(EntryWriter to, SymbolEntry symbol) {
    to.constant(symbol.side());
    to.all(symbol.path(), EntryWriter::text);
    to.text(symbol.name());
    to.constant(symbol.role());
    to.flag(symbol.function());
    to.number(symbol.unit());
    to.number(symbol.offset());
    to.bits(symbol.fingerprint());
  }

  static SymbolEntry symbol(EntryReader from) {
    return new SymbolEntry(
        from.constant(SIDES),
        from.all(EntryReader::text),
        from.text(),
        from.constant(ROLES),
        from.flag(),
        from.small(),
        from.number(),
        from.bits());
  }
}
