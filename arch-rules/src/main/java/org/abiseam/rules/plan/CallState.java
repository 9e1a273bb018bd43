package org.abiseam.rules.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.TypeId;

/**
 * What a machine's file works with while it places one call: the stack as far as it is filled, and
 * for the value in hand the clauses and questions that decided. Not thread-safe.
 */
public final class CallState {
  private final Dialect dialect;
  private final List<Citation> clauses = new ArrayList<>(4);
  private final Map<Divergence, Boolean> asked = new LinkedHashMap<>();
  private long stack;

  /**
   * Begins a call of which nothing is placed.
   *
   * @param dialect the compiler
   */
  public CallState(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Returns the compiler.
   *
   * @return as given
   */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * Asks the compiler where the rules leave a choice.
   *
   * @param divergence the point
   * @return yes or no
   * @throws Unsettled if its answer is not known
   */
  public boolean ask(Divergence divergence) {
    boolean yes = dialect.answer(divergence);
    asked.put(divergence, yes);
    return yes;
  }

  /**
   * Reports that the compiler disagrees with itself, because it answers a question with yes: its
   * caller leaves a value where its callee does not look.
   *
   * @param divergence the point, answered
   * @param what travels so
   * @return to be thrown
   */
  public Unsettled disagrees(Divergence divergence, String what) {
    return new Unsettled(
        "caller and callee of this compiler do not agree where " + what + ": " + divergence.id(),
        new Unsettled.Cause.SelfDisagreement(divergence));
  }

  /**
   * Names the clause that decides.
   *
   * @param clause where it is written
   */
  public void by(Citation clause) {
    if (!clauses.contains(clause)) {
      clauses.add(clause);
    }
  }

  /**
   * Returns how far the stack is filled.
   *
   * @return bytes from the first argument
   */
  public long stack() {
    return stack;
  }

  /**
   * Fills the stack up to a multiple, or further.
   *
   * @param alignment bytes, a power of two
   */
  public void alignStack(long alignment) {
    stack = (stack + alignment - 1) & -alignment;
  }

  /**
   * Leaves room on the stack.
   *
   * @param bytes how much
   */
  public void skipStack(long bytes) {
    stack += bytes;
  }

  /**
   * Puts a value on the stack at the next place.
   *
   * @param bytes its size
   * @param alignment of the place in bytes
   * @param slot the place ends at a multiple of this
   * @return where it lies, from the beginning of the place
   */
  public Placement onStack(long bytes, long alignment, long slot) {
    return onStack(0, bytes, alignment, slot);
  }

  /**
   * Puts the rest of a value on the stack at the next place.
   *
   * @param from first byte of the rest
   * @param bytes its size
   * @param alignment of the place in bytes
   * @param slot the place ends at a multiple of this
   * @return where it lies, from the beginning of the place
   */
  public Placement onStack(long from, long bytes, long alignment, long slot) {
    alignStack(alignment);
    long at = stack;
    stack += (bytes + slot - 1) / slot * slot;
    return bytes == 0
        ? new Placement.Nothing()
        : new Placement.Direct(List.of(new Piece(from, bytes, new Location.Stack(at), 0)));
  }

  /**
   * Ends the work on a value and begins the next.
   *
   * @param name the parameter's name, or {@code result}
   * @param type its type
   * @param placement where it travels
   * @param extension who extends it
   * @return all of it
   */
  public PassedValue passed(
      String name, TypeId type, Placement placement, Optional<Extension> extension) {
    List<PassedValue.Asked> answers = new ArrayList<>(asked.size());
    asked.forEach((divergence, yes) -> answers.add(new PassedValue.Asked(divergence, yes)));
    PassedValue passed =
        new PassedValue(name, type, placement, extension, List.copyOf(clauses), answers);
    clauses.clear();
    asked.clear();
    return passed;
  }
}
