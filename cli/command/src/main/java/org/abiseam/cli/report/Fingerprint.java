package org.abiseam.cli.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;

/**
 * Names a finding by its rule, its subject and the first path that differs: the same on every
 * machine and in every run.
 */
public final class Fingerprint {
  private static final int BYTES = 8;

  private Fingerprint() {}

  /** Returns 16 hexadecimal digits. */
  public static String of(Finding finding) {
    String path = finding.differences().isEmpty() ? "" : finding.differences().get(0).path();
    return of(finding.rule().id(), finding.subject().kind().word(), finding.subject().name(), path);
  }

  /** Returns 16 hexadecimal digits of what could not be read. */
  static String of(Diagnostic diagnostic) {
    return of(diagnostic.object(), diagnostic.message());
  }

  private static String of(String... parts) {
    String text = String.join("\n", parts);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
