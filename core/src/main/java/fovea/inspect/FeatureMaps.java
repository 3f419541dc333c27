package fovea.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import fovea.data.Batch;
import fovea.evaluate.Diverged;
import fovea.image.Pixels;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.nn.Normalize;
import fovea.tensor.Autograd;
import fovea.tensor.Precision;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An image as the layers of a network see it, from edges to objects.
 *
 * @param image that was looked at, small enough for a page
 * @param layers in the order in which they run
 * @see <a href="https://arxiv.org/abs/1311.2901">Zeiler and Fergus 2014, on what layers see</a>
 */
public record FeatureMaps(@JsonIgnore Pixels image, List<LayerMaps> layers) {
  private static final int MOST_LAYERS = 8;
  private static final int MOST_CHANNELS = 8;

  public FeatureMaps {
    layers = List.copyOf(layers);
  }

  /**
   * Looks at an image. Of the layers whose outputs have one size, the first and the last are shown,
   * and of a layer the channels that vary most over the image.
   *
   * @param image of the network's input size
   * @throws fovea.FoveaException if the network's outputs are infinite or NaN
   */
  public static FeatureMaps of(Module network, Pixels image, Precision precision) {
    try (Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad();
        Precision.Block block = precision.on()) {
      Tensor input = Batch.images(List.of(image.rgb()), image.height(), image.width());
      List<Called> calls = Called.during(network, input);
      Diverged.refuse(calls.get(calls.size() - 1).output().toFloats());
      List<Called> shown = spread(ends(calls));
      return new FeatureMaps(
          ShownImage.small(image), shown.stream().map(FeatureMaps::maps).toList());
    }
  }

  /** The first and the last of each run of calls whose outputs have one height and width. */
  private static List<Called> ends(List<Called> calls) {
    List<Called> spatial = calls.stream().filter(FeatureMaps::isPicture).toList();
    List<Called> ends = new ArrayList<>();
    for (int i = 0; i < spatial.size(); i++) {
      boolean first = i == 0 || !alike(spatial.get(i - 1), spatial.get(i));
      boolean last = i == spatial.size() - 1 || !alike(spatial.get(i), spatial.get(i + 1));
      if (first || last) {
        ends.add(spatial.get(i));
      }
    }
    return ends;
  }

  private static boolean isPicture(Called call) {
    return !call.name().isEmpty()
        && !(call.module() instanceof Normalize)
        && !call.channelsLast()
        && call.output().shape().rank() == 4
        && call.output().shape().size(2) * call.output().shape().size(3) > 1;
  }

  private static boolean alike(Called one, Called other) {
    return one.output().shape().size(2) == other.output().shape().size(2)
        && one.output().shape().size(3) == other.output().shape().size(3);
  }

  private static List<Called> spread(List<Called> calls) {
    int kept = Math.min(MOST_LAYERS, calls.size());
    return IntStream.range(0, kept)
        .mapToObj(i -> calls.get(kept == 1 ? 0 : i * (calls.size() - 1) / (kept - 1)))
        .toList();
  }

  private static LayerMaps maps(Called call) {
    int channels = Math.toIntExact(call.output().shape().size(1));
    int height = Math.toIntExact(call.output().shape().size(2));
    int width = Math.toIntExact(call.output().shape().size(3));
    float[] values = call.output().toFloats();
    int area = height * width;
    List<Integer> varied =
        IntStream.range(0, channels)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer c) -> -variance(values, c * area, area)))
            .limit(MOST_CHANNELS)
            .toList();
    double low = 0;
    double high = 0;
    for (int channel : varied) {
      for (int i = channel * area; i < (channel + 1) * area; i++) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
    }
    List<LayerMaps.Channel> maps = new ArrayList<>();
    for (int channel : varied) {
      maps.add(
          new LayerMaps.Channel(
              channel, low, high, picture(values, channel * area, height, width, low, high)));
    }
    return new LayerMaps(call.name(), call.module().type(), channels, height, width, maps);
  }

  private static double variance(float[] values, int start, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = start; i < start + count; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    return squares / count - sum / count * (sum / count);
  }

  private static Pixels picture(
      float[] values, int start, int height, int width, double low, double high) {
    byte[] rgb = new byte[3 * height * width];
    for (int i = 0; i < rgb.length; i++) {
      double share = high > low ? (values[start + i / 3] - low) / (high - low) : 0;
      rgb[i] = (byte) Math.round(255 * share);
    }
    return new Pixels(width, height, rgb);
  }
}
