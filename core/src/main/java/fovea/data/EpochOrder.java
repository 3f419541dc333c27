package fovea.data;

import fovea.data.folder.IntSort;
import fovea.tensor.Rng;
import java.util.Arrays;

/** The order in which an epoch has its images: a pure function of the generator. */
final class EpochOrder {
  private EpochOrder() {}

  /**
   * At random. Of a cache larger than memory the blocks of records come at random, with the images
   * of each at random; since records lie at random too, a block is a fair sample of the images, and
   * where blocks begin differs from epoch to epoch.
   *
   * @param chosen which of the images
   */
  static int[] of(ImageSet images, int[] chosen, Rng rng) {
    int[] order =
        Arrays.stream(rng.split("order").permutation(chosen.length)).map(i -> chosen[i]).toArray();
    if (images.source() instanceof ImagesInCache cache && cache.isReadInBlocks()) {
      Rng blocks = rng.split("blocks");
      int shift = blocks.nextInt(ImagesInCache.BLOCK);
      int[] numbers = images.inSource();
      int last = Arrays.stream(chosen).map(i -> cache.record(numbers[i])).max().orElse(0);
      int[] turn = blocks.permutation((last + shift) / ImagesInCache.BLOCK + 1);
      IntSort.sort(
          order,
          (a, b) ->
              Integer.compare(
                  turn[(cache.record(numbers[a]) + shift) / ImagesInCache.BLOCK],
                  turn[(cache.record(numbers[b]) + shift) / ImagesInCache.BLOCK]));
    }
    return order;
  }
}
