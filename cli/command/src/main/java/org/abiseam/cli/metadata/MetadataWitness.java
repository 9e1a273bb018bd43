package org.abiseam.cli.metadata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.abiseam.bindings.WitnessCrate;
import org.abiseam.bindings.WitnessCrate.Kind;
import org.abiseam.bindings.WitnessCrate.Named;
import org.abiseam.cli.process.Program;
import org.abiseam.cli.process.ProgramFailure;
import org.abiseam.dwarf.index.RustTypeScanner;

/**
 * Lets the rustc that compiled a crate describe what the crate declares of C, from its metadata
 * ({@code .rlib}, {@code .rmeta}) alone.
 *
 * <p>rustc lists the items of the crate; it compiles the address of each function and static, which
 * shows the symbol (a {@code link_name} stands nowhere else); then the witness. What cannot be
 * named from outside is refused by rustc and left out.
 */
public final class MetadataWitness {
  private static final int MOST_ATTEMPTS = 256;
  private static final int SHOWN_LINES = 12;
  private static final Pattern NO_CODE =
      Pattern.compile("(?m)^error: missing optimized MIR for `([^`<]+)");
  private static final Pattern ADDRESS =
      Pattern.compile("@abiseam_(\\d+) = .*@(?:\"(?:\\\\01)?([^\"]+)\"|([\\w.$]+))[^@]*");

  private final String rustc;
  private final Path file;
  private final Path directory;
  private String crate = "";
  private final List<String> options = new ArrayList<>();

  private MetadataWitness(String rustc, Path file, Path directory) {
    this.rustc = rustc.indexOf('/') < 0 ? rustc : Path.of(rustc).toAbsolutePath().toString();
    this.file = file.toAbsolutePath();
    this.directory = directory;
  }

  /**
   * Holds what rustc compiled.
   *
   * @param object an object file with debug info
   * @param symbols how many functions and statics it describes
   * @param types how many types
   */
  public record Made(Path object, long symbols, long types) {}

  /**
   * Compiles the witness of one crate.
   *
   * @param rustc the compiler of the crate: a path, or a name to be found in {@code PATH}
   * @param file the crate
   * @param directory an empty folder for what is compiled
   * @return the object; empty where the crate has nothing that C could have
   * @throws ProgramFailure with rustc's own words
   * @throws IOException if a file cannot be written
   */
  public static Optional<Made> make(String rustc, Path file, Path directory)
      throws ProgramFailure, IOException {
    return new MetadataWitness(rustc, file, directory).make();
  }

  private Optional<Made> make() throws ProgramFailure, IOException {
    describe();
    List<CrateItems.Listed> listed = CrateItems.read(crate, listing("items"));
    List<CrateItems.Listed> symbols =
        listed.stream().filter(item -> item.kind() != Kind.TYPE).toList();
    List<Named> items = new ArrayList<>(foreign(symbols));
    if (items.isEmpty()) {
      return Optional.empty();
    }
    listed.stream()
        .filter(item -> item.kind() == Kind.TYPE)
        .forEach(item -> items.add(new Named(Kind.TYPE, item.path(), "")));
    Path object = directory.resolve("witness.o");
    List<Named> left =
        compiled("witness.rs", items, WitnessCrate::source, List.of("--emit=obj=" + object));
    long types = left.stream().filter(item -> item.kind() == Kind.TYPE).count();
    return Optional.of(new Made(object, left.size() - types, types));
  }

  /** Asks rustc for the crate's name and target. */
  private void describe() throws ProgramFailure {
    Map<String, String> facts = new HashMap<>();
    for (String line : listing("root").lines().toList()) {
      String[] words = line.strip().split(" ", 3);
      if (words.length > 1) {
        facts.putIfAbsent(words[0], words[1]);
      }
    }
    // Cargo's -Cextra-filename follows the name after a dash, which no name has.
    crate =
        Optional.ofNullable(facts.get("name"))
            .map(name -> name.replaceFirst("-.*", ""))
            .orElseThrow(() -> unread(""));
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    options.addAll(List.of("--edition=2021", "-Ldependency=" + folder));
    options.addAll(List.of("--extern", crate + "=" + file));
    // A kernel builds the crates of the toolchain itself, for a target of its own.
    Path target = folder.resolveSibling("scripts").resolve("target.json");
    if (Files.isRegularFile(target)) {
      options.add("--target=" + target);
    } else if (facts.containsKey("triple")) {
      options.add("--target=" + facts.get("triple"));
    }
    if (Files.isRegularFile(folder.resolve("libcore.rmeta"))) {
      options.addAll(List.of("--sysroot=/dev/null", "-L" + folder));
    }
  }

  private String listing(String part) throws ProgramFailure {
    Program.Ended ended = run(List.of("-Zls=" + part, file.toString()));
    boolean listed = ended.output().startsWith("=") || ended.output().startsWith("Crate info");
    if (!ended.succeeded() || !listed) {
      throw unread((ended.output() + ended.errors()).strip());
    }
    return ended.output();
  }

