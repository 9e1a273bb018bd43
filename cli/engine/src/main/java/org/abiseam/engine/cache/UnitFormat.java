package org.abiseam.engine.cache;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;

/** Writes who compiled an object, for what, and what could not be read of it. */
public final class UnitFormat {
  private static final List<Producer.Compiler> COMPILERS = List.of(Producer.Compiler.values());
  private static final List<Producer.Language> LANGUAGES = List.of(Producer.Language.values());
  private static final List<CompileUnit.Detail> DETAILS = List.of(CompileUnit.Detail.values());
  private static final List<Diagnostic.Kind> KINDS = List.of(Diagnostic.Kind.values());

  private static final List<Machine.RustSwitch> SWITCHES = List.of(Machine.RustSwitch.values());

  private UnitFormat() {}

  /** Writes a compiler once. */
  public static void producer(EntryWriter to, Producer producer) {
    to.shared(producer, UnitFormat::plain);
  }

  private static void plain(EntryWriter to, Producer producer) {
    to.constant(producer.compiler());
    to.constant(producer.language());
    to.optional(producer.version(), UnitFormat::version);
    to.text(producer.backend());
    to.all(producer.flags(), EntryWriter::text);
    to.text(producer.text());
  }

  private static void version(EntryWriter to, Producer.Version version) {
    to.number(version.major());
    to.number(version.minor());
    to.number(version.patch());
  }

  /** Reads a compiler; equal ones are the same. */
  public static Producer producer(EntryReader from) {
    return from.shared(Producer.class, UnitFormat::plain);
  }

  private static Producer plain(EntryReader from) {
    return new Producer(
        from.constant(COMPILERS),
        from.constant(LANGUAGES),
        from.optional(one -> new Producer.Version(one.small(), one.small(), one.small())),
        from.optionalText(),
        from.all(EntryReader::text),
        from.text());
  }

  /** Writes a compile unit. */
  public static void unit(EntryWriter to, CompileUnit unit) {
    to.text(unit.name());
    producer(to, unit.producer());
    to.constant(unit.detail());
  }

  /** Reads a compile unit. */
  public static CompileUnit unit(EntryReader from) {
    return new CompileUnit(from.text(), producer(from), from.constant(DETAILS));
  }

  /** Writes a machine. */
  public static void machine(EntryWriter to, Machine machine) {
    to.number(machine.machine());
    to.number(machine.pointerBytes());
    to.flag(machine.bigEndian());
    to.number(machine.flags());
    to.number(machine.floatAbi());
    to.number(machine.structReturn());
    to.all(machine.open(), EntryWriter::constant);
  }

  /** Reads a machine. */
  public static Machine machine(EntryReader from) {
    return new Machine(
        from.small(),
        from.small(),
        from.flag(),
        from.small(),
        from.optionalSmall(),
        from.optionalSmall(),
        from.constants(SWITCHES));
  }

  /** Writes what could not be read. */
  public static void diagnostic(EntryWriter to, Diagnostic one) {
    to.constant(one.kind());
    to.path(one.object());
    to.optional(one.unit(), EntryWriter::sentence);
    to.text(one.section());
    to.number(one.offset());
    to.sentence(one.message());
  }

  /** Reads what could not be read. */
  public static Diagnostic diagnostic(EntryReader from) {
    Diagnostic.Kind kind = from.constant(KINDS);
    String object = from.text();
    Optional<String> unit = from.optionalText();
    Optional<String> section = from.optionalText();
    return new Diagnostic(kind, object, unit, section, from.optionalNumber(), from.text());
  }
}
