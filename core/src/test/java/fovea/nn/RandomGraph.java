package fovea.nn;

import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A network of some layers called in some order, each on the result of any earlier one, with sums
 * and concatenations between them: [N, 3, S, S] to [N, 3].
 */
final class RandomGraph extends Module {
  private static final int STEPS = 14;
  private static final int CHANNELS = 3;

  /** A step's result from the results of all before it. */
  private interface Step extends Function<List<Tensor>, Tensor> {}

  private final List<Step> steps = new ArrayList<>();

  /** The results that no step reads. */
  private final List<Integer> ends = new ArrayList<>();

  RandomGraph(Rng rng) {
    List<Module> layers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      layers.add(new Conv2d(CHANNELS, CHANNELS, 3, 1, 1, i % 2 == 0, rng));
      layers.add(new BatchNorm2d(CHANNELS));
    }
    layers.add(new Conv2d(CHANNELS, CHANNELS, 1, 1, 0, false, rng));
    layers.add(new ReLU(false));
    layers.add(new GELU());
    layers.add(new SiLU());
    layers.add(new ReLU6(false));
    layers.add(new MaxPool2d(1, 1));
    Conv2d wide = child("wide", new Conv2d(2 * CHANNELS, CHANNELS, 1, 1, 0, true, rng));
    for (int i = 0; i < layers.size(); i++) {
      Module unused = child("layer" + i, layers.get(i));
    }
    ends.add(0);
    for (int made = 1; made <= STEPS; made++) {
      // Mostly the last result, so that there are chains to fold.
      int from = rng.nextInt(4) == 0 ? rng.nextInt(made) : made - 1;
      int other = rng.nextInt(made);
      int kind = rng.nextInt(10);
      Module layer = layers.get(rng.nextInt(layers.size()));
      ends.remove((Integer) from);
      if (kind == 0) {
        ends.remove((Integer) other);
        steps.add(all -> all.get(from).add(all.get(other)));
      } else if (kind == 1) {
        ends.remove((Integer) other);
        steps.add(all -> wide.call(Tensor.cat(List.of(all.get(from), all.get(other)), 1)));
      } else {
        steps.add(all -> layer.call(all.get(from)));
      }
      ends.add(made);
    }
  }

  @Override
  protected Tensor forward(Tensor images) {
    List<Tensor> all = new ArrayList<>(List.of(images));
    steps.forEach(step -> all.add(step.apply(all)));
    Tensor sum = null;
    for (int end : ends) {
      // Of one size each, so that none drowns the others.
      Tensor logits = all.get(end).mean(2, 3);
      logits = logits.div(logits.pow(2).mean().sqrt().add(1e-3));
      sum = sum == null ? logits : sum.add(logits);
    }
    return sum;
  }
}
