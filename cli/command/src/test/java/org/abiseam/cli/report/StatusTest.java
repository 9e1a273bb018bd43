package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.cli.report.Status.Demand;
import org.abiseam.cli.report.Status.FailOn;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.Test;

class StatusTest {
  @Test
  void nothingFoundIsZero() {
    assertThat(Status.of(Runs.agreeing(), FailOn.UNDETERMINED).value()).isEqualTo(0);
  }

  @Test
  void aHarmfulFindingIsFourAndEight() {
    assertThat(Status.of(Runs.disagreeing(Severity.HARMFUL), FailOn.HARMFUL).value()).isEqualTo(12);
  }

  @Test
  void aRiskyFindingCountsFromItsLevelOn() {
    assertThat(Status.of(Runs.disagreeing(Severity.RISKY), FailOn.HARMFUL).value()).isEqualTo(0);
    assertThat(Status.of(Runs.disagreeing(Severity.RISKY), FailOn.RISKY).value()).isEqualTo(4);
  }

  @Test
  void aHarmlessFindingNeverFails() {
    assertThat(Status.of(Runs.disagreeing(Severity.HARMLESS), FailOn.RISKY).value()).isEqualTo(0);
  }

  @Test
  void whatIsUndeterminedCountsOnlyWhereAskedFor() {
    assertThat(Status.of(Runs.undetermined(), FailOn.RISKY).value()).isEqualTo(0);
    assertThat(Status.of(Runs.undetermined(), FailOn.UNDETERMINED).value()).isEqualTo(16);
  }

  @Test
  void anInputThatCouldNotBeReadIsNeverZero() {
    assertThat(Status.of(Runs.unreadable(), FailOn.HARMFUL).value()).isEqualTo(1);
    assertThat(Status.of(Runs.unreadable(), FailOn.UNDETERMINED).value()).isEqualTo(17);
  }

  @Test
  void aUnitWithoutTypesIsReadAndLeavesSomethingUndetermined() {
    assertThat(Status.of(Runs.linesOnly(), FailOn.HARMFUL).value()).isEqualTo(0);
    assertThat(Status.of(Runs.linesOnly(), FailOn.UNDETERMINED).value()).isEqualTo(16);
  }

  @Test
  void aRunThatVerifiedNothingHasABitOfItsOwnIfAskedFor() {
    assertThat(Status.of(Runs.unreadable(), FailOn.HARMFUL, Demand.NONE).value()).isEqualTo(1);
    assertThat(Status.of(Runs.unreadable(), FailOn.HARMFUL, Demand.VERIFIED).value()).isEqualTo(33);
    assertThat(Status.of(Runs.agreeing(), FailOn.HARMFUL, Demand.VERIFIED).value()).isZero();
  }
}
