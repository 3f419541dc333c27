package fovea.serve.http;

import java.io.Writer;
import java.util.List;
import java.util.Optional;

/**
 * Where the service listens, and to whom.
 *
 * @param address of this machine
 * @param port 0 for any that is free
 * @param token that whoever asks has to know
 * @param hosts names that the service answers to, besides localhost and addresses
 * @param origins web pages of elsewhere that may ask
 * @param accessLog a line for each request; closed with the service
 */
public record Door(
    String address,
    int port,
    Optional<String> token,
    List<String> hosts,
    List<String> origins,
    Writer accessLog) {
  public Door {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
  }
}
