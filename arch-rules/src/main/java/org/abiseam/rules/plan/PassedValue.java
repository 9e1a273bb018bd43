package org.abiseam.rules.plan;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.TypeId;

/**
 * Holds how one argument or the result travels, and why.
 *
 * @param name the parameter's name, {@code #N} (from 1) where it has none, {@code result}
 * @param type its type in the graph the plan was made from
 * @param placement where it travels
 * @param extension who extends it; empty for what is not a narrow number
 * @param clauses what put it there, in order
 * @param asked the points that compilers may decide differently, with this compiler's answer
 */
public record PassedValue(
    String name,
    TypeId type,
    Placement placement,
    Optional<Extension> extension,
    List<Citation> clauses,
    List<Asked> asked) {

  /** Copies the lists. */
  public PassedValue {
    clauses = List.copyOf(clauses);
    asked = List.copyOf(asked);
  }

  /**
   * Keeps a question that came up.
   *
   * @param divergence the point
   * @param yes this compiler's answer
   */
  public record Asked(Divergence divergence, boolean yes) {}

  @Override
  public String toString() {
    return name + ":" + placement;
  }
}
