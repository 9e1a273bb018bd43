package org.abiseam.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramTest {
  @Test
  void bothStreamsAreKeptHoweverLongTheyAre() throws ProgramFailure {
    String many =
        "i=0; while [ $i -lt 20000 ]; do echo $WORD; echo error >&2; i=$((i+1)); done; exit 3";
    Program.Ended ended = shell(many, Duration.ofMinutes(1)).run("");
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.succeeded()).isFalse();
    assertThat(ended.output().lines()).hasSize(20_000).containsOnly("output");
    assertThat(ended.errors().lines()).hasSize(20_000).containsOnly("error");
  }

  @Test
  void aProgramThatDoesNotEndIsKilledWithWhatItStarted(@TempDir Path folder) throws IOException {
    Path started = folder.resolve("started");
    Program program = shell("sleep 600 & echo $! > " + started + "; wait", Duration.ofSeconds(1));
    assertThatThrownBy(() -> program.run(""))
        .isInstanceOf(ProgramFailure.class)
        .hasMessage("sh ran for more than 1 s");
    long child = Long.parseLong(Files.readString(started).strip());
    ProcessHandle.of(child).ifPresent(it -> it.onExit().orTimeout(60, TimeUnit.SECONDS).join());
  }

  @Test
  void whoeverInterruptsHearsIt() throws Exception {
    Program program = shell("sleep 600", Duration.ofMinutes(1));
    FutureTask<Program.Ended> task = new FutureTask<>(() -> program.run(""));
    Thread thread = Thread.ofPlatform().start(task);
    thread.interrupt();
    assertThatThrownBy(task::get).hasRootCauseMessage("sh was interrupted");
  }

  @Test
  void aProgramThatIsNotThereIsSaidWithWhatToDo() {
    Program program = new Program(List.of("no-such"), Path.of("."), Map.of(), Program.COMPILATION);
    assertThatThrownBy(() -> program.run("install it"))
        .isInstanceOf(ProgramFailure.class)
        .hasMessageStartingWith("there is no program 'no-such'; install it (");
  }

  private static Program shell(String script, Duration limit) {
    return new Program(List.of("sh", "-c", script), Path.of("."), Map.of("WORD", "output"), limit);
  }
}
