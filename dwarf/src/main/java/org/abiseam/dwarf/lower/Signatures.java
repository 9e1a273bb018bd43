package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.CallingConventions.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Signature.Completion;
import org.abiseam.model.Signature.Parameter;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * {@code DW_TAG_subprogram} (DWARF 5 §3.3) and {@code DW_TAG_subroutine_type} (§5.8.4).
 *
 * <p>An out-of-line or inlined copy names its abstract instance ({@code DW_AT_abstract_origin}), a
 * definition its declaration ({@code DW_AT_specification}); each says only what the other does not,
 * so result, parameters and prototype are looked for along the chain.
 *
 * <p>C without a prototype: GCC and clang end a pointer's parameter list with {@code
 * DW_TAG_unspecified_parameters} and leave {@code DW_AT_prototyped} away; with it the same entry
 * means {@code ...}. Only C has that attribute; its absence means nothing elsewhere.
 *
 * <p>The assembler describes its functions without types, and gccrs those that it only declares:
 * neither is a function without parameters.
 *
 * <p>Conventions: clang names those that differ from the machine's own; GCC names none; rustc puts
 * them in the name of the <i>pointer</i> type ({@link RustIdentifiers}), because its function types
 * are shared between conventions.
 *
 * <p>A class of C++ that is passed by the address of a copy ({@link ClassValues}) is a pointer
 * here.
 */
final class Signatures {
  private static final int MOST_ORIGINS = 8;

  private Signatures() {}

  static Signature lowered(Die die, GraphWriter<Die> writer) {
    List<Die> chain = chain(die);
    boolean never = chain.stream().anyMatch(at -> at.flag(DW_AT_noreturn));
    Completion completion = never ? Completion.NEVER : Completion.RETURNS;
    return lowered(chain, writer, (open) -> arity(chain, open), convention(die), completion);
  }

  /** With what the name of a pointer of Rust tells. */
  static Signature lowered(Die die, GraphWriter<Die> writer, RustIdentifiers.FunctionPointer told) {
    return lowered(
        chain(die),
        writer,
        _ -> told.arity(),
        CallingConvention.of(told.convention()),
        told.completion());
  }

  private static Signature lowered(
      List<Die> chain,
      GraphWriter<Die> writer,
      Function<Boolean, Arity> arity,
      CallingConvention convention,
      Completion completion) {
    refuseUntyped(chain);
    List<Parameter> parameters = new ArrayList<>();
    boolean open = false;
    for (Die child : withParameters(chain).children()) {
      switch (child.tag()) {
        case DW_TAG_formal_parameter -> parameters.add(parameter(child, writer));
        case DW_TAG_unspecified_parameters -> open = true;
        default -> {}
      }
    }
    return new Signature(
        parameters, result(chain, writer), arity.apply(open), convention, completion);
  }

  private static void refuseUntyped(List<Die> chain) {
    Producer producer = chain.getFirst().unit().description().producer();
    if (producer.language() == Language.ASSEMBLER) {
      throw new Unmodelled("the assembler describes functions without their types");
    }
    if (producer.compiler() == Compiler.GCCRS
        && chain.getFirst().tag() == DW_TAG_subprogram
        && chain.getLast().flag(DW_AT_declaration)) {
      throw new Unmodelled("gccrs describes declared functions without their types");
    }
  }

  private static List<Die> chain(Die die) {
    List<Die> chain = new ArrayList<>(2);
    chain.add(die);
    while (chain.size() <= MOST_ORIGINS) {
      Optional<Die> next = origin(chain.getLast());
      if (next.isEmpty()) {
        return chain;
      }
      chain.add(next.get());
    }
    throw new Unmodelled("more than " + MOST_ORIGINS + " origins in a row");
  }

  private static Optional<Die> origin(Die die) {
    Optional<Die> origin = die.reference(DW_AT_abstract_origin);
    return origin.isPresent() ? origin : die.reference(DW_AT_specification);
  }

  /**
   * Returns the entry of the chain whose parameters are complete: the origin's, where it lists any.
   */
  private static Die withParameters(List<Die> chain) {
    for (int i = chain.size() - 1; i > 0; i--) {
      for (Die child : chain.get(i).children()) {
        if (child.tag() == DW_TAG_formal_parameter) {
          return chain.get(i);
        }
      }
    }
    return chain.getFirst();
  }

  private static Parameter parameter(Die given, GraphWriter<Die> writer) {
    for (Die at : chain(given)) {
      if (at.has(DW_AT_type)) {
        Optional<Die> type = Entries.type(at);
        TypeId id =
            ClassValues.byReference(type)
                ? writer.add(new Type.Pointer(writer.pointee(type), at.unit().addressBytes()), at)
                : writer.result(type);
        return new Parameter(Entries.nameOrEmpty(at), id);
      }
    }
    throw new Unmodelled("parameter " + Entries.nameOrEmpty(given) + " has no type");
  }

  private static TypeId result(List<Die> chain, GraphWriter<Die> writer) {
    for (Die at : chain) {
      if (at.has(DW_AT_type)) {
        Optional<Die> type = Entries.type(at);
        if (ClassValues.byReference(type)) {
          throw new Unmodelled(
              "C++ returns "
                  + Entries.nameOrEmpty(type.get())
                  + " in memory, because its copies are not trivial");
        }
        return writer.result(type);
      }
    }
    return writer.nothing();
  }

  private static Arity arity(List<Die> chain, boolean open) {
    if (chain.getFirst().unit().description().producer().language() != Language.C) {
      return open ? Arity.VARIADIC : Arity.FIXED;
    }
    for (Die at : chain) {
      if (at.flag(DW_AT_prototyped)) {
        return open ? Arity.VARIADIC : Arity.FIXED;
      }
    }
    return Arity.UNPROTOTYPED;
  }

  private static CallingConvention convention(Die die) {
    OptionalLong stated = die.unsigned(DW_AT_calling_convention);
    if (stated.isEmpty()) {
      return CallingConvention.C;
    }
    long convention = stated.getAsLong();
    return CallingConvention.of(
        switch ((int) convention) {
          case DW_CC_normal, DW_CC_nocall -> "C";
          case DW_CC_LLVM_Win64 -> "win64";
          case DW_CC_LLVM_X86_64SysV -> "sysv64";
          case DW_CC_LLVM_AAPCS -> "aapcs";
          case DW_CC_LLVM_AAPCS_VFP -> "aapcs-vfp";
          case DW_CC_LLVM_vectorcall -> "vectorcall";
          case DW_CC_LLVM_PreserveMost -> "preserve_most";
          case DW_CC_LLVM_PreserveAll -> "preserve_all";
          case DW_CC_LLVM_X86RegCall -> "regcall";
          case DW_CC_BORLAND_stdcall -> "stdcall";
          case DW_CC_BORLAND_pascal -> "pascal";
          case DW_CC_BORLAND_thiscall -> "thiscall";
          case DW_CC_BORLAND_fastcall, DW_CC_BORLAND_msfastcall -> "fastcall";
          default -> "DW_CC 0x" + Long.toHexString(convention);
        });
  }
}
