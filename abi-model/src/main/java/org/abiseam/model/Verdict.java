package org.abiseam.model;

import java.util.List;

/** The answer for one entry of the seam. */
public sealed interface Verdict {
  /**
   * Both sides believe in the same thing, all of it checked.
   *
   * @param notes findings of severity harmless, which do not change the verdict
   */
  record Agree(List<Finding> notes) implements Verdict {}

  /**
   * They do not.
   *
   * @param findings at least one of severity harmful or risky
   */
  record Disagree(List<Finding> findings) implements Verdict {}

  /**
   * Not decided.
   *
   * @param reasons at least one
   */
  record NotDetermined(List<Undetermined> reasons) implements Verdict {}

  /**
   * One side has only a declaration without a body: right behind a pointer, and nothing to compare.
   */
  record OpaqueDeclaration() implements Verdict {}
}
