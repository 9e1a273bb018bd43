package org.abiseam.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.abiseam.cli.Version;
import org.abiseam.cli.report.Status;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs {@code abiseam fleet}: checks many builds as one job on Apache Spark. */
@Command(
    name = "abiseam fleet",
    description =
        "Checks many builds as one job on Apache Spark, and answers questions about them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    subcommands = {Main.Run.class, Main.Ask.class})
public final class Main implements Callable<Integer> {
  /** How many rows of an answer are printed. */
  private static final int MOST_ROWS = 10_000;

  @Spec private CommandSpec spec;

  Main() {
    this.spec = CommandSpec.create();
  }

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] arguments) {
    int status = run(arguments);
    System.out.flush();
    System.exit(status);
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main()).setUsageHelpWidth(100).setExpandAtFiles(false);
    line.setExecutionExceptionHandler(
        (fault, command, _) -> {
          command.getErr().println("abiseam fleet: " + fault.getMessage());
          return fault instanceof IllegalArgumentException
              ? Status.ERROR + Status.USAGE
              : Status.ERROR;
        });
    line.getCommandSpec().exitCodeOnInvalidInput(Status.ERROR + Status.USAGE);
    line.getSubcommands()
        .values()
        .forEach(one -> one.getCommandSpec().exitCodeOnInvalidInput(Status.ERROR + Status.USAGE));
    return line.execute(arguments);
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: run, ask");
  }

  /** Tells the version. */
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"abiseam fleet " + Version.TEXT};
    }
  }

  /** Runs {@code abiseam fleet run MANIFEST --out DIR}. */
  @Command(
      name = "run",
      description = "Checks all builds of a manifest; the exit status is that of gate.",
      mixinStandardHelpOptions = true)
  static final class Run implements Callable<Integer> {
    @Parameters(paramLabel = "MANIFEST", description = "list of builds, in YAML")
    private Path manifest = Path.of("");

    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description = "folder of tables and reports: a path, or a URI of a Hadoop file system")
    private String out = "";

    @Option(
        names = "--master",
        paramLabel = "URL",
        description = "Spark's master: local[*] (default), local[N], spark://..., k8s://...")
    private @Nullable String master;

    @Option(
        names = "--cache",
        paramLabel = "DIR",
        description =
            "folder for summaries of objects, which all workers see (default: summaries in a local"
                + " --out)")
    private @Nullable Path cache;

    @Option(names = "--no-cache", description = "keep no summaries of objects")
    private boolean noCache;

    @Option(names = "--no-reports", description = "write tables and the page alone")
    private boolean noReports;

    @Override
    public Integer call() {
      Manifest read = Manifest.read(manifest);
      Path base = Optional.ofNullable(manifest.toAbsolutePath().getParent()).orElse(Path.of("/"));
      RemoteFiles files = new RemoteFiles(new Configuration());
      List<BuildTask> builds = new ArrayList<>();
      for (Manifest.Build build : read.builds()) {
        builds.add(BuildTask.of(builds.size(), build, base, files));
      }
      Contents contents =
          new Contents("imports %s, reports %s".formatted(!read.groups().isEmpty(), !noReports));
      List<BuildTask> known =
          noCache
              ? builds
              : builds.stream().map(one -> one.knownBy(contents.of(one).orElse(null))).toList();
      int status = unchanged(known, read.groups()).orElseGet(() -> judged(known, read.groups()));
      System.out.println(
          "%d builds were checked; %s/index.html shows them (exit status %d)."
              .formatted(builds.size(), out, status));
      return status;
    }

    /** Answers without Spark, whose settings a remote folder may need. */
    private Optional<Integer> unchanged(List<BuildTask> builds, List<List<String>> groups) {
      return RemoteFiles.isRemote(out)
          ? Optional.empty()
          : new Unchanged(ResultFolder.of(out, new Configuration()), builds, groups, !noReports)
              .write(System.err::println);
    }

    private int judged(List<BuildTask> builds, List<List<String>> groups) {
      try (Spark spark = Spark.open(master)) {
        return judged(spark, builds, groups);
      }
    }

    private @Nullable String cacheFolder() {
      if (noCache || (cache == null && RemoteFiles.isRemote(out))) {
        return null;
      }
      Path folder = cache == null ? Path.of(out).resolve("summaries") : cache;
      return folder.toAbsolutePath().toString();
    }

    private int judged(Spark spark, List<BuildTask> builds, List<List<String>> groups) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.session().sparkContext());
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / builds.size());
      SerializableConfiguration configuration =
          new SerializableConfiguration(context.hadoopConfiguration());
      BuildWorker worker =
          new BuildWorker(configuration, threads, !groups.isEmpty(), !noReports, cacheFolder());
      ResultFolder folder = ResultFolder.of(out, context.hadoopConfiguration());
      Unchanged unchanged = new Unchanged(folder, builds, groups, !noReports);
      unchanged.forget();
      Results results = new Results(spark.session(), folder);
      results.begin();
      int status =
          new FleetRun(context, worker, System.err::println)
              .run(builds, groups, Earlier.of(results, folder, !noReports), results);
      results.end();
      results.views();
      MatrixPage page = MatrixPage.of(spark.session());
      MatrixPage.News news =
          folder.isThere(ResultFolder.PREVIOUS) ? MatrixPage.News.COUNTED : MatrixPage.News.UNKNOWN;
      folder.write("index.html", page.text(news));
      unchanged.prepare(results, page.text(MatrixPage.News.NONE), status);
      return status;
    }
  }

  /** Runs {@code abiseam fleet ask QUESTION --out DIR}. */
  @Command(
      name = "ask",
      description = "Answers a question from the tables of a run.",
      mixinStandardHelpOptions = true)
  static final class Ask implements Callable<Integer> {
    @Parameters(
        paramLabel = "QUESTION",
        description =
            "differing-exports, seeing-modules, carriers, since, new, unread; or any SQL that"
                + " begins with SELECT or WITH")
    private String question = "";

    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description = "folder that 'run' wrote")
    private String out = "";

    @Override
    public Integer call() {
      String sql =
          question.matches("(?is)\\s*(select|with)\\s.*") ? question : Question.of(question).sql();
      try (Spark spark = Spark.open(null)) {
        SparkSession session = spark.session();
        new Results(session, ResultFolder.of(out, session.sparkContext().hadoopConfiguration()))
            .views();
        Dataset<Row> answer = session.sql(sql);
        System.out.println(String.join("\t", answer.columns()));
        List<Row> rows = answer.limit(MOST_ROWS + 1).collectAsList();
        rows.stream().limit(MOST_ROWS).forEach(row -> System.out.println(line(row)));
        if (rows.size() > MOST_ROWS) {
          throw new UncheckedIOException(
              "the answer has more than " + MOST_ROWS + " rows; add a LIMIT or a WHERE",
              new IOException());
        }
        return 0;
      }
    }

    private static String line(Row row) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.isNullAt(i) ? "" : String.valueOf(row.get(i)));
      }
      return String.join("\t", values);
    }
  }
}
