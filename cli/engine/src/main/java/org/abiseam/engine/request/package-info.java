/** Says what a caller asks for. */
@NullMarked
package org.abiseam.engine.request;

import org.jspecify.annotations.NullMarked;
