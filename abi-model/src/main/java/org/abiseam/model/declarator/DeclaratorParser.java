package org.abiseam.model.declarator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.abiseam.model.Signature.Arity;

/**
 * Reads types as C declares them. What stands in parentheses is bound last, so each part of a
 * declarator returns a function that waits for the type on its outside.
 *
 * <p>A subclass has the tokens, reads the specifiers and builds the types.
 *
 * @param <T> stands for a type
 */
public abstract class DeclaratorParser<T> {
  /** How deep parentheses, stars and parameters may lie in each other. */
  private static final int DEEPEST = 256;

  private int depth;

  /** Creates a parser. */
  protected DeclaratorParser() {}

  /**
   * Holds what one declaration declares.
   *
   * @param <T> stands for a type
   * @param name the name, or empty where there is none
   * @param type its type
   */
  public record Declared<T>(String name, T type) {}

  private record Declarator<T>(String name, UnaryOperator<T> around) {}

  /**
   * Reads a specifier and a declarator.
   *
   * @return the type with the name that stands in the declarator
   */
  protected final Declared<T> declaration() {
    enter();
    Declared<T> declared = declarator(specifier());
    depth--;
    return declared;
  }

  /**
   * Reads a declarator.
   *
   * @param base the type of the specifier before it
   */
  protected final Declared<T> declarator(T base) {
    Declarator<T> declarator = declarator();
    return new Declared<>(declarator.name(), declarator.around().apply(base));
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw fault("a type that is nested less than " + DEEPEST + " deep");
    }
  }

  private Declarator<T> declarator() {
    enter();
    try {
      if (take('*')) {
        UnaryOperator<T> pointer = pointer();
        Declarator<T> rest = declarator();
        return new Declarator<>(rest.name(), base -> rest.around().apply(pointer.apply(base)));
      }
      if (atGroup()) {
        expect('(');
        Declarator<T> inner = declarator();
        expect(')');
        UnaryOperator<T> suffixes = suffixes();
        return new Declarator<>(inner.name(), base -> inner.around().apply(suffixes.apply(base)));
      }
      return new Declarator<>(name(), suffixes());
    } finally {
      depth--;
    }
  }

  private UnaryOperator<T> suffixes() {
    List<UnaryOperator<T>> suffixes = new ArrayList<>(1);
    while (true) {
      if (take('[')) {
        suffixes.add(array());
      } else if (take('(')) {
        suffixes.add(parameters());
      } else {
        return base -> suffixes.reversed().stream().reduce(base, (t, s) -> s.apply(t), (a, _) -> a);
      }
    }
  }

  private UnaryOperator<T> parameters() {
    if (take(')')) {
      return function(List.of(), Arity.UNPROTOTYPED);
    }
    List<Declared<T>> parameters = new ArrayList<>();
    Arity arity = Arity.FIXED;
    do {
      if (takeEllipsis()) {
        arity = Arity.VARIADIC;
      } else if (take('?')) {
        arity = Arity.UNPROTOTYPED;
      } else {
        parameters.add(declaration());
      }
    } while (take(','));
    expect(')');
    boolean none =
        parameters.size() == 1
            && parameters.getFirst().name().isEmpty()
            && isVoid(parameters.getFirst().type());
    return function(none ? List.of() : parameters, arity);
  }

  /** Reads the sign if it comes next. */
  protected abstract boolean take(char sign);

  /** Reads a sign that has to come next. */
  protected final void expect(char sign) {
    if (!take(sign)) {
      throw fault("'" + sign + "'");
    }
  }

  /** Reads {@code ...} if it comes next. */
  protected abstract boolean takeEllipsis();

  /**
   * Tells whether a parenthesis comes next that holds a declarator and not parameters.
   *
   * @return true before {@code (*}
   */
  protected abstract boolean atGroup();

  /** Creates what is thrown where the text goes on otherwise. */
  protected abstract RuntimeException fault(String expected);

  /** Reads the type on the left of a declarator. */
  protected abstract T specifier();

  /**
   * Reads the name in the middle of a declarator.
   *
   * @return empty where there is none
   */
  protected abstract String name();

  /**
   * Reads what follows a star.
   *
   * @return makes a pointer of its target
   */
  protected abstract UnaryOperator<T> pointer();

  /**
   * Reads what follows an opening bracket, and the closing one.
   *
   * @return makes an array of its element
   */
  protected abstract UnaryOperator<T> array();

  /**
   * Reads what follows the parameters of a function.
   *
   * @param parameters in order
   * @param arity {@link Arity#UNPROTOTYPED} where nothing stands between the parentheses
   * @return makes a function of its result
   */
  protected abstract UnaryOperator<T> function(List<Declared<T>> parameters, Arity arity);

  /**
   * Tells whether a type is {@code void}.
   *
   * @return true where it is nothing else
   */
  protected abstract boolean isVoid(T type);
}
