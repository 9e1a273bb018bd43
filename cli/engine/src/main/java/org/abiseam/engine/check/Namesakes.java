package org.abiseam.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.abiseam.model.Producer;
import org.abiseam.model.Verification;
import org.abiseam.model.View;

/** Names the types that were not compared because another type of their name was. */
final class Namesakes {
  private static final int SOME = 6;

  private Namesakes() {}

  static List<String> remarks(Verification verification) {
    List<String> names = new ArrayList<>();
    for (Verification.Namesake namesake : verification.namesakes()) {
      if (namesake.others().stream().allMatch(Namesakes::rust)) {
        names.add(namesake.name());
      }
    }
    if (names.isEmpty()) {
      return List.of();
    }
    String some = names.stream().limit(SOME).collect(Collectors.joining(", "));
    String more = names.size() > SOME ? " and " + (names.size() - SOME) + " more" : "";
    return List.of(
        "Rust types of other crates, whose members are not those of C's types of the same name, are"
            + " not compared; the bindings stand for C's: "
            + some
            + more);
  }

  private static boolean rust(View view) {
    return view.producer().language() == Producer.Language.RUST;
  }
}