  private ProgramFailure unread(String words) {
    return new ProgramFailure(
        "%s cannot read %s; name the rustc that compiled it:%n%s".formatted(rustc, file, words));
  }

  /** Returns the functions and statics that have a symbol of C, with that symbol. */
  private List<Named> foreign(List<CrateItems.Listed> listed) throws ProgramFailure, IOException {
    List<Named> items =
        listed.stream().map(item -> new Named(item.kind(), item.path(), "")).toList();
    Path ir = directory.resolve("addresses.ll");
    List<Named> left =
        compiled(
            "addresses.rs",
            items,
            MetadataWitness::addresses,
            List.of("--emit=llvm-ir=" + ir, "-Ccodegen-units=1"));
    List<Named> foreign = new ArrayList<>();
    if (left.isEmpty()) {
      return foreign;
    }
    for (String line : Files.readString(ir, StandardCharsets.UTF_8).lines().toList()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.matches()) {
        Named item = left.get(Integer.parseInt(matcher.group(1)));
        String symbol = Optional.ofNullable(matcher.group(2)).orElseGet(() -> matcher.group(3));
        if (!RustTypeScanner.mangled(symbol)) {
          foreign.add(new Named(item.kind(), item.path(), symbol));
        }
      }
    }
    return foreign;
  }

  /** Writes a crate with the address of each item in a static of its own. */
  private static String addresses(String crate, List<Named> items) {
    StringBuilder text = new StringBuilder("#![no_std]\n#![allow(warnings)]\n");
    text.append("#![crate_type = \"lib\"]\nextern crate ").append(crate).append(";\n");
    text.append("#[repr(transparent)] pub struct Address(*const ());\n");
    text.append("unsafe impl Sync for Address {}\n");
    for (int i = 0; i < items.size(); i++) {
      String path = items.get(i).path();
      String address =
          items.get(i).kind() == Kind.FUNCTION
              ? path + " as *const ()"
              : "unsafe { core::ptr::addr_of!(" + path + ") as *const () }";
      text.append(
          "#[no_mangle] pub static abiseam_%d: Address = Address(%s);%n".formatted(i, address));
    }
    return text.toString();
  }

  /** Writes the source of a crate that names items of another one, each in a line of its own. */
  private interface Writer {
    String source(String crate, List<Named> items);
  }

  /** Compiles a crate without the items that rustc refuses; returns the others. */
  private List<Named> compiled(String name, List<Named> items, Writer writer, List<String> emit)
      throws ProgramFailure, IOException {
    Path source = directory.resolve(name);
    List<Named> left = items;
    String words = "";
    for (int attempt = 0; attempt < MOST_ATTEMPTS && !left.isEmpty(); attempt++) {
      String text = writer.source(crate, left);
      Files.writeString(source, text);
      List<String> command = new ArrayList<>(options);
      command.addAll(emit);
      command.addAll(List.of("-Cdebuginfo=2", "-Copt-level=0", name));
      Program.Ended ended = run(command);
      if (ended.succeeded()) {
        return left;
      }
      words = ended.errors();
      Set<String> refused = RefusedLines.of(name, text, words);
      Set<String> ofRust = ofRust(words);
      List<Named> next =
          left.stream()
              .filter(item -> refused.stream().noneMatch(line -> names(line, item.path())))
              .filter(item -> !ofRust.contains(last(item.path())))
              .toList();
      if (next.size() == left.size()) {
        throw unread(shown(words));
      }
      left = next;
    }
    if (!left.isEmpty()) {
      throw unread(shown(words));
    }
    return left;
  }

  /** Tells whether a line names this path and no longer one. */
  private static boolean names(String line, String path) {
    int at = line.indexOf(path);
    int end = at + path.length();
    return at >= 0
        && (end == line.length()
            || (line.charAt(end) != ':' && !Character.isJavaIdentifierPart(line.charAt(end))));
  }

  /** Returns functions of Rust, to whose code metadata without objects does not lead. */
  private static Set<String> ofRust(String errors) {
    Set<String> names = new HashSet<>();
    Matcher matcher = NO_CODE.matcher(errors);
    while (matcher.find()) {
      names.add(last(matcher.group(1)));
    }
    return names;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf(':') + 1);
  }

  private static String shown(String errors) {
    return errors.lines().limit(SHOWN_LINES).collect(Collectors.joining("\n"));
  }

  private Program.Ended run(List<String> arguments) throws ProgramFailure {
    List<String> words = new ArrayList<>(List.of(rustc));
    words.addAll(arguments);
    // Listing metadata is an unstable switch.
    return new Program(words, directory, Map.of("RUSTC_BOOTSTRAP", "1"), Program.COMPILATION)
        .run("name the rustc that compiled %s".formatted(file));
  }
}
