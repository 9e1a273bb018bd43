/** The engine: verifies builds for whoever calls it, the commands among them. */
module org.abiseam.engine {
  requires transitive org.abiseam.model;
  requires transitive org.abiseam.rules;
  requires org.abiseam.elf;
  requires org.abiseam.dwarf;
  requires static org.jspecify;

  exports org.abiseam.engine;
  exports org.abiseam.engine.prototype;
  exports org.abiseam.engine.request;
  exports org.abiseam.engine.result;
  exports org.abiseam.engine.scope;
}
