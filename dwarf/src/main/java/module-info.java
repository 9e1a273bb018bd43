/** Debug info in, model out. */
module org.abiseam.dwarf {
  requires transitive org.abiseam.model;
  requires transitive org.abiseam.elf;
  requires static org.jspecify;

  exports org.abiseam.bindings;
  exports org.abiseam.btf;
  exports org.abiseam.dwarf;
  exports org.abiseam.dwarf.entry;
  exports org.abiseam.dwarf.index;
  exports org.abiseam.dwarf.lower;
  exports org.abiseam.ir;
}
