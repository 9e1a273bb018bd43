package org.abiseam.cli.report;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real browser without a window, spoken to by the DevTools protocol. It is the command of the
 * property {@code abiseam.chromium}, or a Chromium or Chrome of the path. Where the command is
 * {@code chroot DIR chromium}, files are put below that directory.
 */
final class Chromium implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Process process;
  private final Path root;
  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /** The command that starts one; empty where there is none. */
  static Optional<List<String>> command() {
    String told = System.getProperty("abiseam.chromium", "");
    if (!told.isBlank()) {
      return Optional.of(List.of(told.split(" ")));
    }
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
      for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
        if (Files.isExecutable(Path.of(directory, name))) {
          return Optional.of(List.of(directory + "/" + name));
        }
      }
    }
    return Optional.empty();
  }

  Chromium(List<String> command) throws IOException, InterruptedException {
    root = Path.of(command.getFirst().equals("chroot") ? command.get(1) : "/");
    directory = Files.createTempDirectory(root.resolve("tmp"), "abiseam-browser");
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--user-data-dir=" + inside(directory.resolve("profile")),
            "about:blank"));
    process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    HttpRequest page =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String target = http.send(page, HttpResponse.BodyHandlers.ofString()).body();
    String address = MAPPER.readTree(target).get("webSocketDebuggerUrl").asString();
    socket = http.newWebSocketBuilder().buildAsync(URI.create(address), new Listener()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  private String inside(Path path) {
    return "/" + root.relativize(path);
  }

  private String port() throws IOException, InterruptedException {
    Path file = directory.resolve("profile/DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file) || Files.size(file) == 0) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IOException("no browser: " + Files.readString(directory.resolve("log")));
      }
      Thread.sleep(50);
    }
    return Files.readAllLines(file).getFirst();
  }

  // The protocol.

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode message = MAPPER.readTree(text.toString());
        text.setLength(0);
        if (message.has("id")) {
          waiting.remove(message.get("id").asInt()).complete(message);
        } else {
          events.add(message);
        }
      }
      return WebSocket.Listener.super.onText(from, part, last);
    }
  }

  JsonNode send(String method, Map<String, Object> parameters) {
    int id = next.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
    message.set("params", MAPPER.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode result = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (result.has("error")) {
      throw new IllegalStateException(method + ": " + result.get("error"));
    }
    return result.get("result");
  }

  /** What came from the page so far of one kind: {@code Runtime.exceptionThrown}. */
  List<JsonNode> events(String method) {
    return events.stream().filter(event -> event.get("method").asString().equals(method)).toList();
  }

  // What tests do.

  /** Opens a page from disk and waits until it has run; what it said before is forgotten. */
  void open(String html, String suffix) throws IOException, InterruptedException {
    Path file = directory.resolve("page" + next.incrementAndGet() + ".html");
    Files.writeString(file, html);
    events.clear();
    send("Page.navigate", Map.of("url", "file://" + inside(file) + suffix));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (events("Page.loadEventFired").isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IOException("the page does not end to load");
      }
      Thread.sleep(5);
    }
  }

  /** The value of an expression, awaited where it is a promise. */
  JsonNode evaluate(String expression) {
    Map<String, Object> parameters =
        Map.of("expression", expression, "returnByValue", true, "awaitPromise", true);
    JsonNode answer = send("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** Presses and releases keys: single characters, or names such as {@code End}. */
  void press(String... keys) {
    for (String key : keys) {
      String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
      send("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", text));
      send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }
  }

  void window(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void prefers(String scheme) {
    List<Map<String, String>> features =
        List.of(Map.of("name", "prefers-color-scheme", "value", scheme));
    send("Emulation.setEmulatedMedia", Map.of("features", features));
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String data = send("Page.captureScreenshot", Map.of("format", "png")).get("data").asString();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  @Override
  public void close() throws IOException {
    send("Browser.close", Map.of());
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
    http.shutdownNow();
    try (Stream<Path> files = Files.walk(directory)) {
      Path[] all = files.sorted(Comparator.reverseOrder()).toArray(Path[]::new);
      Arrays.stream(all).forEach(file -> file.toFile().delete());
    }
  }
}
