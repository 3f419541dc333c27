package fovea.serve.http;

import fovea.serve.limits.Refusal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may ask: the service's own, and those that were named. Others can't read replies
 * anyway, but a browser would send what they ask, with or without an origin.
 *
 * @param named such as {@code https://example.org}
 */
record Origins(List<String> named) {
  private static final String LENGTH = "Inference-Header-Content-Length";
  private static final String ASKED_WITH =
      "Authorization, Content-Type, X-Request-Id, " + LENGTH + ", Last-Event-ID";
  private static final Set<String> ELSEWHERE = Set.of("cross-site", "same-site");
  private static final String READ =
      "X-Request-Id, Retry-After, " + LENGTH + ", Content-Disposition";

  Origins {
    named = named.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * @param origin header, or null where no page asks
   * @param host header
   * @throws Refusal if it is of another page
   */
  void check(@Nullable String origin, @Nullable String host) {
    if (origin == null || isNamed(origin) || isOwn(origin, host)) {
      return;
    }
    throw Refusal.wrongOrigin(
        "a web page of %s asks, which isn't the service's own; `fovea serve --cors %s` lets it"
            .formatted(origin, origin));
  }

  /**
   * Pictures, links and forms of a page come without its origin, but browsers say whether the page
   * is of elsewhere.
   *
   * @param origin header, checked already, or null
   * @param site of {@code Sec-Fetch-Site}, or null where no browser asks
   * @throws Refusal if it is, and no origin says which
   */
  void checkSite(@Nullable String origin, @Nullable String site) {
    if (origin == null && site != null && ELSEWHERE.contains(site.strip())) {
      throw Refusal.wrongOrigin(
          "a web page of elsewhere asks (Sec-Fetch-Site: %s), by a link or a picture for instance; open the address itself"
              .formatted(site.strip()));
    }
  }

  private boolean isNamed(String origin) {
    return named.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * To http on another machine, browsers don't say so; but what they take for a picture says that
   * it is one, which nothing here is that takes a token.
   *
   * @param site of {@code Sec-Fetch-Site}, or null
   * @param accept header, or null
   * @throws Refusal if a picture is asked for
   */
  void checkPicture(@Nullable String origin, @Nullable String site, @Nullable String accept) {
    if (origin == null && site == null && accept != null && accept.strip().startsWith("image/")) {
      throw Refusal.wrongOrigin(
          "a web page asks for a picture, which there is none of here; open the address itself");
    }
  }

  /** Headers that let a named page read the reply, and keep caches from giving it to others. */
  Map<String, String> allowed(@Nullable String origin) {
    if (named.isEmpty()) {
      return Map.of();
    }
    if (origin == null || !isNamed(origin)) {
      return Map.of("Vary", "Origin");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Access-Control-Allow-Origin", origin);
    headers.put("Vary", "Origin");
    headers.put("Access-Control-Expose-Headers", READ);
    return headers;
  }

  /** What a browser asks before it asks. */
  Reply preflight() {
    return Reply.empty(204)
        .with("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .with("Access-Control-Allow-Headers", ASKED_WITH)
        .with("Access-Control-Max-Age", "600");
  }
}
