/** What the other modules speak of: types, views, seams, findings. Depends on the JDK alone. */
module org.abiseam.model {
  requires static org.jspecify;

  exports org.abiseam.concurrent;
  exports org.abiseam.model;
  exports org.abiseam.model.declarator;
  exports org.abiseam.model.mangling;
  exports org.abiseam.model.pairing;
}
