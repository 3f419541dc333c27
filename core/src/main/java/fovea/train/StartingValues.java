package fovea.train;

import fovea.data.Batch;
import fovea.data.ChannelStatistics;
import fovea.data.ImageSet;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.nn.StartsFromImages;
import fovea.tensor.Scope;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network takes from its training images before the first step: their normalisation, and
 * weights that are computed rather than trained. A part that was loaded or trained before, or that
 * is frozen, keeps what it has: the weights behind it were trained for that.
 */
public final class StartingValues {
  private static final int IMAGES = 5000;

  /** Those of so many of CIFAR's images, of whose patches a network keeps several copies. */
  private static final long PIXELS = 5000 * 32 * 32;

  private StartingValues() {}

  /**
   * Takes them.
   *
   * @param images to train on, or by which a network with random weights is judged
   */
  public static void take(ImageSet images, Module network) {
    if (network.modules().get("normalize") instanceof Normalize normalize && takes(normalize)) {
      ChannelStatistics statistics = ChannelStatistics.of(images);
      normalize.set(statistics.mean(), statistics.std());
    }
    if (network instanceof StartsFromImages starting && takes(starting.startingPart())) {
      try (Scope temporary = Scope.open()) {
        starting.startFrom(Batch.images(first(images), images.height(), images.width()));
      }
    }
  }

  private static boolean takes(Module part) {
    return part.isFresh() && !part.isFrozen();
  }

  /** The first images do: their order doesn't depend on their class. */
  private static List<byte[]> first(ImageSet images) {
    long most = Math.max(1, PIXELS / ((long) images.height() * images.width()));
    int count = Math.toIntExact(Math.min(Math.min(IMAGES, most), images.size()));
    return images.pixels(IntStream.range(0, count).toArray());
  }
}
