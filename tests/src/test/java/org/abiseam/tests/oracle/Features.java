package org.abiseam.tests.oracle;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.abiseam.tests.oracle.Shapes.Feature;

/** What machines can pass, in the combinations there are, and how targets write switches. */
final class Features {
  static final Set<Feature> NONE = EnumSet.noneOf(Feature.class);
  static final Set<Feature> WIDE = EnumSet.of(Feature.INT128);
  static final Set<Feature> FLOATS = EnumSet.of(Feature.FLOAT, Feature.COMPLEX);
  static final Set<Feature> WIDE_FLOATS =
      EnumSet.of(Feature.FLOAT, Feature.COMPLEX, Feature.LONG_DOUBLE);
  static final Set<Feature> WITHOUT_VECTORS = EnumSet.complementOf(EnumSet.of(Feature.VECTOR));
  static final Set<Feature> EVERYTHING = EnumSet.allOf(Feature.class);

  private Features() {}

  static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
