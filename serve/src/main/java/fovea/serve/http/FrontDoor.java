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
    Route route = route(exchange, path);
    exchange.nameEndpoint(route.pattern());
    if (!route.open()) {
      transport
          .origins()
          .checkSite(
              exchange.header("Origin").orElse(null),
              exchange.header("Sec-Fetch-Site").orElse(null));
      token.check(exchange.header("Authorization"));
    }
    exchange.accept(route.always());
    Map<String, String> words = route.words(path).orElseThrow();
    words.values().stream().findFirst().ifPresent(exchange::nameSubject);
    Query query = Query.of(exchange.query(), route.endpoint().parameters());
    route.endpoint().answer(exchange, words, query);
  }

  private Route route(Exchange exchange, List<String> path) {
    List<Route> there = routes.stream().filter(route -> route.words(path).isPresent()).toList();
    Optional<Route> found =
        there.stream().filter(route -> route.takes(exchange.method())).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    if (there.isEmpty()) {
      throw Refusal.notFound(
          "there is nothing at %s; /openapi.json lists what there is".formatted(exchange.path()));
    }
    throw Refusal.wrongMethod(
        exchange.method(),
        exchange.path(),
        there.stream().map(Route::method).distinct().collect(Collectors.joining(", ")));
  }
}
