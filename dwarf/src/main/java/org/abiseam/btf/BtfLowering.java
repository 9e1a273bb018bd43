package org.abiseam.btf;

import static org.abiseam.btf.Kinds.*;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.TypedefChains;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** Turns records of one object into types, as far as it is asked to. */
final class BtfLowering implements GraphWriter.Source<Btf.Record> {
  private final Btf btf;
  private final Machine machine;
  private final GraphWriter<Btf.Record> writer;
  private final TypedefChains<Btf.Record> typedefs;

  /** Starts with an empty graph. */
  BtfLowering(Btf btf, Machine machine) {
    this.btf = btf;
    this.machine = machine;
    this.writer = new GraphWriter<>(this, btf.object(btf.first()));
    this.typedefs =
        new TypedefChains<>(
            record -> record.kind() == BTF_KIND_TYPEDEF,
            record -> btf.unqualified(record.sizeOrType()),
            _ -> OptionalInt.empty());
  }

  List<Diagnostic> faults() {
    return writer.faults();
  }

  TypeGraph build() {
    return writer.build();
  }

  /** Lowers a named type with everything that it holds by value. */
  TypeId define(Btf.Record record) {
    return writer.value(record);
  }

  /** Lowers a function under its own line of the symbol, or a variable. */
  TypeId symbol(Btf.Record record, SymbolRecords records) {
    return writer.root(record, () -> writer.add(typeOf(record, records), record));
  }

  private Type typeOf(Btf.Record symbol, SymbolRecords records) {
    Optional<Btf.Record> type = btf.unqualified(symbol.sizeOrType());
    if (symbol.kind() == BTF_KIND_VAR) {
      return new Type.Alias("", writer.result(type), OptionalInt.empty());
    }
    if (records.forPrograms(symbol)) {
      throw new Unmodelled(
          "BTF has the prototype for BPF programs, which leaves out implicit arguments");
    }
    if (type.isEmpty() || type.get().kind() != BTF_KIND_FUNC_PROTO) {
      throw new Unmodelled("a function without a prototype");
    }
    return new Type.Function(Prototypes.lowered(type.get(), writer));
  }

  @Override
  public Type lowered(Btf.Record record, GraphWriter<Btf.Record> writer) {
    return switch (record.kind()) {
      case BTF_KIND_INT, BTF_KIND_FLOAT -> BtfScalars.lowered(record);
      case BTF_KIND_PTR ->
          new Type.Pointer(
              writer.pointee(btf.unqualified(record.sizeOrType())),
              machine.pointerBytes(),
              btf.constantNumber(record.sizeOrType()));
      case BTF_KIND_ARRAY -> array(record, writer);
      case BTF_KIND_STRUCT, BTF_KIND_UNION -> {
        if (btf.distilled() && record.id() < btf.first()) {
          throw new Unmodelled("the distilled base states its size alone");
        }
        yield BtfAggregates.lowered(record, writer, machine);
      }
      case BTF_KIND_ENUM, BTF_KIND_ENUM64 -> BtfEnumerations.lowered(record);
      case BTF_KIND_FWD ->
          new Type.Incomplete(BtfAggregates.shape(record), record.name(), OptionalLong.empty());
      case BTF_KIND_TYPEDEF -> {
        Btf.Record target =
            typedefs
                .of(record)
                .next()
                .orElseThrow(
                    () ->
                        new Unmodelled(
                            "it is void, or what GCC writes as void for want of a kind in BTF"
                                + " (a vector)"));
        yield new Type.Alias(record.name(), writer.value(target), OptionalInt.empty());
      }
      case BTF_KIND_FUNC_PROTO -> new Type.Function(Prototypes.lowered(record, writer));
      default -> throw new Unmodelled("a record of kind " + record.kind() + " is no type");
    };
  }

  /** btf.rst §2.2.3. pahole writes {@code T x[2][3]} as six elements, {@code T x[]} as none. */
  private Type array(Btf.Record record, GraphWriter<Btf.Record> writer) {
    long element = record.word(0);
    long count = record.word(2);
    TypeId held = writer.value(btf.value(element));
    long stride =
        btf.bytes(element, machine)
            .orElseThrow(() -> new Unmodelled("an array of something without a size"));
    if (Math.multiplyHigh(stride, count) != 0 || stride * count < 0) {
      throw new Unmodelled("an array of more bytes than there are");
    }
    return new Type.Array(held, count == 0 ? OptionalLong.empty() : OptionalLong.of(count), stride);
  }

  @Override
  public TypeId seenThroughPointer(Btf.Record record, GraphWriter<Btf.Record> writer) {
    return switch (record.kind()) {
      case BTF_KIND_STRUCT, BTF_KIND_UNION ->
          record.name().isEmpty() ? writer.value(record) : declared(record, record.name(), writer);
      case BTF_KIND_TYPEDEF -> alias(record, writer);
      default -> writer.value(record);
    };
  }

  private static TypeId declared(Btf.Record record, String name, GraphWriter<Btf.Record> writer) {
    return writer.add(
        new Type.Incomplete(BtfAggregates.shape(record), name, OptionalLong.empty()), record);
  }

  /** A typedef that ends in a struct borrows it the name where it has none. */
  private TypeId alias(Btf.Record typedef, GraphWriter<Btf.Record> writer) {
    TypedefChains.Chain<Btf.Record> chain = typedefs.of(typedef);
    Optional<Btf.Record> end = chain.end();
    boolean aggregate =
        end.isPresent()
            && switch (end.get().kind()) {
              case BTF_KIND_STRUCT, BTF_KIND_UNION -> true;
              default -> false;
            };
    if (!aggregate) {
      return writer.value(typedef);
    }
    boolean borrows = chain.last().id() == typedef.id() && end.get().name().isEmpty();
    TypeId shown =
        borrows ? declared(end.get(), typedef.name(), writer) : writer.pointee(chain.next());
    return writer.add(new Type.Alias(typedef.name(), shown, OptionalInt.empty()), typedef);
  }

  @Override
  public Type opaque(Btf.Record record, String reason) {
    boolean sized =
        switch (record.kind()) {
          case BTF_KIND_STRUCT, BTF_KIND_UNION, BTF_KIND_ENUM, BTF_KIND_ENUM64, BTF_KIND_INT ->
              true;
          default -> false;
        };
    return new Type.Opaque(
        GraphWriter.readable(
            () -> Optional.of(record.name()).filter(name -> !name.isEmpty()), Optional.empty()),
        sized ? OptionalLong.of(record.sizeOrType()) : OptionalLong.empty(),
        OptionalInt.empty(),
        reason);
  }

  @Override
  public Limits limits(Btf.Record record) {
    return btf.limits();
  }

  @Override
  public Origin origin(Btf.Record record) {
    return new Origin(
        btf.object(record.id()), Btf.SECTION, OptionalLong.of(record.at()), Optional.empty());
  }
}
