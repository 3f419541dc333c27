package fovea.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.image.Pixels;
import fovea.report.LivePage;
import fovea.report.LiveRun;
import fovea.run.Mistake;
import fovea.run.Onlooker;
import fovea.run.TrainingImages;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import fovea.train.RunFacts;
import fovea.train.RunResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's curves, images and mistakes on a page that only this machine can ask for, while the run
 * goes on.
 */
final class LiveView implements Onlooker, AutoCloseable {
  private static final int IMAGES = 16;
  private static final int MISTAKES = 24;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;

  private final Path folder;
  private final HttpServer server;
  private final List<EpochRecord> epochs;
  private @Nullable RunFacts facts;
  private @Nullable BatchFacts batch;
  private List<Pixels> images = List.of();
  private List<LiveRun.Mistaken> mistakes = List.of();
  private boolean ended;

  private LiveView(Path folder, List<EpochRecord> before, HttpServer server) {
    this.folder = folder;
    this.server = server;
    epochs = new ArrayList<>(before);
  }

  /**
   * Serves the page until it is closed.
   *
   * @param port 0 is any that is free
   * @param before the epochs that a resumed run has already
   * @throws FoveaException if the port is taken
   */
  static LiveView open(Console console, Path folder, int port, List<EpochRecord> before) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new FoveaException(
          "port %d can't be listened on (%s); name another by --watch=PORT, or leave it out for a free one"
              .formatted(port, FileFailure.reason(e)),
          e);
    }
    LiveView view = new LiveView(folder, before, server);
    server.createContext("/", view::answer);
    server.start();
    console.err().printf("Watch the run at %s%n", view.address());
    return view;
  }

  String address() {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isOwnName(exchange.getRequestHeaders().getFirst("Host"))) {
        exchange.sendResponseHeaders(FORBIDDEN, -1);
        return;
      }
      if (!exchange.getRequestURI().getPath().equals("/")) {
        exchange.sendResponseHeaders(NOT_FOUND, -1);
        return;
      }
      byte[] page = LivePage.html(now()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(OK, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  /** A page of elsewhere whose name is made to point here (DNS rebinding) comes with that name. */
  private static boolean isOwnName(@Nullable String host) {
    return host != null && host.matches("(?i)(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?");
  }

  private synchronized LiveRun now() {
    RunFacts run = facts;
    return new LiveRun(
        folder.toString(),
        run == null ? "the network" : run.recipe().model().name(),
        run == null ? "the data" : run.data(),
        run == null ? 0 : run.recipe().epochs(),
        epochs,
        batch,
        images,
        mistakes,
        ended);
  }

  @Override
  public synchronized void started(RunFacts run) {
    facts = run;
    while (epochs.size() >= run.position().epoch()) {
      epochs.remove(epochs.size() - 1);
    }
  }

  @Override
  public synchronized Answer batch(BatchFacts step) {
    batch = step;
    return Answer.GO_ON;
  }

  @Override
  public synchronized Answer epoch(EpochRecord epoch) {
    epochs.add(epoch);
    return Answer.GO_ON;
  }

  @Override
  public void look(Sight sight) {
    RunFacts run = facts;
    List<Pixels> seen = run == null ? List.of() : TrainingImages.of(run.recipe(), sight, IMAGES);
    List<LiveRun.Mistaken> wrong =
        Mistake.of(sight, MISTAKES).stream().map(LiveView::mistaken).toList();
    synchronized (this) {
      images = seen;
      mistakes = wrong;
    }
  }

  private static LiveRun.Mistaken mistaken(Mistake mistake) {
    return new LiveRun.Mistaken(
        mistake.image(), mistake.truth(), mistake.predicted(), mistake.probability());
  }

  @Override
  public synchronized void finished(RunResult result) {
    ended = true;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
