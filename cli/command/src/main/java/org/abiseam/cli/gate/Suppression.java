package org.abiseam.cli.gate;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Spelling;
import org.abiseam.model.View;
import org.jspecify.annotations.Nullable;

/**
 * Describes a finding that is known.
 *
 * @param rule its id, or a pattern
 * @param subject name of the type, function, variable or object, or a pattern with {@code *}
 * @param object path of an object that one of the two views comes from, or a pattern; any if left
 *     out
 * @param reason why it is no reason to stop
 * @param owner who answers for it
 * @param expires the last day that it holds, {@code 2027-01-31}
 * @param issue where it is followed
 */
public record Suppression(
    @Nullable String rule,
    @Nullable String subject,
    @Nullable String object,
    @Nullable String reason,
    @Nullable String owner,
    @Nullable String expires,
    @Nullable String issue) {

  /** Returns what is wrong with it; empty where nothing is. */
  Optional<String> fault() {
    if (rule == null || subject == null) {
      return Optional.of("a suppression needs rule and subject");
    }
    if (reason == null || reason.isBlank()) {
      return Optional.of("the suppression of " + this.subject + " needs a reason");
    }
    if (matchesAnything(rule) && matchesAnything(subject)) {
      return Optional.of("a suppression of every rule for every subject is too wide");
    }
    if (expires != null) {
      try {
        LocalDate.parse(expires);
      } catch (DateTimeParseException _) {
        return Optional.of("'" + expires + "' is not a date; write it as 2027-01-31");
      }
    }
    if (Stream.of(Rule.values()).noneMatch(known -> matches(rule, known.id()))) {
      return Optional.of(noRule(rule));
    }
    return Optional.empty();
  }

  /** Says that there is no such rule, and which one may have been meant. */
  static String noRule(String id) {
    return "there is no rule "
        + id
        + Spelling.suggestion(id, Stream.of(Rule.values()).map(Rule::id).toList());
  }

  private static boolean matchesAnything(String pattern) {
    return pattern.chars().allMatch(c -> c == '*');
  }

  /** Returns the same with the file that it stands in. */
  SuppressionEntry in(Path file) {
    return new SuppressionEntry(
        file.toString(),
        rule + " " + subject,
        text(),
        Optional.ofNullable(expires).map(LocalDate::parse),
        Optional.ofNullable(subject).filter(name -> name.indexOf('*') < 0),
        subject == null ? List.of() : List.of(subject.split("\\*+", -1)),
        this::matches);
  }

  /** Tells whether it means a finding. */
  boolean matches(Finding finding) {
    return matches(rule, finding.rule().id())
        && matches(subject, finding.subject().name())
        && (object == null || from(finding.provider()) || from(finding.consumer()));
  }

  private boolean from(View view) {
    return matches(object, view.origin().object());
  }

  private static boolean matches(@Nullable String pattern, String text) {
    if (pattern == null) {
      return false;
    }
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    int last = pattern.lastIndexOf('*');
    String end = pattern.substring(last + 1);
    int behind = text.length() - end.length();
    if (star > behind || !text.startsWith(pattern.substring(0, star)) || !text.endsWith(end)) {
      return false;
    }
    // The first place of each part is as good as any: what follows has the most room there.
    int at = star;
    for (int from = star + 1; from <= last; ) {
      int next = pattern.indexOf('*', from);
      String part = pattern.substring(from, next);
      int found = text.indexOf(part, at);
      if (found < 0 || found + part.length() > behind) {
        return false;
      }
      at = found + part.length();
      from = next + 1;
    }
    return true;
  }

  /** Returns the reason, with who and until when. */
  public String text() {
    StringBuilder text = new StringBuilder(reason == null ? "" : reason);
    if (owner != null) {
      text.append(", ").append(owner);
    }
    if (issue != null) {
      text.append(", ").append(issue);
    }
    if (expires != null) {
      text.append(", until ").append(expires);
    }
    return text.toString();
  }
}
