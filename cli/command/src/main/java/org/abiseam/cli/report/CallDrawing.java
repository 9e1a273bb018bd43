package org.abiseam.cli.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Plan;

/**
 * Registers and stack of a call, one cell a byte, each with the letter of the argument that lies in
 * it.
 *
 * @param rows by register, in order of use, then by offset of the stack slot: {@code +8}
 * @param left stack slots that are not drawn
 */
record CallDrawing(Map<String, String> rows, int left) {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final int SLOT = 8;
  private static final int MOST_SLOTS = 64;

  static char letter(int argument) {
    return LETTERS.charAt(argument % LETTERS.length());
  }

  static CallDrawing of(Plan plan) {
    Map<String, char[]> registers = new LinkedHashMap<>();
    Map<Long, char[]> stack = new TreeMap<>();
    for (int i = 0; i < plan.arguments().size(); i++) {
      for (Piece piece : PlanText.pieces(plan.arguments().get(i).placement())) {
        draw(piece, letter(i), registers, stack);
      }
    }
    Map<String, String> rows = new LinkedHashMap<>();
    registers.forEach((name, cells) -> rows.put(name, cells(cells)));
    stack.entrySet().stream()
        .limit(MOST_SLOTS)
        .forEach(slot -> rows.put("+" + slot.getKey(), cells(slot.getValue())));
    return new CallDrawing(rows, Math.max(0, stack.size() - MOST_SLOTS));
  }

  private static void draw(
      Piece piece, char letter, Map<String, char[]> registers, Map<Long, char[]> stack) {
    for (long i = 0; i < Math.min(piece.bytes(), (long) SLOT * MOST_SLOTS); i++) {
      switch (piece.location()) {
        case Location.Register register -> {
          int at = (int) (piece.at() + i);
          char[] known = registers.getOrDefault(register.name(), new char[SLOT]);
          char[] cells = at < known.length ? known : Arrays.copyOf(known, 2 * SLOT);
          cells[at] = letter;
          registers.put(register.name(), cells);
        }
        case Location.Stack place -> {
          long at = place.offset() + piece.at() + i;
          stack.computeIfAbsent(at / SLOT * SLOT, _ -> new char[SLOT])[(int) (at % SLOT)] = letter;
        }
      }
    }
  }

  private static String cells(char[] cells) {
    StringBuilder drawn = new StringBuilder("|");
    for (char cell : cells) {
      drawn.append(cell == 0 ? '.' : cell);
    }
    return drawn.append('|').toString();
  }
}
