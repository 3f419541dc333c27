package fovea.objective;

import fovea.nn.Linear;
import fovea.nn.Module;
import fovea.tensor.Doubles;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Two classes that a plane divides, logits 0 and {@code w x}; remembers what it was asked. */
final class AskedNetwork extends Module {
  static final int SIZE = 3 * 4 * 4;

  final List<float[]> asked = new ArrayList<>();
  final List<Boolean> trained = new ArrayList<>();
  final double[] direction;
  private final Linear linear = child("linear", new Linear(SIZE, 2, false, Rng.seeded(0)));

  AskedNetwork(Rng rng) {
    direction = Doubles.normal(rng, SIZE).values();
    float[] weights = new float[2 * SIZE];
    for (int i = 0; i < SIZE; i++) {
      direction[i] *= 0.3; // or the network would be so sure that float32 hides what KL does
      weights[SIZE + i] = (float) direction[i];
    }
    try (Scope scope = Scope.open()) {
      linear.parameters().get("weight").copyFrom(Tensor.of(weights, 2, SIZE));
    }
  }

  @Override
  protected Tensor forward(Tensor images) {
    asked.add(images.detach().toFloats());
    trained.add(training());
    return linear.call(images.contiguous().flatten(1));
  }

  /** How far class 1 is ahead on an image of several. */
  double ahead(float[] images, int image) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += direction[i] * images[image * SIZE + i];
    }
    return sum;
  }

  Tensor weight() {
    return linear.parameters().get("weight");
  }
}
