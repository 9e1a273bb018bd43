package org.abiseam.laboratory;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.abiseam.laboratory.Shapes.Feature;

/** Names the sets of features that machines can pass, and splits switches into words. */
final class FeatureSets {
  static final Set<Feature> NONE = EnumSet.noneOf(Feature.class);
  static final Set<Feature> WIDE = EnumSet.of(Feature.INT128);
  static final Set<Feature> FLOATS = EnumSet.of(Feature.FLOAT, Feature.COMPLEX);
  static final Set<Feature> WIDE_FLOATS =
      EnumSet.of(Feature.FLOAT, Feature.COMPLEX, Feature.LONG_DOUBLE);
  static final Set<Feature> WITHOUT_VECTORS = EnumSet.complementOf(EnumSet.of(Feature.VECTOR));
  static final Set<Feature> EVERYTHING = EnumSet.allOf(Feature.class);

  private FeatureSets() {}

  static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
