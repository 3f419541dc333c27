package fovea.measure;

import fovea.models.Catalogue;
import fovea.models.Model;
import fovea.nn.CountedActivations;
import fovea.nn.Summary;
import fovea.nn.ToBeLoaded;
import fovea.tensor.Rng;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network of the catalogue, to hold another against: with its default arguments, on images of the
 * size that it is made for.
 *
 * @param input [channels, height, width]
 * @param activations {@link CountedActivations#ofProducts}
 */
public record KnownNetwork(
    String name, List<Long> input, long parameters, long macs, long activations) {
  public KnownNetwork {
    input = List.copyOf(input);
  }

  /**
   * All of a catalogue, the least MACs first.
   *
   * @param classes that each tells apart
   */
  public static List<KnownNetwork> of(Catalogue catalogue, int classes) {
    return catalogue.names().stream()
        .map(name -> of(catalogue, name, classes))
        .sorted(Comparator.comparingLong(KnownNetwork::macs))
        .toList();
  }

  /** One of them. */
  public static KnownNetwork of(Catalogue catalogue, String name, int classes) {
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    try (ToBeLoaded block = ToBeLoaded.block();
        Model model = catalogue.create(name, Map.of(), names, Rng.seeded(0))) {
      Summary summary = Summary.of(model.network(), model.input());
      return new KnownNetwork(
          name,
          Arrays.stream(model.input().toArray()).boxed().toList(),
          summary.parameters(),
          summary.macs(),
          CountedActivations.of(model.network(), model.input()).ofProducts());
    }
  }
}
