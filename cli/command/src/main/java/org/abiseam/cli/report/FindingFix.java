package org.abiseam.cli.report;

import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/** Says what to do about a finding: the smallest change, on the side that has to follow. */
final class FindingFix {
  private static final int DEEPEST = 8;
  private static final String BINDGEN_MODULE = "bindings";

  private static final String SAME_HEADERS =
      "compile all units that share it with the same headers, macros and switches";

  private static final String REBUILD_OR_KEEP =
      "rebuild all that uses it; to keep old programs working, put new members into padding or"
          + " behind the last one, and leave the others where they were";

  private static final String KEEP_NUMBERS =
      "rebuild all that uses it; to keep old programs working, leave each enumerator its number and"
          + " give new ones numbers that none has";

  private static final String KEEP_ALIGNMENT =
      "rebuild all that uses it; to keep old programs working, leave its alignment as it was";

  private static final String KEEP_TYPE =
      "rebuild all that uses it; to keep old programs working, leave it as it was and give the new"
          + " one another name";

  private static final String KEEP_POINTER =
      "rebuild all that calls through the pointer, and what is called; to keep old programs"
          + " working, leave the pointer's type as it was and add another one";

  private static final String NEW_NAME =
      "rebuild all callers; to keep old programs working, leave this function as it was and give"
          + " the new one another name";

  private final Finding finding;

  private FindingFix(Finding finding) {
    this.finding = finding;
  }

  /** Returns a sentence in the imperative, without a full stop. */
  static String of(Finding finding, SideLabels labels) {
    FindingFix fix = new FindingFix(finding);
    return switch (labels) {
      case BUILDS -> fix.builds();
      case SIDES -> fix.sides();
    };
  }

  private String sides() {
    return switch (finding.rule()) {
      case LAYOUT_SIZE,
          LAYOUT_ALIGNMENT,
          LAYOUT_OFFSET,
          LAYOUT_MEMBER_TYPE,
          LAYOUT_MEMBER_MISSING,
          LAYOUT_BITFIELD,
          LAYOUT_KIND,
          LAYOUT_ENUM_RANGE,
          LAYOUT_ENUM_VALUE,
          LAYOUT_ARRAY_LENGTH ->
          layout();
      case LAYOUT_DRIFT -> SAME_HEADERS;
      case BINDINGS_STALE ->
          "recompile the Rust objects from this source, or give the source that they were"
              + " compiled from";
      case CALL_ARGUMENT, CALL_RETURN, CALL_EXTENSION, CALL_ARITY -> call();
      case CALL_HIDDEN_POINTER ->
          finding.divergences().isEmpty()
              ? "declare on both sides the same result, or a pointer to where it goes"
              : byPointer();
      case CALL_VARIADIC -> "write `...` on both sides, or on neither";
      case CALL_STACK ->
          "name one calling convention on both sides, and compile both with the same switches";
      case CALL_NORETURN ->
          "declare on both sides that the function may come back, or see to it that it never does";
      case POINTER_SIGNATURE ->
          finding.divergences().isEmpty()
              ? mixed()
                  ? regenerate("write C's prototype in the pointer")
                  : ofOneName() ? SAME_HEADERS : "give the pointer one prototype in both units"
              : byPointer();
      case SYMBOL_MISSING ->
          "give the object that defines it, export it, or import its namespace (MODULE_IMPORT_NS)";
      case SYMBOL_KIND -> "declare it as its definition is: a function, a variable, const or not";
      case SYMBOL_SIZE -> "declare it with the type of its definition";
      case SYMBOL_DUPLICATE ->
          "make one definition local, give it another name, or link one of the objects";
      case FLAG_MISMATCH -> flag();
      case ATTRIBUTE_MISMATCH ->
          "build both for one kernel and one variant of the machine, with the same switches";
      case MACHINE_MISMATCH -> "give objects of one build for one machine";
      case DEBUG_INFO_INSUFFICIENT -> "compile with -g (C) and -Cdebuginfo=2 (Rust)";
      case SYMBOL_VERSION,
          SYMBOL_BINDING,
          EXPORT_CHECKSUM,
          EXPORT_NAMESPACE,
          EXPORT_LICENCE,
          LIBRARY_NAME ->
          builds();
    };
  }

  private boolean mixed() {
    Producer.Language one = finding.provider().producer().language();
    return one != finding.consumer().producer().language()
        && (one == Producer.Language.RUST
            || finding.consumer().producer().language() == Producer.Language.RUST);
  }

  private View rust() {
    return finding.provider().producer().language() == Producer.Language.RUST
        ? finding.provider()
        : finding.consumer();
  }

  private View c() {
    return rust().equals(finding.provider()) ? finding.consumer() : finding.provider();
  }

  /** Bindings are made anew; what was written by hand is changed. */
  private String regenerate(String byHand) {
    Optional<Origin.Line> line = rust().origin().declared();
    if (rust() instanceof View.Typed typed
        && typed.definition().path().contains(BINDGEN_MODULE)
        && line.isEmpty()) {
      return "regenerate the bindings with the headers and switches of the C build";
    }
    return line.map(it -> "at " + Places.fileName(ReportText.line(it)) + ", ").orElse("")
        + byHand
        + "; where bindgen wrote it, regenerate it with the headers and switches of the C build";
  }

