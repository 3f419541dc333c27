package fovea.evaluate;

import fovea.data.Split;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Outputs of no network: logits that know something of the labels, with ties among them. */
final class RandomOutputs {
  private RandomOutputs() {}

  /** Of 1 to so many images, and of 2 to 6 classes. */
  static <S extends Split> Outputs<S> small(int seed, int most) {
    Rng rng = Rng.seeded(seed).split("size");
    return of(seed, 1 + rng.nextInt(most), 2 + rng.nextInt(5));
  }

  static <S extends Split> Outputs<S> of(int seed, int images, int classes) {
    Rng rng = Rng.seeded(seed);
    int[] labels = IntStream.range(0, images).map(i -> rng.nextInt(classes)).toArray();
    float[] logits = new float[images * classes];
    for (int i = 0; i < logits.length; i++) {
      int signal = i % classes == labels[i / classes] ? 2 : 0;
      logits[i] = signal + (rng.nextInt(17) - 8) / 4f;
    }
    return of(labels, logits, classes);
  }

  static <S extends Split> Outputs<S> of(int[] labels, float[] logits, int classes) {
    return new Outputs<>(names(classes), labels, logits, null);
  }

  static <S extends Split> Outputs<S> withFeatures(int seed, int images, int dimensions) {
    Rng rng = Rng.seeded(seed);
    float[] features = new float[images * dimensions];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) rng.nextGaussian();
    }
    return new Outputs<>(
        names(2),
        new int[images],
        new float[2 * images],
        new Features("head", Shape.of(dimensions), features));
  }

  static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }
}
