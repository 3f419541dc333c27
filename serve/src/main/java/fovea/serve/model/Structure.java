package fovea.serve.model;

import fovea.explain.Explainer;
import fovea.models.Model;
import fovea.nn.Summary;
import java.util.List;

/**
 * What a network is made of, found out by calling it.
 *
 * @param layers that explanations of a layer may look at, as {@link Explainer#layers} lists them
 */
public record Structure(long parameters, long macs, List<String> layers) {
  public Structure {
    layers = List.copyOf(layers);
  }

  static Structure of(Model model) {
    Summary summary = Summary.of(model.network(), model.input());
    return new Structure(
        summary.parameters(), summary.macs(), Explainer.layers(model.network(), model.input()));
  }
}
