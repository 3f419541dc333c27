package fovea.examples;

import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.evaluate.Outputs;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Module;
import fovea.optim.Optimizer;
import fovea.optim.Sgd;
import fovea.tensor.Execution;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.train.StartingValues;
import java.util.Map;
import java.util.stream.IntStream;

/** A training loop written out, with an augmentation and a loss of one's own. */
public final class OwnLoop {
  private OwnLoop() {}

  public static void main(String[] args) {
    System.out.printf("test accuracy %.1f %%%n", 100 * train(Shapes.draw(6000, 1), 4));
  }

  /** The share of the test images that are right afterwards. */
  static double train(DataSet data, int epochs) {
    ImageSet images = data.splits().train().images();
    int[] all = IntStream.range(0, images.size()).toArray();
    int batchSize = 64;
    long steps = (long) epochs * Batches.perEpoch(images.size(), batchSize);
    Rng rng = Rng.seeded(1);
    try (Model model =
            Models.create("conv4", Map.of("channels", 32), data.classes(), rng.split("weights"));
        Optimizer optimizer =
            new Sgd(0.05, 0.9, true, 5e-4, false).of(model.network().parameters(), batchSize)) {
      Module network = model.network();
      StartingValues.take(images, network); // the normalisation
      long step = 0;
      for (int epoch = 1; epoch <= epochs; epoch++) {
        try (Batches batches =
            Batches.shuffled(images, all, batchSize, OwnLoop::dimmed, rng.split("epoch", epoch))) {
          while (batches.hasNext()) {
            try (Scope scope = Scope.open()) {
              Batch batch = batches.next(scope);
              Tensor loss = focal(network.call(batch.images()), batch.target());
              optimizer.zeroGradients();
              loss.backward();
              optimizer.step(0.05 * (1 - (double) step++ / steps));
            }
          }
        }
      }
      network.eval();
      return accuracy(Outputs.of(network, data.splits().test(), Execution.fastest()));
    }
  }

  /** Each batch a little darker, images [N, 3, H, W] in [0, 1]. */
  private static Batch dimmed(Batch batch, Rng rng) {
    return batch.with(batch.images().mul(0.7 + 0.3 * rng.nextDouble()));
  }

  /**
   * Focal loss: what is known already counts less.
   *
   * @see <a href="https://arxiv.org/abs/1708.02002">Lin et al. 2017, equation 4, with gamma 2</a>
   */
  private static Tensor focal(Tensor logits, Tensor target) {
    Tensor each = Loss.crossEntropyOfEach(logits, target); // -log p
    Tensor missing = each.neg().exp().neg().add(1); // 1 - p
    return missing.pow(2).mul(each).mean(0);
  }

  private static double accuracy(Outputs<?> outputs) {
    long right =
        IntStream.range(0, outputs.size())
            .filter(i -> outputs.predicted(i) == outputs.label(i))
            .count();
    return (double) right / outputs.size();
  }
}
