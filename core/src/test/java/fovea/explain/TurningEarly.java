package fovea.explain;

import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * A layer of ReLU whose units turn on or off at places of the way from a baseline to an image that
 * are known, so that the integral along it is, too. Their logarithms are even, and units that turn
 * off give as much before as others give after it: the score is steep near the baseline.
 */
final class TurningEarly extends Module {
  private static final int UNITS = 40;
  private static final double FIRST = 0.01;

  private final float[][] weights;
  private final double[] on;
  private final float[] parts;
  private final Sequential layers;

  /**
   * @param on the share of the way on which each unit is on
   */
  private TurningEarly(float[][] weights, double[] on, float[] biases, float[] parts) {
    this.weights = weights;
    this.on = on;
    this.parts = parts;
    Linear hidden = new Linear(Networks.SIZE, UNITS, true, Rng.seeded(0));
    Linear head = new Linear(UNITS, Networks.CLASSES, false, Rng.seeded(0));
    layers = child("layers", Sequential.of(new Flatten(), hidden, new ReLU(false), head));
    try (Scope scope = Scope.open()) {
      float[] all = new float[UNITS * Networks.SIZE];
      for (int unit = 0; unit < UNITS; unit++) {
        System.arraycopy(weights[unit], 0, all, unit * Networks.SIZE, Networks.SIZE);
      }
      hidden.parameters().get("weight").copyFrom(Tensor.of(all, UNITS, Networks.SIZE));
      hidden.parameters().get("bias").copyFrom(Tensor.of(biases, UNITS));
      float[] logits = Arrays.copyOf(parts, Networks.CLASSES * UNITS);
      head.parameters().get("weight").copyFrom(Tensor.of(logits, Networks.CLASSES, UNITS));
    }
  }

  static TurningEarly on(float[] start, float[] end, Rng rng) {
    float[][] weights = Networks.randomWeights(UNITS, rng);
    double[] on = new double[UNITS];
    float[] biases = new float[UNITS];
    float[] parts = new float[UNITS];
    for (int unit = 0; unit < UNITS; unit++) {
      double turn = Math.pow(FIRST, rng.nextDouble());
      double before = along(weights[unit], start);
      double rise = along(weights[unit], end) - before;
      on[unit] = rise > 0 ? 1 - turn : turn;
      biases[unit] = (float) -(before + turn * rise);
      double part = Math.abs(rng.nextGaussian());
      parts[unit] = (float) (rise > 0 ? part : -part / turn);
    }
    return new TurningEarly(weights, on, biases, parts);
  }

  private static double along(float[] weights, float[] image) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (double) weights[i] * image[i];
    }
    return sum;
  }

  /** What each value gives to class 0 along the way. */
  double[] integral(float[] start, float[] end) {
    double[] integral = new double[Networks.SIZE];
    for (int unit = 0; unit < UNITS; unit++) {
      for (int i = 0; i < integral.length; i++) {
        integral[i] += on[unit] * parts[unit] * weights[unit][i] * (end[i] - start[i]);
      }
    }
    return integral;
  }

  @Override
  protected Tensor forward(Tensor images) {
    return layers.call(images);
  }
}
