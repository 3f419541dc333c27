package fovea.download;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a response, each part of them waited for no longer than a given time. The client's
 * own time limit ends with the response's head.
 */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  private sealed interface Arrival {
    record Bytes(List<ByteBuffer> buffers) implements Arrival {}

    record End(@Nullable Throwable failure) implements Arrival {}
  }

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;

  static ResponseBody of(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
    ResponseBody body = new ResponseBody();
    response.body().subscribe(body);
    return body;
  }

  /**
   * The next bytes, or empty at the end.
   *
   * @throws HttpTimeoutException if none came in time
   * @throws IOException if the connection broke
   */
  Optional<List<ByteBuffer>> next(Duration patience) throws IOException, InterruptedException {
    Arrival arrival = arrivals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (arrival == null) {
      throw new HttpTimeoutException("stalled");
    }
    if (arrival instanceof Arrival.Bytes bytes) {
      requestMore();
      return Optional.of(bytes.buffers());
    }
    Throwable failure = ((Arrival.End) arrival).failure();
    if (failure != null) {
      throw new IOException(failure);
    }
    return Optional.empty();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    requestMore();
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    arrivals.add(new Arrival.Bytes(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    arrivals.add(new Arrival.End(failure));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival.End(null));
  }

  private void requestMore() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.request(1);
    }
  }

  /** Gives the connection up, unless it has ended. */
  @Override
  public void close() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
