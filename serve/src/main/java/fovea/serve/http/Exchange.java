package fovea.serve.http;

import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and the one reply that it gets, whoever gives it first: an endpoint, a deadline or a
 * fault. Any thread may reply.
 */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** In which files are read and sent. */
  private static final ByteBufferPool.Sized PIECES =
      new ByteBufferPool.Sized(ByteBufferPool.NON_POOLING, false, 1 << 16);

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Transport transport;
  private final String id;
  private final long start = System.nanoTime();
  private final AtomicBoolean replied = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile String endpoint = AccessLog.NO_ENDPOINT;
  private volatile String subject = "";
  private volatile int images;
  private volatile boolean accepted;
  private volatile int status;
  private volatile long bytesOut;
  private final BodyReader body;

  Exchange(Request request, Response response, Callback callback, Transport transport) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.transport = transport;
    id = RequestId.of(request.getHeaders().get("X-Request-Id"));
    body = new BodyReader(request, transport);
    request.addIdleTimeoutListener(timeout -> false); // computing may take its time
  }

  /** What the request is called in logs. */
  public String id() {
    return id;
  }

  public String method() {
    return request.getMethod();
  }

  /** The path without parameters, decoded. */
  String path() {
    return String.valueOf(request.getHttpURI().getDecodedPath());
  }

  String query() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  /** A header's value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  String remote() {
    return Request.getRemoteAddr(request);
  }

  public Limits limits() {
    return transport.limits();
  }

  /** How long it took so far. */
  Duration taken() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  String endpoint() {
    return endpoint;
  }

  void nameEndpoint(String name) {
    endpoint = name;
  }

  String subject() {
    return subject;
  }

  /** For the log: the model, of whatever version, or what else is asked about. */
  public void nameSubject(String name) {
    subject = name;
  }

  int images() {
    return images;
  }

  /**
   * Takes the request on.
   *
   * @param always whether it is answered until the service ends
   * @throws Refusal if the service is about to end
   */
  void accept(boolean always) {
    if (!transport.traffic().accept(always)) {
      throw Refusal.draining(transport.drainSeconds());
    }
    accepted = true;
  }

  boolean wasAccepted() {
    return accepted;
  }

  /** For the log: how many images it came with. */
  public void countImages(int count) {
    images = count;
  }

  int status() {
    return status;
  }

  long bytesOut() {
    return bytesOut;
  }

  long bytesIn() {
    return body.size();
  }

  /**
   * Reads the body, as it comes and without holding a thread; refuses one that is too large or too
   * slow.
   *
   * @param then is given the whole body, on whatever thread read its end
   */
  public void read(ExpectedBody expected, Consumer<byte[]> then) {
    header("Content-Encoding")
        .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
        .ifPresent(
            encoding -> {
              throw Refusal.encodedBody(encoding);
            });
    body.read(expected, bytes -> guarded(() -> then.accept(bytes)), this::refuse, this::leave);
  }

  /** Does something that may refuse or fail, and says so if it does. */
  public void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Replies; does nothing where somebody has replied already. */
  public void reply(Reply reply) {
    if (!replied.compareAndSet(false, true)) {
      return;
    }
    status = reply.status();
    bytesOut = reply.body().length;
    begin(reply.status(), reply.type(), reply.headers());
    if (reply.body().length > 0) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    closeWhereLast();
    boolean slow = reply.status() == 408;
    response.write(
        true,
        ByteBuffer.wrap(reply.body()),
        Callback.from(
            Invocable.InvocationType.NON_BLOCKING, () -> sent(slow), thrown -> end(thrown)));
  }

  private void closeWhereLast() {
    if (transport.traffic().isDraining() || !body.isOver()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
  }

  /**
   * Replies with a file to be kept under that name, piece by piece as they are taken.
   *
   * @param file closed once it is sent, or nobody takes it any more
   * @throws IOException if it can't be read
   */
  public void reply(String name, SeekableByteChannel file) throws IOException {
    long size = file.size();
    if (!replied.compareAndSet(false, true)) {
      file.close();
      return;
    }
    Reply head = Reply.file(name, new byte[0]);
    status = head.status();
    bytesOut = size;
    begin(head.status(), head.type(), head.headers());
    closeWhereLast();
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, size);
    Callback sent =
        Callback.from( // whoever hears that a piece was sent reads the next one
            Invocable.InvocationType.BLOCKING,
            () -> {
              IO.close(file);
              sent(false);
            },
            thrown -> {
              IO.close(file);
              end(thrown);
            });
    if (method().equals("HEAD")) {
      response.write(true, ByteBuffer.allocate(0), sent);
    } else {
      Content.copy(Content.Source.from(PIECES, file, 0, size), response, sent);
    }
  }

  private void begin(int code, String type, Map<String, String> headers) {
    response.setStatus(code);
    response.getHeaders().put("X-Request-Id", id);
    transport.everyReply().forEach((name, value) -> response.getHeaders().put(name, value));
    transport
        .origins()
        .allowed(header("Origin").orElse(null))
        .forEach((name, value) -> response.getHeaders().put(name, value));
    if (!type.isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    }
    headers.forEach((name, value) -> response.getHeaders().put(name, value));
  }

  /** Says no. */
  public void refuse(Refusal refusal) {
    reply(Reply.of(refusal));
  }

  /** Says what an exception comes to: a refusal, or a fault of ours; nothing after a reply. */
  public void fail(Throwable thrown) {
    if (replied.get()) { // as of a question that was given up
      LOG.debug("request {} failed after its reply", id, thrown);
      return;
    }
    Optional<Refusal> refusal = Refusal.in(thrown);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof CancellationException && transport.traffic().isDraining()) {
      refuse(Refusal.draining(transport.drainSeconds()));
      return;
    }
    LOG.error("request {} failed", id, cause);
    refuse(Refusal.failed(id));
  }

  /** Begins a reply that goes on until its end, such as events. */
  public Stream stream(String type, Map<String, String> headers) {
    if (!replied.compareAndSet(false, true)) {
      throw new IllegalStateException("replied already");
    }
    status = 200;
    begin(200, type, headers);
    return new Stream(response, thrown -> end(thrown));
  }

  /** The body ended early, most often since whoever sent it went away. */
  private void leave(Throwable thrown) {
    refuse(
        Refusal.malformed(
            "the body ended after %d bytes, before it should".formatted(body.size())));
  }

  /**
   * A client that is still sending would see its connection reset instead of the reply: what it
   * sends is thrown away first, for a while.
   */
  private void sent(boolean slow) {
    if (body.isOver() || body.isAwaitingGoAhead()) {
      end(null);
    } else if (slow || body.isBroken()) {
      end(new CancellationException("the rest of the body isn't waited for"));
    } else {
      body.discard(this::end);
    }
  }

  private void end(@Nullable Throwable thrown) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    body.release();
    transport.heads().left(request);
    transport.ended(this);
    if (thrown == null) {
      callback.succeeded();
    } else {
      callback.failed(thrown);
    }
  }
}
