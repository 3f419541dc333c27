package fovea.bench;

import fovea.cli.StepNetwork;
import fovea.measure.StepRate;
import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.Locale;

/**
 * Images a second that Fovea trains with two threads, in lines that stand beside those of the
 * peers' programs; {@code fovea bench step} is for everyone else.
 *
 * <p>Arguments: {@code --fp32} for float32 where the processor computes with bfloat16, {@code
 * --steps N} for another number of timed steps, {@code --micro N} for another number of images that
 * go through the network at once, {@code --threads N} for another number of threads.
 */
public final class StepBench {
  private static final int BATCH = 128;
  private static final int MICRO_BATCH = 64;

  private StepBench() {}

  public static void main(String[] args) {
    boolean fp32 = Arrays.asList(args).contains("--fp32");
    int steps = number(args, "--steps", 12);
    int micro = number(args, "--micro", MICRO_BATCH);
    int threads = number(args, "--threads", 2);
    Precision precision = fp32 ? Precision.FLOAT32 : Precision.fastest();
    Rng rng = Rng.seeded(1);
    for (StepNetwork peer : StepNetwork.values()) {
      try (Module network = peer.create(rng)) {
        StepRate rate =
            StepRate.of(network, BATCH, micro, new Execution(threads, precision), steps);
        System.out.printf(
            Locale.ROOT,
            "Fovea %s %s: %.1f ms, %.0f images/s%n",
            peer,
            precision,
            1e3 * rate.seconds(),
            rate.imagesPerSecond());
      }
    }
  }

  private static int number(String[] args, String option, int otherwise) {
    int at = Arrays.asList(args).indexOf(option);
    return at < 0 ? otherwise : Integer.parseInt(args[at + 1]);
  }
}
