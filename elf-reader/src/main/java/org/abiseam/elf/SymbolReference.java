package org.abiseam.elf;

/**
 * A relocation of code or data, whatever its type does to the field.
 *
 * @param section index of the section that it is in; 0 in a linked file, whose offsets are
 *     addresses
 * @param offset bytes from the beginning of the section, or an address
 * @param symbol what it refers to; without a name where it refers to a section or to no symbol
 * @param addend what is added, 0 where that stands in the field
 */
public record SymbolReference(int section, long offset, Symbol symbol, long addend) {}
