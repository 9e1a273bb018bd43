package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;

/**
 * Types that C and Rust both know, each with how either side makes a value from a number and takes
 * it apart again.
 *
 * @param name of the type, part of the names of its functions
 * @param definition the declarations of either language
 * @param type the type in C, and in Rust
 * @param make an expression for a value of the number {@code n} in either language
 * @param hash an expression for a number of the value {@code v} in either language
 */
record CafeTypes(String name, Text definition, Text type, Text make, Text hash) {
  /** One text for each language. */
  record Text(String c, String rust) {}

  private static CafeTypes of(
      String name, Text definition, String c, String rust, Text make, Text hash) {
    return new CafeTypes(name, definition, new Text(c, rust), make, hash);
  }

  private static CafeTypes number(String name, String c, String rust) {
    return of(
        name,
        new Text("", ""),
        c,
        rust,
        new Text("(" + c + ")n", "n as " + rust),
        new Text("(unsigned long long)(long long)v", "v as i64 as u64"));
  }

  /** Describes a struct or union of plain numbers: {@code i32:a}, {@code u8[3]:b}. */
  private static CafeTypes struct(String name, String attributes, String... fields) {
    String[] marks = attributes.split(";", -1);
    boolean union = marks[0].equals("union");
    StringBuilder c = new StringBuilder();
    StringBuilder rust = new StringBuilder();
    StringBuilder makeC = new StringBuilder();
    StringBuilder makeRust = new StringBuilder();
    StringBuilder hashC = new StringBuilder("0ULL");
    StringBuilder hashRust = new StringBuilder("0u64");
    int number = 0;
    for (String field : fields) {
      String[] parts = field.split(":", -1);
      int bracket = parts[0].indexOf('[');
      String element = bracket < 0 ? parts[0] : parts[0].substring(0, bracket);
      int count =
          bracket < 0
              ? 1
              : Integer.parseInt(parts[0].substring(bracket + 1, parts[0].length() - 1));
      c.append("  ").append(element).append(' ').append(parts[1]);
      c.append(bracket < 0 ? "" : "[" + count + "]").append(";\n");
      rust.append("    pub ").append(parts[1]).append(": ");
      rust.append(bracket < 0 ? element : "[" + element + "; " + count + "]").append(",\n");
      for (int i = 0; i < count && (!union || number == 0 || i > 0); i++) {
        String place = parts[1] + (bracket < 0 ? "" : "[" + i + "]");
        number++;
        String value = "(n + " + number + ")";
        boolean bool = element.equals("bool");
        makeC.append(" v.").append(place).append(" = (").append(element).append(')');
        makeC.append(bool ? "(" + value + " & 1)" : value).append(';');
        makeRust.append(" v.").append(place).append(" = ");
        makeRust.append(bool ? value + " & 1 == 1" : value + " as " + element).append(';');
        hashC.insert(0, '(').append(") * 31 + (unsigned long long)(long long)v.").append(place);
        hashRust
            .append(".wrapping_mul(31).wrapping_add({ v.")
            .append(place)
            .append(" } as i64 as u64)");
      }
    }
    String keyword = union ? "union" : "struct";
    String definitionC =
        "typedef " + keyword + " " + name + " {\n" + c + "} " + marks[1] + " " + name + ";\n";
    String definitionRust =
        "#[repr(C"
            + marks[2]
            + ")] #[derive(Clone, Copy)] pub "
            + keyword
            + " "
            + name
            + " {\n"
            + rust
            + "}\n";
    return of(
        name,
        new Text(definitionC, definitionRust),
        name,
        name,
        new Text(
            "({ " + name + " v; __builtin_memset(&v, 0, sizeof v);" + makeC + " v; })",
            "{ let mut v: "
                + name
                + " = core::mem::zeroed(); let _ = n;"
                + makeRust.toString().replace(" as bool", "")
                + " v }"),
        new Text(hashC.toString(), hashRust.toString()));
  }

  private static CafeTypes plain(String name, String... fields) {
    return struct(name, "struct;;", fields);
  }

  private static CafeTypes pointer(String name, String c, String rust, String from, String to) {
    return of(
        name,
        new Text("", ""),
        c,
        rust,
        new Text("(" + c + ")(unsigned long)(n * 8 + 8)", from),
        new Text("(unsigned long long)v", to));
  }

