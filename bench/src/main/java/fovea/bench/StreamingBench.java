package fovea.bench;

import fovea.data.Batch;
import fovea.data.Batches;
import fovea.data.DataSet;
import fovea.data.ImageFolder;
import fovea.data.ImageSet;
import fovea.data.PixelStorage;
import fovea.data.ReadSize;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.Phase;
import fovea.train.RunProfile;
import fovea.train.Trainer;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * How a folder of many images is read, and trained on, through the cache.
 *
 * <p>Arguments: {@code make FOLDER IMAGES}, which writes a few thousand JPEG files and links to
 * them; {@code first FOLDER HOME}, up to the first batch; {@code rate FOLDER HOME IMAGES}, which
 * trains on so many images by the cache and from memory, in turns; {@code photos FOLDER HOME
 * IMAGES}, which trains on so many by the recipe photos, and says how memory does and how long
 * steps wait for images. The property {@code fovea.bench.size} is the images' height and width.
 */
public final class StreamingBench {
  private static final int SMALL = 64;
  private static final int SIZE = Integer.getInteger("fovea.bench.size", SMALL);
  private static final int PARTS = 8;
  private static final int CLASSES = 20;
  private static final int DIFFERENT = 4000;
  private static final int ROUNDS = 3;

  private StreamingBench() {}

  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "make" -> make(Path.of(args[1]), Integer.parseInt(args[2]));
      case "first" -> first(Path.of(args[1]), Path.of(args[2]));
      case "photos" -> photos(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
      default -> rate(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
    }
  }

  private static void make(Path folder, int images) throws IOException {
    for (int i = 0; i < images; i++) {
      Path of = folder.resolve(String.format(Locale.ROOT, "class%02d", i % CLASSES));
      if (i < CLASSES) {
        Files.createDirectories(of);
      }
      Path file = of.resolve(name(i));
      if (i < DIFFERENT) {
        ImageIO.write(picture(i), "jpeg", file.toFile());
      } else {
        int linked = i % DIFFERENT;
        Files.createLink(file, of.resolve(name(linked)));
      }
    }
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "%07d.jpg", number);
  }

  /** A class is a hue; all else is at random. */
  private static BufferedImage picture(int number) {
    Random random = new Random(number);
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = image.createGraphics();
    for (int i = 0; i < 8; i++) {
      float hue = (number % CLASSES) / (float) CLASSES;
      Color from = Color.getHSBColor(hue, random.nextFloat(), random.nextFloat());
      Color to = Color.getHSBColor(random.nextFloat(), random.nextFloat(), random.nextFloat());
      int x = random.nextInt(SIZE);
      int y = random.nextInt(SIZE);
      drawing.setPaint(new GradientPaint(x, y, from, y, x + 1f, to));
      drawing.fillOval(x - 20, y - 20, 10 + random.nextInt(60), 10 + random.nextInt(60));
    }
    drawing.dispose();
    return image;
  }

  private static DataSet open(Path folder, Path home) {
    ReadSize size = new ReadSize(SIZE, SIZE, recipe().oversize());
    return ImageFolder.read(folder, size, PixelStorage.under(home), (done, all) -> {}).data();
  }

  private static void photos(Path folder, Path home, int images) throws IOException {
    Recipe recipe = recipe().with("validation=0");
    DataSet data = open(folder, home);
    ImageSet all = data.splits().train().images();
    // From all over the cache, as an epoch of all of them would have them.
    int count = Math.min(images, all.size());
    int[] chosen =
        IntStream.range(0, count).map(i -> (int) ((long) i * all.size() / count)).toArray();
    DataSet part =
        DataSet.of("photos", all.select(chosen), null, all.select(new int[] {0, 1, 2, 3}));
    try (Model model = model(recipe, data);
        Trainer trainer = new Trainer(recipe, model, part, List.of())) {
      int steps = Batches.perEpoch(part.splits().train().images().size(), recipe.batchSize());
      for (int step = 1; step <= steps; step++) {
        Answer unused = trainer.advance();
        if (step % Math.max(1, steps / PARTS) == 0) {
          System.out.printf(
              Locale.ROOT,
              "step %,d of %,d: %.1f MB of heap in use, %s resident%n",
              step,
              steps,
              heap() / 1e6,
              resident());
        }
      }
      RunProfile profile = trainer.profile();
      System.out.printf(
          Locale.ROOT,
          "%.1f images/s; steps waited for images %.2f %% of the time%n",
          steps * recipe.batchSize() / profile.totalSeconds(),
          100 * profile.seconds().getOrDefault(Phase.DATA, 0.0) / profile.totalSeconds());
    }
  }

  /** By that for photographs, images are kept larger, too. */
  private static Recipe recipe() {
    return SIZE == SMALL
        ? Recipe.builtIn("sprint")
            .with("model.arguments.imageSize=" + SIZE, "epochs=1", "batchSize=256")
            .with("progressive.startSize=0", "validation=0.05")
        : Recipe.builtIn("photos").with("model.arguments.imageSize=" + SIZE, "epochs=1");
  }

  private static Model model(Recipe recipe, DataSet data) {
    return Models.create(
        recipe.model().name(), recipe.model().arguments(), data.classes(), Rng.seeded(1));
  }

  private static void first(Path folder, Path home) throws IOException {
    DataSet data = open(folder, home);
    double read = sinceStart();
    String residentThen = resident();
    Recipe recipe = recipe();
    ImageSet train = recipe.split(data).train().images();
    try (Model model = model(recipe, data);
        Trainer trainer = new Trainer(recipe, model, data, List.of());
        Batches batches = Batches.inOrder(train, 256);
        Scope scope = Scope.open()) {
      Batch unused = batches.next(scope);
      System.out.printf(
          Locale.ROOT,
          "%,d images: read after %.1f s, %s resident; first batch after %.1f s, %.1f MB of heap in"
              + " use, %s resident%n",
          train.size() + data.splits().test().images().size(),
          read,
          residentThen,
          sinceStart(),
          heap() / 1e6,
          resident());
    }
  }

  private static double sinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }

  /** After all garbage is gone. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? "unknown"
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.substring("VmRSS:".length()).strip())
            .findFirst()
            .orElse("unknown");
  }

  private static void rate(Path folder, Path home, int images) {
    DataSet data = open(folder, home);
    ImageSet all = data.splits().train().images();
    ImageSet part = all.select(IntStream.range(0, Math.min(images, all.size())).toArray());
    byte[][] pixels = new byte[part.size()][];
    Arrays.setAll(pixels, part::pixels);
    int[] labels = IntStream.range(0, pixels.length).map(part::label).toArray();
    ImageSet held = ImageSet.of(part.classes(), SIZE, SIZE, pixels, labels);
    ImageSet test = part.select(IntStream.range(0, 256).toArray());
    DataSet cached = DataSet.of("cache", part, null, test);
    DataSet inMemory = DataSet.of("memory", held, null, test);
    for (int round = 0; round < ROUNDS; round++) {
      train(round % 2 == 0 ? cached : inMemory);
      train(round % 2 == 0 ? inMemory : cached);
    }
  }

  private static void train(DataSet data) {
    Recipe recipe = recipe();
    try (Model model = model(recipe, data);
        Trainer trainer = new Trainer(recipe, model, data, List.of())) {
      trainer.start();
      EpochRecord epoch = trainer.trainEpoch();
      System.out.printf(Locale.ROOT, "%s: %.1f images/s%n", data.name(), epoch.imagesPerSecond());
    }
  }
}
