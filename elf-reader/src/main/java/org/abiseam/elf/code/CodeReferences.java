package org.abiseam.elf.code;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.SectionHeader;
import org.abiseam.elf.Symbol;
import org.abiseam.elf.SymbolReference;
import org.abiseam.model.Machine;

/**
 * Finds which other functions and variables the code of some functions refers to, and whether it
 * uses floating-point registers.
 *
 * <p>In a file that is still to be linked, relocations tell. In a linked file the linker has put
 * addresses into the instructions: {@link InstructionSet} reads branches and addresses out of them,
 * and each counts only where a symbol begins at exactly that address. A branch to a stub (a
 * procedure linkage table, a veneer) is followed to the slot that the stub reads, and a slot to the
 * symbol that the loader puts there.
 *
 * <p>Missed are functions that are called through a pointer that other code has stored, addresses
 * that are put together over several instructions with others in between, and code without a symbol
 * of its own. Several symbols at one address cannot be told apart: the global one with the fewest
 * leading underscores counts.
 *
 * <p>A unit compiled for soft float passes floating point in integer registers. On most machines
 * the ELF header or a section of attributes says so; elsewhere ({@link Machine#unstated}) nothing
 * does. LLVM then has no floating-point registers at all (X86ISelLowering.cpp,
 * AArch64ISelLowering.cpp, SystemZISelLowering.cpp and PPCISelLowering.cpp add their register
 * classes only where {@code useSoftFloat()} is false), so code that uses one was not compiled for
 * soft float.
 */
public final class CodeReferences {
  private static final long SHF_ALLOC = 2;
  private static final long SHF_EXECINSTR = 4;
  private static final int STT_NOTYPE = 0;
  private static final int STT_OBJECT = 1;
  private static final int STT_FUNC = 2;
  private static final int STT_GNU_IFUNC = 10;

  /** A stub is not longer than this, in bytes. */
  private static final int STUB = 24;

  /** Names that linkers give to stubs (GNU ld: bfd/elf32-arm.c, elf64-ppc.c; LLD: Thunks.cpp). */
  private static final Pattern STUB_NAME =
      Pattern.compile(
          "(?:__\\w*?Thunk_|__plt_|__long_branch_|[0-9a-f]{8}\\.\\w+\\.)([^@+]+).*"
              + "|__(.+)_(?:veneer|from_arm|from_thumb|change_to_arm)");

  private static final Comparator<Symbol> BEST_NAME =
      Comparator.comparing((Symbol symbol) -> symbol.isLocal())
          .thenComparingInt(symbol -> underscores(symbol.name()))
          .thenComparing(Symbol::name);

  private final ObjectFile object;
  private final List<Symbol> functions;
  private final int descriptors;
  private final Map<Place, Symbol> own = new HashMap<>();
  private final SortedMap<String, SortedSet<String>> found = new TreeMap<>();
  private boolean floatingPoint;

  /**
   * Holds what code refers to.
   *
   * @param names that are not among the functions, each with the symbols that refer to it; empty
   *     where {@link #reads} is false for a linked file
   * @param floatingPoint whether the code uses a floating-point register; looked for where the
   *     machine leaves that open ({@link Machine#unstated})
   */
  public record Found(SortedMap<String, SortedSet<String>> names, boolean floatingPoint) {}

  /** An address; in a file that is still to be linked, an offset in a section. */
  private record Place(int section, long value) {}

  private CodeReferences(ObjectFile object, List<Symbol> functions) {
    this.object = object;
    this.functions = functions;
    this.descriptors = descriptors(object);
    functions.forEach(function -> own.put(place(function), function));
  }

  private static int descriptors(ObjectFile object) {
    for (int i = 1; i < object.headers().size(); i++) {
      if (object.headers().get(i).name().equals(".opd")) {
        return i;
      }
    }
    return 0;
  }

  /**
   * Tells whether code of a machine can be read after linking.
   *
   * @param machine by the ELF header
   * @return false where only relocations tell
   */
  public static boolean reads(Machine machine) {
    return InstructionSets.of(machine, 0).isPresent();
  }

