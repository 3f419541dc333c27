package fovea.download;

import fovea.FoveaException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * One file on its way from a server. Bytes that are there already are not asked for again; a
 * connection that is cut or stalls is followed by another, but not for ever.
 */
public final class Download {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

  private final Archive archive;
  private final PartialDownload part;
  private final RetryPolicy retries;
  private final DownloadListener listener;
  private final HttpClient client;
  private boolean answered;
  private long bytes;

  /**
   * Nothing is asked for yet.
   *
   * @param part what arrives, and what has arrived before
   */
  public Download(
      Archive archive, PartialDownload part, RetryPolicy retries, DownloadListener listener) {
    this.archive = archive;
    this.part = part;
    this.retries = retries;
    this.listener = listener;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(retries.stall())
            .build();
  }

  /** Why there is no file, as the second half of a sentence; the disk isn't to blame. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unavailable(String reason) {
      super(reason);
    }

    private Unavailable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  /**
   * Returns when the part file is the archive, by size and checksum.
   *
   * @throws Unavailable if that can't be reached; what has arrived stays, unless it is wrong
   * @throws FoveaException if the disk fails
   */
  public void run() throws Unavailable {
    try {
      if (isThere()) {
        return;
      }
      fetch();
      if (archive.checksum().isOf(part.path())) {
        return;
      }
      // The wrong bytes may be an earlier download's, so that a fresh one is worth its while.
      listener.retrying(corrupt());
      fetch();
      if (!archive.checksum().isOf(part.path())) {
        throw new Unavailable(corrupt());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the download was interrupted", e);
    }
  }

  /** Whether an earlier download brought it all, which only the checksum tells without a size. */
  private boolean isThere() {
    return archive.bytes() == Archive.UNKNOWN
        && part.size() > 0
        && archive.checksum().isOf(part.path());
  }

  private String corrupt() {
    Checksum expected = archive.checksum();
    String found = expected.of(part.path()).substring(0, expected.hex().length());
    part.delete();
    return "the file that arrived is damaged and was deleted (%s %s, expected %s)"
        .formatted(expected.algorithm(), found, expected.hex());
  }

  /** Tries until all bytes are there, or too many attempts in a row brought less than a percent. */
  private void fetch() throws Unavailable, InterruptedException {
    bytes = archive.bytes();
    int failures = 0;
    long best = part.size();
    if (bytes != Archive.UNKNOWN) {
      listener.received(best, bytes);
    }
    while (part.size() != bytes) {
      try {
        attempt();
      } catch (IOException e) {
        failures++;
        if (part.size() > best + bytes / 100) {
          best = part.size();
          failures = 0;
        }
        if (failures >= retries.attempts() || (!answered && isHopeless(e))) {
          throw new Unavailable(reason(e), e);
        }
        Duration pause = retries.pause(failures);
        listener.retrying(reason(e) + "; trying again in " + seconds(pause));
        Thread.sleep(pause.toMillis());
      }
    }
  }

  private void attempt() throws Unavailable, IOException, InterruptedException {
    if (bytes != Archive.UNKNOWN && part.size() > bytes) {
      part.delete();
    }
    if (part.size() == bytes) {
      return;
    }
    long have = part.size();
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = request(have);
    answered = true;
    try (ResponseBody body = ResponseBody.of(response)) {
      int status = response.statusCode();
      if (status == 206 && firstByte(response) == have) {
        save(body, have);
      } else if (status == 206 || status == 416) {
        part.delete();
        throw new Refusal("the server can't go on from byte " + have);
      } else if (status == 200) {
        requireSize(response.headers().firstValueAsLong("Content-Length").orElse(bytes));
        save(body, 0);
      } else if (status >= 500 || status == 408 || status == 429) {
        throw new Refusal("the server answers " + status);
      } else {
        throw new Unavailable("the server answers " + status);
      }
    }
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> request(long from)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(archive.address())
            .header("User-Agent", "fovea")
            .timeout(retries.stall());
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
  }

  /** Where a partial response begins, or -1 where it doesn't say. */
  private long firstByte(HttpResponse<?> response) throws Unavailable {
    Matcher range =
        CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    if (!range.matches()) {
      return -1;
    }
    requireSize(Long.parseLong(range.group(2)));
    return Long.parseLong(range.group(1));
  }

  /** Where nobody has said how large the file is, the server's first word is taken for it. */
  private void requireSize(long offered) throws Unavailable {
    if (bytes == Archive.UNKNOWN) {
      bytes = offered;
    }
    if (offered != bytes) {
      throw new Unavailable(
          String.format(Locale.ROOT, "the server offers %,d bytes, expected %,d", offered, bytes));
    }
  }

  private void save(ResponseBody body, long from) throws IOException, InterruptedException {
    long at = from;
    try (PartialDownload.Appender file = part.appending(from)) {
      while (bytes == Archive.UNKNOWN || at < bytes) {
        Optional<List<ByteBuffer>> arrived = body.next(retries.stall());
        if (arrived.isEmpty()) {
          end(at);
        }
        for (ByteBuffer buffer : arrived.orElse(List.of())) {
          at += buffer.remaining();
          file.write(buffer);
        }
        if (bytes > 0) {
          listener.received(at, bytes);
        }
      }
    }
    if (at > bytes) {
      part.delete();
      throw new Refusal("more bytes came than expected");
    }
  }

  /** Where not even the server has said how large the file is, its checksum will tell. */
  private void end(long at) throws EOFException {
    if (bytes != Archive.UNKNOWN) {
      throw new EOFException("cut");
    }
    bytes = at;
  }

  /** Where the machine has no network, waiting only delays the bad news. */
  private static boolean isHopeless(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpConnectTimeoutException
        || e instanceof SSLException;
  }

  private String reason(IOException e) {
    String host = archive.address().getHost();
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return "no connection to " + host;
    }
    if (e instanceof HttpTimeoutException) {
      return "nothing came from " + host + " for " + seconds(retries.stall());
    }
    if (e instanceof SSLException) {
      return "no trusted connection to " + host + " (" + e.getMessage() + ")";
    }
    return e instanceof Refusal ? String.valueOf(e.getMessage()) : "the connection was cut";
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }

  /** What a server did wrong and may do right the next time. */
  private static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
      super(reason);
    }
  }
}
