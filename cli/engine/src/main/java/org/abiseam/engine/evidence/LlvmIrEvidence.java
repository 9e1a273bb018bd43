package org.abiseam.engine.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.result.Input;
import org.abiseam.ir.LlvmIr;

/** Reads LLVM IR that rustc wrote, which says where the values of each call travel. */
final class LlvmIrEvidence implements EvidenceSource {
  private final List<LlvmIr> files;

  private LlvmIrEvidence(List<LlvmIr> files) {
    this.files = files;
  }

  /** Reads the files that are LLVM IR. */
  static LlvmIrEvidence read(List<Path> paths, RunLog log) {
    List<LlvmIr> files = new ArrayList<>();
    for (Path path : paths) {
      if (isIr(path)) {
        LlvmIr file = LlvmIr.read(path);
        log.noteFile(path.toString(), Input.Kind.LLVM_IR, file.diagnostics());
        files.add(file);
      }
    }
    return new LlvmIrEvidence(files);
  }

  /** Tells LLVM IR from Rust source by the end of its name. */
  static boolean isIr(Path file) {
    return file.toString().endsWith(".ll");
  }

  @Override
  public KnownNames names() {
    Set<String> symbols = new TreeSet<>();
    files.forEach(file -> symbols.addAll(file.symbols()));
    return KnownNames.ofRust(Set.of(), symbols, Set.of());
  }

  @Override
  public Found find(Wanted wanted) {
    return shared ->
        shared
            .target()
            .map(
                target ->
                    files.stream()
                        .map(file -> file.model(target.machine(), target.rustcOrUnknown()))
                        .toList())
            .orElse(List.of());
  }
}