  /**
   * Finds what functions refer to.
   *
   * @param object the file
   * @param functions whose code is looked at, with data of the same side
   * @return names and registers
   */
  public static Found of(ObjectFile object, List<Symbol> functions) {
    CodeReferences references = new CodeReferences(object, functions);
    if (object.relocatable()) {
      references.relocations();
      references.floatingPoint();
    } else {
      long table =
          object.headers().stream()
              .filter(section -> section.name().equals(".got"))
              .findFirst()
              .map(SectionHeader::address)
              .orElse(0L);
      InstructionSets.of(object.machine(), table).ifPresent(references::code);
    }
    return new Found(references.found, references.floatingPoint);
  }

  private Place place(Symbol symbol) {
    return new Place(object.relocatable() ? symbol.section() : 0, address(symbol));
  }

  /**
   * Returns where code begins. The lowest bit of a function of Arm tells Thumb code; a symbol of
   * ELFv1 is that of a descriptor, whose first word is the address (64-bit PowerPC ELF ABI 1.9,
   * §3.2.1).
   */
  private long address(Symbol symbol) {
    if (descriptors != 0 && symbol.section() == descriptors && !object.relocatable()) {
      int word = object.machine().pointerBytes();
      return bytes(symbol.value(), word, false).map(it -> pointer(it, word)).orElse(symbol.value());
    }
    return thumb(symbol) ? symbol.value() - 1 : symbol.value();
  }

  private boolean thumb(Symbol symbol) {
    return object.machine().machine() == Machine.EM_ARM
        && symbol.type() == STT_FUNC
        && (symbol.value() & 1) != 0;
  }

  private void add(String name, Symbol by) {
    found.computeIfAbsent(name, _ -> new TreeSet<>()).add(by.name());
  }

  private void relocations() {
    Map<Integer, TreeMap<Long, Symbol>> bySection = new HashMap<>();
    for (Symbol function : functions) {
      bySection
          .computeIfAbsent(function.section(), _ -> new TreeMap<>())
          .put(address(function), function);
    }
    for (SymbolReference reference : object.references()) {
      Symbol target = reference.symbol();
      if (target.name().isEmpty() || target.isLocal()) {
        continue;
      }
      TreeMap<Long, Symbol> here = bySection.get(reference.section());
      Map.Entry<Long, Symbol> before = here == null ? null : here.floorEntry(reference.offset());
      if (before != null
          && reference.offset() - before.getKey() < before.getValue().size()
          && (!target.isDefined() || !own.containsKey(place(target)))) {
        add(target.name(), before.getValue());
      }
    }
  }

  /** What code refers to, before it is known what lies there. */
  private final class Addresses implements References {
    final Set<Long> branches = new HashSet<>();
    final Set<Long> memory = new HashSet<>();

    @Override
    public void branch(long target) {
      branches.add(target);
    }

    @Override
    public void memory(long address) {
      memory.add(address);
    }

    @Override
    public void floatingPoint() {
      floatingPoint = true;
    }
  }

  /** Looks for floating-point registers in code whose relocations tell the rest. */
  private void floatingPoint() {
    Optional<InstructionSet> instructions =
        object.machine().unstated().isEmpty()
            ? Optional.empty()
            : InstructionSets.of(object.machine(), 0);
    if (instructions.isEmpty()) {
      return;
    }
    Addresses ignored = new Addresses();
    for (Symbol function : functions) {
      code(object, function).ifPresent(code -> instructions.get().scan(code, ignored));
      if (floatingPoint) {
        return;
      }
    }
  }