  // Layouts.

  private String layout() {
    if (!mixed()) {
      return SAME_HEADERS;
    }
    return dropped().or(this::bitFieldsOfUnion).orElseGet(() -> regenerate(rustChange()));
  }

  /** bindgen gives all bit-fields of a union one unit, as if it were a struct. */
  private Optional<String> bitFieldsOfUnion() {
    boolean union =
        finding.rule() == Rule.LAYOUT_BITFIELD
            && c() instanceof View.Typed typed
            && typed.node() instanceof Type.Aggregate aggregate
            && aggregate.shape() == Type.Shape.UNION;
    return part()
        .filter(_ -> union)
        .map(
            part ->
                "bindgen places the bit-fields of a union one behind the other: give each a struct"
                    + " of its own in C, or read `"
                    + name(part)
                    + "` in Rust from C's bits");
  }

  private String rustChange() {
    String name = finding.subject().name();
    if (finding.subject().kind() == Subject.Kind.VARIABLE) {
      return "declare `" + name + "` in Rust with the type that C has";
    }
    Optional<Difference> part = part();
    String of = part.map(this::name).map(it -> "`" + it + "`").orElse("`" + name + "`");
    return switch (finding.rule()) {
      case LAYOUT_SIZE -> "give `" + name + "` in Rust the members and the alignment of C";
      case LAYOUT_ALIGNMENT -> alignment(name);
      case LAYOUT_OFFSET -> "give `" + name + "` in Rust #[repr(C)] and C's order and packing";
      case LAYOUT_MEMBER_TYPE -> "declare " + of + " in Rust with C's type";
      case LAYOUT_MEMBER_MISSING -> missing(name);
      case LAYOUT_BITFIELD -> "read " + of + " in Rust from C's bits";
      case LAYOUT_KIND -> "write in Rust what C has: a struct, a union, or a number for an enum";
      case LAYOUT_ENUM_RANGE -> "take an integer with constants in Rust, of the size that C has";
      case LAYOUT_ENUM_VALUE -> "give " + of + " in Rust the value that C has";
      case LAYOUT_ARRAY_LENGTH -> "give " + of + " in Rust as many elements as C has";
      default -> "declare `" + name + "` in Rust as C does";
    };
  }

  /** Rust's {@code align} only raises an alignment, {@code packed} only lowers it. */
  private String alignment(String name) {
    for (Difference one : finding.differences()) {
      OptionalLong bits = value(one, c()).number();
      if (one.what() == What.ALIGNMENT && bits.isPresent()) {
        boolean raised = bits.getAsLong() > value(one, rust()).number().orElse(0);
        return "write #[repr(C, %s(%d))]"
            .formatted(raised ? "align" : "packed", bits.getAsLong() / Byte.SIZE);
      }
    }
    return "give `" + name + "` in Rust the alignment of C";
  }

  private String missing(String name) {
    for (Difference one : finding.differences()) {
      if (one.what() == What.PRESENCE) {
        boolean inRust = !value(one, rust()).equals(Difference.Value.ABSENT);
        return inRust
            ? "take `" + name(one) + "` out of `" + name + "` in Rust, or add it in C"
            : "add `" + name(one) + "` to `" + name + "` in Rust";
      }
    }
    return "give `" + name + "` in Rust the members of C";
  }

  private static Difference.Value value(Difference one, boolean provider) {
    return provider ? one.expected() : one.actual();
  }

  private Difference.Value value(Difference one, View view) {
    return value(one, view.equals(finding.provider()));
  }

  private Optional<Difference> part() {
    return finding.differences().stream()
        .filter(one -> !one.path().equals(finding.subject().name()))
        .findFirst();
  }

  private String name(Difference one) {
    String prefix = finding.subject().name() + ".";
    return one.path().startsWith(prefix) ? one.path().substring(prefix.length()) : one.path();
  }

