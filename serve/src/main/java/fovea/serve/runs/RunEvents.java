package fovea.serve.runs;

import fovea.FoveaException;
import fovea.files.FileName;
import fovea.run.RunFolder;
import fovea.serve.http.Exchange;
import fovea.serve.http.Json;
import fovea.serve.http.Reply;
import fovea.serve.http.Route;
import fovea.serve.http.Stream;
import fovea.serve.limits.Refusal;
import fovea.train.EpochRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The epochs of a training as they come, as server-sent events. */
public final class RunEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
  private static final long LOOK_MILLISECONDS = 500;
  private static final int COMMENT_EVERY = 30; // looks
  private static final int MOST_READERS = 64;
  private static final String TYPE = "text/event-stream;charset=utf-8";
  private static final Map<String, String> HEADERS =
      Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no");

  private final WatchedRuns runs;
  private final BooleanSupplier draining;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "runs");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param draining whether the service is about to end, and readers with it
   */
  public RunEvents(WatchedRuns runs, BooleanSupplier draining) {
    this.runs = runs;
    this.draining = draining;
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, LOOK_MILLISECONDS, LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  /**
   * @param minutes since a training last wrote something
   */
  private record Silence(long minutes) {}

  private record Listed(List<RunState> runs) {}

  /** All of its routes. */
  public List<Route> routes() {
    return List.of(
        Route.of(
            "GET",
            "/v1/runs",
            (exchange, words, query) -> exchange.reply(Reply.json(new Listed(runs.all())))),
        Route.of(
            "GET",
            "/v1/runs/{run}/events",
            (exchange, words, query) -> begin(exchange, words.getOrDefault("run", ""))));
  }

  private void begin(Exchange exchange, String name) {
    Path folder = runs.named(name);
    int seen = exchange.header("Last-Event-ID").map(RunEvents::number).orElse(0);
    if (readers.size() >= MOST_READERS) {
      throw Refusal.queueFull(
          "%d pages watch trainings already; close one of them".formatted(MOST_READERS));
    }
    RunState state = state(folder);
    if (exchange.method().equals("HEAD")) { // is sent no events, so none would end it
      exchange.reply(new Reply(200, TYPE, HEADERS, new byte[0]));
      return;
    }
    Stream stream = exchange.stream(TYPE, HEADERS);
    Reader reader = new Reader(folder, stream, seen);
    stream.send(event("run", "", state));
    readers.add(reader);
    look(reader);
  }

  private static RunState state(Path folder) {
    try {
      return RunState.of(folder);
    } catch (FoveaException e) { // it is damaged
      throw Refusal.notPossible(FileName.withoutFolders(String.valueOf(e.getMessage())));
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  private void look() {
    for (Reader reader : readers) {
      if (draining.getAsBoolean()) {
        reader.stream.close();
      } else {
        look(reader);
      }
    }
    boolean unused = readers.removeIf(reader -> reader.stream.isOver() || reader.ended);
  }

  /** What fails for one is no reason to leave the others without news. */
  private static void look(Reader reader) {
    try {
      reader.look();
    } catch (RuntimeException e) {
      LOG.warn("the training in {} can't be watched any more", reader.folder, e);
      reader.giveUp();
    }
  }

  private static String event(String kind, String id, Object data) {
    return "%sevent: %s%ndata: %s%n%n"
        .formatted(
            id.isEmpty() ? "" : "id: " + id + "\n",
            kind,
            new String(Json.bytes(data), StandardCharsets.UTF_8))
        .replace("\r", "");
  }

  /** Somebody who watches a training. */
  private static final class Reader {
    private final Path folder;
    private final Stream stream;
    private int seen;
    private int looks;
    private volatile boolean ended;

    Reader(Path folder, Stream stream, int seen) {
      this.folder = folder;
      this.stream = stream;
      this.seen = seen;
    }

    /**
     * Sends what is new.
     *
     * @throws FoveaException if the run can't be read, which says nothing of its training
     */
    synchronized void look() {
      if (ended) {
        return;
      }
      List<EpochRecord> epochs = RunFolder.open(folder).epochs().read();
      seen = Math.min(seen, epochs.size()); // a resumed run may have given up some
      if (seen < epochs.size()) { // all at once: a long past is more than may wait bit by bit
        stream.send(
            epochs.subList(seen, epochs.size()).stream()
                .map(epoch -> event("epoch", String.valueOf(epoch.epoch()), epoch))
                .collect(Collectors.joining()));
      }
      seen = epochs.size();
      if (RunFolder.open(folder).isFinished()) {
        end("end", RunFolder.open(folder).result());
      } else if (looks % COMMENT_EVERY == 0) { // at first, and now and then
        if (looks > 0) {
          stream.send(": still here\n\n");
        }
        RunState state = RunState.of(folder);
        if (state.state().equals(RunState.STOPPED)) {
          end("stopped", new Silence(state.silence().toMinutes()));
        }
      }
      looks++;
    }

    synchronized void giveUp() {
      stream.close();
      ended = true;
    }

    private void end(String kind, Object data) {
      stream.send(event(kind, "", data));
      stream.close();
      ended = true;
    }
  }

  @Override
  public void close() {
    readers.forEach(reader -> reader.stream.close());
    List<Runnable> unused = looks.shutdownNow();
  }
}
