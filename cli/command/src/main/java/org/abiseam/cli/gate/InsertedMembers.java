package org.abiseam.cli.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.View;

/**
 * Tells whether a struct changed by new members in some places alone: {@code
 * has_data_member_inserted_at}, {@code has_data_member_inserted_between} and {@code
 * has_data_members_inserted_between} of libabigail.
 *
 * <p>Places are in bits of the old struct: a number, {@code end}, {@code offset_of(MEMBER)}, {@code
 * offset_after(MEMBER)}. All new members have to lie in one of the ranges. A member that is gone or
 * moved, or another size without {@code has_size_change}, is a change of its own.
 *
 * @param ranges where members may be inserted
 * @param resized whether the struct may have another size
 */
record InsertedMembers(List<Range> ranges, boolean resized) {
  private static final Pattern PLACE =
      Pattern.compile("\\d{1,18}|end|(offset_of|offset_after)\\s*\\(\\s*(\\w+)\\s*\\)");
  private static final Pattern PAIR = Pattern.compile("\\{([^{},]+),([^{},]+)\\}");

  /** A range of bits, both ends included. */
  record Range(String from, String to) {}

  /** Reads {@code PLACE}: everything from there on. */
  static InsertedMembers at(String value, boolean resized) {
    return new InsertedMembers(List.of(range(value, "end")), resized);
  }

  /** Reads {@code {PLACE, PLACE}} or {@code {{PLACE, PLACE}, ...}}. */
  static InsertedMembers between(String value, boolean resized) {
    List<Range> ranges = new ArrayList<>();
    Matcher pairs = PAIR.matcher(value);
    while (pairs.find()) {
      ranges.add(range(pairs.group(1), pairs.group(2)));
    }
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("'" + value + "' is not a range {begin, end}");
    }
    return new InsertedMembers(ranges, resized);
  }

  private static Range range(String from, String to) {
    for (String place : List.of(from, to)) {
      if (!PLACE.matcher(place.strip()).matches()) {
        throw new IllegalArgumentException("the place '" + place.strip() + "' is not supported");
      }
    }
    return new Range(from.strip(), to.strip());
  }

  /** Tells whether a finding is such a change. */
  boolean means(Finding finding) {
    if (!(finding.provider() instanceof View.Typed old)
        || !(finding.consumer() instanceof View.Typed recent)
        || !(old.node() instanceof Type.Aggregate before)
        || !(recent.node() instanceof Type.Aggregate after)) {
      return false;
    }
    for (Difference difference : finding.differences()) {
      boolean inserted =
          difference.what() == What.PRESENCE
              && difference.expected().equals(Difference.Value.ABSENT);
      boolean size =
          (difference.what() == What.SIZE || difference.what() == What.ALIGNMENT)
              && difference.path().equals(finding.subject().name());
      if (!inserted && !(size && resized)) {
        return false;
      }
    }
    Set<String> known = new HashSet<>();
    before.members().forEach(member -> known.add(member.name()));
    List<Member> inserted =
        after.members().stream().filter(member -> !known.contains(member.name())).toList();
    return !inserted.isEmpty()
        && before.bytes() <= after.bytes()
        && inserted.stream()
            .allMatch(
                member -> ranges.stream().anyMatch(range -> holds(range, member, before, old)));
  }

  private static boolean holds(Range range, Member member, Type.Aggregate old, View.Typed view) {
    boolean behind = range.from().equals("end");
    long from = behind ? behindAll(old, view.types()) : place(range.from(), old, view.types());
    long to = place(range.to(), old, view.types());
    return from >= 0 && from <= member.bitOffset() && member.bitOffset() <= to;
  }

  /** Computes a place; negative where the old struct has no such member. */
  private static long place(String text, Type.Aggregate old, TypeGraph types) {
    Matcher place = PLACE.matcher(text);
    if (text.equals("end") || !place.matches()) {
      return Long.MAX_VALUE;
    }
    if (place.group(1) == null) {
      return Long.parseLong(text);
    }
    for (Member member : old.members()) {
      if (member.name().equals(place.group(2))) {
        boolean after = place.group(1).equals("offset_after");
        return after ? end(member, types) : member.bitOffset();
      }
    }
    return -1;
  }

  private static long behindAll(Type.Aggregate old, TypeGraph types) {
    return old.members().stream().mapToLong(member -> end(member, types)).max().orElse(0);
  }

  private static long end(Member member, TypeGraph types) {
    return member.bitOffset() + types.bits(member);
  }
}
