package fovea.serve.http;

import fovea.serve.limits.Limits;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What all exchanges share.
 *
 * @param lasting the part of the memory that bodies may take which wait for long
 * @param everyReply headers that each reply has
 * @param listener hears of each exchange that has ended
 */
record Transport(
    Limits limits,
    Scheduler scheduler,
    BodyMemory memory,
    BodyMemory lasting,
    Traffic traffic,
    LateHeads heads,
    Origins origins,
    Map<String, String> everyReply,
    Consumer<Exchange> listener) {

  void ended(Exchange exchange) {
    traffic.left(exchange.wasAccepted());
    listener.accept(exchange);
  }

  int drainSeconds() {
    return (int) limits.drainTime().toSeconds();
  }
}
