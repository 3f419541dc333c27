package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.InScope;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class StateDictTest {
  private Module network;

  @BeforeEach
  void make() {
    network = network(1);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static Module network(long seed) {
    Rng rng = Rng.seeded(seed);
    return Sequential.of(
        new Conv2d(3, 4, 3, 1, 1, true, rng), new BatchNorm2d(4), new Linear(8, 2, false, rng));
  }

  @Test
  void loadingCopiesEveryTensorAndKeepsThemTheModulesOwn() {
    try (Module other = network(2)) {
      assertThat(other.call(Tensor.ones(2, 3, 2, 8)).shape()).hasToString("[2, 4, 2, 2]");
      Map<String, Tensor> own = network.stateDict();
      network.loadStateDict(other.stateDict());
      assertThat(network.stateDict()).isEqualTo(own);
      assertThat(network.stateDict().keySet()).isEqualTo(other.stateDict().keySet());
      network
          .stateDict()
          .forEach(
              (name, tensor) -> {
                assertThat(tensor.toRaw()).as(name).isEqualTo(other.stateDict().get(name).toRaw());
                assertThat(tensor.dtype()).isEqualTo(other.stateDict().get(name).dtype());
              });
      assertThat(network.stateDict().get("1.num_batches_tracked").toLongs()).containsExactly(1);
      assertThat(network.parameters().values()).allMatch(Tensor::requiresGradient);
    }
  }

  @Test
  void whatDoesNotFitIsListedAndNothingIsChanged() {
    refused(values -> values.remove("0.bias"), "the weights don't fit the model: missing: 0.bias");
    refused(
        values -> values.put("2.bias", Tensor.zeros(2)),
        "the weights don't fit the model: unexpected: 2.bias");
    refused(
        values -> values.put("2.weight", Tensor.zeros(2, 9)),
        "the weights don't fit the model: `2.weight` has shape [2, 9], expected [2, 8]");
    refused(
        values -> {
          values.remove("1.running_mean");
          values.remove("1.weight");
          values.put("head.weight", Tensor.zeros(1));
          values.put("0.bias", Tensor.zeros(5));
        },
        "the weights don't fit the model: missing: 1.weight, 1.running_mean; unexpected:"
            + " head.weight; `0.bias` has shape [5], expected [4]");
    refused(
        Map::clear,
        "the weights don't fit the model: missing: 0.weight, 0.bias, 1.weight, 1.bias,"
            + " 1.running_mean and 3 more");
  }

  private interface Change {
    void in(Map<String, Tensor> values);
  }

  private void refused(Change change, String message) {
    Map<String, byte[]> before = new LinkedHashMap<>();
    network.stateDict().forEach((name, tensor) -> before.put(name, tensor.toRaw()));
    try (Module other = network(3)) {
      Map<String, Tensor> values = new LinkedHashMap<>(other.stateDict());
      change.in(values);
      assertThatThrownBy(() -> network.loadStateDict(values))
          .isInstanceOf(FoveaException.class)
          .hasMessage(message);
    }
    network
        .stateDict()
        .forEach((name, tensor) -> assertThat(tensor.toRaw()).isEqualTo(before.get(name)));
  }
}
