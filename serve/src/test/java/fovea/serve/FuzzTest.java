package fovea.serve;

import static fovea.serve.RunningService.PREDICT;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.serve.RunningService.Wanted;
import fovea.serve.limits.Limits;
import fovea.serve.model.ModelSource;
import fovea.tensor.LiveTensors;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged requests are refused: none is a fault, none hangs, none leaves anything behind. */
class FuzzTest {
  private static final int ASKERS = 4;

  /** Of a request that may well be reset, as one that goes on after its end is. */
  private static final String HEAD_WAS_DAMAGED = "none";

  /**
   * Of a request that must have a reply. Some five connections of 100,000, here, end before the
   * service has seen a request, as its log shows; whoever asks again must have one.
   */
  private static final String NO_REPLY = "no reply to seed ";

  @TempDir Path folder;

  @Test
  void damagedRequestsAreRefused() throws Exception {
    ask(2_000);
  }

  @Test
  @Tag("slow")
  void aHundredThousandDamagedRequestsAreRefusedInFlatMemory() throws Exception {
    ask(100_000);
  }

  private void ask(int requests) throws Exception {
    Path file = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    long tensors = LiveTensors.count();
    Wanted wanted = Wanted.USUAL.limits(OtherLimits.bodyTime(Duration.ofMillis(400)));
    try (RunningService service = RunningService.of(wanted, ModelSource.of(file))) {
      Map<String, Integer> statuses = new TreeMap<>();
      statuses.putAll(asked(service, 0, requests / 4));
      long before = used(service);
      asked(service, requests / 4, requests)
          .forEach((status, count) -> statuses.merge(status, count, Integer::sum));
      long after = used(service);
      assertThat(statuses.keySet())
          .as("%s", statuses)
          .allMatch(status -> status.matches("[1-4]\\d\\d|503|504|" + HEAD_WAS_DAMAGED));
      assertThat(statuses).containsKeys("200", "400", "415", "422");
      assertThat(after - before).as("bytes of heap").isLessThan(20 << 20);
      assertThat(service.post(PREDICT, TinyModels.png(1)).statusCode()).isEqualTo(200);
      String figures = new String(service.get("/metrics").body(), StandardCharsets.UTF_8);
      assertThat(figures)
          .contains("fovea_queue_images 0.0")
          .contains("fovea_body_memory_free_bytes " + (double) Limits.USUAL.bodyMemory());
    }
    assertThat(LiveTensors.count()).as("native tensors").isEqualTo(tensors);
  }

  /** Without the log of the requests, which the test itself keeps. */
  private static long used(RunningService service) {
    service.log.getBuffer().setLength(0);
    service.log.getBuffer().trimToSize();
    System.gc();
    Runtime java = Runtime.getRuntime();
    return java.totalMemory() - java.freeMemory();
  }

  private static Map<String, Integer> asked(RunningService service, int first, int end)
      throws InterruptedException {
    Map<String, Integer> statuses = new TreeMap<>();
    Thread[] askers =
        IntStream.range(0, ASKERS)
            .mapToObj(
                asker ->
                    new Thread(
                        () -> {
                          for (int seed = first + asker; seed < end; seed += ASKERS) {
                            String status = status(service, seed);
                            if (status.startsWith(NO_REPLY)) {
                              status = status(service, seed);
                            }
                            synchronized (statuses) {
                              statuses.merge(status, 1, Integer::sum);
                            }
                          }
                        }))
            .toArray(Thread[]::new);
    for (Thread asker : askers) {
      asker.start();
    }
    for (Thread asker : askers) {
      asker.join();
    }
    return statuses;
  }

  /**
   * The status of the reply, what became of it otherwise, or {@link #HEAD_WAS_DAMAGED} where that
   * is no wonder; a seed says all of a request.
   */
  private static String status(RunningService service, int seed) {
    Fuzzed request = Fuzzed.of(new SplittableRandom(seed));
    String none = request.isHeadWhole() ? NO_REPLY + seed : HEAD_WAS_DAMAGED;
    try (Socket socket = service.connect()) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.bytes());
      socket.shutdownOutput();
      byte[] reply = socket.getInputStream().readAllBytes();
      String start = new String(reply, 0, Math.min(12, reply.length), StandardCharsets.US_ASCII);
      return start.matches("HTTP/1\\.1 \\d{3}") ? start.substring(9) : none;
    } catch (SocketTimeoutException e) {
      return "seed " + seed + " hangs";
    } catch (IOException e) {
      return none;
    }
  }
}
