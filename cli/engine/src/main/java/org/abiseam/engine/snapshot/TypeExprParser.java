package org.abiseam.engine.snapshot;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.abiseam.engine.snapshot.TypeExpr.Named;
import org.abiseam.engine.snapshot.TypeExpr.Unnamed;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Signature.Completion;
import org.abiseam.model.Type;
import org.abiseam.model.declarator.DeclaratorParser;

/** Reads what {@link TypeExprWriter} writes. */
final class TypeExprParser extends DeclaratorParser<TypeExpr> {
  private final LineScanner in;

  TypeExprParser(LineScanner in) {
    this.in = in;
  }

  /** Reads a type, up to where it ends. */
  TypeExpr type() {
    return declaration().type();
  }

  @Override
  protected TypeExpr specifier() {
    if (in.at('`')) {
      return named("");
    }
    String word = in.word();
    return switch (word) {
      case "void" -> new TypeExpr.Nothing();
      case "struct", "union", "enum", "tagged", "opaque" -> tag(word);
      case "whole" -> named("whole " + in.word());
      case "declared" -> declared();
      case "_Atomic" -> {
        in.expect('(');
        TypeExpr target = type();
        in.expect(')');
        yield new TypeExpr.Atomic(target);
      }
      case "NonZero" -> {
        in.expect('(');
        TypeExpr target = type();
        in.expect(')');
        yield new TypeExpr.NonZero(target);
      }
      case "vector" -> vector();
      default -> words(word);
    };
  }

  private TypeExpr tag(String word) {
    if (word.equals("opaque") && in.take('{')) {
      OptionalLong bytes = in.numberOrUnknown();
      OptionalLong alignment = in.numberOrUnknown();
      String reason = in.quoted();
      in.expect('}');
      return new TypeExpr.Opaque(
          bytes,
          alignment.isPresent() ? OptionalInt.of((int) alignment.getAsLong()) : OptionalInt.empty(),
          reason);
    }
    if (in.take('{')) {
      in.expect('…');
      in.expect('}');
      return new Unnamed(word);
    }
    return named(word);
  }

  private Named named(String word) {
    return new Named(word, in.name(), in.qualifier());
  }

  private TypeExpr declared() {
    OptionalLong placeholder = in.atDigit() ? OptionalLong.of(in.number()) : OptionalLong.empty();
    Type.Shape shape = shape(in.word());
    return new TypeExpr.Declared(shape, in.name(), placeholder);
  }

  private Type.Shape shape(String word) {
    return switch (word) {
      case "struct" -> Type.Shape.STRUCT;
      case "union" -> Type.Shape.UNION;
      default -> throw in.fault("'struct' or 'union'");
    };
  }

  private TypeExpr vector() {
    in.expect('{');
    long count = in.number();
    long bytes = in.number();
    TypeExpr element = type();
    in.expect('}');
    return new TypeExpr.Vector(count, bytes, element);
  }

  private TypeExpr words(String first) {
    return new Named("", in.words(first), in.qualifier());
  }

  @Override
  protected UnaryOperator<TypeExpr> pointer() {
    if (!in.take('{')) {
      return target -> pointing(target, OptionalLong.empty(), /* constant= */ false);
    }
    OptionalLong bytes = in.atDigit() ? OptionalLong.of(in.number()) : OptionalLong.empty();
    boolean constant = in.takeKeyword("const");
    in.expect('}');
    return target -> pointing(target, bytes, constant);
  }

  /** Makes a pointer; directly behind one a struct counts by its name. */
  private static TypeExpr pointing(TypeExpr target, OptionalLong bytes, boolean constant) {
    if (target instanceof Named named) {
      switch (named.word()) {
        case "struct" -> {
          return new TypeExpr.Pointer(
              new TypeExpr.Declared(Type.Shape.STRUCT, named.name(), OptionalLong.empty()),
              bytes,
              constant);
        }
        case "union" -> {
          return new TypeExpr.Pointer(
              new TypeExpr.Declared(Type.Shape.UNION, named.name(), OptionalLong.empty()),
              bytes,
              constant);
        }
        default -> {}
      }
    }
    return new TypeExpr.Pointer(target, bytes, constant);
  }

  @Override
  protected UnaryOperator<TypeExpr> array() {
    OptionalLong count = in.atDigit() ? OptionalLong.of(in.number()) : OptionalLong.empty();
    OptionalLong stride =
        in.takeKeyword("stride") ? OptionalLong.of(in.number()) : OptionalLong.empty();
    in.expect(']');
    return element -> new TypeExpr.Array(element, count, stride);
  }

  @Override
  protected UnaryOperator<TypeExpr> function(List<Declared<TypeExpr>> parameters, Arity arity) {
    List<TypeExpr> types = parameters.stream().map(Declared::type).toList();
    CallingConvention convention =
        in.at('`') ? CallingConvention.of(in.quoted()) : CallingConvention.C;
    Completion completion = in.takeKeyword("noreturn") ? Completion.NEVER : Completion.RETURNS;
    return result -> new TypeExpr.Function(types, result, arity, convention, completion);
  }

  @Override
  protected boolean take(char sign) {
    return in.take(sign);
  }

  @Override
  protected boolean takeEllipsis() {
    return in.takeEllipsis();
  }

  @Override
  protected boolean atGroup() {
    return in.atGroup();
  }

  @Override
  protected String name() {
    return "";
  }

  @Override
  protected boolean isVoid(TypeExpr type) {
    return type instanceof TypeExpr.Nothing;
  }

  @Override
  protected RuntimeException fault(String expected) {
    return in.fault(expected);
  }
}
