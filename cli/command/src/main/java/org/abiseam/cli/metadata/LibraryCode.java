package org.abiseam.cli.metadata;

import java.nio.file.Path;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Malformed;

/** Looks into the objects of a library beside its metadata. */
public final class LibraryCode {

  private LibraryCode() {}

  /**
   * {@return whether the objects say more of an interface to C than rustc does: true where one has
   * debug info or defines a symbol that C can use, or cannot be read}
   *
   * @param library an archive of objects
   */
  public static boolean matters(Path library) {
    try (Container container = Containers.open(library)) {
      for (Container.Member member : container.members()) {
        try (Container.OpenObject object = member.open()) {
          if (object.file().section(".debug_info").isPresent()
              || object.file().symbols().stream().anyMatch(LibraryCode::exported)) {
            return true;
          }
        }
      }
      return !container.diagnostics().isEmpty();
    } catch (Malformed _) {
      return true;
    }
  }

  private static boolean exported(Symbol symbol) {
    return symbol.isDefined()
        && !symbol.isLocal()
        && !symbol.name().isEmpty()
        && !RustTypeScanner.mangled(symbol.name());
  }
}
