package fovea.serve.http;

import fovea.serve.limits.Refusal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/**
 * What is said of requests that aren't even HTTP, in the words and with the headers of all other
 * refusals.
 *
 * @param everyReply headers that each reply has
 * @param listener hears of them, as of all other requests
 */
record ErrorReplies(
    Map<String, String> everyReply, Origins origins, AccessLog log, Consumer<Exchanged> listener)
    implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    if (status == 505) {
      response.setStatus(400); // it is the request that is wrong
    }
    Reply reply = Reply.of(Refusal.malformed(sentence(status, request)));
    everyReply.forEach((name, value) -> response.getHeaders().put(name, value));
    origins
        .allowed(request.getHeaders().get(HttpHeader.ORIGIN))
        .forEach((name, value) -> response.getHeaders().put(name, value));
    String id = RequestId.of(request.getHeaders().get("X-Request-Id"));
    response.getHeaders().put("X-Request-Id", id);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Reply.JSON);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    if (request.getAttribute(FrontDoor.CAME) == null) { // else its exchange tells of it
      Duration taken = Duration.ofNanos(NanoTime.since(request.getBeginNanoTime()));
      log.add(request, id, response.getStatus(), taken, reply.body().length);
      listener.accept(new Exchanged(AccessLog.NO_ENDPOINT, response.getStatus(), taken));
    }
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private static String sentence(int status, Request request) {
    return switch (status) {
      case 414 -> "the path and its parameters are longer than the service takes";
      case 417 -> "an Expect that the service doesn't know, expected `Expect: 100-continue`";
      case 426 -> "a version of HTTP that the service doesn't speak, expected HTTP/1.1";
      case 431 -> "the headers are longer than the service takes";
      case 505 -> "a version of HTTP that the service doesn't know, expected 1.1";
      default -> malformed(request.getHttpURI().getViolations());
    };
  }

  private static String malformed(Collection<UriCompliance.Violation> violations) {
    if (violations.contains(UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR)) {
      return "the address has a slash in a name (%2F), which the service doesn't take";
    }
    if (violations.contains(UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT)) {
      return "the address has an empty part (//), which the service doesn't take";
    }
    return "the request isn't well-formed HTTP";
  }
}
