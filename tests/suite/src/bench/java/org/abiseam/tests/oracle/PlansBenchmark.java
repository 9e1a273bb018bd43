package org.abiseam.tests.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.abiseam.laboratory.Observation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Plans per second, over the signatures of a recording in their order. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlansBenchmark {
  private static final int CALLS = 3000;

  /** Target and compiler. */
  @Param({"x86-64-kernel/gcc-16", "aarch64-kernel/gcc-16", "riscv64-user/clang-23"})
  public String recording;

  private PlannedCalls predictions;
  private List<Observation> observations;

  /** Reads the recording's object. */
  @Setup
  public void read() throws IOException {
    Path path = Path.of(System.getProperty("recordings"), recording + ".txt.gz");
    List<String> lines = OracleTest.lines(path);
    predictions = PlannedCalls.of(path);
    observations =
        lines.stream()
            .filter(line -> line.startsWith("probe_"))
            .limit(CALLS)
            .map(Observation::parse)
            .toList();
  }

  /** Plans the first {@value #CALLS} calls. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void plan(Blackhole hole) {
    for (Observation observation : observations) {
      hole.consume(predictions.of(observation));
    }
  }
}
