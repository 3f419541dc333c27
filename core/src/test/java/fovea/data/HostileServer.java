package fovea.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on 127.0.0.1 that answers as badly as a test wants; one connection a request. */
final class HostileServer implements AutoCloseable {
  /** Writes head and body. */
  @FunctionalInterface
  interface Answer {
    void to(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * What was asked for.
   *
   * @param number 1 for the first request
   * @param from the first byte of the range, or -1 where there is none
   */
  record Request(int number, int from) {}

  private final ServerSocket socket;
  private final Answer answer;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  HostileServer(Answer answer) {
    this.answer = answer;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/files/cifar.tar.gz");
  }

  List<Request> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** As an honest server would, with ranges. */
  static void serve(byte[] file, Request request, OutputStream out) throws IOException {
    serve(file, request, out, Integer.MAX_VALUE);
  }

  /** As an honest server would, but cut after so many bytes of the body. */
  static void serve(byte[] file, Request request, OutputStream out, int most) throws IOException {
    int from = Math.max(0, request.from());
    int length = file.length - from;
    if (request.from() < 0) {
      head(out, "200 OK", "Content-Length: " + length);
    } else {
      head(
          out,
          "206 Partial Content",
          "Content-Length: " + length,
          "Content-Range: bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    out.write(file, from, Math.min(most, length));
    out.flush();
  }

  static void head(OutputStream out, String status, String... headers) throws IOException {
    String head = "HTTP/1.1 " + status + "\r\nConnection: close\r\n";
    for (String header : headers) {
      head += header + "\r\n";
    }
    out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        daemon(() -> handle(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void handle(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      int from = -1;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("range: bytes=")) {
          from = Integer.parseInt(line.substring(13, line.length() - 1));
        }
      }
      Request request;
      synchronized (requests) {
        request = new Request(requests.size() + 1, from);
        requests.add(request);
      }
      answer.to(request, connection.getOutputStream());
    } catch (IOException | InterruptedException e) {
      // The client gave up, as a test may want it to.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "hostile-server");
    thread.setDaemon(true);
    thread.start();
  }
}
