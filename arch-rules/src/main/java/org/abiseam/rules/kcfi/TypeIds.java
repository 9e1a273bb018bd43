package org.abiseam.rules.kcfi;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeGraph;

/** Finds the prototype behind a type id. */
public final class TypeIds {
  private TypeIds() {}

  /** Which integers are told apart. */
  public enum Naming {
    /** C's, by name. */
    PLAIN,
    /** Those of one size and sign are one. */
    NORMALISED
  }

  /**
   * Computes the id of a name.
   *
   * @param name as mangled, {@code _ZTS} in front
   * @return the low 32 bits of its hash
   */
  static int id(String name) {
    return (int) XxHash64.of(name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns how a compiler came from a prototype to an id.
   *
   * @return the naming that gives this id for some choice of {@code const}; empty where none does
   */
  public static Optional<Naming> naming(TypeGraph types, Signature signature, int id) {
    Optional<Integer> pointers = TypeName.pointers(types, signature);
    if (pointers.isEmpty()) {
      return Optional.empty();
    }
    int choices = 1 << Math.min(pointers.get(), TypeName.MOST_POINTERS);
    for (Naming naming : Naming.values()) {
      for (int constant = 0; constant < choices; constant++) {
        Optional<String> name =
            TypeName.of(types, signature, naming == Naming.NORMALISED, constant);
        if (name.isEmpty()) {
          break;
        }
        if (id(name.get()) == id) {
          return Optional.of(naming);
        }
      }
    }
    return Optional.empty();
  }
}
