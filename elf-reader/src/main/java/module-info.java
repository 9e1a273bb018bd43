/** Containers and bytes: ELF, relocations, compression, archives. */
module org.abiseam.elf {
  requires transitive org.abiseam.model;
  requires net.fornwall.jelf;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires aircompressor.v3;
  requires static org.jspecify;

  exports org.abiseam.elf;
  exports org.abiseam.elf.code;
}
