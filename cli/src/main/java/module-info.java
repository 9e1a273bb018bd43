/** Commands, reports and the pipeline. */
module org.abiseam.cli {
  requires org.abiseam.model;
  requires org.abiseam.elf;
  requires org.abiseam.dwarf;
  requires org.abiseam.rules;
  requires info.picocli;
  requires tools.jackson.databind;
  requires static org.jspecify;
}