  private static CafeTypes enumeration(String name, String representation, int first) {
    StringBuilder c = new StringBuilder("typedef enum " + name + " {");
    StringBuilder rust =
        new StringBuilder(
            "#[repr(" + representation + ")] #[derive(Clone, Copy)] pub enum " + name + " {");
    StringBuilder make = new StringBuilder("match n % 3 {");
    for (int i = 0; i < 3; i++) {
      int value = first + i * 40;
      c.append(" ").append(name).append("_V").append(i).append(" = ").append(value).append(",");
      rust.append(" V").append(i).append(" = ").append(value).append(",");
      make.append(i == 2 ? " _" : " " + i).append(" => ").append(name).append("::V").append(i);
      make.append(",");
    }
    String packed = representation.equals("C") ? "" : "__attribute__((packed)) ";
    return of(
        name,
        new Text(c + " } " + packed + name + ";\n", rust + " }\n"),
        name,
        name,
        new Text("(" + name + ")((long)(n % 3) * 40 + (" + first + "))", make + " }"),
        new Text("(unsigned long long)(long long)(int)v", "v as i32 as i64 as u64"));
  }

  /** Describes an enum with data, and what cbindgen makes of it. */
  private static CafeTypes tagged(String name, String representation) {
    boolean inside = !representation.startsWith("C");
    String tag = representation.contains("u8") ? "u8" : "int";
    String c =
        inside
            ? "typedef union "
                + name
                + " { struct { u8 tag; i32 a; f32 b; } one; struct { u8 tag; u8 a; } two; struct {"
                + " u8 tag; } none; } "
                + name
                + ";\n"
            : "typedef struct "
                + name
                + " { "
                + tag
                + " tag; union { struct { i32 a; f32 b; } one; struct { u8 a; } two; }; } "
                + name
                + ";\n";
    String rust =
        "#[repr("
            + representation
            + ")] #[derive(Clone, Copy)] pub enum "
            + name
            + " { One { a: i32, b: f32 }, Two { a: u8 }, None }\n";
    String at = inside ? "v.one.tag" : "v.tag";
    return of(
        name,
        new Text(c, rust),
        name,
        name,
        new Text(
            "({ "
                + name
                + " v; __builtin_memset(&v, 0, sizeof v); "
                + at
                + " = n % 3; if (n % 3 == 0) { v.one.a = n; v.one.b = n + 1; } else if (n % 3 == 1)"
                + " v.two.a = n; v; })",
            "match n % 3 { 0 => "
                + name
                + "::One { a: n as i32, b: (n + 1) as f32 }, 1 => "
                + name
                + "::Two { a: n as u8 }, _ => "
                + name
                + "::None }"),
        new Text(
            at
                + " == 0 ? (unsigned long long)v.one.a * 31 + (unsigned long long)v.one.b : "
                + at
                + " == 1 ? v.two.a + 1000ULL : 7ULL",
            "match v { "
                + name
                + "::One { a, b } => (a as u64).wrapping_mul(31).wrapping_add(b as u64), "
                + name
                + "::Two { a } => a as u64 + 1000, "
                + name
                + "::None => 7 }"));
  }

