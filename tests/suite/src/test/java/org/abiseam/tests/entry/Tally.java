package org.abiseam.tests.entry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.abiseam.model.EntryPlace;

/** What came of an object. */
final class Tally {
  private long parameters;
  private final Map<String, Integer> agreeing = new TreeMap<>();
  private final List<String> differing = new ArrayList<>();
  private final Map<String, Integer> excused = new TreeMap<>();
  private final Map<String, Integer> left = new TreeMap<>();
  private final Map<EntryPlace.Why, Integer> unseen = new EnumMap<>(EntryPlace.Why.class);

  void agrees(long places, String who) {
    parameters += places;
    agreeing.merge(who, 1, Integer::sum);
  }

  void differs(String name, List<String> parameters) {
    differing.add(name + ": " + String.join("; ", parameters));
  }

  void excused(String why) {
    excused.merge(why, 1, Integer::sum);
  }

  void leave(String why) {
    left.merge(why, 1, Integer::sum);
  }

  void unseen(EntryPlace.Why why) {
    unseen.merge(why, 1, Integer::sum);
  }

  int agreeing() {
    return agreeing.values().stream().mapToInt(Integer::intValue).sum();
  }

  List<String> differing() {
    return differing;
  }

  /** Of the functions that have no excuse. */
  double agreement() {
    return agreeing() / (double) (agreeing() + differing.size());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d functions with %d parameters are entered as planned, %d are not: %.3f %%%n"
            .formatted(agreeing(), parameters, differing.size(), 100 * agreement()));
    agreeing.forEach((who, n) -> text.append("  %7d of %s%n".formatted(n, who)));
    excused.forEach((why, n) -> text.append("%d differ, %s%n".formatted(n, why)));
    left.forEach((why, n) -> text.append("%d left aside, %s%n".formatted(n, why)));
    unseen.forEach(
        (why, n) -> text.append("%d parameters not compared: %s%n".formatted(n, why.text())));
    return text.toString();
  }
}
