package org.abiseam.engine.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.abiseam.engine.request.Caching;

/**
 * Decides whether a folder may be believed: whoever writes it decides what a run says of an object.
 */
final class CacheOwner {
  private static final Path SELF = Path.of("/proc/self");
  private static final int ROOT = 0;

  private CacheOwner() {}

  /** Returns why a folder is not used. */
  static Optional<String> refuses(Caching settings) throws IOException {
    Path folder = settings.folder();
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      return Optional.of("others may write to it; take that permission away (chmod go-w)");
    }
    if (settings.chosen() || !Files.exists(SELF)) {
      return Optional.empty();
    }
    int owner = (int) Files.getAttribute(folder, "unix:uid");
    return owner == ROOT || owner == (int) Files.getAttribute(SELF, "unix:uid")
        ? Optional.empty()
        : Optional.of("it belongs to another user; name a folder of your own by --cache DIR");
  }
}
