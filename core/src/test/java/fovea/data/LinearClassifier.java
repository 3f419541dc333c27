package fovea.data;

import java.util.Random;

/** Softmax regression on pixels, fitted image by image in plain Java. */
final class LinearClassifier {
  private final float[][] weights;

  private LinearClassifier(int classes, int inputs) {
    weights = new float[classes][inputs];
  }

  /** The learning rate falls linearly from {@code learningRate} to 0. */
  static LinearClassifier fit(ImageSet images, int epochs, double learningRate) {
    LinearClassifier classifier =
        new LinearClassifier(images.classes().size(), inputs(images.pixels(0)).length);
    Random random = new Random(1);
    int steps = epochs * images.size();
    for (int step = 0; step < steps; step++) {
      int image = random.nextInt(images.size());
      double rate = learningRate * (1 - (double) step / steps);
      classifier.step(inputs(images.pixels(image)), images.label(image), rate);
    }
    return classifier;
  }

  double accuracy(ImageSet images) {
    int right = 0;
    for (int i = 0; i < images.size(); i++) {
      double[] scores = scores(inputs(images.pixels(i)));
      int best = 0;
      for (int k = 1; k < scores.length; k++) {
        best = scores[k] > scores[best] ? k : best;
      }
      right += best == images.label(i) ? 1 : 0;
    }
    return (double) right / images.size();
  }

  private void step(float[] inputs, int label, double rate) {
    double[] scores = scores(inputs);
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    for (int k = 0; k < scores.length; k++) {
      float change = (float) (rate * ((k == label ? 1 : 0) - Math.exp(scores[k]) / sum));
      for (int i = 0; i < inputs.length; i++) {
        weights[k][i] += change * inputs[i];
      }
    }
  }

  private double[] scores(float[] inputs) {
    double[] scores = new double[weights.length];
    for (int k = 0; k < scores.length; k++) {
      float score = 0;
      for (int i = 0; i < inputs.length; i++) {
        score += weights[k][i] * inputs[i];
      }
      scores[k] = score;
    }
    return scores;
  }

  /** The pixels around 0, and a 1 for the bias. */
  private static float[] inputs(byte[] pixels) {
    float[] inputs = new float[pixels.length + 1];
    for (int i = 0; i < pixels.length; i++) {
      inputs[i] = (pixels[i] & 0xff) / 255f - 0.5f;
    }
    inputs[pixels.length] = 1;
    return inputs;
  }
}
