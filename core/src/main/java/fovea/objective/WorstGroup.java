package fovea.objective;

import fovea.data.Batch;
import fovea.data.ImageGroups;
import fovea.nn.Module;
import fovea.tensor.Loss;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * {@link GroupDro} in training: the groups' weights, which multiply each image's loss by the weight
 * of its group as a share of how often the group is drawn. So micro-batches, in which a rare group
 * may be missing, give on average what the whole batch would. The weights of a step are those that
 * the step before has left.
 */
final class WorstGroup implements Objective {
  private final ImageGroups groups;
  private final double[] shares;
  private final double step;

  /** Of the groups, with a sum of 1; replaced as a whole, since several threads look at it. */
  private volatile float[] weights;

  WorstGroup(ImageGroups groups, double[] shares, double step) {
    this.groups = groups;
    this.shares = shares.clone();
    this.step = step;
    float[] equal = new float[shares.length];
    Arrays.fill(equal, 1f / equal.length);
    weights = equal;
  }

  @Override
  public Outcome of(Module network, Batch batch, Rng rng) {
    Tensor logits = network.call(batch.images());
    float[] now = weights;
    float[] factors = new float[batch.size()];
    for (int i = 0; i < factors.length; i++) {
      int group = groups.of()[batch.indices()[i]];
      factors[i] = (float) (now[group] / shares[group]);
    }
    Tensor losses = Loss.crossEntropyOfEach(logits, batch.target());
    return new Outcome(losses.mul(Tensor.of(factors, factors.length)).mean(), logits);
  }

  /** A step's parts raise the weights by their shares of what the whole batch would. */
  @Override
  public void after(Batch batch, Outcome outcome, double share) {
    float[] losses = Loss.crossEntropyOfEach(outcome.logits(), batch.target()).toFloats();
    double[] sums = new double[shares.length];
    for (int i = 0; i < losses.length; i++) {
      sums[groups.of()[batch.indices()[i]]] += losses[i];
    }
    double[] logs = new double[shares.length];
    for (int g = 0; g < logs.length; g++) {
      // By how many of its images there are on average: a rare group is missing mostly.
      double loss = sums[g] == 0 ? 0 : sums[g] / (losses.length * shares[g]);
      logs[g] = Math.log(weights[g]) + share * step * loss;
    }
    weights = softmax(logs);
  }

  /** Less the largest, which is all the same to the shares, and no power is infinite. */
  private static float[] softmax(double[] logs) {
    double largest = Arrays.stream(logs).max().orElse(0);
    double[] powers = Arrays.stream(logs).map(log -> Math.exp(log - largest)).toArray();
    double sum = Arrays.stream(powers).sum();
    float[] parts = new float[powers.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = (float) (powers[i] / sum);
    }
    return parts;
  }

  @Override
  public float[] state() {
    return weights.clone();
  }

  @Override
  public void restore(float[] state) {
    weights = state.clone();
  }
}
