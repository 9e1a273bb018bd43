package org.abiseam.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.EntryPlace.Known;
import org.abiseam.model.EntryPlace.LeftByCalls;
import org.abiseam.model.EntryPlace.Piece.Register;
import org.abiseam.model.EntryPlace.Piece.Stack;
import org.abiseam.model.EntryPlace.Unknown;
import org.abiseam.model.EntryPlace.Why;
import org.junit.jupiter.api.Test;

final class EntryPlaceTextTest {
  private static List<EntryPlace> read(String line) {
    String first = Snapshot.MAGIC + Snapshot.FORM;
    List<String> lines = List.of(first, "function f", "  " + line, "  is void ()");
    return EntryPlaceText.of(BlockReader.paragraphs(lines).getFirst());
  }

  @Test
  void eachKindOfPlaceIsReadAsItWasWritten() {
    List<EntryPlace> places =
        List.of(
            new Known(List.of(new Register("rdi"), new Register("xmm0")), false, false),
            new Unknown(Why.NOT_DESCRIBED),
            new Known(List.of(new Register("x8")), true, false),
            new Known(List.of(new Register("r3"), new Stack(0)), false, false),
            new Known(List.of(new Stack(16)), false, true),
            new LeftByCalls(List.of("fa0", "a2")));
    String line = "entered rdi xmm0, ?, address x8, r3 stack 0, stack 16 throughout, left fa0 a2";
    assertThat(EntryPlaceText.line(places)).contains(line);
    assertThat(read(line)).isEqualTo(places);
  }

  @Test
  void placesThatAreAllUnknownAreNotWritten() {
    assertThat(EntryPlaceText.line(List.of(new Unknown(Why.MOVED)))).isEmpty();
    assertThat(read("only read")).isEmpty();
  }

  @Test
  void anotherLineIsRefused() {
    assertThatThrownBy(() -> read("entered rdi,")).hasMessageContaining("expected a word");
    assertThatThrownBy(() -> read("entered stack x")).hasMessageContaining("expected a number");
  }
}
