package fovea.bench;

import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.Pixels;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.run.TrainedModel;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * How fast a model predicts, from an image's bytes to the probability of each class: images a
 * second in batches of 256 on two threads, and the time of single images on one thread and on two.
 *
 * <p>Arguments: a model file, then any of float32, bfloat16 and int8; unless named, the floats that
 * the processor computes with. For int8 the file is a run's, after `fovea quantize RUN`.
 */
public final class InferBench {
  private static final int BATCH = 256;
  private static final int BATCHES = 15;
  private static final int SINGLES = 1000;

  private InferBench() {}

  public static void main(String[] args) {
    List<String> precisions =
        args.length > 1
            ? Arrays.asList(args).subList(1, args.length)
            : Precision.supported().stream().map(Precision::toString).toList();
    for (String precision : precisions) {
      if (precision.equals("int8")) {
        try (TrainedModel trained = TrainedModel.open(Path.of(args[0]))) {
          measure("int8", images(trained.model()), threads -> trained.predictor(true, threads));
        }
      } else {
        Precision how = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
        try (Model model = ModelFile.read(Path.of(args[0])).model()) {
          measure(how.toString(), images(model), threads -> predictor(model, how, threads));
        }
      }
    }
  }

  private static void measure(
      String precision, List<Pixels> images, IntFunction<Predictor> predictor) {
    batches(precision, images, predictor);
    single(precision, images, predictor, 1);
    single(precision, images, predictor, 2);
  }

  /** Any bytes do: the work doesn't depend on them. */
  private static List<Pixels> images(Model model) {
    int height = (int) model.input().size(1);
    int width = (int) model.input().size(2);
    Random random = new Random(0);
    List<Pixels> images = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      byte[] rgb = new byte[3 * height * width];
      random.nextBytes(rgb);
      images.add(new Pixels(width, height, rgb));
    }
    return images;
  }

  private static void batches(String precision, List<Pixels> images, IntFunction<Predictor> open) {
    try (Predictor predictor = open.apply(2)) {
      double[] times = times(BATCHES, i -> predictor.predict(images).size());
      System.out.printf(
          Locale.ROOT,
          "Fovea %s batch %d: %.0f images/s%n",
          precision,
          BATCH,
          BATCH / median(times));
    }
  }

  private static void single(
      String precision, List<Pixels> images, IntFunction<Predictor> open, int threads) {
    try (Predictor predictor = open.apply(threads)) {
      double[] times =
          times(
              SINGLES,
              i -> {
                List<Prediction> ranked = predictor.predict(images.get(Math.floorMod(i, BATCH)));
                return ranked.size();
              });
      System.out.printf(
          Locale.ROOT,
          "Fovea %s single %d-thread: median %.3f ms, p99 %.3f ms%n",
          precision,
          threads,
          1e3 * median(times),
          1e3 * times[(int) Math.ceil(0.99 * times.length) - 1]);
    }
  }

  private static Predictor predictor(Model model, Precision precision, int threads) {
    return new Predictor(
        model.network(), model.classes(), model.input(), new Execution(threads, precision));
  }

  private interface Call {
    int number(int i);
  }

  /** Seconds of each call, in ascending order, after a fifth as many that don't count. */
  private static double[] times(int calls, Call call) {
    double[] seconds = new double[calls];
    int results = 0;
    for (int i = -calls / 5; i < calls; i++) {
      long start = System.nanoTime();
      results += call.number(i);
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    if (results == 0) {
      throw new IllegalStateException("nothing was predicted");
    }
    Arrays.sort(seconds);
    return seconds;
  }

  private static double median(double[] sorted) {
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
