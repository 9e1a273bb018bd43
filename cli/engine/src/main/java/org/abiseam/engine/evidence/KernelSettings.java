package org.abiseam.engine.evidence;

import java.util.Optional;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.request.KernelConfiguration;
import org.abiseam.engine.result.Input;
import org.abiseam.model.Seam;

/** Takes the switches of a whole build from the {@code .config} of a kernel. */
final class KernelSettings implements EvidenceSource {
  private final Optional<KernelConfiguration> configuration;

  /** Takes a configuration that was read. */
  KernelSettings(Optional<KernelConfiguration> configuration, RunLog log) {
    this.configuration = configuration;
    configuration.ifPresent(
        it -> log.noteFile(it.path().toString(), Input.Kind.CONFIGURATION, it.diagnostics()));
  }

  @Override
  public Seam complete(Seam seam) {
    return seam.configured(configuration.map(KernelConfiguration::told));
  }
}
