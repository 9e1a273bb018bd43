package org.abiseam.engine.input;

import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.engine.cache.Question;

/**
 * Describes what is asked of one of several objects.
 *
 * @param source the object
 * @param question what is asked
 * @param reading answers it from the object; empty where that cannot be
 * @param <T> answers
 */
public record Asked<T>(ObjectSource source, Question<T> question, Supplier<Optional<T>> reading) {}
