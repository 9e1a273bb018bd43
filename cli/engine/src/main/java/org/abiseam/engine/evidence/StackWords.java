package org.abiseam.engine.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** Counts the words that functions of Rust take on i386, where each argument is one word. */
final class StackWords {
  private static final int WORD = 4;

  private StackWords() {}

  /**
   * Counts them.
   *
   * @param models of all sides
   * @return by symbol; without functions that take something else than words or return a struct
   */
  static Map<String, Integer> of(List<ObjectModel> models) {
    Map<String, Integer> words = new HashMap<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        boolean described =
            model.machine().machine() == Machine.EM_386
                && entity.role() == Entity.Role.DEFINES
                && entity.definition().evidence() == Evidence.DWARF
                && entity.definition().producer().language() == Producer.Language.RUST;
        if (described
            && model.types().type(entity.definition().type()) instanceof Type.Function function
            && ofWords(function.signature(), model.types())) {
          words.put(entity.definition().name(), function.signature().parameters().size());
        }
      }
    }
    return words;
  }

  private static boolean ofWords(Signature signature, TypeGraph types) {
    return signature.arity() == Signature.Arity.FIXED
        && !signature.parameters().isEmpty()
        && signature.parameters().stream().allMatch(one -> word(one.type(), types))
        && (types.type(types.resolved(signature.result())) instanceof Type.Void
            || word(signature.result(), types));
  }

  private static boolean word(TypeId id, TypeGraph types) {
    return switch (types.type(types.resolved(id))) {
      case Type.Scalar scalar -> scalar.bytes() <= WORD && scalar.encoding() != Type.Encoding.FLOAT;
      case Type.Enumeration number -> number.bytes() <= WORD;
      case Type.Pointer _ -> true;
      default -> false;
    };
  }
}
