package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.machine.Alignments;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Assumptions;
import org.abiseam.rules.plan.Assumptions.OpenAssumption;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Unsettled;

/**
 * Finds arguments that may be transparent unions, which no debug info tells: such a union travels
 * as its first member (GCC manual, "Common Type Attributes").
 *
 * <p>Compilers take the attribute for different unions. GCC leaves it out where the union and its
 * first member have different machine modes (c-decl.cc, finish_struct; stor-layout.cc,
 * compute_record_mode), clang where a member has another size than the first or is aligned to more,
 * where the first is a floating point number or a vector (SemaDeclAttr.cpp,
 * handleTransparentUnionAttr), and on SPARC64 everywhere. A plan is made with and without it.
 *
 * <p>No plan is made where the first member is a bit-field: clang classifies its declared type and
 * then passes what it keeps the union in, the whole bytes of the bit-field, and each byte behind
 * them as an argument of its own ({@code CGRecordLowering::lowerUnion}, {@code
 * CodeGenTypes::getExpandedTypes}). GCC passes the union whole. Machines on which clang names the
 * type of registers for every argument are not concerned.
 */
final class TransparentUnions {
  /** Where bytes of a union are that its first member does not have: they do not travel. */
  private static final Location LOST = new Location.Register("nowhere");

  private static final int DEEPEST = 64;

  private final CallSide side;
  private final TypeGraph types;
  private final Machine machine;
  private final boolean clang;
  private final Alignments alignments;

  /** Looks at the arguments that one side passes. */
  TransparentUnions(CallSide side) {
    this.side = side;
    this.types = side.types();
    this.machine = side.machine();
    this.clang = side.producer().compiler() == Compiler.CLANG;
    this.alignments =
        new Alignments(Psabis.target(machine, side.producer().compiler()), side.types());
  }

  /**
   * Looks at the arguments of a call.
   *
   * @throws Unsettled if clang may take one of them apart
   */
  void refuse(Signature signature) {
    if (!clang || side.other().compiler() == Compiler.CLANG) {
      return;
    }
    for (Signature.Parameter parameter : signature.parameters()) {
      TypeId id = types.resolved(parameter.type());
      if (union(id).filter(it -> expands() && apart(it)).isPresent()) {
        throw new Unsettled(
            "clang takes "
                + TypeText.of(types, id)
                + " apart if it is a transparent_union, which debug info does not tell;"
                + " a pointer to it is safe");
      }
    }
  }

  /** Returns the arguments that may be transparent unions, where two compilers of C meet. */
  Set<OpenAssumption> in(Signature signature) {
    Set<OpenAssumption> open = new LinkedHashSet<>();
    if (ofC(side.producer().compiler())
        && ofC(side.other().compiler())
        && side.producer().compiler() != side.other().compiler()) {
      for (Signature.Parameter parameter : signature.parameters()) {
        TypeId id = types.resolved(parameter.type());
        if (union(id).filter(it -> maybe(id, it)).isPresent()) {
          open.add(new OpenAssumption(id, Assumption.FIRST_MEMBER));
        }
      }
    }
    return open;
  }

  private static boolean ofC(Compiler compiler) {
    return compiler == Compiler.GCC || compiler == Compiler.CLANG;
  }

  /** Returns a signature with the first member in place of each union that is assumed to be so. */
  Signature asFirst(Signature signature, Assumptions assumptions) {
    List<Signature.Parameter> parameters = new ArrayList<>(signature.parameters());
    parameters.replaceAll(
        it -> new Signature.Parameter(it.name(), travelsAs(it.type(), assumptions)));
    return parameters.equals(signature.parameters())
        ? signature
        : new Signature(
            parameters,
            signature.result(),
            signature.arity(),
            signature.convention(),
            signature.completion());
  }

  /** Returns a plan of such a signature as one of the unions, of which no byte is left out. */
  Plan asUnions(Plan plan, Signature signature, Assumptions assumptions) {
    List<PassedValue> arguments = new ArrayList<>(plan.arguments());
    for (int i = 0; i < arguments.size(); i++) {
      TypeId union = signature.parameters().get(i).type();
      TypeId first = travelsAs(union, assumptions);
      if (!first.equals(union)) {
        arguments.set(i, asUnion(arguments.get(i), union, first));
      }
    }
    return new Plan(arguments, plan.result(), plan.frame());
  }

  private PassedValue asUnion(PassedValue passed, TypeId union, TypeId first) {
    Placement placement = passed.placement();
    long from = bytes(first);
    long to = used(union);
    if (placement instanceof Placement.Direct(List<Piece> pieces) && from < to) {
      List<Piece> all = new ArrayList<>(pieces);
      all.add(new Piece(from, to - from, LOST, 0));
      placement = new Placement.Direct(all);
    }
    return new PassedValue(
        passed.name(), union, placement, Optional.empty(), passed.clauses(), passed.asked());
  }

  /** Returns how many bytes of a union the largest member has. */
  private long used(TypeId id) {
    return union(types.resolved(id)).stream()
        .flatMap(it -> it.members().stream())
        .mapToLong(it -> bytes(it.type()))
        .max()
        .orElse(0);
  }

