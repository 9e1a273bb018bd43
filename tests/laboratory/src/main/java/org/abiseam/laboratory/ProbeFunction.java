package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shapes.Feature;

/**
 * Describes one function of the generator.
 *
 * @param number its name is {@code probe_} and this
 * @param convention how it is declared to be called
 * @param result empty for {@code void}
 * @param parameters with what a variadic call passes behind the named ones
 * @param named how many of them the prototype names
 */
record ProbeFunction(
    int number,
    DeclaredConvention convention,
    Optional<Shape> result,
    List<Shape> parameters,
    int named) {

  boolean variadic() {
    return named < parameters.size();
  }

  String name() {
    return "probe_" + number;
  }

  /** Returns a function of the same number that takes and returns nothing. */
  ProbeFunction without() {
    return new ProbeFunction(number, DeclaredConvention.C, Optional.empty(), List.of(), 0);
  }

  Stream<Shape> shapes() {
    return Stream.concat(result.stream(), parameters.stream());
  }

  /** All functions for a set of shapes: each shape in every context, then mixtures. */
  static final class Generator {
    private static final int MOST_BYTES = 640;
    private static final int MIXTURES_OF_A_CONVENTION = 60;
    private final Random random;
    private final List<ProbeFunction> functions = new ArrayList<>();
    private final List<Scalar> scalars;
    private final boolean floats;
    private DeclaredConvention convention = DeclaredConvention.C;

    Generator(long seed, Set<Feature> features) {
      random = new Random(seed);
      scalars = Shapes.scalars(features);
      floats = features.contains(Feature.FLOAT);
    }

    List<ProbeFunction> make(List<Shape> shapes, int mixtures) {
      for (Scalar scalar : scalars) {
        inEveryContext(scalar);
        for (int before = 1; before <= 10; before++) {
          add(Optional.empty(), behind(Shapes.LONG, before, scalar, Shapes.INT));
        }
      }
      return fresh(shapes, mixtures);
    }

    /** Functions for shapes of a seed, whose numbers are known from other recordings. */
    List<ProbeFunction> fresh(List<Shape> shapes, int mixtures) {
      shapes.forEach(this::inEveryContext);
      List<Shape> all = new ArrayList<>(scalars);
      all.addAll(shapes);
      for (int i = 0; i < mixtures; i++) {
        mixture(all);
      }
      return functions;
    }

    /** Functions of a seed, also with conventions beside C's. */
    List<ProbeFunction> fresh(List<Shape> shapes, int mixtures, List<DeclaredConvention> others) {
      fresh(shapes, mixtures);
      List<Shape> all = new ArrayList<>(scalars);
      all.addAll(shapes);
      for (DeclaredConvention other : others) {
        convention = other;
        for (int i = 0; i < MIXTURES_OF_A_CONVENTION; i++) {
          mixture(all);
        }
      }
      return functions;
    }

    /** Functions for {@link RareShapes} alone, and for conventions beside C's. */
    List<ProbeFunction> rare(RareShapes shapes, List<DeclaredConvention> others) {
      shapes.odd().forEach(this::inEveryContext);
      if (scalars.contains(Shapes.INT128)) {
        for (int before = 3; before <= 7; before++) {
          add(Optional.empty(), behind(Shapes.LONG, before, Shapes.INT128, Shapes.INT));
        }
      }
      for (DeclaredConvention other : others) {
        convention = other;
        shapes.plain().forEach(this::inEveryContext);
      }
      return functions;
    }

    private void inEveryContext(Shape shape) {
      add(Optional.of(shape), List.of());
      add(Optional.empty(), List.of(shape));
      add(Optional.of(shape), List.of(Shapes.INT, shape, Shapes.LONG));
      add(Optional.empty(), List.of(Shapes.LONG, shape, shape, Shapes.CHAR));
      add(Optional.empty(), behind(Shapes.LONG, 2 + random.nextInt(8), shape, Shapes.LONG));
      add(Optional.empty(), behind(shape, 9, shape, Shapes.POINTER));
      if (floats) {
        add(Optional.empty(), behind(Shapes.DOUBLE, 2 + random.nextInt(8), shape, Shapes.FLOAT));
      }
      if (promoted(shape) && convention.mayBeVariadic()) {
        int before = random.nextInt(8);
        variadic(1, behind(Shapes.LONG, 1 + before, shape, Shapes.LONG));
        variadic(2, List.of(Shapes.INT, shape, shape, Shapes.INT));
      }
    }

    private static boolean promoted(Shape shape) {
      return switch (shape) {
        case Scalar scalar -> scalar.promoted();
        case Shape.Tagged _ -> true;
      };
    }

    private static List<Shape> behind(Shape filler, int count, Shape shape, Shape last) {
      List<Shape> parameters = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parameters.add(filler);
      }
      parameters.add(shape);
      parameters.add(last);
      return parameters;
    }

    private void mixture(List<Shape> all) {
      List<Shape> parameters = new ArrayList<>();
      int count = 2 + random.nextInt(11);
      for (int i = 0; i < count; i++) {
        parameters.add(any(all));
      }
      add(random.nextInt(3) == 0 ? Optional.of(any(all)) : Optional.empty(), parameters);
    }

    private Shape any(List<Shape> all) {
      return random.nextInt(3) == 0
          ? scalars.get(random.nextInt(scalars.size()))
          : all.get(random.nextInt(all.size()));
    }

    private void add(Optional<Shape> result, List<Shape> parameters) {
      List<Shape> fitting = fitting(parameters);
      functions.add(
          new ProbeFunction(functions.size(), convention, result, fitting, fitting.size()));
    }

    private void variadic(int named, List<Shape> parameters) {
      List<Shape> fitting = fitting(parameters);
      functions.add(
          new ProbeFunction(functions.size(), convention, Optional.empty(), fitting, named));
    }

    /** As many as the observed part of the stack holds. */
    private static List<Shape> fitting(List<Shape> parameters) {
      List<Shape> fitting = new ArrayList<>();
      int bytes = 0;
      for (Shape parameter : parameters) {
        bytes += (SizeBound.of(parameter) + 15) & -16;
        if (bytes <= MOST_BYTES && fitting.size() < CSources.MOST_PARAMETERS) {
          fitting.add(parameter);
        }
      }
      return fitting;
    }
  }
}
