package fovea.measure;

import fovea.evaluate.Predictor;
import fovea.image.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How long predictions take that are asked for together, from pixels to ranked classes.
 *
 * @param batch images asked for at once
 * @param medianSeconds of an answer
 * @param slowestPercentSeconds the 99th percentile
 */
public record PredictionRate(int batch, double medianSeconds, double slowestPercentSeconds) {
  private static final int WARM_UP = 3;

  /** In its first second the JVM compiles what it runs, which every tenth answer waits for. */
  private static final double WARM_UP_SECONDS = 1;

  private static final int LEAST = 5;
  private static final double SECONDS = 1;

  /**
   * Asks for two seconds or more, of which the first isn't timed.
   *
   * @param height of the images that it takes
   * @param width of the images that it takes
   */
  public static PredictionRate of(Predictor predictor, int batch, int height, int width) {
    SplittableRandom random = new SplittableRandom(1);
    List<Pixels> images = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      byte[] rgb = new byte[3 * height * width];
      random.nextBytes(rgb);
      images.add(new Pixels(width, height, rgb));
    }
    Runnable work = () -> predictor.predict(images);
    Stopwatch unused = Stopwatch.time(0, WARM_UP, WARM_UP_SECONDS, work);
    Stopwatch times = Stopwatch.time(0, LEAST, SECONDS, work);
    return new PredictionRate(batch, times.median(), times.quantile(0.99));
  }

  public double imagesPerSecond() {
    return batch / medianSeconds;
  }
}
