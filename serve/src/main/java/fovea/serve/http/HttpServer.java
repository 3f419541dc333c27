package fovea.serve.http;

import fovea.FoveaException;
import fovea.serve.limits.Limits;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens at an address, and stops without losing what it has accepted. */
public final class HttpServer implements AutoCloseable {
  private static final int THREADS = 24;
  private static final int HEADER_BYTES = 16 << 10;
  private static final long IDLE_MILLISECONDS = 60_000;
  private static final int BACKLOG = 1_024;

  /** Those beyond wait to be accepted. */
  private static final int MOST_CONNECTIONS = 8_192;

  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /** What a browser may do with replies; {@code data:} and {@code blob:} are pictures of ours. */
  private static final Map<String, String> EVERY_REPLY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
              + " media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self';"
              + " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(self)");

  /** A percent sign (%25) is part of a name: no path is that of a file. */
  private static final UriCompliance ADDRESSES =
      UriCompliance.DEFAULT.with("fovea", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

  private final Server server;
  private final ServerConnector connector;
  private final QueuedThreadPool threads;
  private final Traffic traffic;
  private final BodyMemory memory;
  private final AccessLog log;

  private HttpServer(
      Server server,
      ServerConnector connector,
      QueuedThreadPool threads,
      Traffic traffic,
      BodyMemory memory,
      AccessLog log) {
    this.server = server;
    this.connector = connector;
    this.threads = threads;
    this.traffic = traffic;
    this.memory = memory;
    this.log = log;
  }

  /**
   * Begins to listen.
   *
   * @param routes the first that fits answers
   * @param listener hears of each exchange that has ended
   * @throws FoveaException if the port is taken, or the address isn't this machine's
   */
  public static HttpServer start(
      Door door, Limits limits, List<Route> routes, Consumer<Exchanged> listener) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("http");
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setUriCompliance(ADDRESSES);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(door.address());
    connector.setPort(door.port());
    connector.setIdleTimeout(IDLE_MILLISECONDS);
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    Traffic traffic = new Traffic();
    LateHeads heads = new LateHeads(connector, limits.bodyTime());
    BodyMemory memory = new BodyMemory(limits.bodyMemory());
    AccessLog log = new AccessLog(door.accessLog());
    Origins origins = new Origins(door.origins());
    Transport transport =
        new Transport(
            limits,
            connector.getScheduler(),
            memory,
            memory.part(limits.bodyMemory() / 3 * 2),
            traffic,
            heads,
            origins,
            EVERY_REPLY,
            exchange -> {
              log.add(exchange);
              listener.accept(
                  new Exchanged(exchange.endpoint(), exchange.status(), exchange.taken()));
            });
    server.setHandler(
        new FrontDoor(transport, new Hosts(door.hosts()), Token.of(door.token()), routes));
    server.setErrorHandler(new ErrorReplies(EVERY_REPLY, origins, log, listener));
    HttpServer started = new HttpServer(server, connector, threads, traffic, memory, log);
    try {
      server.start();
      heads.run();
      return started;
    } catch (Exception e) {
      started.close();
      throw failure(door, e);
    }
  }

  private static FoveaException failure(Door door, Exception e) {
    String at = door.address() + ":" + door.port();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        return String.valueOf(bind.getMessage()).contains("in use")
            ? new FoveaException(
                at + ": another program listens there; choose another port by --port", e)
            : new FoveaException(
                "%s: can't be listened at (%s); choose another address by --bind or another port by --port"
                    .formatted(at, bind.getMessage()),
                e);
      }
    }
    return new FoveaException("%s: can't be listened at (%s)".formatted(at, e.getMessage()), e);
  }

  /** The port that it listens at. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Threads for short work besides, such as writing replies. */
  public Executor threads() {
    return threads;
  }

  public Traffic traffic() {
    return traffic;
  }

  public int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /** Bytes that bodies may still take. */
  public long freeBodyMemory() {
    return memory.free();
  }

  /**
   * Answers what was accepted, goes on refusing until nobody asks any more, and lets go of
   * connections.
   *
   * @param late refuses what isn't answered when the time is up
   * @return whether all that was accepted was answered
   */
  public boolean drain(Duration time, Runnable late) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    traffic.drain();
    boolean all = traffic.awaitAnswered(time);
    if (!all) {
      late.run();
    }
    while (traffic.quiet().compareTo(QUIET) < 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    connector.close();
    // Whoever has a connection and was about to send gets its refusal still.
    long end = System.nanoTime() + CLOSING.toNanos();
    while (traffic.underWay() > 0 && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return all;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server doesn't stop", e);
    } finally {
      log.close();
    }
  }
}
