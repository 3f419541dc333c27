package fovea.serve.page;

import fovea.files.Sha256;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Exchange;
import fovea.serve.http.Reply;
import fovea.serve.http.Route;
import fovea.serve.limits.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Files that lie in the jar, kept in memory once they were asked for. */
public final class PageFiles {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html;charset=utf-8"),
          Map.entry("js", "text/javascript;charset=utf-8"),
          Map.entry("mjs", "text/javascript;charset=utf-8"),
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain;charset=utf-8"),
          Map.entry("woff2", "font/woff2"));

  private final Map<String, PageFile> files = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // read once and sent
  private record PageFile(String type, String tag, byte[] bytes) {}

  /** All of its routes: the page, its files, and the description of the requests. */
  public List<Route> routes() {
    return List.of(
        open("/", (exchange, words, query) -> send(exchange, "page/index.html")),
        open("/runs/{run}", (exchange, words, query) -> send(exchange, "page/index.html")),
        open("/favicon.ico", (exchange, words, query) -> send(exchange, "page/icon.svg")),
        open(
            "/page/{file*}",
            (exchange, words, query) -> send(exchange, "page/" + words.get("file"))),
        open("/openapi.json", (exchange, words, query) -> send(exchange, "openapi.json")));
  }

  private static Route open(String path, Endpoint endpoint) {
    return Route.of("GET", path, endpoint).opened().toTheEnd();
  }

  private void send(Exchange exchange, String name) {
    PageFile file = files.get(name);
    if (file == null) {
      file =
          read(name)
              .orElseThrow(() -> Refusal.notFound("the page has no file `%s`".formatted(name)));
      files.put(name, file); // others would fill the memory
    }
    boolean known = exchange.header("If-None-Match").filter(file.tag::equals).isPresent();
    Reply reply = known ? Reply.empty(304) : Reply.of(200, file.type, file.bytes);
    exchange.reply(reply.with("ETag", file.tag).with("Cache-Control", "no-cache"));
  }

  private static Optional<PageFile> read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    boolean plain = List.of(name.split("/", -1)).stream().allMatch(part -> part.matches(NAME));
    if (type == null || !plain) {
      return Optional.empty();
    }
    try (InputStream in = PageFiles.class.getResourceAsStream("/fovea/serve/" + name)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      String digest = HexFormat.of().formatHex(Sha256.fresh().digest(bytes)).substring(0, 32);
      return Optional.of(new PageFile(type, '"' + digest + '"', bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
