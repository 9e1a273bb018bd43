package org.abiseam.rules.plan;

/**
 * Holds how far a narrow number is extended in its register or stack slot.
 *
 * @param width the number's own bits
 * @param given bits that this compiler sets right when it sends the number, at least {@code width}
 * @param trusted bits that this compiler relies on when it receives it
 * @param signed whether the extension is by sign
 */
public record Extension(int width, int given, int trusted, boolean signed) {}
