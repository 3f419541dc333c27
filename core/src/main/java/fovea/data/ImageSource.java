package fovea.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Decoded images of one size by number, wherever they are kept. Any number of threads may ask at
 * once, also interrupted ones.
 */
sealed interface ImageSource permits ImagesInMemory, ImagesInCache {
  int size();

  /** Which class an image shows, among those of the data that it was read from. */
  int label(int image);

  /** What an image is called where it was read from, such as {@code train/cat/1.jpg}. */
  String name(int image);

  /** An image's bytes, [height, width, 3] flattened; not to be changed. */
  byte[] pixels(int image);

  /** {@link #pixels(int)} of each, for a batch. */
  default List<byte[]> pixels(int[] images) {
    return IntStream.of(images).mapToObj(this::pixels).toList();
  }

  /** Where each of these images stands among them, in the order that reads them fastest. */
  default int[] readingOrder(int[] images) {
    return IntStream.range(0, images.length).toArray();
  }

  /** A hash of each image's pixels, label apart. */
  long[] pixelHashes(int[] images);

  /** Whether two images with the same hash have the same pixels. */
  boolean samePixels(int one, int other);

  /** {@link ChannelStatistics#addSums} of all these images. */
  long[] channelSums(int[] images);

  /** Where the pixels are. */
  PixelPlace place();
}