  private void code(InstructionSet instructions) {
    Map<Symbol, Addresses> used = new HashMap<>();
    Set<Long> interesting = new HashSet<>();
    for (Symbol function : functions) {
      Addresses addresses = new Addresses();
      if (executable(address(function))) {
        bytes(address(function), function.size(), thumb(function))
            .ifPresent(code -> instructions.scan(code, addresses));
      }
      addresses.branches.removeIf(target -> within(function, target));
      used.put(function, addresses);
      interesting.addAll(addresses.branches);
      interesting.addAll(addresses.memory);
    }
    Map<Long, Symbol> known = at(interesting);
    Map<Long, String> slots = slots(known);
    Map<Long, Optional<String>> stubs = new HashMap<>();
    used.forEach(
        (function, addresses) -> {
          for (long target : addresses.branches) {
            if (known.containsKey(target)) {
              reached(known.get(target)).ifPresent(name -> add(name, function));
            } else {
              stubs
                  .computeIfAbsent(target, it -> stub(it, instructions, slots))
                  .ifPresent(name -> add(name, function));
            }
          }
          for (long address : addresses.memory) {
            String loaded = slots.get(address);
            if (loaded != null) {
              add(loaded, function);
            } else if (known.containsKey(address) && known.get(address).type() != STT_NOTYPE) {
              reached(known.get(address)).ifPresent(name -> add(name, function));
            }
          }
        });
  }

  /** Tells code from data, whose bytes are no instructions. */
  private boolean executable(long address) {
    return object.headers().stream()
        .anyMatch(
            section ->
                (section.flags() & SHF_EXECINSTR) != 0
                    && address - section.address() >= 0
                    && address - section.address() < section.size());
  }

  private boolean within(Symbol function, long target) {
    long from = target - address(function);
    return from >= 0 && from < function.size();
  }

  /**
   * Returns the name of a symbol that is not one of the functions; of a stub, that of its target.
   */
  private Optional<String> reached(Symbol symbol) {
    if (own.containsKey(place(symbol))) {
      return Optional.empty();
    }
    Matcher stub = STUB_NAME.matcher(symbol.name());
    if (!symbol.isLocal() || !stub.matches()) {
      return Optional.of(symbol.name());
    }
    String target = stub.group(1) != null ? stub.group(1) : stub.group(2);
    return functions.stream().anyMatch(function -> function.name().equals(target))
        ? Optional.empty()
        : Optional.of(target);
  }

  /** Follows a stub to the first slot or function that it names. */
  private Optional<String> stub(long target, InstructionSet instructions, Map<Long, String> slots) {
    boolean thumb = object.machine().machine() == Machine.EM_ARM && startsThumb(target);
    Optional<CodeBytes> code = bytes(target, STUB, thumb);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    List<Long> reached = new ArrayList<>();
    Addresses addresses = new Addresses();
    instructions.scan(
        code.get(),
        new References() {
          @Override
          public void branch(long to) {
            reached.add(to);
            addresses.branch(to);
          }

          @Override
          public void memory(long address) {
            reached.add(address);
            addresses.memory(address);
          }
        });
    if (reached.isEmpty()) {
      return Optional.empty();
    }
    long first = reached.getFirst();
    String loaded = slots.get(first);
    if (loaded != null) {
      return Optional.of(loaded);
    }
    Symbol symbol = at(Set.of(first)).get(first);
    return symbol == null ? Optional.empty() : reached(symbol);
  }

  private boolean startsThumb(long target) {
    return bytes(target, 4, false).filter(code -> code.word(0) == 0x46c0_4778).isPresent();
  }

  /**
   * Finds what the loader puts into words of memory, and what words of the offset table hold in a
   * file that needs no loader.
   */
  private Map<Long, String> slots(Map<Long, Symbol> known) {
    Map<Long, String> names = new HashMap<>();
    Map<Long, Long> pointers = new HashMap<>();
    for (SymbolReference reference : object.references()) {
      if (!reference.symbol().name().isEmpty()) {
        names.put(reference.offset(), reference.symbol().name());
      } else {
        pointers.put(reference.offset(), reference.addend());
      }
    }
    int word = object.machine().pointerBytes();
    for (int i = 1; i < object.headers().size(); i++) {
      SectionHeader section = object.headers().get(i);
      if (section.name().startsWith(".got") && !section.isWithoutBytes()) {
        for (long at = 0; at + word <= section.size(); at += word) {
          long address = section.address() + at;
          bytes(address, word, false)
              .map(code -> pointer(code, word))
              .filter(value -> value != 0)
              .ifPresent(value -> pointers.putIfAbsent(address, value));
        }
      }
    }
    pointers.keySet().removeIf(slot -> !inOffsetTable(slot));
    Map<Long, Symbol> targets = at(new HashSet<>(pointers.values()));
    pointers.forEach(
        (slot, value) -> {
          Symbol target = targets.get(value);
          if (target != null && !known.containsKey(slot)) {
            reached(target).ifPresent(name -> names.putIfAbsent(slot, name));
          }
        });
    return names;
  }

