/**
 * Reads from machine code which functions and variables it refers to. Only branches with a fixed
 * target and addresses that the code forms itself are read; nothing is executed.
 */
@NullMarked
package org.abiseam.elf.code;

import org.jspecify.annotations.NullMarked;
