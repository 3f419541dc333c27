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
 * <p>Arguments: {@code --fp32} for float32, {@code --steps N} for another number of timed steps.
 */
public final class StepBench {
  private static final int BATCH = 128;

  private StepBench() {}

  public static void main(String[] args) {
    boolean fp32 = Arrays.asList(args).contains("--fp32");
    int option = Arrays.asList(args).indexOf("--steps");
    int steps = option < 0 ? 12 : Integer.parseInt(args[option + 1]);
    Precision precision = fp32 ? Precision.FLOAT32 : Precision.BFLOAT16;
    Rng rng = Rng.seeded(1);
    for (StepNetwork peer : StepNetwork.values()) {
      try (Module network = peer.create(rng)) {
        StepRate rate = StepRate.of(network, BATCH, new Execution(2, precision), steps);
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
}
