package fovea.examples;

import static fovea.nn.Layers.*;

import fovea.data.DataSet;
import fovea.data.Shapes;
import fovea.io.ModelFile;
import fovea.models.Architecture;
import fovea.models.Model;
import fovea.models.Networks;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.Sequential;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.RunResult;
import fovea.train.Trainer;
import fovea.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains a network of one's own on the built-in shapes, and opens its model file. As {@code
 * META-INF/services/fovea.models.Networks} names this class, whatever opens or trains a network
 * knows this one, the command {@code fovea} too.
 */
public final class OwnNetwork implements Networks {
  @Override
  public List<Class<? extends Architecture>> networks() {
    return List.of(TwoConvolutions.Arguments.class);
  }

  /** Two convolutions and a global mean: [N, 3, S, S] in [0, 1] to logits [N, classes]. */
  static final class TwoConvolutions extends Module {
    /** What can be chosen; a model file names it, and says what was. */
    @Named("two-convolutions")
    record Arguments(
        @Setting(
                about = "height and width of an image",
                standard = "32",
                range = "[8, 512]",
                multipleOf = 8)
            int imageSize,
        @Setting(about = "filters of the first convolution", standard = "32", range = "[1, 1024]")
            int width)
        implements Architecture {
      Arguments {
        Declared.check(Arguments.class, imageSize, width);
      }

      @Override
      public Module network(int classes, Rng rng) {
        return new TwoConvolutions(this, classes, rng);
      }
    }

    private final Normalize normalize;
    private final Sequential layers;

    TwoConvolutions(Arguments arguments, int classes, Rng rng) {
      int width = arguments.width;
      int pooled = arguments.imageSize / 8;
      normalize = child("normalize", new Normalize(3));
      layers =
          child(
              "layers",
              Sequential.of(
                  conv3x3NoBias(3, width, rng),
                  batchNorm(width),
                  relu(),
                  maxPool(2),
                  conv3x3NoBias(width, 2 * width, rng),
                  batchNorm(2 * width),
                  relu(),
                  maxPool(4),
                  flatten(),
                  linear(2 * width * pooled * pooled, classes, rng)));
    }

    @Override
    protected Tensor forward(Tensor images) {
      return layers.call(normalize.call(images));
    }
  }

  /** Argument: where to write the model file. */
  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    RunResult result = train(6000, 6, file);
    System.out.printf("test accuracy %.1f %%%n", 100 * result.testAccuracy());
    try (TrainedModel trained = TrainedModel.open(file)) {
      System.out.println(trained.model().name() + " of " + trained.model().classes());
    }
  }

  static RunResult train(int images, int epochs, Path file) {
    DataSet data = Shapes.draw(images, 1);
    Recipe recipe =
        Recipe.standard()
            .with("epochs=" + epochs, "batchSize=64", "optimizer.learningRate=0.05")
            .with("augment=[{name: shifted-crop, shift: 2}, {name: horizontal-flip}]");
    TrainingListener print =
        new TrainingListener() {
          @Override
          public Answer epoch(EpochRecord epoch) {
            System.out.println(epoch);
            return Answer.GO_ON;
          }
        };
    TwoConvolutions.Arguments arguments = new TwoConvolutions.Arguments(32, 32);
    try (Model model = Model.of(arguments, data.classes(), Rng.seeded(1));
        Trainer trainer = new Trainer(recipe, model, data, List.of(print))) {
      RunResult result = trainer.train();
      ModelFile.write(file, model, Map.of());
      return result;
    }
  }
}
