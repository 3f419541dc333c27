package fovea.serve.http;

import fovea.serve.limits.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names the service answers to. A page of elsewhere whose name its owner lets point at this
 * machine (DNS rebinding) comes with that name; addresses can't be made to point elsewhere.
 *
 * @param named besides localhost and addresses
 */
record Hosts(List<String> named) {
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+\\]");

  Hosts {
    named = named.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * @param header as it was sent, with or without a port; null where there is none
   */
  void check(@Nullable String header) {
    String host = header == null ? "" : header.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    if (host.equals("localhost") || ADDRESS.matcher(host).matches() || named.contains(host)) {
      return;
    }
    throw Refusal.wrongHost(
        "the service is asked for by the name `%s`, which isn't its own; `fovea serve --host NAME` tells it one"
            .formatted(host));
  }
}
