package fovea.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.optim.AdamW;
import fovea.optim.Optimizer;
import fovea.tensor.InScope;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class ConvNeXtTest {
  /** As the authors' program and timm have it. */
  @Test
  void decayShrinksFiltersAndMatricesAndLeavesLayerScalesBiasesAndNormsAlone() {
    try (Model model = SmallModels.of("convnext_tiny", Rng.seeded(1))) {
      Map<String, Tensor> parameters = model.network().parameters();
      Map<String, byte[]> alone = new LinkedHashMap<>();
      Map<String, Double> lengths = new LinkedHashMap<>();
      parameters.forEach(
          (name, parameter) -> {
            boolean decays = name.endsWith(".weight") && parameter.shape().rank() > 1;
            if (decays) {
              lengths.put(name, length(parameter));
            } else {
              alone.put(name, parameter.toRaw());
            }
          });
      assertThat(alone.keySet()).filteredOn(name -> name.endsWith("layer_scale")).hasSize(18);
      try (Optimizer adamW = new AdamW(0.1, 0.9, 0.999, 1e-8, 0.5).of(parameters, 1)) {
        adamW.step(0.1); // without a gradient
      }
      alone.forEach((name, raw) -> assertThat(parameters.get(name).toRaw()).isEqualTo(raw));
      lengths.forEach(
          (name, before) ->
              assertThat(length(parameters.get(name)) / before)
                  .as(name)
                  .isCloseTo(0.95, within(1e-4)));
    }
  }

  private static double length(Tensor parameter) {
    try (Scope temporary = Scope.open()) {
      return Math.sqrt(parameter.detach().pow(2).sum().item());
    }
  }
}
