package fovea.data;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/** Images whose pixels are all in memory. */
final class ImagesInMemory implements ImageSource {
  private final byte[][] pixels;
  private final Labels labels;
  private final IntFunction<String> names;

  /** Keeps the arrays. */
  ImagesInMemory(byte[][] pixels, Labels labels, IntFunction<String> names) {
    this.pixels = pixels;
    this.labels = labels;
    this.names = names;
  }

  @Override
  public int size() {
    return pixels.length;
  }

  @Override
  public int label(int image) {
    return labels.of(image);
  }

  @Override
  public String name(int image) {
    return names.apply(image);
  }

  @Override
  public byte[] pixels(int image) {
    return pixels[image];
  }

  @Override
  public long[] pixelHashes(int[] images) {
    CRC32C crc = new CRC32C(); // an instruction of the processor, so thousands take milliseconds
    return Arrays.stream(images)
        .mapToLong(
            image -> {
              crc.reset();
              crc.update(pixels[image]);
              return crc.getValue();
            })
        .toArray();
  }

  @Override
  public boolean samePixels(int one, int other) {
    return Arrays.equals(pixels[one], pixels[other]);
  }

  @Override
  public long[] channelSums(int[] images) {
    long[] sums = new long[ChannelStatistics.SUMS];
    for (int image : images) {
      ChannelStatistics.addSums(pixels[image], sums);
    }
    return sums;
  }

  @Override
  public PixelPlace place() {
    long bytes = pixels.length == 0 ? 0 : (long) pixels.length * pixels[0].length;
    return new PixelPlace(bytes, null);
  }
}
