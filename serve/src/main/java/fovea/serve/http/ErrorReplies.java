package fovea.serve.http;

import fovea.serve.limits.Refusal;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What is said of requests that aren't even HTTP, in the words and with the headers of all other
 * refusals.
 *
 * @param everyReply headers that each reply has
 */
record ErrorReplies(Map<String, String> everyReply) implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    if (status == 505) {
      response.setStatus(400); // it is the request that is wrong
    }
    Reply reply = Reply.of(Refusal.malformed(sentence(status)));
    everyReply.forEach((name, value) -> response.getHeaders().put(name, value));
    String id = RequestId.of(request.getHeaders().get("X-Request-Id"));
    response.getHeaders().put("X-Request-Id", id);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Reply.JSON);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private static String sentence(int status) {
    return switch (status) {
      case 414 -> "the path and its parameters are longer than the service takes";
      case 431 -> "the headers are longer than the service takes";
      case 505 -> "a version of HTTP that the service doesn't know, expected 1.1";
      default -> "the request isn't well-formed HTTP";
    };
  }
}
