package fovea.serve;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.FoveaException;
import fovea.data.Split;
import fovea.evaluate.Int8Report;
import fovea.evaluate.KnownFeatures;
import fovea.evaluate.Predictor;
import fovea.image.ImageFile;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.run.FeatureFile;
import fovea.run.Fitted;
import fovea.run.FittedTemperature;
import fovea.run.FittedThreshold;
import fovea.run.RunFolder;
import fovea.run.TrainedModel;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Models of random weights that take pictures of 8 x 8, and pictures for them. */
public final class TinyModels {
  static final int SIDE = 8;
  static final List<String> CLASSES = List.of("blue", "green", "red");

  private TinyModels() {}

  static Model model(long seed) {
    return Models.create(
        "cifar10-cnn", Map.of("imageSize", SIDE, "blocks", 1), CLASSES, Rng.seeded(seed));
  }

  /** Writes one, in place of what was there; aside first, as every good program does. */
  public static Path write(Path file, long seed) {
    try (Model model = model(seed)) {
      ModelFile.write(file, model, Map.of("fovea.precision", "float32"));
    }
    return file;
  }

  /**
   * Writes one into the folder of a run, with what `fovea quantize` finds where that is possible.
   */
  static Path writeRun(Path folder, long seed) {
    try (Model model = model(seed)) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("recipe.yaml"), Recipe.builtIn("demo").toYaml());
      Path unused = write(folder.resolve("model.safetensors"), seed);
      Split.Train train = new Split.Train(new TinyPictures(60).of(CLASSES));
      RunFolder.open(folder)
          .write(Int8Report.of(model.network(), train, 20, Execution.allCores(Precision.FLOAT32)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FoveaException e) {
      assertThat(e).hasMessageContaining("VNNI");
    }
    return folder;
  }

  /**
   * Writes one that says how strange a picture is: the 101 of seeds 0 to 100 are what it was
   * calibrated by, the first 96 of them in the order of familiarity being accepted.
   */
  static Path writeCalibrated(Path file, long seed) {
    Path written = write(file, seed);
    fit(written, new FittedThreshold("energy", 0, 0.95, 101, "abc", null, null));
    List<Double> familiar;
    try (TrainedModel trained = TrainedModel.open(written);
        Predictor predictor = trained.predictor()) {
      familiar =
          IntStream.rangeClosed(0, 100)
              .mapToObj(i -> ImageFile.decode("picture", png(i)))
              .map(picture -> predictor.scores(List.of(picture)).get(0).familiarity())
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    fit(written, new FittedThreshold("energy", familiar.get(95), 0.95, 101, "abc", null, familiar));
    return written;
  }

  /** Writes one that tells unknown pictures by known features, in a file beside it. */
  public static Path writeComparing(Path file, long seed) {
    Path written = write(file, seed);
    String sha256;
    try (TrainedModel trained = TrainedModel.open(written)) {
      Split.Train train = new Split.Train(new TinyPictures(60).of(CLASSES));
      KnownFeatures known = KnownFeatures.of(trained.outputsWithFeatures(train));
      sha256 = FeatureFile.write(FeatureFile.beside(written), known);
    }
    fit(written, new FittedThreshold("nearest-features", 0.5, 0.95, 60, "abc", sha256, null));
    return written;
  }

  private static void fit(Path file, FittedThreshold threshold) {
    new Fitted(Optional.of(new FittedTemperature(1.5, 101, "abc")), Optional.of(threshold))
        .storeIn(file);
  }

  public static byte[] png(long seed) {
    return image("png", SIDE, SIDE, seed);
  }

  static byte[] jpeg(long seed) {
    return image("jpg", SIDE, SIDE, seed);
  }

  static byte[] image(String format, int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    SplittableRandom random = new SplittableRandom(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
