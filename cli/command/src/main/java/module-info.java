/** The command line: commands, reports, the gate and kernel builds, all callers of the engine. */
module org.abiseam.cli {
  requires org.abiseam.engine;
  requires org.abiseam.model;
  requires org.abiseam.elf;
  requires org.abiseam.dwarf;
  requires org.abiseam.rules;
  requires com.fasterxml.jackson.annotation;
  requires com.samskivert.jmustache;
  requires info.picocli;
  requires org.snakeyaml.engine;
  requires java.xml;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires static org.jspecify;

  opens org.abiseam.cli.gate to
      tools.jackson.databind;
}
