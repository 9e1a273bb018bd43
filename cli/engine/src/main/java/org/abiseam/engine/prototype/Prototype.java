package org.abiseam.engine.prototype;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.DeclaratorParser;
import org.abiseam.rules.machine.TargetMachine;
import org.abiseam.rules.psabi.Psabis;

/**
 * Reads one C declaration of a function: {@code int f(struct s, long *, u32 flags, ...)}.
 *
 * <p>Types are those of C itself, pointers to anything, arrays and functions as parameters (which
 * are pointers, C17 §6.7.6.3), typedefs of {@code <stdint.h>} and {@code <stddef.h>}, and whatever
 * the files define: {@code struct}, {@code union} and {@code enum} tags and typedef names. There is
 * no preprocessor and no definition of types.
 */
public final class Prototype extends DeclaratorParser<TypeId> {
  private static final Pattern TOKEN =
      Pattern.compile("\\.\\.\\.|[A-Za-z_][A-Za-z_0-9]*|\\d+|[^\\s]");
  private static final String BIT_INTEGER = "_BitInt";
  private static final Set<String> QUALIFIERS =
      Set.of(
          "const", "volatile", "restrict", "__restrict", "extern", "static", "inline", "register");
  private static final Origin NOWHERE =
      new Origin("the command line", "", OptionalLong.empty(), Optional.empty());

  private final TargetMachine target;
  private final Function<String, Optional<Found>> files;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private Prototype(String text, TargetMachine target, Function<String, Optional<Found>> files) {
    this.target = target;
    this.files = files;
    Matcher matcher = TOKEN.matcher(text.strip());
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  /**
   * Describes a type that a file defines.
   *
   * @param types its graph
   * @param type its node
   */
  public record Found(TypeGraph types, TypeId type) {}

  /**
   * Holds what was declared.
   *
   * @param name of the function
   * @param signature its types
   * @param types the graph of them
   * @param type the node of the function
   */
  public record Read(String name, Signature signature, TypeGraph types, TypeId type) {}

  /** The text is no declaration, or names a type that is not known. */
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Tells whether a subject is meant as a declaration.
   *
   * @param text what a person wrote
   * @return true where it has parentheses
   */
  public static boolean looksLike(String text) {
    return text.contains("(");
  }

  /**
   * The names of structs, unions, enums and typedefs that it needs from files.
   *
   * @param text the declaration
   * @return each once, in order
   */
  public static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Prototype prototype =
        new Prototype(
            text,
            Psabis.target(new Machine(Machine.EM_NONE, 8, false, 0)),
            name -> {
              if (!names.contains(name)) {
                names.add(name);
              }
              TypeGraph.Builder one = new TypeGraph.Builder();
              TypeId type = one.add(new Type.Void(), NOWHERE);
              return Optional.of(new Found(one.build(), type));
            });
    prototype.function();
    return names;
  }

  /**
   * Reads a declaration.
   *
   * @param text e.g. {@code int f(struct s, long)}
   * @param target whose sizes the types of C have
   * @param files what the files define, by name
   * @return the function
   * @throws Unreadable with the place and the reason
   */
  public static Read read(
      String text, TargetMachine target, Function<String, Optional<Found>> files) {
    return new Prototype(text, target, files).function();
  }

  private Read function() {
    Declared<TypeId> declared = declaration();
    Optional<Type> type = graph.defined(declared.type());
    if (declared.name().isEmpty()) {
      throw unexpected("the function's name");
    }
    if (!(type.orElseThrow() instanceof Type.Function function)) {
      throw unexpected("'('");
    }
    accept(";");
    if (at < tokens.size()) {
      throw unexpected("the end");
    }
    return new Read(declared.name(), function.signature(), graph.build(), declared.type());
  }

  @Override
  protected TypeId specifier() {
    qualifiers();
    if (Set.of("struct", "union", "enum").contains(peek())) {
      String keyword = next();
      return named(identifier("the name of the " + keyword));
    }
    List<String> words = new ArrayList<>();
    Optional<Type> bitInteger = Optional.empty();
    while (TypesOfC.has(peek()) || peek().equals(BIT_INTEGER)) {
      if (accept(BIT_INTEGER)) {
        bitInteger = Optional.of(bitInteger(words.contains("unsigned")));
      } else {
        words.add(next());
      }
      qualifiers();
    }
    TypeId type =
        bitInteger.isPresent()
            ? add(bitInteger.get())
            : words.isEmpty() ? named(identifier("a type")) : base(words);
    qualifiers();
    return type;
  }

