package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;

/**
 * Says what one kind of evidence knows in one run.
 *
 * <p>Most of what an input holds concerns one side alone and is never turned into types. So a run
 * asks every source twice. First: which names do you know on the side that decides what is compared
 * (Rust; or Clang's C, where it meets GCC's)? All answers together are {@link Wanted}. Then: which
 * of these do you know on the other side ({@link #find}), and, once it is known which names both
 * sides share, what do you say about them ({@link Found#models})? A source may also add to what
 * others say, as bindings add the positions of bit-fields to debug info.
 *
 * <p>A source says only what it knows. What it cannot read it writes to the log of the run and
 * leaves out.
 */
public sealed interface EvidenceSource
    permits BindingsEvidence,
        BtfEvidence,
        DebugInfoEvidence,
        ExportTable,
        KernelSettings,
        LlvmIrEvidence,
        SnapshotEvidence,
        SymbolTables {

  /** Returns the names that the source knows on the deciding side. */
  default KnownNames names() {
    return KnownNames.NONE;
  }

  /**
   * Looks up wanted names on the other side.
   *
   * @param wanted the names that some source knows on the deciding side
   */
  default Found find(Wanted wanted) {
    return Found.NOTHING;
  }

  /**
   * Learns of some objects what will be asked of all, so that it is in the cache.
   *
   * @param wanted the names that some source knows on the deciding side
   * @param some tells which objects
   */
  default void learn(Wanted wanted, Predicate<ObjectSource> some) {}

  /**
   * Adds to what another source says of an object.
   *
   * @return the same, or with more
   */
  default ObjectModel complete(ObjectModel model) {
    return model;
  }

  /**
   * Adds to what all sources say what concerns the whole build.
   *
   * @return the same, or with more
   */
  default List<ObjectModel> complete(List<ObjectModel> models) {
    return models;
  }

  /**
   * Adds to what is known of symbol tables.
   *
   * @return the same, or with more
   */
  default Linkage complete(Linkage linkage) {
    return linkage;
  }

  /**
   * Adds to the seam what concerns the whole build.
   *
   * @param seam what both sides share
   * @return the same, or with more
   */
  default Seam complete(Seam seam) {
    return seam;
  }

  /**
   * Says what a reader should know of this source.
   *
   * @param seam what both sides share
   * @return sentences without a full stop
   */
  default List<String> remarks(List<ObjectModel> models, Seam seam) {
    return List.of();
  }

  /** Tells whether it read, or looked for, files that the request does not name. */
  default boolean needsOthers() {
    return false;
  }

  /** Lists global symbols that objects define or import. */
  default Set<String> symbols(Predicate<String> counts) {
    return Set.of();
  }

  /** Begins to follow symbols to the types that they reach. */
  default Reach reach(Set<String> symbols) {
    return Reach.NOTHING;
  }
}
