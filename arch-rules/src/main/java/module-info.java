/** Rules of layout and of machines, and the checker. Knows neither DWARF nor ELF files. */
module org.abiseam.rules {
  requires transitive org.abiseam.model;
  requires static org.jspecify;

  exports org.abiseam.rules;
  exports org.abiseam.rules.machine;
  exports org.abiseam.rules.plan;
  exports org.abiseam.rules.psabi;
}
