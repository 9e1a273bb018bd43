package org.abiseam.dwarf.index;

import org.abiseam.dwarf.Unit;

/**
 * Describes one way in which one object defines a name.
 *
 * @param name tag or typedef name
 * @param tag {@code DW_TAG_structure_type}, {@code _class_type}, {@code _union_type}, {@code
 *     _enumeration_type} or {@code _typedef}
 * @param unit the first unit that defines it so
 * @param offset the entry in that unit, from the beginning of its section
 * @param fingerprint a hash of everything that bears on layout, of the name and of the declaration
 *     file; the same in every unit and object that defines it so
 * @param units how many units define it so
 * @param file a hash of the absolute path of the declaration file, 0 where none is stated: equal
 *     names from equal files with other fingerprints have drifted apart
 */
public record IndexedType(
    String name, int tag, Unit unit, long offset, long fingerprint, int units, long file) {}
