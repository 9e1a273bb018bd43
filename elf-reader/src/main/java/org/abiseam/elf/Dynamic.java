package org.abiseam.elf;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.abiseam.model.Malformed;

/**
 * States what an image gives to the dynamic linker.
 *
 * @param soname its name for those that are linked with it ({@code DT_SONAME})
 * @param needed names of the libraries that it needs ({@code DT_NEEDED}), in order
 * @param versions version nodes that it defines ({@code .gnu.version_d}), without the base
 * @param versioned whether each symbol has an entry in {@code .gnu.version}
 * @param program whether it names a dynamic linker and so can be started ({@code .interp})
 * @param symbols defined symbols of {@code .dynsym} that are not local
 * @param faults what of it is damaged; the rest is here
 */
public record Dynamic(
    Optional<String> soname,
    List<String> needed,
    SortedSet<String> versions,
    boolean versioned,
    boolean program,
    List<Export> symbols,
    List<Malformed> faults) {

  /** Copies the lists. */
  public Dynamic {
    needed = List.copyOf(needed);
    symbols = List.copyOf(symbols);
    faults = List.copyOf(faults);
  }

  /**
   * States a symbol with its version.
   *
   * @param symbol the entry of {@code .dynsym}
   * @param version the node that it belongs to; empty for none or the base
   * @param hidden whether only those find it who ask for this version: {@code name@VERSION} and not
   *     {@code name@@VERSION}
   */
  public record Export(Symbol symbol, Optional<String> version, boolean hidden) {}
}
