package fovea.serve.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of JSON for each request, written by a thread of its own; nothing of images is in it.
 * Where the disk is slower than the requests, lines wait up to a number and are then left out,
 * which a line says.
 */
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int MOST_WAITING = 100_000;

  /** Of requests that are for nothing there is. */
  static final String NO_ENDPOINT = "none";

  private final Writer out;
  private final LinkedBlockingQueue<Line> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread thread;
  private volatile boolean closing;
  private final LongAdder leftOut = new LongAdder();

  /**
   * @param subject the model, if one was asked
   * @param images that came with it
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private record Line(
      String time,
      String id,
      String remote,
      String method,
      String endpoint,
      String subject,
      int status,
      double milliseconds,
      long bytesIn,
      long bytesOut,
      int images) {}

  /**
   * @param out closed with this
   */
  AccessLog(Writer out) {
    this.out = out;
    thread = new Thread(this::write, "access log");
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds a request that was answered. */
  void add(Exchange exchange) {
    add(
        new Line(
            Instant.now().toString(),
            exchange.id(),
            exchange.remote(),
            exchange.method(),
            exchange.endpoint(),
            exchange.subject(),
            exchange.status(),
            milliseconds(exchange.taken()),
            exchange.bytesIn(),
            exchange.bytesOut(),
            exchange.images()));
  }

  /** Adds a request that was no HTTP, and was refused as such. */
  void add(Request request, String id, int status, Duration taken, long bytesOut) {
    add(
        new Line(
            Instant.now().toString(),
            id,
            Request.getRemoteAddr(request),
            request.getMethod(),
            NO_ENDPOINT,
            "",
            status,
            milliseconds(taken),
            0,
            bytesOut,
            0));
  }

  private static double milliseconds(Duration taken) {
    return Math.round(taken.toNanos() / 1e3) / 1e3;
  }

  /** Nothing where the log has ended. */
  private void add(Line line) {
    if (closing) {
      return;
    }
    if (!waiting.offer(line)) {
      leftOut.increment();
    }
  }

  private void write() {
    try {
      while (!closing || !waiting.isEmpty()) {
        Line first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Line> lines = new ArrayList<>(List.of(first));
          int unused = waiting.drainTo(lines);
          for (Line line : lines) {
            out.write(Json.text(line) + "\n");
          }
          long missing = leftOut.sumThenReset();
          if (missing > 0) {
            out.write("{\"leftOut\":" + missing + "}\n");
          }
          out.flush();
        }
      }
    } catch (IOException | RuntimeException e) { // a full disk stops the log, not the service
      LOG.warn("the access log can't be written, and ends; the service goes on without it", e);
      closing = true;
      waiting.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what waits. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(2_000);
      out.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