  /** Returns all types. */
  static List<CafeTypes> all() {
    List<CafeTypes> all = new ArrayList<>();
    for (String integer : List.of("i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64")) {
      all.add(number("n_" + integer, integer, integer));
    }
    all.add(number("n_i128", "i128", "i128"));
    all.add(number("n_u128", "u128", "u128"));
    all.add(number("n_f32", "f32", "f32"));
    all.add(number("n_f64", "f64", "f64"));
    all.add(number("n_usize", "unsigned long", "usize"));
    all.add(
        of(
            "n_bool",
            new Text("", ""),
            "bool",
            "bool",
            new Text("(n & 1) != 0", "n & 1 == 1"),
            new Text("v ? 1ULL : 0ULL", "v as u64")));
    all.add(
        of(
            "n_nonzero",
            new Text("", ""),
            "u32",
            "Option<core::num::NonZeroU32>",
            new Text("(u32)n - 1", "core::num::NonZeroU32::new((n as u32).wrapping_sub(1))"),
            new Text("v", "v.map_or(0, |it| it.get() as u64)")));
    all.add(
        pointer(
            "p_const",
            "const void *",
            "*const core::ffi::c_void",
            "(n * 8 + 8) as *const core::ffi::c_void",
            "v as u64"));
    all.add(pointer("p_number", "i32 *", "*mut i32", "(n * 8 + 8) as *mut i32", "v as u64"));
    all.add(
        pointer(
            "p_option",
            "i64 *",
            "Option<core::ptr::NonNull<i64>>",
            "core::ptr::NonNull::new((n * 8 + 8) as *mut i64)",
            "v.map_or(0, |p| p.as_ptr() as u64)"));
    all.add(
        pointer(
            "p_call",
            "cafe_call",
            "Option<unsafe extern \"C\" fn(i32, f64) -> i64>",
            "core::mem::transmute(n * 8 + 8)",
            "v.map_or(0, |p| p as usize as u64)"));
    all.add(enumeration("e_plain", "C", 0));
    all.add(enumeration("e_negative", "C", -40));
    all.add(enumeration("e_u8", "u8", 1));
    all.add(enumeration("e_i16", "i16", 1000));
    all.add(tagged("t_c", "C"));
    all.add(tagged("t_c_u8", "C, u8"));
    all.add(tagged("t_u8", "u8"));
    all.add(plain("s_u8", "u8:a"));
    all.add(plain("s_u8_3", "u8:a", "u8:b", "u8:c"));
    all.add(plain("s_a5", "u8[5]:a"));
    all.add(plain("s_a16", "u8[16]:a"));
    all.add(plain("s_a17", "u8[17]:a"));
    all.add(plain("s_bool", "bool:a", "u16:b"));
    all.add(plain("s_f32", "f32:a"));
    all.add(plain("s_f64", "f64:a"));
    all.add(plain("s_f32_2", "f32:a", "f32:b"));
    all.add(plain("s_f32_3", "f32:a", "f32:b", "f32:c"));
    all.add(plain("s_f32_4", "f32[4]:a"));
    all.add(plain("s_f32_5", "f32[5]:a"));
    all.add(plain("s_f64_2", "f64:a", "f64:b"));
    all.add(plain("s_f64_3", "f64[3]:a"));
    all.add(plain("s_i32_f32", "i32:a", "f32:b"));
    all.add(plain("s_f32_i32_f32", "f32:a", "i32:b", "f32:c"));
    all.add(plain("s_i64_f64", "i64:a", "f64:b"));
    all.add(plain("s_f64_u8", "f64:a", "u8:b"));
    all.add(plain("s_u64_2", "u64:a", "u64:b"));
    all.add(plain("s_u64_3", "u64:a", "u64:b", "u64:c"));
    all.add(plain("s_u16_u8", "u16:a", "u8:b"));
    all.add(plain("s_i128", "i128:a"));
    all.add(plain("s_u8_i128", "u8:a", "i128:b"));
    all.add(plain("s_big", "u64[9]:a"));
    all.add(
        struct("s_packed", "struct;__attribute__((packed));, packed", "u8:a", "u32:b", "u16:c"));
    all.add(struct("s_packed_f", "struct;__attribute__((packed));, packed", "u8:a", "f64:b"));
    all.add(struct("s_align16", "struct;__attribute__((aligned(16)));, align(16)", "u64:a"));
    all.add(
        struct("s_align16_2", "struct;__attribute__((aligned(16)));, align(16)", "u64:a", "u64:b"));
    all.add(struct("s_align32", "struct;__attribute__((aligned(32)));, align(32)", "f32[8]:a"));
    all.add(struct("u_u32_f32", "union;;", "u32:a", "f32:b"));
    all.add(struct("u_f32_f64", "union;;", "f32:a", "f64:b"));
    all.add(struct("u_u64_f64", "union;;", "u64:a", "f64:b"));
    all.add(struct("u_f32_a4", "union;;", "f32:a", "f32[4]:b"));
    all.add(struct("u_u8_a3", "union;;", "u16:a", "u8[3]:b"));
    all.add(
        of(
            "w_transparent",
            new Text(
                "",
                "#[repr(transparent)] #[derive(Clone, Copy)] pub struct w_transparent(pub f32);\n"),
            "f32",
            "w_transparent",
            new Text("(f32)n", "w_transparent(n as f32)"),
            new Text("(unsigned long long)v", "v.0 as u64")));
    all.add(
        of(
            "w_nested",
            new Text(
                "typedef struct w_nested { struct { u8 x; } a; struct { f32 y; f32 z; } b; }"
                    + " w_nested;\n",
                "#[repr(C)] #[derive(Clone, Copy)] pub struct w_nested_a { pub x: u8 }\n"
                    + "#[repr(C)] #[derive(Clone, Copy)] pub struct w_nested_b { pub y: f32, pub z:"
                    + " f32 }\n"
                    + "#[repr(C)] #[derive(Clone, Copy)] pub struct w_nested { pub a: w_nested_a,"
                    + " pub b: w_nested_b }\n"),
            "w_nested",
            "w_nested",
            new Text(
                "(w_nested){{n}, {n + 1, n + 2}}",
                "w_nested { a: w_nested_a { x: n as u8 }, b: w_nested_b { y: (n + 1) as f32, z: (n"
                    + " + 2) as f32 } }"),
            new Text(
                "v.a.x + 31ULL * (unsigned long long)v.b.y + 7ULL * (unsigned long long)v.b.z",
                "v.a.x as u64 + 31 * (v.b.y as u64) + 7 * (v.b.z as u64)")));
    return all;
  }
}
