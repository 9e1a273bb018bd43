package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_name;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_subprogram;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_template_type_parameter;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.abiseam.dwarf.Die;

/**
 * The witness, a crate or a module of one: how it says which symbol it describes.
 *
 * <p>rustc describes nothing that it imports. It does describe the type parameters of an instance
 * of a generic function, and the type of a foreign function is its whole prototype:
 *
 * <pre>
 *   fn witness&lt;Symbol, F: Copy>(_: F) {}          witness::&lt;symbol::s_kfree, _>(bindings::kfree);
 *   fn variable&lt;Symbol, T>(_: *const T) {}        variable::&lt;symbol::s_limit, _>(addr_of!(bindings::limit));
 *   fn mutable&lt;Symbol, M>(_: *mut M) {}           mutable::&lt;symbol::s_jiffies, _>(addr_of_mut!(bindings::jiffies));
 *   fn layout&lt;T>(_: *const T) {}                  layout::&lt;bindings::file>(null());
 * </pre>
 *
 * <p>The first parameter is a type without content whose name carries the symbol: the name of the
 * instance is mangled, and says the Rust path of the function, not what the linker knows it by.
 */
public final class Witness {
  /** Its name. */
  public static final String CRATE = "abiseam_witness";

  /** The module of the types that stand for symbols. */
  public static final String SYMBOLS = "symbol";

  private static final String PLAIN = "s_";
  private static final String ENCODED = "x_";
  private static final String SYMBOL = "Symbol";
  private static final String FUNCTION = "F";
  private static final String VARIABLE = "T";
  private static final String MUTABLE = "M";

  private Witness() {}

  /**
   * {@return the type that stands for a symbol: a name in Rust}
   *
   * @param symbol a name of the linker, which may have characters that Rust has not
   */
  public static String marker(String symbol) {
    boolean plain = !symbol.isEmpty();
    for (int i = 0; i < symbol.length(); i++) {
      char c = symbol.charAt(i);
      plain &= c < 128 && (Character.isLetterOrDigit(c) || c == '_');
    }
    return plain
        ? PLAIN + symbol
        : ENCODED + HexFormat.of().formatHex(symbol.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return whether namespaces are those of what describes symbols: true for the crate's root, and
   * for the module of its name in the root of another crate}
   *
   * @param path outermost first
   */
  public static boolean isCrate(List<String> path) {
    return !path.isEmpty() && path.size() <= 2 && path.getLast().equals(CRATE);
  }

  /**
   * {@return whether namespaces hold the types that stand for symbols, which are no types of
   * anybody: true for that module alone}
   *
   * @param path outermost first
   */
  public static boolean isSymbols(List<String> path) {
    return path.size() > 1
        && path.getLast().equals(SYMBOLS)
        && isCrate(path.subList(0, path.size() - 1));
  }

  /**
   * {@return the symbol that an entry of the witness describes: empty where it describes none}
   *
   * @param die any entry
   */
  public static Optional<String> symbol(Die die) {
    if (die.tag() != DW_TAG_subprogram || believed(die).isEmpty() || ofRust(die)) {
      return Optional.empty();
    }
    return parameter(die, SYMBOL)
        .flatMap(type -> type.string(DW_AT_name))
        .flatMap(Witness::decoded);
  }

  /** Tells whether the function has the convention of Rust, which no function of C has. */
  private static boolean ofRust(Die instance) {
    return parameter(instance, FUNCTION)
        .flatMap(type -> type.string(DW_AT_name))
        .flatMap(RustIdentifiers::functionPointer)
        .filter(pointer -> pointer.convention().equals("Rust"))
        .isPresent();
  }

  private static Optional<String> decoded(String marker) {
    if (marker.startsWith(PLAIN)) {
      return Optional.of(marker.substring(PLAIN.length()));
    }
    if (!marker.startsWith(ENCODED)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(marker.substring(ENCODED.length()));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Tells whether an instance describes a function, else a variable. */
  static boolean ofFunction(Die instance) {
    return parameter(instance, FUNCTION).isPresent();
  }

  /** Returns what an instance says of its symbol: a function pointer, or the type of a variable. */
  static Optional<Die> believed(Die instance) {
    return parameter(instance, FUNCTION)
        .or(() -> parameter(instance, VARIABLE))
        .or(() -> parameter(instance, MUTABLE));
  }

  /** Tells whether an instance describes a {@code static mut}. */
  static boolean ofMutable(Die instance) {
    return parameter(instance, MUTABLE).isPresent();
  }

  private static Optional<Die> parameter(Die instance, String name) {
    for (Die child : instance.children()) {
      if (child.tag() == DW_TAG_template_type_parameter
          && child.string(DW_AT_name).filter(name::equals).isPresent()) {
        return child.reference(DW_AT_type);
      }
    }
    return Optional.empty();
  }
}
