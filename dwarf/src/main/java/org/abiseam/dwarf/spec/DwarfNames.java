package org.abiseam.dwarf.spec;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers back to names, for dumps and messages only: the tables are read off the holders at first
 * use, so a name cannot drift from its number.
 */
public final class DwarfNames {
  private DwarfNames() {}

  private static final class OfTags {
    static final Map<Integer, String> NAMES = read(Tags.class);
  }

  private static final class OfAttributes {
    static final Map<Integer, String> NAMES = read(Attributes.class);
  }

  private static final class OfForms {
    static final Map<Integer, String> NAMES = read(Forms.class);
  }

  private static final class OfLanguages {
    static final Map<Integer, String> NAMES = read(Languages.class);
  }

  /** {@code DW_TAG_structure_type}, or {@code DW_TAG_0x4321}. */
  public static String tag(int tag) {
    return name(OfTags.NAMES, "DW_TAG_", tag);
  }

  /** {@code DW_AT_name}, or {@code DW_AT_0x3210}. */
  public static String attribute(int attribute) {
    return name(OfAttributes.NAMES, "DW_AT_", attribute);
  }

  /** {@code DW_FORM_strp}, or {@code DW_FORM_0x7f}. */
  public static String form(int form) {
    return name(OfForms.NAMES, "DW_FORM_", form);
  }

  /** {@code DW_LANG_Rust}, or {@code DW_LANG_0x9001}. */
  public static String language(int language) {
    return name(OfLanguages.NAMES, "DW_LANG_", language);
  }

  private static String name(Map<Integer, String> names, String prefix, int number) {
    String name = names.get(number);
    return name != null ? name : prefix + "0x" + Integer.toHexString(number);
  }

  private static Map<Integer, String> read(Class<?> holder) {
    Map<Integer, String> names = new HashMap<>();
    for (Field field : holder.getFields()) {
      try {
        names.putIfAbsent(field.getInt(null), field.getName());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(holder + " has a field that is not public", e);
      }
    }
    return names;
  }
}
