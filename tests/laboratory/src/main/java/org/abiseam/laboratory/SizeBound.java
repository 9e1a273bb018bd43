package org.abiseam.laboratory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.laboratory.Shape.Member;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shape.Tagged;

/**
 * Computes an upper bound of a shape's size on any machine, to keep calls within the observed
 * stack.
 */
final class SizeBound {
  private static final Pattern STATED = Pattern.compile("_(?:vector|room)_(\\d+)");
  private static final Pattern ALIGNED = Pattern.compile("aligned\\((\\d+)\\)");

  private SizeBound() {}

  static int of(Shape shape) {
    return switch (shape) {
      case Scalar scalar ->
          switch (scalar.fill()) {
            case LONG_DOUBLE, COMPLEX_DOUBLE -> 16;
            case COMPLEX_LONG_DOUBLE -> 32;
            case HALF -> 2;
            case BIT_PRECISE -> (CSources.width(scalar) + 127) / 128 * 16;
            case BITS, BOOLEAN, FLOAT, DOUBLE, COMPLEX_FLOAT -> bits(scalar.text());
          };
      case Tagged tagged -> {
        int bytes = 0;
        int alignment = alignment(tagged.attributes());
        for (Member member : tagged.members()) {
          int own = Math.max(alignment(member.attributes()), Math.min(16, of(member.type())));
          bytes += Math.max(own, of(member.type()) * count(member.array()));
          alignment = Math.max(alignment, own);
        }
        yield (bytes + alignment - 1) / alignment * alignment;
      }
    };
  }

  private static int bits(String text) {
    Matcher stated = STATED.matcher(text);
    if (stated.find()) {
      return Integer.parseInt(stated.group(1));
    }
    return text.matches(".*(128|16|_32|_Complex).*") ? 16 : small(text);
  }

  private static int small(String text) {
    return switch (text) {
      case "char", "signed char", "unsigned char", "_Bool" -> 1;
      case "short", "unsigned short" -> 2;
      case "int", "unsigned int", "float" -> 4;
      default -> 8;
    };
  }

  private static int alignment(String attributes) {
    Matcher matcher = ALIGNED.matcher(attributes);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
  }

  private static int count(String array) {
    return switch (array) {
      case "" -> 1;
      case "[]" -> 0;
      default -> Integer.parseInt(array.substring(1, array.length() - 1));
    };
  }
}
