package fovea.evaluate;

import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A score of how much an image is like those that a network knows: the higher, the more. It tells
 * images of other things apart without having seen any.
 */
public sealed interface Familiarity {
  /** All that there are. */
  List<String> NAMES = List.of(MaximumSoftmax.NAME, Energy.NAME, NearestFeatures.NAME);

  /**
   * By its name; empty where there is none of that name.
   *
   * @param known asked for where it takes known features
   */
  static Optional<Familiarity> named(String name, Supplier<KnownFeatures> known) {
    return switch (name) {
      case MaximumSoftmax.NAME -> Optional.of(new MaximumSoftmax());
      case Energy.NAME -> Optional.of(new Energy());
      case NearestFeatures.NAME -> Optional.of(new NearestFeatures(known.get()));
      default -> Optional.empty();
    };
  }

  /** As commands and model files call it. */
  String name();

  /** Of each image, [N]. */
  double[] of(Outputs<?> outputs);

  /**
   * {@link #of} for who asks often.
   *
   * @param memory owns what is made once for that
   */
  default Function<Outputs<?>, double[]> prepared(Scope memory) {
    return this::of;
  }

  /** Whether it needs the features that the network's head is given. */
  default boolean needsFeatures() {
    return false;
  }

  /**
   * The probability of the predicted class, without a temperature.
   *
   * @see <a href="https://arxiv.org/abs/1610.02136">Hendrycks and Gimpel 2017</a>
   */
  record MaximumSoftmax() implements Familiarity {
    public static final String NAME = "max-softmax";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public double[] of(Outputs<?> outputs) {
      return IntStream.range(0, outputs.size()).mapToDouble(outputs::confidence).toArray();
    }
  }

  /**
   * The logarithm of the sum of all logits' exponentials, which is the energy's negative at
   * temperature 1.
   *
   * @see <a href="https://arxiv.org/abs/2010.03759">Liu et al. 2020, equation 4</a>
   */
  record Energy() implements Familiarity {
    public static final String NAME = "energy";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public double[] of(Outputs<?> outputs) {
      return IntStream.range(0, outputs.size()).mapToDouble(outputs::logOfSum).toArray();
    }
  }

  /**
   * The cosine between an image's features and the k-th nearest of training images', which orders
   * images as the distance between normalised features does.
   *
   * @see <a href="https://arxiv.org/abs/2204.06507">Sun et al. 2022, section 3</a>
   */
  record NearestFeatures(KnownFeatures known) implements Familiarity {
    public static final String NAME = "nearest-features";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public double[] of(Outputs<?> outputs) {
      return known.similarities(outputs.features());
    }

    @Override
    public Function<Outputs<?>, double[]> prepared(Scope memory) {
      try (Scope scope = Scope.open()) {
        Tensor columns = memory.adopt(known.columns());
        return outputs -> known.similarities(outputs.features(), columns);
      }
    }

    @Override
    public boolean needsFeatures() {
      return true;
    }
  }
}
