package fovea.examples;

import static fovea.nn.Layers.*;

import fovea.data.DataSet;
import fovea.data.Shapes;
import fovea.models.Model;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Sequential;
import fovea.recipe.Recipe;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.Trainer;
import fovea.train.TrainingListener;
import java.util.List;
import java.util.Map;

/** Trains a network of one's own on the built-in shapes, without touching Fovea's catalogue. */
public final class OwnNetwork {
  private OwnNetwork() {}

  /** Two convolutions and a global mean: [N, 3, S, S] in [0, 1] to logits [N, classes]. */
  static final class TwoConvolutions extends Module {
    private final Normalize normalize;
    private final Sequential layers;

    TwoConvolutions(int classes, Rng rng) {
      normalize = child("normalize", new Normalize(3));
      layers =
          child(
              "layers",
              Sequential.of(
                  conv3x3NoBias(3, 32, rng),
                  batchNorm(32),
                  relu(),
                  maxPool(2),
                  conv3x3NoBias(32, 64, rng),
                  batchNorm(64),
                  relu(),
                  maxPool(4),
                  flatten(),
                  linear(64 * 4 * 4, classes, rng)));
    }

    @Override
    protected Tensor forward(Tensor images) {
      return layers.call(normalize.call(images));
    }
  }

  public static void main(String[] args) {
    RunResult result = train(6000, 6);
    System.out.printf("test accuracy %.1f %%%n", 100 * result.testAccuracy());
  }

  static RunResult train(int images, int epochs) {
    DataSet data = Shapes.draw(images, 1);
    Recipe recipe =
        Recipe.standard()
            .with("epochs=" + epochs, "batchSize=64", "optimizer.learningRate=0.05")
            .with("augment.horizontalFlip=true", "augment.shift=2");
    TrainingListener print =
        new TrainingListener() {
          @Override
          public Answer epoch(EpochRecord epoch) {
            System.out.println(epoch);
            return Answer.GO_ON;
          }
        };
    try (Model model =
            new Model(
                "two-convolutions",
                Map.of(),
                data.classes(),
                Shape.of(3, 32, 32),
                new TwoConvolutions(data.classes().size(), Rng.seeded(1)));
        Trainer trainer = new Trainer(recipe, model, data, List.of(print))) {
      return trainer.train();
    }
  }
}