  private Type bitInteger(boolean unsigned) {
    expect('(');
    Type type =
        new TypesOfC(target)
            .bitInteger(unsigned, peek())
            .orElseThrow(() -> unexpected("a number of bits"));
    next();
    expect(')');
    return type;
  }

  private void qualifiers() {
    while (QUALIFIERS.contains(peek())) {
      next();
    }
  }

  @Override
  protected String name() {
    return isIdentifier(peek()) ? next() : "";
  }

  @Override
  protected UnaryOperator<TypeId> pointer() {
    qualifiers();
    return this::pointer;
  }

  private TypeId pointer(TypeId to) {
    return add(new Type.Pointer(to, target.machine().pointerBytes()));
  }

  /** Only parameters may be arrays here, and those are pointers, so that no length matters. */
  @Override
  protected UnaryOperator<TypeId> array() {
    while (!accept("]")) {
      next();
    }
    return element -> add(new Type.Array(element, OptionalLong.empty(), 0));
  }

  @Override
  protected UnaryOperator<TypeId> function(List<Declared<TypeId>> parameters, Arity stated) {
    List<Signature.Parameter> decayed =
        parameters.stream()
            .map(one -> new Signature.Parameter(one.name(), decayed(one.type())))
            .toList();
    Arity arity = stated == Arity.UNPROTOTYPED ? Arity.FIXED : stated;
    return result ->
        add(new Type.Function(new Signature(decayed, result, arity, CallingConvention.C)));
  }

  /** Makes the pointer that an array or a function is as a parameter (C17 §6.7.6.3). */
  private TypeId decayed(TypeId type) {
    return switch (graph.defined(type).orElseThrow()) {
      case Type.Array array -> pointer(array.element());
      case Type.Function _ -> pointer(type);
      case Type _ -> type;
    };
  }

  @Override
  protected boolean isVoid(TypeId type) {
    return graph.defined(type).orElseThrow() instanceof Type.Void;
  }

  private TypeId named(String name) {
    Optional<List<String>> standard = TypesOfC.standard(name);
    if (standard.isPresent()) {
      return add(new Type.Alias(name, base(standard.get()), OptionalInt.empty()));
    }
    Found found =
        files
            .apply(name)
            .orElseThrow(() -> new Unreadable("no input defines a type named " + name));
    return new Transplant(found.types(), graph).copy(found.type());
  }

  private TypeId base(List<String> words) {
    return add(
        new TypesOfC(target)
            .named(words)
            .orElseThrow(
                () -> new Unreadable("no rule covers the type " + String.join(" ", words))));
  }

  private TypeId add(Type type) {
    return graph.add(type, NOWHERE);
  }

  // Tokens.

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    if (at == tokens.size()) {
      throw unexpected("more");
    }
    return tokens.get(at++);
  }

  private boolean accept(String token) {
    boolean there = peek().equals(token);
    at += there ? 1 : 0;
    return there;
  }

  @Override
  protected boolean take(char sign) {
    return accept(String.valueOf(sign));
  }

  @Override
  protected boolean takeEllipsis() {
    return accept("...");
  }

  @Override
  protected boolean atGroup() {
    return peek().equals("(") && at + 1 < tokens.size() && tokens.get(at + 1).equals("*");
  }

  @Override
  protected RuntimeException fault(String expected) {
    return unexpected(expected);
  }

  private String identifier(String what) {
    if (!isIdentifier(peek())) {
      throw unexpected(what);
    }
    return next();
  }

  private static boolean isIdentifier(String token) {
    return !token.isEmpty() && Character.isJavaIdentifierStart(token.charAt(0));
  }

  private Unreadable unexpected(String wanted) {
    String before = String.join(" ", tokens.subList(0, Math.min(at, tokens.size())));
    String here = at < tokens.size() ? "'" + tokens.get(at) + "'" : "the end";
    return new Unreadable(
        "not a declaration of a function: "
            + wanted
            + " expected, not "
            + here
            + (before.isEmpty() ? "" : ", behind '" + before + "'"));
  }
}
