package org.abiseam.cli.kbuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.abiseam.engine.request.KernelConfiguration;
import org.abiseam.model.InputFile;

/**
 * Holds what a build left behind.
 *
 * @param images vmlinux, or vmlinux.o where it is not linked yet
 * @param modules those of {@code modules.order} that are built
 * @param rustObjects objects that rustc made for the image
 * @param bindings generated bindings, and the sources that define what they leave out
 * @param flags switches of the units of Rust, by the root of their crate
 * @param exports {@code Module.symvers}
 * @param configuration {@code .config}
 * @param missing what was not found and what cannot be verified without it
 */
public record BuildTree(
    List<Path> images,
    List<Path> modules,
    List<Path> rustObjects,
    List<Path> bindings,
    Map<String, List<String>> flags,
    Optional<Path> exports,
    Optional<KernelConfiguration> configuration,
    List<String> missing) {

  private static final List<String> IMAGES = List.of("vmlinux", "vmlinux.o");
  private static final List<String> LEFT_BY_BUILD =
      List.of(".config", "modules.order", "Module.symvers");

  /** Copies the collections. */
  public BuildTree {
    images = List.copyOf(images);
    modules = List.copyOf(modules);
    rustObjects = List.copyOf(rustObjects);
    bindings = List.copyOf(bindings);
    flags = Map.copyOf(flags);
    missing = List.copyOf(missing);
  }

  /**
   * Holds where to look.
   *
   * @param build the directory that the kernel was built in
   * @param source the kernel's sources, where the build does not lead to them
   * @param external a directory of modules that are built outside the kernel's tree ({@code M=})
   * @param changedSince a file; modules that are not newer are left out
   */
  public record Place(
      Path build, Optional<Path> source, Optional<Path> external, Optional<Path> changedSince) {
    /** A build beside its sources has a link to them; one among them is its own. */
    Path sources() {
      Path link = build.resolve("source");
      return source.orElse(Files.isDirectory(link) ? link : build);
    }
  }

  /**
   * Returns the build tree that a path names, or that an image lies in.
   *
   * @param path a directory, or a file
   * @return empty where it is no build tree's
   */
  public static Optional<Path> around(Path path) {
    Path place =
        Files.isDirectory(path) ? path : Objects.requireNonNullElse(path.getParent(), Path.of("."));
    return Optional.of(place).filter(it -> has(it, IMAGES)).filter(it -> has(it, LEFT_BY_BUILD));
  }

  private static boolean has(Path place, List<String> names) {
    return names.stream().anyMatch(name -> Files.isRegularFile(place.resolve(name)));
  }

  /**
   * Looks through a tree.
   *
   * @param place where
   */
  public static BuildTree find(Place place) {
    return new Finder(place).find();
  }

  /** Gathers. */
  private static final class Finder {
    private static final List<String> GENERATED =
        List.of(
            "rust/bindings/bindings_generated.rs", "rust/bindings/bindings_helpers_generated.rs");

    private final Place place;
    private final List<String> missing = new ArrayList<>();
    private final List<Path> rustObjects = new ArrayList<>();
    private final List<Path> found = new ArrayList<>();
    private final Map<String, List<String>> flags = new LinkedHashMap<>();

    Finder(Place place) {
      this.place = place;
    }

    BuildTree find() {
      List<Path> images = image();
      List<Path> bindings = bindings();
      walk(place.build());
      place.external().ifPresent(this::walk);
      List<Path> modules = modules();
      Optional<KernelConfiguration> configuration = configuration();
      if (rustObjects.isEmpty() && flags.keySet().stream().noneMatch(it -> it.endsWith(".rs"))) {
        missing.add("recorded commands of rustc: no Rust object was found, and no switch of rustc");
      }
      return new BuildTree(
          images,
          changed(modules, images, bindings),
          rustObjects,
          bindings,
          flags,
          exports(),
          configuration,
          missing);
    }

    private List<Path> image() {
      for (String name : IMAGES) {
        Path image = place.build().resolve(name);
        if (Files.isRegularFile(image)) {
          return List.of(image);
        }
      }
      missing.add("vmlinux: nothing of the kernel itself can be verified");
      return List.of();
    }

    private Optional<KernelConfiguration> configuration() {
      Path file = place.build().resolve(".config");
      if (!Files.isRegularFile(file)) {
        missing.add(".config: switches and compilers are not held against what was configured");
        return Optional.empty();
      }
      KernelConfiguration configuration = KernelConfiguration.read(file);
      missing.addAll(configuration.costs());
      return Optional.of(configuration);
    }

    private Optional<Path> exports() {
      Optional<Path> table =
          Optional.of(place.build().resolve("Module.symvers")).filter(Files::isRegularFile);
      if (table.isEmpty()) {
        missing.add("Module.symvers: exports are taken from the symbols of images and modules");
      }
      return table;
    }

    private List<Path> bindings() {
      List<Path> found = new ArrayList<>();
      for (String name : GENERATED) {
        Path file = place.build().resolve(name);
        if (Files.isRegularFile(file)) {
          found.add(file);
        } else {
          missing.add(name + ": what Rust calls and types that no Rust code uses are not verified");
        }
      }
      Path crate = place.sources().resolve("rust/bindings/lib.rs");
      if (Files.isRegularFile(crate)) {
        found.add(crate);
      } else {
        missing.add(
            "rust/bindings/lib.rs (--source DIR): types that it defines, such as"
                + " __kernel_size_t, are not known");
      }
      return found;
    }

    private List<Path> modules() {
      Path root = place.external().orElse(place.build());
      Path order = root.resolve("modules.order");
      List<Path> modules = new ArrayList<>();
      List<String> lines;
      try {
        lines = Files.readAllLines(InputFile.of(order));
      } catch (IOException _) {
        missing.add("modules.order: all modules that are found are taken");
        return found.stream().filter(path -> path.startsWith(root)).sorted().toList();
      }
      for (String line : lines) {
        String name = line.replaceFirst("\\.o$", ".ko");
        Path module = InputFile.named(place.external().isPresent() ? Path.of("") : root, name);
        Path flat = root.resolve(Objects.requireNonNullElse(module.getFileName(), module));
        if (Files.exists(module) || Files.isRegularFile(flat)) {
          modules.add(Files.exists(module) ? module : flat);
        } else if (!name.isBlank()) {
          missing.add(name + ": this module is not verified");
          // It is an input too: one that cannot be read.
          modules.add(module);
        }
      }
      return modules;
    }

    /** Returns all modules where what they are held against has changed. */
    private List<Path> changed(List<Path> modules, List<Path> images, List<Path> bindings) {
      if (place.changedSince().isEmpty()) {
        return modules;
      }
      FileTime since = time(place.changedSince().get());
      boolean all =
          images.stream().anyMatch(path -> time(path).compareTo(since) > 0)
              || bindings.stream().anyMatch(path -> time(path).compareTo(since) > 0);
      return all
          ? modules
          : modules.stream()
              .filter(path -> !Files.isRegularFile(path) || time(path).compareTo(since) > 0)
              .toList();
    }

    private static FileTime time(Path path) {
      try {
        return Files.getLastModifiedTime(path);
      } catch (IOException fault) {
        throw new UncheckedIOException(
            path
                + " cannot be looked at: "
                + InputFile.reason(fault)
                + "; --changed-since names a file of the last run",
            fault);
      }
    }

    /** Modules, and objects that rustc made, by the commands beside them. */
    private void walk(Path root) {
      try {
        Files.walkFileTree(
            root,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(
                  Path directory, BasicFileAttributes attributes) {
                boolean hidden = directory.getFileName().toString().startsWith(".");
                return hidden && !directory.equals(root)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") && name.endsWith(".o.cmd")) {
                  command(file.resolveSibling(name.substring(1, name.length() - 4)));
                } else if (name.endsWith(".ko")) {
                  found.add(file);
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException fault) {
                return FileVisitResult.CONTINUE;
              }
            });
      } catch (IOException fault) {
        missing.add(root + ": it cannot be looked through: " + fault.getMessage());
      }
    }

    private void command(Path object) {
      Optional<RecordedCommand> command = RecordedCommand.of(object);
      if (command.filter(RecordedCommand::ofClang).isPresent()) {
        command.get().source().ifPresent(source -> flags.put(source, command.get().switches()));
        return;
      }
      if (command.filter(RecordedCommand::ofRust).isEmpty() || !Files.isRegularFile(object)) {
        return;
      }
      // The imports of a module's parts are the module's.
      if (!command.get().ofModule()) {
        rustObjects.add(object);
      }
      List<String> switches = RustTarget.expanded(command.get().switches(), place.build());
      command.get().source().ifPresent(source -> flags.put(source, switches));
    }
  }
}