  private boolean inOffsetTable(long address) {
    return object.headers().stream()
        .anyMatch(
            section ->
                section.name().startsWith(".got")
                    && address - section.address() >= 0
                    && address - section.address() < section.size());
  }

  private long pointer(CodeBytes code, int bytes) {
    CodeBytes data = new CodeBytes(code.bytes(), 0, object.machine().bigEndian(), false);
    long first = data.word(0) & 0xffff_ffffL;
    if (bytes == 4) {
      return first;
    }
    long second = data.word(4) & 0xffff_ffffL;
    return object.machine().bigEndian() ? first << 32 | second : second << 32 | first;
  }

  /** Finds the symbol that begins at each address. */
  private Map<Long, Symbol> at(Set<Long> addresses) {
    Map<Long, Symbol> best = new HashMap<>();
    boolean power = object.machine().machine() == Machine.EM_PPC64;
    boolean arm = object.machine().machine() == Machine.EM_ARM;
    Set<Long> values = new HashSet<>(addresses);
    if (power || arm) {
      addresses.forEach(address -> values.add(power ? address - 8 : address + 1));
    }
    for (Symbol symbol : descriptors != 0 ? object.symbols() : object.symbolsAt(values)) {
      if (!counts(symbol)) {
        continue;
      }
      long address = address(symbol);
      if (addresses.contains(address)) {
        best.merge(address, symbol, CodeReferences::better);
      }
      if (power && symbol.type() == STT_FUNC && addresses.contains(address + 8)) {
        best.merge(address + 8, symbol, CodeReferences::better);
      }
    }
    return best;
  }

  private static boolean counts(Symbol symbol) {
    return symbol.isDefined()
        && !symbol.name().isEmpty()
        && switch (symbol.type()) {
          case STT_FUNC, STT_GNU_IFUNC -> true;
          case STT_OBJECT -> !symbol.isLocal() && symbol.size() > 0;
          case STT_NOTYPE -> !symbol.isLocal();
          default -> false;
        };
  }

  private static Symbol better(Symbol one, Symbol other) {
    return BEST_NAME.compare(one, other) <= 0 ? one : other;
  }

  private static int underscores(String name) {
    int count = 0;
    while (count < name.length() && name.charAt(count) == '_') {
      count++;
    }
    return count;
  }

  /** Reads bytes of a linked file by their address. */
  private Optional<CodeBytes> bytes(long address, long size, boolean alternate) {
    for (int i = 1; i < object.headers().size(); i++) {
      SectionHeader section = object.headers().get(i);
      long from = address - section.address();
      boolean here =
          (section.flags() & SHF_ALLOC) != 0
              && !section.isWithoutBytes()
              && from >= 0
              && from < section.size();
      if (here) {
        return bytes(object, i, from, size, address, alternate);
      }
    }
    return Optional.empty();
  }

  /** Returns the code of a function; empty for data, and where the file has no code. */
  static Optional<CodeBytes> code(ObjectFile object, Symbol function) {
    if (function.section() < 0 || function.section() >= object.headers().size()) {
      return Optional.empty();
    }
    SectionHeader section = object.headers().get(function.section());
    boolean executable = (section.flags() & SHF_EXECINSTR) != 0;
    long from = function.value() - (object.relocatable() ? 0 : section.address());
    return executable
        ? bytes(object, function.section(), from, function.size(), function.value(), false)
        : Optional.empty();
  }

  /** Reads bytes of a section. */
  private static Optional<CodeBytes> bytes(
      ObjectFile object, int section, long from, long size, long address, boolean alternate) {
    return object
        .storedBytes(section)
        .filter(stored -> from >= 0 && from < stored.byteSize())
        .map(
            stored -> {
              long rest = stored.byteSize() - from;
              long length = size < 0 ? rest : Math.min(size, rest);
              return new CodeBytes(
                  stored.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE),
                  address,
                  object.machine().bigEndian(),
                  alternate);
            });
  }
}
