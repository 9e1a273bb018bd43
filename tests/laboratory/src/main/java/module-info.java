/** Makes and records calls with real compilers. */
module org.abiseam.laboratory {
  requires static org.jspecify;

  exports org.abiseam.laboratory;
}
