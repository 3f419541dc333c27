package fovea.train;

import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process of its own for {@link FlatMemoryTest}: 10,000 training steps through the trainer, then
 * 10,000 predictions and 200 passes over a split, of the network that its argument names; prints
 * its resident memory after a tenth and after all of each, in kB, and how many tensors are alive at
 * the end.
 */
final class LongRun {
  private static final int SIZE = 16;
  private static final int BATCH = 32;
  private static final int STEPS_PER_EPOCH = 50;
  private static final String LAYER = "normalize";

  private static final List<String> ARTICLE =
      List.of(
          "model.arguments.blocks=1",
          "augment.horizontalFlip=true",
          "augment.rotation=10",
          "optimizer.name=lamb",
          "sam.rho=0.01",
          "swa.share=1",
          "swa.images=64");

  /** Images have their full size before the first measurement. */
  private static final List<String> SPEEDRUN =
      List.of(
          "model.arguments.width1=24",
          "model.arguments.width2=32",
          "model.arguments.width3=32",
          "optimizer.name=muon",
          "optimizer.headLearningRate=0.01",
          "microBatchSize=12",
          "augment.alternatingFlip=true",
          "augment.cutout=3",
          "objective.name=n-fgsm",
          "robustness.images=8",
          "robustness.steps=2",
          "progressive.startSize=12",
          "progressive.share=0.05",
          "averaging.decay=0.9");

  private LongRun() {}

  public static void main(String[] args) throws IOException {
    DataSet data = DataSet.of("noise", noise(BATCH * STEPS_PER_EPOCH), noise(200), noise(200));
    Recipe recipe =
        Recipe.standard()
            .with(
                "model.name=" + args[0],
                "model.arguments.imageSize=" + SIZE,
                "epochs=200",
                "batchSize=" + BATCH,
                "augment.shift=2")
            .with(args[0].equals("speedrun") ? SPEEDRUN : ARTICLE);
    try (Model model =
            Models.create(args[0], recipe.model().arguments(), data.classes(), Rng.seeded(1));
        Trainer trainer = new Trainer(recipe, model, data, List.of())) {
      for (int epoch = 1; epoch <= 200; epoch++) {
        EpochRecord unused = trainer.trainEpoch();
        if (epoch == 20 || epoch == 200) {
          System.out.println("steps " + epoch * STEPS_PER_EPOCH + " " + residentKilobytes());
        }
      }
      predict(model, data.splits().test().images());
      judge(model, data.splits().test());
    }
    System.out.println("alive " + LiveTensors.count());
  }

  private static void predict(Model model, ImageSet images) throws IOException {
    try (Predictor predictor =
        new Predictor(model.network(), model.classes(), model.input(), Execution.fastest())) {
      for (int i = 1; i <= 10_000; i++) {
        Pixels pixels = new Pixels(SIZE, SIZE, images.pixels(i % images.size()));
        List<Prediction> unused = predictor.predict(pixels);
        if (i == 1000 || i == 10_000) {
          System.out.println("predictions " + i + " " + residentKilobytes());
        }
      }
    }
  }

  /** Each pass prepares the network anew. */
  private static void judge(Model model, Split.Test test) throws IOException {
    Execution how = Execution.fastest();
    for (int pass = 1; pass <= 200; pass++) {
      Outputs<Split.Test> unused = Outputs.of(model.network(), test, how);
      Outputs<Split.Test> other = Outputs.withFeatures(model.network(), test, how, LAYER);
      if (pass == 100 || pass == 200) {
        System.out.println("passes " + pass + " " + residentKilobytes());
      }
    }
  }

  private static ImageSet noise(int images) {
    Rng rng = Rng.seeded(images);
    byte[][] pixels = new byte[images][SIZE * SIZE * 3];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = rng.nextInt(10);
      for (int p = 0; p < pixels[i].length; p++) {
        pixels[i][p] = (byte) rng.nextInt(256);
      }
    }
    return ImageSet.of(
        List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"), SIZE, SIZE, pixels, labels);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
