/** Divides work among threads. */
@NullMarked
package org.abiseam.concurrent;

import org.jspecify.annotations.NullMarked;
