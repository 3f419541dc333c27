package fovea.serve;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.FeatureExtractor;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.image.Resize;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.run.TrainedModel;
import fovea.tensor.Autograd;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Photographs of no camera, JPEG files of 160 x 120, and a residual network that tells them apart:
 * its weights are random, and its last layer knows the mean of each class's features.
 */
record DrawnPhotos(int size) implements PageAlbum {
  private static final int SIDE = 64;
  private static final int SEEN = 12;
  private static final Map<String, String> ORIGIN = Map.of("fovea.precision", "float32");

  /** How much likelier a class's own mean is than another's, in the logarithm. */
  private static final double SURE = 4;

  private static final List<Color> GROUNDS =
      List.of(new Color(112, 132, 100), new Color(100, 118, 138), new Color(138, 116, 104));

  @Override
  public String name() {
    return "drawn photographs";
  }

  @Override
  public List<String> classes() {
    return List.of("meadow", "sea", "sunset");
  }

  @Override
  public String ending() {
    return "jpg";
  }

  /** Strokes along the ground for the sea, upright for a meadow, and a disc for a sunset. */
  @Override
  public byte[] picture(long number) {
    int shown = (int) (number % 3);
    SplittableRandom random = new SplittableRandom(number);
    BufferedImage image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(GROUNDS.get(shown));
    graphics.fillRect(0, 0, 160, 120);
    for (int stroke = 0; stroke < 150; stroke++) {
      Color ground = GROUNDS.get(shown);
      int light = random.nextInt(-20, 21);
      graphics.setColor(
          new Color(ground.getRed() + light, ground.getGreen() + light, ground.getBlue() + light));
      int x = random.nextInt(160);
      int y = random.nextInt(120);
      int length = random.nextInt(4, 30);
      graphics.drawLine(x, y, shown == 0 ? x : x + length, shown == 0 ? y + length : y);
    }
    if (shown == 2) {
      graphics.setColor(new Color(200, 160, 90));
      graphics.fillOval(random.nextInt(40, 90), random.nextInt(20, 60), 34, 34);
    }
    graphics.dispose();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      boolean unused = ImageIO.write(image, "jpg", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Pixels pixels(long number) {
    return Resize.cover(ImageFile.decode("photograph", picture(number)), SIDE, SIDE);
  }

  @Override
  public Split.Test images(TrainedModel trained) {
    byte[][] pixels =
        IntStream.range(0, size).mapToObj(i -> pixels(1_000 + i).rgb()).toArray(byte[][]::new);
    int[] labels = IntStream.range(0, size).map(i -> (1_000 + i) % 3).toArray();
    ImageSet images = ImageSet.of(classes(), SIDE, SIDE, pixels, labels);
    return new Split.Test(images.withClasses(trained.model().classes()));
  }

  @Override
  public Path model(Path file) {
    try (Model random =
        Models.create("resnet20", Map.of("imageSize", SIDE), classes(), Rng.seeded(3))) {
      ModelFile.write(file, random, ORIGIN);
    }
    try (TrainedModel trained = TrainedModel.open(file)) {
      float[][] means = means(trained);
      int d = means[0].length;
      double apart = (apart(means[0], means[1]) + apart(means[1], means[2])) / 2;
      float scale = (float) (2 * SURE / apart);
      float[] weights = new float[3 * d];
      float[] biases = new float[3];
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < d; i++) {
          weights[c * d + i] = scale * means[c][i];
          biases[c] -= scale * means[c][i] * means[c][i] / 2;
        }
      }
      Map<String, Tensor> all = trained.model().network().stateDict();
      String head = trained.head().name();
      try (Scope scope = Scope.open();
          Autograd.NoGrad off = Autograd.noGrad()) {
        all.get(head + ".weight").copyFrom(Tensor.of(weights, 3, d));
        all.get(head + ".bias").copyFrom(Tensor.of(biases, 3));
      }
      ModelFile.write(file, trained.model(), ORIGIN);
    }
    return file;
  }

  private float[][] means(TrainedModel trained) {
    try (FeatureExtractor extractor = trained.featureExtractor()) {
      float[][] means = new float[3][];
      for (int c = 0; c < 3; c++) {
        int first = c;
        List<float[]> found =
            extractor.of(
                IntStream.range(0, SEEN).mapToObj(i -> pixels(500 + first + 3 * i)).toList());
        float[] mean = new float[found.get(0).length];
        for (float[] features : found) {
          for (int i = 0; i < mean.length; i++) {
            mean[i] += features[i] / SEEN;
          }
        }
        means[(500 + c) % 3] = mean;
      }
      return means;
    }
  }

  private static double apart(float[] one, float[] other) {
    double square = 0;
    for (int i = 0; i < one.length; i++) {
      square += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return square;
  }
}
