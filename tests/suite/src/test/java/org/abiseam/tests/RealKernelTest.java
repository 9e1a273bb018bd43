package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.abiseam.model.Verification.Coverage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A distribution's kernel, C by GCC and Rust by rustc: {@code -Dabiseam.kernel=PATH/TO/vmlinux}.
 */
final class RealKernelTest {
  @Test
  void aKernelThatWorksHasNoFindings() {
    String path = System.getProperty("abiseam.kernel");
    if (path == null) {
      System.out.println("skipped: the real kernel, because -Dabiseam.kernel=VMLINUX is not given");
    }
    Assumptions.assumeTrue(path != null, "no kernel given");
    Report run = Cases.run(List.of(Path.of(path)), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(run.verification().findings())
        .filteredOn(finding -> finding.severity() != Severity.HARMLESS)
        .isEmpty();
    Coverage coverage = run.verification().coverage();
    System.out.println(coverage);
    assertThat(coverage.agree()).isGreaterThanOrEqualTo(850);
    assertThat(coverage.disagree()).isZero();
  }
}
