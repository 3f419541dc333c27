package fovea.serve.insight;

import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.image.Resize;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a channel of a layer says of each place of a picture.
 *
 * @param low what is black in it
 * @param high what is white
 * @param picture in the layer's size, at most {@value #MOST_PIXELS} wide and high
 */
record FeatureMap(int channel, float low, float high, String picture) {
  private static final int MOST_PIXELS = 64;
  private static final int WHITE = 255;

  /** How the numbers of a layer lie. */
  private record Layout(int channels, int height, int width, boolean channelsLast) {
    static Layout of(List<Long> shape, boolean channelsLast) {
      int first = Math.toIntExact(shape.get(0));
      int second = Math.toIntExact(shape.get(1));
      int third = Math.toIntExact(shape.get(2));
      return channelsLast
          ? new Layout(third, first, second, true)
          : new Layout(first, second, third, false);
    }

    float at(float[] all, int channel, int place) {
      return channelsLast ? all[place * channels + channel] : all[channel * height * width + place];
    }

    int places() {
      return height * width;
    }
  }

  /**
   * Whether what a layer gives has height and width.
   *
   * @param channelsLast whether it is [H, W, C] rather than [C, H, W]
   */
  static boolean isPicture(List<Long> shape, boolean channelsLast) {
    return shape.size() == 3 && Layout.of(shape, channelsLast).places() > 1;
  }

  /**
   * The channels that say most.
   *
   * @param all of the layer's numbers, of this shape
   * @param channelsLast as of {@link #isPicture}
   */
  static List<FeatureMap> mostActive(
      float[] all, List<Long> shape, boolean channelsLast, int count) {
    Layout layout = Layout.of(shape, channelsLast);
    double[] activity = new double[layout.channels];
    for (int c = 0; c < layout.channels; c++) {
      for (int p = 0; p < layout.places(); p++) {
        activity[c] += Math.abs(layout.at(all, c, p));
      }
    }
    return IntStream.range(0, layout.channels)
        .boxed()
        .sorted(Comparator.comparing((Integer c) -> -activity[c]))
        .limit(count)
        .map(c -> of(all, layout, c))
        .toList();
  }

  private static FeatureMap of(float[] all, Layout layout, int channel) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int p = 0; p < layout.places(); p++) {
      low = Math.min(low, layout.at(all, channel, p));
      high = Math.max(high, layout.at(all, channel, p));
    }
    byte[] rgb = new byte[3 * layout.places()];
    for (int i = 0; i < rgb.length; i++) {
      float value = layout.at(all, channel, i / 3);
      rgb[i] = (byte) (high > low ? Math.round(WHITE * (value - low) / (high - low)) : 0);
    }
    Pixels grey = new Pixels(layout.width, layout.height, rgb);
    Pixels shown =
        Resize.cover(
            grey, Math.min(MOST_PIXELS, layout.height), Math.min(MOST_PIXELS, layout.width));
    return new FeatureMap(channel, low, high, PngEncoder.dataAddress(shown));
  }
}
