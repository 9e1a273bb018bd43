/** Commands, reports and the pipeline. */
module org.abiseam.cli {
  requires org.abiseam.model;
  requires org.abiseam.elf;
  requires org.abiseam.dwarf;
  requires org.abiseam.rules;
  requires com.fasterxml.jackson.annotation;
  requires com.samskivert.jmustache;
  requires info.picocli;
  requires java.xml;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires static org.jspecify;

  opens org.abiseam.cli.gate to
      tools.jackson.databind;
}
