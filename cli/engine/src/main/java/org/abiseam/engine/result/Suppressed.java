package org.abiseam.engine.result;

import org.abiseam.model.Finding;

/**
 * Holds a finding that does not count.
 *
 * @param finding as it was found
 * @param reason why it does not count
 */
public record Suppressed(Finding finding, String reason) {}
