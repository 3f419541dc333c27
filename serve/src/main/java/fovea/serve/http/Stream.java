package fovea.serve.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A reply that is sent bit by bit. Never more than a few bits wait for a slow reader. */
public final class Stream {
  private static final int MOST_WAITING = 1_000;

  private final Response response;
  private final Consumer<@Nullable Throwable> end;
  private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean closing;
  private boolean over;

  Stream(Response response, Consumer<@Nullable Throwable> end) {
    this.response = response;
    this.end = end;
  }

  /** Sends a text after those before it. */
  public void send(String text) {
    synchronized (this) {
      if (over || closing) {
        return;
      }
      if (waiting.size() >= MOST_WAITING) {
        over = true;
      } else {
        waiting.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    if (isOver()) {
      end.accept(new IllegalStateException("the reader is too slow"));
    } else {
      next();
    }
  }

  /** Ends the reply, once all is sent. */
  public void close() {
    synchronized (this) {
      if (over || closing) {
        return;
      }
      closing = true;
    }
    next();
  }

  /** Whether nothing more can be sent, for example because nobody reads on. */
  public synchronized boolean isOver() {
    return over;
  }

  private void next() {
    ByteBuffer bytes;
    boolean last;
    synchronized (this) {
      if (sending || over) {
        return;
      }
      bytes = waiting.poll();
      last = bytes == null && closing;
      if (bytes == null && !last) {
        return;
      }
      sending = true;
    }
    response.write(
        last,
        bytes == null ? ByteBuffer.allocate(0) : bytes,
        Callback.from(() -> sent(last), this::failed));
  }

  private void sent(boolean last) {
    synchronized (this) {
      sending = false;
      over |= last;
    }
    if (last) {
      end.accept(null);
    } else {
      next();
    }
  }

  private void failed(Throwable thrown) {
    synchronized (this) {
      over = true;
    }
    end.accept(thrown);
  }
}
