package fovea.serve.http;

import fovea.serve.limits.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets requests in: checks who asks, finds what answers, and says no to all else. */
final class FrontDoor extends Handler.Abstract.NonBlocking {
  /** Tells requests that came in from those that were no HTTP. */
  static final String CAME = FrontDoor.class.getName();

  private final Transport transport;
  private final Hosts hosts;
  private final Token token;
  private final List<Route> routes;

  FrontDoor(Transport transport, Hosts hosts, Token token, List<Route> routes) {
    this.transport = transport;
    this.hosts = hosts;
    this.token = token;
    this.routes = List.copyOf(routes);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    transport.traffic().came();
    transport.heads().came(request);
    request.setAttribute(CAME, true);
    Exchange exchange = new Exchange(request, response, callback, transport);
    exchange.guarded(() -> answer(exchange));
    return true;
  }

  private void answer(Exchange exchange) {
    hosts.check(exchange.header("Host").orElse(null));
    transport
        .origins()
        .check(exchange.header("Origin").orElse(null), exchange.header("Host").orElse(null));
    if (exchange.method().equals("OPTIONS") && exchange.header("Origin").isPresent()) {
      exchange.reply(transport.origins().preflight());
      return;
    }
    List<String> path = Route.split(exchange.path());
    if (exchange.method().equals("OPTIONS")) {
      exchange.reply(Reply.empty(204).with("Allow", allowed(there(exchange, path)) + ", OPTIONS"));
      return;
    }
    Route route = route(exchange, path);
    exchange.nameEndpoint(route.pattern());
    if (!route.open()) {
      String origin = exchange.header("Origin").orElse(null);
      String site = exchange.header("Sec-Fetch-Site").orElse(null);
      Optional<String> authorization = exchange.header("Authorization");
      transport.origins().checkSite(origin, site);
      if (authorization.isEmpty()) {
        transport.origins().checkPicture(origin, site, exchange.header("Accept").orElse(null));
      }
      token.check(authorization);
    }
    exchange.accept(route.always());
    Map<String, String> words = route.words(path).orElseThrow();
    words.values().stream().findFirst().ifPresent(exchange::nameSubject);
    Query query = Query.of(exchange.query(), route.endpoint().parameters());
    route.endpoint().answer(exchange, words, query);
  }

  private Route route(Exchange exchange, List<String> path) {
    List<Route> there = there(exchange, path);
    return there.stream()
        .filter(route -> route.takes(exchange.method()))
        .findFirst()
        .orElseThrow(() -> Refusal.wrongMethod(exchange.method(), exchange.path(), allowed(there)));
  }

  /** All routes of a path, by whatever method. */
  private List<Route> there(Exchange exchange, List<String> path) {
    List<Route> there = routes.stream().filter(route -> route.words(path).isPresent()).toList();
    if (there.isEmpty()) {
      throw Refusal.notFound(
          "there is nothing at %s; /openapi.json lists what there is".formatted(exchange.path()));
    }
    return there;
  }

  private static String allowed(List<Route> there) {
    return there.stream()
        .map(route -> route.method().equals("GET") ? "GET, HEAD" : route.method())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
