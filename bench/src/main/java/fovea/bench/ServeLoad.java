package fovea.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Asks a running service for predictions, over connections that each send the next request when the
 * last one is answered, and prints how many were answered, how fast, and what else was said.
 */
public final class ServeLoad {
  private static final int WARM_UP_SECONDS = 3;

  private ServeLoad() {}

  /** Of one connection. */
  private static final class Tally {
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private double[] milliseconds = new double[1024];
    private int answered;
    private int broken;

    void add(int status, double taken) {
      statuses.merge(status, 1, Integer::sum);
      if (status == 200) {
        if (answered == milliseconds.length) {
          milliseconds = Arrays.copyOf(milliseconds, 2 * answered);
        }
        milliseconds[answered++] = taken;
      }
    }
  }

  /**
   * Arguments: port, model, folder of images, seconds, then how many connections, each a round of
   * its own.
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    List<byte[]> requests =
        images(Path.of(args[2])).stream().map(image -> request(args[1], image)).toList();
    int seconds = Integer.parseInt(args[3]);
    round(port, requests, 16, WARM_UP_SECONDS);
    System.out.printf(
        "%11s %12s %9s %9s %9s  %s%n",
        "connections", "answered/s", "p50 ms", "p99 ms", "429s", "others");
    for (int i = 4; i < args.length; i++) {
      int connections = Integer.parseInt(args[i]);
      print(connections, seconds, round(port, requests, connections, seconds));
    }
  }

  /** The files of a folder, 2,000 at most. */
  static List<byte[]> images(Path folder) throws IOException {
    List<byte[]> images = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().limit(2_000).toList()) {
        images.add(Files.readAllBytes(file));
      }
    }
    return images;
  }

  private static byte[] request(String model, byte[] image) {
    byte[] head =
        "POST /v1/models/%s/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(model, image.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(head, head.length + image.length);
    System.arraycopy(image, 0, request, head.length, image.length);
    return request;
  }

  private static List<Tally> round(int port, List<byte[]> requests, int connections, int seconds)
      throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Tally> tallies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      Tally tally = new Tally();
      int first = c * 31;
      Thread thread =
          new Thread(null, () -> ask(port, requests, first, end, tally), "c" + c, 1 << 17);
      tallies.add(tally);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return tallies;
  }

  private static void ask(int port, List<byte[]> requests, int first, long end, Tally tally) {
    int next = first;
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (System.nanoTime() < end) {
          byte[] request = requests.get(next++ % requests.size());
          long start = System.nanoTime();
          socket.getOutputStream().write(request);
          int status = reply(in);
          tally.add(status, (System.nanoTime() - start) / 1e6);
          if (status == 429) {
            Thread.sleep(10); // who is told to wait and doesn't is no client
          }
        }
      } catch (IOException e) {
        tally.broken++;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Reads a reply with a Content-Length, and gives its status. */
  private static int reply(InputStream in) throws IOException {
    String line = line(in);
    int status = Integer.parseInt(line.substring(9, 12));
    int length = 0;
    for (line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void print(int connections, int seconds, List<Tally> tallies) {
    double[] all =
        tallies.stream()
            .flatMapToDouble(tally -> Arrays.stream(tally.milliseconds, 0, tally.answered))
            .sorted()
            .toArray();
    Map<Integer, Integer> statuses = new TreeMap<>();
    tallies.forEach(
        tally -> tally.statuses.forEach((status, n) -> statuses.merge(status, n, Integer::sum)));
    int broken = tallies.stream().mapToInt(tally -> tally.broken).sum();
    int full = statuses.getOrDefault(429, 0);
    statuses.remove(200);
    statuses.remove(429);
    System.out.printf(
        Locale.ROOT,
        "%11d %12.0f %9.2f %9.2f %9d  %s%n",
        connections,
        (double) all.length / seconds,
        at(all, 0.5),
        at(all, 0.99),
        full,
        statuses + (broken == 0 ? "" : ", " + broken + " broken connections"));
  }

  static double at(double[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
  }
}
