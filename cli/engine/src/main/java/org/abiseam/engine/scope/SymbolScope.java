package org.abiseam.engine.scope;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Selects the symbols whose ABI counts, by name and by pattern. Immutable. */
public final class SymbolScope {
  private final String label;
  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, Glob> patterns = new LinkedHashMap<>();
  private final PatternIndex<Map.Entry<String, Glob>> index = new PatternIndex<>();

  private SymbolScope(String label) {
    this.label = label;
  }

  /**
   * Reads what a command line or a policy says.
   *
   * @param arguments files of symbols, names and patterns
   * @return all of them together
   * @throws IllegalArgumentException with file and line, where one is none of these
   */
  public static SymbolScope of(List<String> arguments) {
    SymbolScope scope = new SymbolScope(String.join(", ", arguments));
    for (String argument : arguments) {
      Path file = Path.of(argument);
      if (Files.exists(file)) {
        SymbolList.read(file).forEach(scope::add);
      } else if (couldBeSymbol(argument)) {
        scope.add(argument);
      } else {
        throw new IllegalArgumentException(
            argument + ": no such file, and neither a symbol nor a pattern of symbols");
      }
    }
    return scope;
  }

  private static boolean couldBeSymbol(String argument) {
    return !argument.isEmpty()
        && argument
            .chars()
            .allMatch(c -> Character.isJavaIdentifierPart(c) || "*?[]!-".indexOf(c) >= 0);
  }

  private void add(String entry) {
    if (!Glob.isPattern(entry)) {
      names.add(entry);
    } else if (!patterns.containsKey(entry)) {
      Glob pattern = new Glob(entry);
      patterns.put(entry, pattern);
      index.add(pattern.literals(), Map.entry(entry, pattern));
    }
  }

  /**
   * Returns where it comes from.
   *
   * @return the arguments as given
   */
  public String label() {
    return label;
  }

  /**
   * Returns how many names and patterns there are, each counted once.
   *
   * @return at least 1
   */
  public int entries() {
    return names.size() + patterns.size();
  }

  /**
   * Lists what it was made of.
   *
   * @return names, then patterns
   */
  public List<String> words() {
    List<String> words = new ArrayList<>(names);
    words.addAll(patterns.keySet());
    return words;
  }

  /**
   * Tells whether a symbol counts.
   *
   * @param symbol its name
   * @return true where a name or pattern means it
   */
  public boolean covers(String symbol) {
    return names.contains(symbol)
        || index.candidates(symbol).stream().anyMatch(one -> one.getValue().matches(symbol));
  }

  /**
   * Returns the entries that mean none of some symbols.
   *
   * @param symbols that are there
   * @return names and patterns, sorted
   */
  public SortedSet<String> without(Set<String> symbols) {
    SortedSet<String> unknown = new TreeSet<>(names);
    unknown.removeAll(symbols);
    unknown.addAll(patterns.keySet());
    for (String symbol : symbols) {
      for (Map.Entry<String, Glob> one : index.candidates(symbol)) {
        if (unknown.contains(one.getKey()) && one.getValue().matches(symbol)) {
          unknown.remove(one.getKey());
        }
      }
    }
    return unknown;
  }
}
