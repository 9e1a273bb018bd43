package org.abiseam.engine.result;

import org.abiseam.model.View;
import org.abiseam.rules.psabi.PlanResult;

/**
 * Says where every byte of one call travels, as one side sees it.
 *
 * @param view the declaration or definition
 * @param plan the plan, or why there is none
 */
public record PlannedCall(View.Typed view, PlanResult plan) {}
