package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.bindings.Configuration.Truth;
import org.abiseam.model.Signature.Completion;

/**
 * Reads types from tokens, by the Rust Reference, chapter "Types". Never throws: what it does not
 * know is {@link RustType.Unknown}, and it always moves on.
 */
final class TypeSyntax {
  private static final int DEEPEST = 64;

  private final Tokens tokens;
  private final Constants constants;
  private final Configuration configuration;
  private int at;
  private int depth;

  TypeSyntax(Tokens tokens, Constants constants, Configuration configuration, int at) {
    this.tokens = tokens;
    this.constants = constants;
    this.configuration = configuration;
    this.at = at;
  }

  /** Behind what was read. */
  int position() {
    return at;
  }

  RustType type() {
    if (++depth > DEEPEST) {
      depth--;
      at++;
      return new RustType.Unknown("types inside each other, more than " + DEEPEST);
    }
    RustType type = next();
    depth--;
    return type;
  }

  private RustType next() {
    if (accept("*")) {
      String sigil = accept("mut") ? "*mut " : "*const ";
      accept("const");
      return new RustType.Pointer(sigil, true, type());
    }
    if (accept("&")) {
      at += kind(Token.Kind.LIFETIME) ? 1 : 0;
      return new RustType.Pointer(accept("mut") ? "&mut " : "&", false, type());
    }
    if (accept("[")) {
      return array();
    }
    if (accept("(")) {
      return tuple();
    }
    if (accept("!")) {
      return new RustType.Nothing();
    }
    if (is("unsafe") || is("extern") || is("fn") || is("for")) {
      return function();
    }
    return is("dyn") || is("impl") ? bounds() : path();
  }

  /** {@code dyn Trait<T> + Send + 'a}: up to what may follow a type. */
  private RustType bounds() {
    int from = at;
    int angles = 0;
    while (at < tokens.size()) {
      boolean arrow = is("-") && tokens.is(at + 1, ">");
      if (arrow) {
        at += 2;
        continue;
      }
      if (angles == 0
          && (is(",") || is(")") || is("]") || is("}") || is("{") || is(";") || is("=")
              || is(">"))) {
        break;
      }
      angles += is("<") ? 1 : is(">") ? -1 : 0;
      at = tokens.opens(at) ? tokens.after(at) : at + 1;
    }
    return new RustType.Dynamic("dyn " + tokens.text(from + 1, at));
  }

  private RustType array() {
    RustType element = type();
    if (!accept(";")) {
      accept("]");
      return new RustType.Slice(element);
    }
    int end = tokens.endOfElement(at, tokens.size());
    OptionalLong count =
        constants.value(at, end).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    boolean named = count.isEmpty() && kind(Token.Kind.WORD) && end == at + 1;
    String name = tokens.text(at);
    at = end;
    accept("]");
    return named ? new RustType.Repeated(element, name) : new RustType.Array(element, count);
  }

  private RustType tuple() {
    int close = tokens.after(at - 1);
    if (accept(")")) {
      return new RustType.Nothing();
    }
    RustType only = type();
    if (accept(")")) {
      return only;
    }
    at = Math.max(at, close);
    return new RustType.Unknown("a tuple");
  }

  RustType function() {
    String convention = "Rust";
    if (accept("for")) {
      while (at < tokens.size() && !accept(">")) {
        at++;
      }
    }
    accept("unsafe");
    if (accept("extern")) {
      convention = "C";
      if (kind(Token.Kind.LITERAL)) {
        convention = Tokens.unquoted(tokens.text(at++));
      }
    }
    accept("fn");
    return signature(convention);
  }

