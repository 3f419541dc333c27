package fovea.train;

import fovea.attack.Attack;
import fovea.attack.AttackListener;
import fovea.attack.Attacker;
import fovea.attack.CleanImages;
import fovea.attack.Fgsm;
import fovea.attack.Norm;
import fovea.attack.Pgd;
import fovea.attack.Threat;
import fovea.data.Batch;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.data.Splits;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.recipe.RobustnessSettings;
import fovea.tensor.Execution;
import fovea.tensor.Geometry;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Attacks the same few images after each epoch, in the same way. Whether training overfits is seen
 * in images of the size that it has come to, since what is learnt on small ones says little of what
 * large ones withstand; what the weights are worth, in images as they are.
 */
final class RobustnessWatch {
  private static final int CHANNELS = 3;

  private final RobustnessSettings settings;
  private final Module network;
  private final Execution how;
  private final Rng rng;
  private final ImageSet images;

  RobustnessWatch(Recipe recipe, Module network, Splits splits, Execution how) {
    settings = recipe.robustness();
    this.network = network;
    this.how = how;
    rng = Rng.seeded(recipe.seed()).split("robustness");
    images =
        splits
            .validation()
            .map(Split::images)
            .orElseGet(() -> splits.train().images())
            .spread(settings.images());
  }

  /**
   * What the weights withstand as they are now; empty where that isn't watched.
   *
   * @param trainedSize of the images that they were last trained on
   * @throws java.util.concurrent.CancellationException if this thread is interrupted
   */
  Optional<RobustAccuracy> measure(Weights weights, int trainedSize) {
    if (!settings.isOn()) {
      return Optional.empty();
    }
    Attack several = new Pgd(settings.steps(), 1);
    CleanImages whole = whole();
    boolean small = trainedSize != images.height();
    CleanImages trained = small ? resized(trainedSize) : whole;
    double fgsm = left(trained, new Fgsm());
    double pgd = left(trained, several);
    double chosen =
        small || weights.areAveraged() ? weights.withChosen(() -> left(whole, several)) : pgd;
    return Optional.of(new RobustAccuracy(fgsm, pgd, chosen));
  }

  private CleanImages whole() {
    return clean(images.height(), images.width(), whole -> whole);
  }

  private CleanImages resized(int size) {
    return clean(size, size, whole -> Geometry.resize(whole, size));
  }

  private CleanImages clean(int height, int width, UnaryOperator<Tensor> as) {
    return new CleanImages(
        Shape.of(CHANNELS, height, width),
        IntStream.range(0, images.size()).map(images::label).toArray(),
        i -> {
          try (Scope temporary = Scope.open()) {
            List<byte[]> pixels = List.of(images.pixels(i));
            return as.apply(Batch.images(pixels, images.height(), images.width())).toFloats();
          }
        });
  }

  /** The share of the images that are right still after an attack. */
  private double left(CleanImages clean, Attack attack) {
    Threat threat = new Threat(Norm.LINF, settings.epsilon255() / 255);
    try (Attacker attacker = Attacker.of(network, clean.shape(), how)) {
      return attacker
          .attack(clean, threat, List.of(attack), rng, AttackListener.NONE)
          .robustAccuracy();
    }
  }
}