  /** bindgen leaves out a member without a name whose type has a tag (-fms-extensions). */
  private Optional<String> dropped() {
    for (Difference one : finding.differences()) {
      if (one.what() == What.PRESENCE
          && value(one, rust()).equals(Difference.Value.ABSENT)
          && c() instanceof View.Typed typed) {
        Optional<String> tag = tagged(typed.types(), typed.definition().type(), name(one), 0);
        if (tag.isPresent()) {
          return Optional.of(
              "bindgen leaves out members without a name whose type has a tag: give `"
                  + tag.get()
                  + "` in C a name, or keep `"
                  + finding.subject().name()
                  + "` opaque in Rust");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> tagged(TypeGraph types, TypeId type, String member, int depth) {
    if (depth > DEEPEST
        || !(types.type(types.resolved(type)) instanceof Type.Aggregate aggregate)) {
      return Optional.empty();
    }
    for (Member one : aggregate.members()) {
      if (one.name().isEmpty()
          && types.type(types.resolved(one.type())) instanceof Type.Aggregate inner) {
        boolean has = inner.members().stream().anyMatch(it -> it.name().equals(member));
        Optional<String> tag = inner.name();
        Optional<String> found =
            has && tag.isPresent() ? tag : tagged(types, one.type(), member, depth + 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  // Calls and switches.

  private String call() {
    if (!finding.divergences().isEmpty()) {
      return byPointer();
    }
    if (differsIn(What.CONVENTION)) {
      return mixed()
          ? regenerate("declare it with the calling convention that C has")
          : "declare it with one calling convention in both units, in one header that both include";
    }
    if (differsIn(What.NAME)) {
      return "find out which order the callee means, and give both declarations that one";
    }
    if (!mixed() && ofOneName()) {
      return SAME_HEADERS;
    }
    String what = part().map(this::name).map(FindingFix::parameter).orElse("the parameters");
    return mixed()
        ? regenerate("declare " + what + " in Rust as C does")
        : "declare " + what + " alike in both units, in one header that both include";
  }

  private boolean differsIn(What what) {
    return finding.differences().stream().anyMatch(it -> it.what() == what);
  }

  /** Tells whether both sides name the types that differ alike: a header has two meanings. */
  private boolean ofOneName() {
    return finding.differences().stream()
        .filter(it -> it.what() == What.TYPE)
        .map(it -> it.expected().equals(it.actual()))
        .reduce(Boolean::logicalAnd)
        .orElse(false);
  }

  /** Names a parameter or the result; what differs inside of it is a matter of its type. */
  private static String parameter(String path) {
    int end = path.indexOf('.');
    String name = end < 0 ? path : path.substring(0, end);
    String what =
        name.equals("return")
            ? "the result"
            : name.startsWith("#") ? "parameter " + name.substring(1) : "`" + name + "`";
    return end < 0 ? what : "the type of " + what;
  }

  private String byPointer() {
    return "pass the value behind a pointer or as int; `abiseam explain "
        + finding.subject().name()
        + " FILE...` finds the smallest change";
  }

  private String flag() {
    return finding.provider().producer().equals(Producer.KCONFIG)
        ? "rebuild the objects with this configuration"
        : "compile `"
            + finding.subject().name()
            + "` with the switches of the others, or all others with its own";
  }

  // Two builds.

  /** A struct can take new members; a number, a pointer or an array can only stay. */
  private String kept() {
    boolean members =
        finding.subject().kind() == Subject.Kind.TYPE
            && finding.provider() instanceof View.Typed typed
            && typed.node() instanceof Type.Aggregate;
    return members ? REBUILD_OR_KEEP : KEEP_TYPE;
  }

  private String builds() {
    return switch (finding.rule()) {
      case LAYOUT_SIZE, LAYOUT_OFFSET, LAYOUT_MEMBER_TYPE, LAYOUT_MEMBER_MISSING -> kept();
      case LAYOUT_BITFIELD, LAYOUT_KIND, LAYOUT_ARRAY_LENGTH -> kept();
      case LAYOUT_ALIGNMENT -> KEEP_ALIGNMENT;
      case LAYOUT_ENUM_RANGE, LAYOUT_ENUM_VALUE -> KEEP_NUMBERS;
      case LAYOUT_DRIFT, BINDINGS_STALE -> SAME_HEADERS;
      case CALL_ARGUMENT, CALL_RETURN, CALL_HIDDEN_POINTER, CALL_EXTENSION -> NEW_NAME;
      case CALL_VARIADIC, CALL_ARITY, CALL_STACK, CALL_NORETURN -> NEW_NAME;
      case POINTER_SIGNATURE -> KEEP_POINTER;
      case SYMBOL_MISSING -> "keep the symbol, or an alias of it, until nobody uses it";
      case SYMBOL_KIND, SYMBOL_SIZE -> "rebuild what uses the symbol, or keep what it was";
      case SYMBOL_DUPLICATE -> "make one definition local, or give it another name";
      case SYMBOL_VERSION ->
          "keep the old version beside the new one (.symver), or rebuild what needs it";
      case SYMBOL_BINDING ->
          "keep binding and visibility of what others link with, or rebuild them";
      case EXPORT_CHECKSUM ->
          "rebuild the modules with this kernel, or undo the change of the prototype or of a"
              + " type that it reaches";
      case EXPORT_NAMESPACE ->
          "add MODULE_IMPORT_NS with the namespace to the modules that need the symbol";
      case EXPORT_LICENCE ->
          "let the modules that need it declare a licence that is compatible with the GPL";
      case LIBRARY_NAME -> "rebuild what links with the library, or keep the old SONAME";
      case FLAG_MISMATCH, ATTRIBUTE_MISMATCH -> "compile both builds with the same switches";
      case MACHINE_MISMATCH -> "give two builds for one machine";
      case DEBUG_INFO_INSUFFICIENT -> "compile both builds with -g";
    };
  }
}
