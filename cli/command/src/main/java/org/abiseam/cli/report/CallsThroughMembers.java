package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/** The function pointers of a type through which the differences of a finding lead. */
final class CallsThroughMembers {
  private static final int MOST = 16;
  private static final int DEEPEST = 16;

  /**
   * Holds what one side believes of the function that a member points to.
   *
   * @param path from the type to the member, dotted
   * @param view whose belief
   * @param type the function's node in the view's graph
   * @param signature of the function
   */
  record Callee(String path, View.Typed view, TypeId type, Signature signature) {}

  private CallsThroughMembers() {}

  /** Pairs of beliefs, the provider's first; each member once. */
  static List<List<Callee>> of(Finding finding) {
    Map<String, List<Callee>> found = new LinkedHashMap<>();
    if (finding.provider() instanceof View.Typed one
        && finding.consumer() instanceof View.Typed other) {
      for (Difference difference : finding.differences()) {
        List<Callee> pair = new ArrayList<>();
        callee(finding, one, difference.path()).ifPresent(pair::add);
        callee(finding, other, difference.path()).ifPresent(pair::add);
        if (pair.size() == 2 && found.size() < MOST && leadsThrough(finding, difference, pair)) {
          found.putIfAbsent(pair.getFirst().path(), pair);
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** Tells whether what the member points to differs, and not where the member alone lies. */
  private static boolean leadsThrough(Finding finding, Difference difference, List<Callee> pair) {
    String member = finding.subject().name() + "." + pair.getFirst().path();
    return switch (difference.what()) {
      case OFFSET, BIT_OFFSET, SIZE, BIT_SIZE, ALIGNMENT, PRESENCE ->
          !difference.path().equals(member);
      case TYPE, SIGNEDNESS, COUNT, ARGUMENTS, CONVENTION, VALUE, LOCATION, NAME -> true;
    };
  }

  /** Follows the path through members until one of them points to a function. */
  private static Optional<Callee> callee(Finding finding, View.Typed view, String path) {
    String prefix = finding.subject().name() + ".";
    if (!path.startsWith(prefix)) {
      return Optional.empty();
    }
    TypeGraph types = view.types();
    TypeId at = view.definition().type();
    String gone = "";
    for (String segment : path.substring(prefix.length()).split("\\.", -1)) {
      int index = segment.indexOf('[');
      String name = index < 0 ? segment : segment.substring(0, index);
      Optional<TypeId> member = member(types, at, name, 0);
      if (member.isEmpty()) {
        return Optional.empty();
      }
      at = element(types, member.get());
      gone = gone.isEmpty() ? segment : gone + "." + segment;
      if (types.type(at) instanceof Type.Pointer pointer
          && types.type(types.resolved(pointer.target())) instanceof Type.Function function) {
        return Optional.of(
            new Callee(gone, view, types.resolved(pointer.target()), function.signature()));
      }
    }
    return Optional.empty();
  }

  private static TypeId element(TypeGraph types, TypeId type) {
    TypeId at = types.resolved(type);
    while (types.type(at) instanceof Type.Array array) {
      at = types.resolved(array.element());
    }
    return at;
  }

  /** A member by name, those of anonymous members among them. */
  private static Optional<TypeId> member(TypeGraph types, TypeId type, String name, int depth) {
    if (!(types.type(types.resolved(type)) instanceof Type.Aggregate aggregate)
        || depth == DEEPEST) {
      return Optional.empty();
    }
    for (Member member : aggregate.members()) {
      if (member.name().equals(name)) {
        return Optional.of(member.type());
      }
    }
    return aggregate.members().stream()
        .filter(member -> member.name().isEmpty())
        .flatMap(member -> member(types, member.type(), name, depth + 1).stream())
        .findFirst();
  }
}
