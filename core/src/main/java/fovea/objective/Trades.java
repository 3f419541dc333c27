package fovea.objective;

import fovea.data.Batch;
import fovea.nn.Module;
import fovea.nn.Probe;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Loss;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;

/**
 * Cross-entropy on the images as they are, and beta times how far what the network says of them is
 * from what it says of the images near them that differ most in that: {@code KL(p(x) || p(x'))}.
 * The network evaluates while these are looked for, and its batch norm learns from both kinds, as
 * in the paper's code.
 *
 * @see <a href="https://arxiv.org/abs/1901.08573">Zhang et al. 2019, algorithm 1</a>
 */
@Named("trades")
public record Trades(
    @Setting(
            about = "the most that an attack changes a value, of 255",
            standard = "8",
            range = "[0.1, 255]")
        double epsilon255,
    @Setting(about = "size of a step, as a share of epsilon", standard = "0.225", range = "(0, 10]")
        double step,
    @Setting(about = "steps of an attack", standard = "10", range = "[1, 100]") int steps,
    @Setting(
            about =
                "weight of the divergence beside the cross-entropy ([Zhang et al. "
                    + "2019](https://arxiv.org/abs/1901.08573), section 5)",
            standard = "6",
            range = "[0, 1000]")
        double beta)
    implements ObjectiveSettings {
  /**
   * Standard deviation of the noise by which an attack leaves the clean images: KL is flat there.
   */
  private static final double START = 0.001;

  public Trades {
    Declared.check(Trades.class, epsilon255, step, steps, beta);
  }

  @Override
  public Passes passes() {
    return new Passes(2, steps, 1);
  }

  @Override
  public Outcome of(Module network, Batch batch, Rng rng) {
    Tensor attacked = attacked(network, batch.images(), rng);
    Tensor clean = network.call(batch.images());
    Tensor changed = network.call(attacked);
    Tensor natural = Loss.crossEntropy(clean, batch.target(), 0);
    return new Outcome(natural.add(divergence(logShares(clean), changed).mul(beta)), changed);
  }

  private Tensor attacked(Module network, Tensor images, Rng rng) {
    try (Scope attack = Scope.open();
        Probe probe = Probe.asEvaluated()) {
      Tensor said;
      try (Autograd.NoGrad off = Autograd.noGrad()) {
        said = logShares(network.call(images));
      }
      Tensor start = images.add(RandomTensor.normal(rng, images.shape()).mul(START));
      return attack.keep(
          LinfBall.of255(epsilon255)
              .climbed(images, start, steps, step, x -> divergence(said, network.call(x))));
    }
  }

  private static Tensor logShares(Tensor logits) {
    return logits.to(DType.FLOAT32).logSoftmax(1);
  }

  /** {@code KL(said || softmax(logits))}, the mean over the images. */
  private static Tensor divergence(Tensor said, Tensor logits) {
    Tensor perClass = said.exp().mul(said.sub(logShares(logits)));
    return perClass.sum(1).mean();
  }
}