  /** From the opening parenthesis on. */
  RustType.Function signature(String convention) {
    List<RustType.Parameter> parameters = new ArrayList<>();
    boolean variadic = false;
    int close = Math.min(tokens.after(at), tokens.size()) - 1;
    accept("(");
    while (at < close) {
      int line = tokens.place(at).line();
      Attributes read = attributes();
      if (is(".")) {
        variadic |= read.present() != Truth.NO;
        at = tokens.endOfElement(at, close);
      } else {
        RustType.Parameter parameter = parameter(line, close);
        if (read.present() != Truth.NO) {
          parameters.add(
              read.unsettled().isEmpty()
                  ? parameter
                  : parameter.typed(new RustType.Unknown("a parameter under #[cfg]")));
        }
      }
      accept(",");
    }
    at = close + 1;
    RustType result = new RustType.Nothing();
    Completion completion = Completion.RETURNS;
    if (is("-") && tokens.is(at + 1, ">")) {
      at += 2;
      completion = is("!") ? Completion.NEVER : Completion.RETURNS;
      result = type();
    }
    return new RustType.Function(convention, parameters, variadic, result, completion);
  }

  private Attributes attributes() {
    int from = at;
    while (is("#")) {
      at = tokens.after(at + 1);
    }
    return Attributes.read(tokens, from, at, configuration);
  }

  /** Reads up to the comma behind it; a type of which something is left is one not known here. */
  private RustType.Parameter parameter(int line, int close) {
    String name = "";
    accept("mut");
    boolean named =
        kind(Token.Kind.WORD)
            && tokens.is(at + 1, ":")
            && (!tokens.is(at + 2, ":") || tokens.is(at + 3, ":"));
    if (named) {
      name = tokens.text(at);
      at += 2;
    }
    int from = at;
    RustType type = type();
    int end = Math.max(at, tokens.endOfElement(at, close));
    boolean whole = at == end;
    at = whole ? at : Math.max(end, from + 1);
    return new RustType.Parameter(
        name, whole ? type : new RustType.Unknown(tokens.text(from, end)), line);
  }

  private RustType path() {
    List<String> segments = new ArrayList<>();
    List<RustType> arguments = new ArrayList<>();
    if (is("<")) {
      return associated();
    }
    while (is(":")) {
      at++;
    }
    while (kind(Token.Kind.WORD)) {
      segments.add(tokens.text(at++));
      if (is(":") && tokens.is(at + 1, ":") && tokens.is(at + 2, "<")) {
        at += 2;
      }
      if (accept("<")) {
        arguments.clear();
        while (at < tokens.size() && !accept(">")) {
          if (kind(Token.Kind.LIFETIME)) {
            at++;
          } else {
            arguments.add(argument());
          }
          accept(",");
        }
      }
      if (!(is(":") && tokens.is(at + 1, ":"))) {
        break;
      }
      at += 2;
    }
    if (segments.isEmpty()) {
      String text = at < tokens.size() ? tokens.text(at) : "the end of the file";
      at++;
      return new RustType.Unknown(text);
    }
    return new RustType.Path(segments, arguments);
  }

  /** {@code <T as Trait>::Item}, which only rustc knows. */
  private RustType associated() {
    int from = at;
    int angles = 0;
    do {
      boolean arrow = is("-") && tokens.is(at + 1, ">");
      angles += is("<") ? 1 : is(">") ? -1 : 0;
      at = arrow ? at + 2 : tokens.opens(at) ? tokens.after(at) : at + 1;
    } while (angles > 0 && at < tokens.size());
    while (is(":") && tokens.is(at + 1, ":") && tokens.is(at + 2, Token.Kind.WORD)) {
      at += 3;
    }
    return new RustType.Unknown(tokens.text(from, at));
  }

  /** Reads an argument of a generic type: a number is an array of nothing. */
  private RustType argument() {
    boolean block = is("{");
    int end = block ? tokens.after(at) : at + 1;
    Optional<Long> number = block ? constants.value(at + 1, end - 1) : constants.value(at, at + 1);
    if (block || number.isPresent()) {
      at = end;
      return new RustType.Array(
          new RustType.Nothing(), number.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }
    return type();
  }

  private boolean kind(Token.Kind kind) {
    return tokens.is(at, kind);
  }

  private boolean is(String text) {
    return tokens.is(at, text);
  }

  private boolean accept(String text) {
    boolean there = is(text);
    at += there ? 1 : 0;
    return there;
  }
}
