package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Ambiguities;
import org.abiseam.rules.plan.Values;

/** The explanations that are worth a plan of their own for one signature. */
final class Readings {
  private Readings() {}

  static List<Values.Reading> of(Signature signature, TypeGraph types, boolean rust) {
    boolean open = open(types, signature.result(), rust);
    boolean wide = false;
    for (Signature.Parameter parameter : signature.parameters()) {
      open |= open(types, parameter.type(), rust);
      wide |= Ambiguities.mayBePacked(types, parameter.type());
    }
    List<Values.Reading> readings = new ArrayList<>(2);
    readings.add(Values.Reading.PLAIN);
    if (open) {
      readings.add(new Values.Reading(!rust, rust, false));
    }
    if (!rust && wide) {
      readings.add(new Values.Reading(false, false, true));
    }
    return readings;
  }

  private static boolean open(TypeGraph types, TypeId type, boolean rust) {
    return rust ? Ambiguities.mayBeTransparent(types, type) : Ambiguities.hasHole(types, type);
  }
}
