package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.engine.snapshot.Term.Declared;
import org.abiseam.engine.snapshot.Term.Named;
import org.abiseam.engine.snapshot.Term.Unnamed;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Type;

/**
 * Reads what {@link Writing} writes. A declarator reads inside out: what stands in the parentheses
 * is bound last, so each part returns what is still to be put around the base.
 */
final class Terms {
  /** Parentheses inside each other. */
  private static final int DEEPEST = 256;

  private final Scanner in;
  private int depth;

  Terms(Scanner in) {
    this.in = in;
  }

  /** What a declarator makes of its base. */
  private interface Around {
    Term of(Term base);
  }

  /** A type, up to where it ends. */
  Term term() {
    if (++depth > DEEPEST) {
      throw in.fault("a type that is nested less than " + DEEPEST + " deep");
    }
    Term base = base();
    Term term = declarator().of(base);
    depth--;
    return term;
  }

  private Term base() {
    if (in.at('`')) {
      return named("");
    }
    String word = in.word();
    return switch (word) {
      case "void" -> new Term.Nothing();
      case "struct", "union", "enum", "tagged", "opaque" -> tag(word);
      case "whole" -> named("whole " + in.word());
      case "declared" -> declared();
      case "_Atomic" -> {
        in.expect('(');
        Term target = term();
        in.expect(')');
        yield new Term.Atomic(target);
      }
      case "vector" -> vector();
      default -> words(word);
    };
  }

  private Term tag(String word) {
    if (word.equals("opaque") && in.take('{')) {
      OptionalLong bytes = in.numberOrUnknown();
      OptionalLong alignment = in.numberOrUnknown();
      String reason = in.quoted();
      in.expect('}');
      return new Term.Opaque(
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
    String name = in.at('`') ? in.quoted() : in.word();
    return new Named(word, name, in.qualifier());
  }

  private Term declared() {
    OptionalLong placeholder = in.atDigit() ? OptionalLong.of(in.number()) : OptionalLong.empty();
    Type.Shape shape = shape(in.word());
    return new Declared(shape, in.at('`') ? in.quoted() : in.word(), placeholder);
  }

  private Type.Shape shape(String word) {
    return switch (word) {
      case "struct" -> Type.Shape.STRUCT;
      case "union" -> Type.Shape.UNION;
      default -> throw in.fault("'struct' or 'union'");
    };
  }

  private Term vector() {
    in.expect('{');
    long count = in.number();
    long bytes = in.number();
    Term element = term();
    in.expect('}');
    return new Term.Vector(count, bytes, element);
  }

  private Term words(String first) {
    StringBuilder name = new StringBuilder(first);
    while (in.atWord()) {
      name.append(' ').append(in.word());
    }
    return new Named("", name.toString(), in.qualifier());
  }

  private Around declarator() {
    if (++depth > DEEPEST) {
      throw in.fault("a declarator that is nested less than " + DEEPEST + " deep");
    }
    try {
      if (in.take('*')) {
        OptionalLong bytes = OptionalLong.empty();
        if (in.take('{')) {
          bytes = OptionalLong.of(in.number());
          in.expect('}');
        }
        OptionalLong size = bytes;
        Around rest = declarator();
        return base -> rest.of(pointer(base, size));
      }
      if (in.atGroup()) {
        in.expect('(');
        Around inner = declarator();
        in.expect(')');
        Around suffixes = suffixes();
        return base -> inner.of(suffixes.of(base));
      }
      return suffixes();
    } finally {
      depth--;
    }
  }

  /** Directly behind a pointer a struct counts by its name. */
  private static Term pointer(Term target, OptionalLong bytes) {
    if (target instanceof Named named) {
      switch (named.word()) {
        case "struct" -> {
          return new Term.Pointer(
              new Declared(Type.Shape.STRUCT, named.name(), OptionalLong.empty()), bytes);
        }
        case "union" -> {
          return new Term.Pointer(
              new Declared(Type.Shape.UNION, named.name(), OptionalLong.empty()), bytes);
        }
        default -> {}
      }
    }
    return new Term.Pointer(target, bytes);
  }

  private Around suffixes() {
    List<Around> suffixes = new ArrayList<>(1);
    while (true) {
      if (in.take('[')) {
        suffixes.add(array());
      } else if (in.take('(')) {
        suffixes.add(function());
      } else {
        return base -> {
          Term term = base;
          for (int i = suffixes.size() - 1; i >= 0; i--) {
            term = suffixes.get(i).of(term);
          }
          return term;
        };
      }
    }
  }

  private Around array() {
    OptionalLong count = in.atDigit() ? OptionalLong.of(in.number()) : OptionalLong.empty();
    OptionalLong stride = OptionalLong.empty();
    if (in.atWord()) {
      in.keyword("stride");
      stride = OptionalLong.of(in.number());
    }
    in.expect(']');
    OptionalLong step = stride;
    return base -> new Term.Array(base, count, step);
  }

  private Around function() {
    List<Term> parameters = new ArrayList<>();
    Arity arity = Arity.FIXED;
    if (in.take(')')) {
      arity = Arity.UNPROTOTYPED;
    } else {
      boolean more = true;
      while (more) {
        if (in.takeEllipsis()) {
          arity = Arity.VARIADIC;
        } else if (in.take('?')) {
          arity = Arity.UNPROTOTYPED;
        } else {
          parameters.add(term());
        }
        more = in.take(',');
      }
      in.expect(')');
    }
    if (parameters.size() == 1 && parameters.getFirst() instanceof Term.Nothing) {
      parameters.clear();
    }
    Optional<String> convention = in.at('`') ? Optional.of(in.quoted()) : Optional.empty();
    Arity known = arity;
    List<Term> all = List.copyOf(parameters);
    return base -> new Term.Function(all, base, known, convention);
  }
}
