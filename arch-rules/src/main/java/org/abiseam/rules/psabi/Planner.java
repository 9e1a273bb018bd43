package org.abiseam.rules.psabi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeGraph;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Explanation;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Reading;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.Values;

/**
 * Makes the plans of one call on one side: one for each explanation of what debug info leaves out,
 * where they differ. The single boundary behind which {@link Unsettled} is a reason.
 */
public final class Planner {
  /** More explanations of one signature say nothing. */
  private static final int MOST_READINGS = 4096;

  /** Why there is no plan where the explanations are too many to try. */
  public static final String TOO_MANY = "debug info leaves too many of its structs open";

  private Planner() {}

  /** What can be said of one side. */
  public sealed interface Outcome {
    /**
     * The call is understood.
     *
     * @param plans the likely one first; more where debug info leaves something open that matters
     */
    record Planned(List<Explained> plans) implements Outcome {
      /** Copies the list. */
      public Planned {
        plans = List.copyOf(plans);
      }
    }

    /**
     * It is not.
     *
     * @param reason as a sentence without a full stop
     * @param switchedOff whether it is because the registers that would carry a value are switched
     *     off
     */
    record NotPlanned(String reason, boolean switchedOff) implements Outcome {
      /**
       * It is not, because something is not known.
       *
       * @param reason as a sentence without a full stop
       */
      public NotPlanned(String reason) {
        this(reason, false);
      }
    }
  }

  /**
   * A plan and the explanations it rests on.
   *
   * @param plan where everything travels
   * @param supposed what was supposed of the type of each argument, and last of the result
   * @param rust whether the types are Rust's
   */
  public record Explained(Plan plan, List<Explanation> supposed, boolean rust) {
    /** Copies the list. */
    public Explained {
      supposed = List.copyOf(supposed);
    }
  }

  /**
   * One side of a call.
   *
   * @param machine what it was compiled for
   * @param types the graph of the signature
   * @param producer the compiler
   * @param other the compiler of the other side, for switches that this one does not record
   */
  public record Side(Machine machine, TypeGraph types, Producer producer, Producer other) {}

  /**
   * Plans a call.
   *
   * @param signature what is called
   * @param side who compiles it
   * @return the plans, or why there are none
   */
  public static Outcome plan(Signature signature, Side side) {
    return plan(signature, signature.parameters().size(), side);
  }

  /**
   * Plans a call of a variadic function.
   *
   * @param signature what is called, with the arguments behind the named ones
   * @param named how many of the parameters the prototype names
   * @param side who compiles it
   * @return the plans, or why there are none
   */
  public static Outcome plan(Signature signature, int named, Side side) {
    Optional<Psabi> psabi = Psabis.of(side.machine());
    if (psabi.isEmpty()) {
      return new Outcome.NotPlanned("no rules for calls on " + side.machine().name());
    }
    if (signature.convention().equals("Rust")) {
      return new Outcome.NotPlanned("the Rust calling convention is not specified");
    }
    Switches switches = Switches.of(side.producer(), side.other());
    Dialect dialect = new Dialect(side.machine(), side.producer(), switches);
    try {
      return new Explorer(psabi.get(), signature, named, side, dialect).explore();
    } catch (Unsettled unsettled) {
      return new Outcome.NotPlanned(unsettled.reason(), unsettled.isSwitchedOff());
    }
  }

  /** All readings that may matter, the likely one first. */
  private record Explorer(Psabi psabi, Signature signature, int named, Side side, Dialect dialect) {
    Outcome explore() {
      List<Explained> plans = new ArrayList<>(1);
      Set<Reading> known = new HashSet<>();
      Deque<Reading> open = new ArrayDeque<>();
      open.add(Reading.PLAIN);
      known.add(Reading.PLAIN);
      while (!open.isEmpty()) {
        Reading reading = open.remove();
        Values values = new Values(side.machine(), side.types(), reading, dialect.rust());
        plans.add(explained(psabi.plan(signature, named, values, dialect), reading));
        for (Reading.Suspect suspect : values.suspects()) {
          if (reading.of(suspect.type()) == Explanation.PLAIN && known.add(reading.with(suspect))) {
            open.add(reading.with(suspect));
          }
        }
        if (known.size() > MOST_READINGS) {
          return new Outcome.NotPlanned(TOO_MANY);
        }
      }
      return new Outcome.Planned(plans);
    }

    private Explained explained(Plan plan, Reading reading) {
      List<Explanation> supposed = new ArrayList<>(signature.parameters().size() + 1);
      for (Signature.Parameter parameter : signature.parameters()) {
        supposed.add(reading.of(side.types().resolved(parameter.type())));
      }
      supposed.add(reading.of(side.types().resolved(signature.result())));
      return new Explained(plan, supposed, dialect.rust());
    }
  }
}
