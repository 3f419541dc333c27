package fovea.train;

import fovea.measure.LayerProfile;
import java.util.List;
import java.util.Map;

/**
 * Where this process's part of a run spent its training time.
 *
 * @param seconds of every phase, over all epochs
 * @param gigaflop counted work of all steps, of 10^9 operations; {@link fovea.nn.CountedWork}
 * @param passes forward and backward passes whose layers were timed; 0 unless a listener asked
 * @param layers what they took in those passes, in the order in which they ran
 * @param betweenLayers what those passes took outside of layers, and in attacks
 */
public record RunProfile(
    Map<Phase, Double> seconds,
    double gigaflop,
    int passes,
    List<LayerProfile.Layer> layers,
    LayerProfile.Layer betweenLayers) {

  public RunProfile {
    seconds = Map.copyOf(seconds);
    layers = List.copyOf(layers);
  }

  /** Training time, all phases together. */
  public double totalSeconds() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The rate of counted work over the training time; 0 if there was none. */
  public double gigaflopsPerSecond() {
    return totalSeconds() == 0 ? 0 : gigaflop / totalSeconds();
  }
}
