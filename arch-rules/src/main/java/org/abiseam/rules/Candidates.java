package org.abiseam.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.View;

/**
 * Chooses the definitions of C that one of Rust is compared with where C has very many under one
 * name: those with its members, then those of its size. What agrees has the same size, so that the
 * choice leaves out no agreement unless {@link #MOST} others have that size too.
 */
final class Candidates {
  /** Among the names of a kernel the most frequent one has some twenty definitions. */
  static final int MOST = 64;

  /** What a comparison is to find, from the surest place to look at to the last. */
  private enum Likeness {
    MEMBERS,
    SIZE
  }

  private record Key(Likeness likeness, long value) {}

  private final List<View.Typed> all;
  private final Map<Key, List<View.Typed>> alike = new HashMap<>();

  Candidates(List<View.Typed> all) {
    this.all = all;
    if (all.size() > MOST) {
      for (View.Typed view : all) {
        for (Likeness likeness : Likeness.values()) {
          alike.computeIfAbsent(key(likeness, view), _ -> new ArrayList<>()).add(view);
        }
      }
    }
  }

  /** Lists what to compare, the most similar first, or all where there are few. */
  List<View.Typed> of(View.Typed wanted) {
    if (all.size() <= MOST) {
      return all;
    }
    for (Likeness likeness : Likeness.values()) {
      List<View.Typed> found = alike.get(key(likeness, wanted));
      if (found != null) {
        return found.subList(0, Math.min(MOST, found.size()));
      }
    }
    return all.subList(0, MOST);
  }

  /** Tells whether a definition that was not compared may agree. */
  boolean incomplete(View.Typed wanted) {
    return all.size() > MOST
        && alike.getOrDefault(key(Likeness.SIZE, wanted), List.of()).size() > of(wanted).size();
  }

  private static Key key(Likeness likeness, View.Typed view) {
    long value = view.types().bytes(view.definition().type()).orElse(-1L);
    if (likeness == Likeness.MEMBERS && view.node() instanceof Type.Aggregate aggregate) {
      for (Member member : aggregate.members()) {
        value = value * 31 + member.name().hashCode() + member.bitOffset();
      }
    }
    return new Key(likeness, value);
  }
}