  private TypeId travelsAs(TypeId type, Assumptions assumptions) {
    TypeId id = types.resolved(type);
    return assumptions.of(id) == Assumption.FIRST_MEMBER
        ? union(id).map(it -> it.members().getFirst().type()).orElse(type)
        : type;
  }

  private Optional<Type.Aggregate> union(TypeId id) {
    return types.type(id) instanceof Type.Aggregate aggregate
            && aggregate.shape() == Type.Shape.UNION
            && !aggregate.members().isEmpty()
        ? Optional.of(aggregate)
        : Optional.empty();
  }

  private boolean maybe(TypeId id, Type.Aggregate union) {
    return union.members().getFirst() instanceof Member.Field first
        && (clang ? ofClang(union, first.type()) : ofGcc(id, first.type()));
  }

  private boolean ofClang(Type.Aggregate union, TypeId first) {
    long bytes = bytes(first);
    return machine.machine() != Machine.EM_SPARCV9
        && !floating(first)
        && union.members().stream()
            .allMatch(it -> bytes(it.type()) == bytes && alignment(it.type()) <= alignment(first));
  }

  private long alignment(TypeId id) {
    return Long.highestOneBit(alignments.expected(id));
  }

  /** Tells whether the first member may have the machine mode of the union. */
  private boolean ofGcc(TypeId union, TypeId first) {
    if (bytes(first) == bytes(union)) {
      return composite(first) || number(first);
    }
    return composite(first) && block(first) && block(union);
  }

  /** Tells whether a value may have no machine mode but that of a block of memory. */
  private boolean block(TypeId id) {
    return odd(id, 0) || (strict() && alignment(id) < bytes(id));
  }

  /** Tells whether no number is as large as a value, or as a part of it. */
  private boolean odd(TypeId id, int depth) {
    long bytes = bytes(id);
    boolean odd = Long.bitCount(bytes) > 1 || bytes >= widest();
    return odd
        || (depth < DEEPEST
            && switch (node(id)) {
              case Type.Array array -> odd(array.element(), depth + 1);
              case Type.Aggregate aggregate ->
                  aggregate.members().stream().anyMatch(it -> odd(it.type(), depth + 1));
              case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _ -> false;
              case Type.Tagged _, Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
            });
  }

  /** Returns the least size that may have no machine mode (MAX_FIXED_MODE_SIZE). */
  private long widest() {
    boolean wide = machine.machine() == Machine.EM_X86_64 && machine.pointerBytes() == 8;
    return (wide ? 4L : 2L) * machine.pointerBytes();
  }

  /** Tells whether the machine may not load a number that is not aligned (STRICT_ALIGNMENT). */
  private boolean strict() {
    return switch (machine.machine()) {
      case Machine.EM_ARM, Machine.EM_SPARCV9, Machine.EM_RISCV -> true;
      case Machine.EM_MIPS, Machine.EM_LOONGARCH, Machine.EM_68K -> true;
      default -> false;
    };
  }

  private long bytes(TypeId id) {
    return types.bytes(id).orElse(0L);
  }

  private Type node(TypeId id) {
    return types.type(types.resolved(id));
  }

  private boolean number(TypeId id) {
    return switch (node(id)) {
      case Type.Scalar scalar -> scalar.encoding().whole();
      case Type.Enumeration _, Type.Pointer _ -> true;
      case Type.Void _, Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private boolean floating(TypeId id) {
    return switch (node(id)) {
      case Type.Scalar scalar -> !scalar.encoding().whole();
      case Type.Vector _ -> true;
      case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Array _ -> false;
      case Type.Aggregate _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private boolean expands() {
    return switch (machine.machine()) {
      case Machine.EM_AARCH64, Machine.EM_ARM, Machine.EM_386, Machine.EM_PPC -> true;
      case Machine.EM_MIPS, Machine.EM_LOONGARCH, Machine.EM_68K -> true;
      default -> false;
    };
  }

  /** Tells whether clang accepts the attribute and keeps the union in less than all its bytes. */
  private boolean apart(Type.Aggregate union) {
    List<Member> members = union.members();
    TypeId first = members.getFirst().type();
    long declared = bytes(first);
    long kept = 0;
    if (floating(first)) {
      return false;
    }
    for (Member member : members) {
      if (bytes(member.type()) != declared || alignment(member.type()) > alignment(first)) {
        return false;
      }
      long bytes =
          member instanceof Member.BitField field
              ? (field.bitWidth() + Byte.SIZE - 1) / Byte.SIZE
              : declared;
      boolean outranked = composite(member.type()) && kept > 1;
      kept = room(bytes) > room(kept) && !outranked ? bytes : kept;
    }
    return kept < union.bytes();
  }

  /** Tells whether a value may be aligned to less than a number of its size. */
  private boolean composite(TypeId id) {
    return switch (node(id)) {
      case Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> true;
      case Type.Void _, Type.Number _, Type.Pointer _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /** Returns how much room a number of so many bytes takes. */
  private static long room(long bytes) {
    return bytes == 0 ? 0 : Long.highestOneBit(2 * bytes - 1);
  }
}
