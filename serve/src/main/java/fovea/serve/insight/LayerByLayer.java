package fovea.serve.insight;

import fovea.data.Batch;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.nn.Evaluating;
import fovea.nn.Module;
import fovea.nn.Summary;
import fovea.serve.http.Query;
import fovea.serve.insight.LayerCalls.Call;
import fovea.serve.v1.Recognised;
import fovea.tensor.Autograd;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import fovea.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each layer makes of a picture, and how long it takes: of the network as it is, in float32,
 * since predictions fold layers into one another.
 */
record LayerByLayer() implements Study {
  private static final int MAPS = 8;
  private static final int MOST_MAPS = 64;
  private static final int MOST_VALUES = 512;
  private static final int TOP = 5;

  /** The fastest one counts, and the first one prepares what later ones have. */
  private static final int PASSES = 4;

  private record Layer(
      String name,
      String type,
      Map<String, Object> arguments,
      List<Long> outputShape,
      long parameters,
      long macs,
      double ms,
      @Nullable Float low,
      @Nullable Float high,
      List<FeatureMap> maps,
      @Nullable List<Float> values) {}

  private record Layers(
      String input,
      String precision,
      double totalMs,
      List<Layer> layers,
      List<Recognised.Ranked> top) {}

  @Override
  public List<String> parameters() {
    return List.of("maps");
  }

  @Override
  public Object of(StudiedModel model, Pixels picture, Query query) {
    int maps = query.number("maps", 0, MOST_MAPS, MAPS);
    Module network = model.model().network();
    Summary summary = Summary.of(network, model.model().input());
    try (Threads.Block block = Threads.block(model.execution().threads());
        Evaluating mode = network.evaluating();
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor image = Batch.images(List.of(picture.rgb()), picture.height(), picture.width());
      LayerCalls calls = LayerCalls.of(network, image, PASSES);
      List<Layer> layers = new ArrayList<>();
      for (Summary.Layer layer : summary.layers()) {
        layers.add(layer(layer, calls.next(layer.name()), maps));
      }
      return new Layers(
          PngEncoder.dataAddress(picture),
          "float32",
          calls.milliseconds(),
          layers,
          model.recognised(picture, TOP).top());
    }
  }

  /**
   * @param call null for parameters that are no layer's
   */
  private static Layer layer(Summary.Layer about, @Nullable Call call, int most) {
    float[] all = call == null ? new float[0] : call.output().toFloats();
    List<Long> shape = about.outputShape();
    boolean channelsLast = call != null && call.channelsLast();
    boolean isPicture = FeatureMap.isPicture(shape, channelsLast);
    boolean isVector = call != null && !isPicture && all.length <= MOST_VALUES;
    List<FeatureMap> maps =
        call != null && isPicture
            ? FeatureMap.mostActive(all, shape, channelsLast, most)
            : List.of();
    List<Float> values = new ArrayList<>();
    Float low = null;
    Float high = null;
    for (float value : all) {
      low = low == null ? value : Float.valueOf(Math.min(low, value));
      high = high == null ? value : Float.valueOf(Math.max(high, value));
      if (isVector) {
        values.add(value);
      }
    }
    return new Layer(
        about.name(),
        about.type(),
        about.arguments(),
        shape,
        about.parameters(),
        about.macs(),
        call == null ? 0 : call.milliseconds(),
        low,
        high,
        maps,
        isVector ? values : null);
  }
}
