package fovea.bench;

import fovea.evaluate.Predictor;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.image.Resize;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@link ServeLoad} asks a service for, by calls of the library in this process: an image
 * file's bytes to its classes, one after the other on one thread.
 *
 * <p>Arguments: a run or a model file, a folder of images, seconds.
 */
public final class LibraryLoad {
  private static final int WARM_UP_SECONDS = 3;

  private LibraryLoad() {}

  public static void main(String[] args) throws Exception {
    List<byte[]> files = ServeLoad.images(Path.of(args[1]));
    int seconds = Integer.parseInt(args[2]);
    try (TrainedModel trained = TrainedModel.open(Path.of(args[0]));
        Predictor predictor = trained.predictor(false, 1)) {
      int height = (int) trained.model().input().size(1);
      int width = (int) trained.model().input().size(2);
      double[] unused = milliseconds(predictor, files, height, width, WARM_UP_SECONDS);
      double[] taken = milliseconds(predictor, files, height, width, seconds);
      System.out.printf(
          Locale.ROOT,
          "%11s %12.0f %9.2f %9.2f%n",
          "library",
          (double) taken.length / seconds,
          ServeLoad.at(taken, 0.5),
          ServeLoad.at(taken, 0.99));
    }
  }

  /** Of each call, in ascending order. */
  private static double[] milliseconds(
      Predictor predictor, List<byte[]> files, int height, int width, int seconds) {
    double[] taken = new double[1024];
    int calls = 0;
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
      Pixels image =
          Resize.cover(ImageFile.decode("image", files.get(calls % files.size())), height, width);
      if (predictor.predict(image).isEmpty()) {
        throw new IllegalStateException("nothing was predicted");
      }
      if (calls == taken.length) {
        taken = Arrays.copyOf(taken, 2 * calls);
      }
      taken[calls++] = (System.nanoTime() - start) / 1e6;
    }
    double[] all = Arrays.copyOf(taken, calls);
    Arrays.sort(all);
    return all;
  }
}
