/** What the other modules speak of: types, views, seams, findings. Depends on the JDK alone. */
module org.abiseam.model {
  requires static org.jspecify;

  exports org.abiseam.concurrent;
  exports org.abiseam.model;
}
