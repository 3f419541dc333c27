package fovea.serve.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections on which a request has begun whose head doesn't come to its end in time: byte by
 * byte, somebody could keep all the connections that there may be. One that is idle may stay.
 */
final class LateHeads implements Runnable {
  private static final int LOOKS = 10; // in the time that a head has

  private final ServerConnector connector;
  private final long allowed;
  private final Map<Connection, Integer> answering = new ConcurrentHashMap<>();
  private final Map<Connection, Mark> marks = new HashMap<>();

  /**
   * @param requests whose heads had come
   * @param bytes that had come
   * @param since when no others had, in nanoseconds
   */
  private record Mark(long requests, long bytes, long since) {}

  LateHeads(ServerConnector connector, Duration allowed) {
    this.connector = connector;
    this.allowed = allowed.toNanos();
  }

  /** A head has come. */
  void came(Request request) {
    answering.merge(request.getConnectionMetaData().getConnection(), 1, Integer::sum);
  }

  /** All of its reply was sent. */
  void left(Request request) {
    answering.computeIfPresent(
        request.getConnectionMetaData().getConnection(),
        (connection, count) -> count == 1 ? null : count - 1);
  }

  /** Looks now, and again and again until the connector stops. */
  @Override
  public void run() {
    if (!connector.isRunning()) {
      return;
    }
    Map<Connection, Mark> before = Map.copyOf(marks);
    marks.clear();
    for (EndPoint end : connector.getConnectedEndPoints()) {
      Connection connection = end.getConnection();
      if (connection != null && !answering.containsKey(connection)) {
        look(connection, before.get(connection));
      }
    }
    Object unused = connector.getScheduler().schedule(this, allowed / LOOKS, TimeUnit.NANOSECONDS);
  }

  private void look(Connection connection, @Nullable Mark mark) {
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    long now = System.nanoTime();
    if (mark == null || mark.requests != requests) {
      marks.put(connection, new Mark(requests, requests == 0 ? 0 : bytes, now));
    } else if (bytes == mark.bytes) {
      marks.put(connection, new Mark(requests, bytes, now));
    } else if (now - mark.since > allowed) {
      connection.getEndPoint().close();
    } else {
      marks.put(connection, mark);
    }
  }
}
