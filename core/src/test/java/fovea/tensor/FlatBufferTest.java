package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatBufferTest {
  private static List<Tensor> parameters(Rng rng) {
    List<Tensor> made = new ArrayList<>();
    for (Shape shape : List.of(Shape.of(3, 2, 3, 3), Shape.of(3), Shape.of(), Shape.of(4, 27))) {
      made.add(RandomTensor.normal(rng, shape));
    }
    made.add(RandomTensor.normal(rng, Shape.of(5, 4, 3, 3)).channelsLast());
    made.forEach(parameter -> parameter.requireGradient(true));
    return made;
  }

  /** Something that depends on every value of every parameter. */
  private static Tensor loss(List<Tensor> parameters) {
    Tensor loss = Tensor.zeros();
    for (int i = 0; i < parameters.size(); i++) {
      loss = loss.add(parameters.get(i).pow(2).sum().mul(i + 1));
    }
    return loss;
  }

  /** Filters lie channels-last. */
  private static Tensor laid(Tensor tensor) {
    return tensor.shape().rank() == 4 ? tensor.permute(0, 2, 3, 1) : tensor;
  }

  @Test
  void parametersOfAnotherTypeAreRefusedAndStayAsTheyAre() {
    try (Scope scope = Scope.open()) {
      Tensor half = Tensor.ones(3).to(DType.BFLOAT16).requireGradient(true);
      assertThatThrownBy(() -> new FlatBuffer(List.of(half)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "flatten parameters: a parameter [3] of bfloat16, expected float32, in which weights are trained");
      assertThat(half.toFloats()).containsOnly(1);
    }
  }

  @Test
  void parametersKeepTheirValuesAndLieEndToEnd() {
    try (Scope scope = Scope.open()) {
      List<Tensor> parameters = parameters(Rng.seeded(1));
      List<float[]> before = parameters.stream().map(Tensor::toFloats).toList();
      try (FlatBuffer flat = new FlatBuffer(parameters)) {
        float[] values = flat.values().toFloats();
        int start = 0;
        for (int i = 0; i < before.size(); i++) {
          assertThat(parameters.get(i).toFloats()).isEqualTo(before.get(i));
          for (float value : laid(parameters.get(i)).toFloats()) {
            assertThat(values[start++]).isEqualTo(value);
          }
        }
        assertThat(start).isEqualTo(values.length);
        flat.values().zeroInPlace();
        assertThat(parameters).allSatisfy(p -> assertThat(p.toFloats()).containsOnly(0));
        assertThat(parameters).allMatch(Tensor::requiresGradient);
      }
    }
  }

  @Test
  void gradientsAddUpInTheBufferAndEqualThoseWithoutIt() {
    try (Scope scope = Scope.open()) {
      List<Tensor> apart = parameters(Rng.seeded(2));
      List<Tensor> parameters = parameters(Rng.seeded(2));
      loss(apart).backward();
      try (FlatBuffer flat = new FlatBuffer(parameters)) {
        assertThat(flat.gradients().toFloats()).containsOnly(0);
        for (int pass = 1; pass <= 3; pass++) {
          loss(parameters).backward();
          float[] gradients = flat.gradients().toFloats();
          int start = 0;
          for (int i = 0; i < apart.size(); i++) {
            float[] own = parameters.get(i).gradient().toFloats();
            Tensor expected = apart.get(i).gradient().mul(pass);
            assertThat(own).isEqualTo(expected.toFloats());
            for (float value : laid(expected).toFloats()) {
              assertThat(gradients[start++]).isEqualTo(value);
            }
          }
        }
        flat.gradients().zeroInPlace();
        assertThat(parameters.get(0).gradient().toFloats()).containsOnly(0);
      }
    }
  }

  @Test
  void closingFreesTheGradientsAndLeavesParametersThatTrainOn() {
    long before = LiveTensors.count();
    try (Scope scope = Scope.open()) {
      List<Tensor> parameters = parameters(Rng.seeded(3));
      long made = LiveTensors.count();
      List<float[]> values;
      try (FlatBuffer flat = new FlatBuffer(parameters)) {
        assertThat(LiveTensors.count()).isEqualTo(made + 2);
        try (Scope step = Scope.open()) {
          loss(parameters).backward();
        }
        flat.values().addInPlace(1);
        values = parameters.stream().map(Tensor::toFloats).toList();
      }
      assertThat(LiveTensors.count()).isEqualTo(made);
      for (int i = 0; i < values.size(); i++) {
        assertThat(parameters.get(i).toFloats()).isEqualTo(values.get(i));
        assertThat(parameters.get(i).gradient()).isNull();
      }
      loss(parameters).backward();
      assertThat(parameters.get(1).gradient().toFloats()[0]).isEqualTo(4 * values.get(1)[0]);
      try (FlatBuffer again = new FlatBuffer(parameters)) {
        assertThat(again.gradients().toFloats()).containsOnly(0);
        loss(parameters).backward();
        assertThat(again.gradients().toFloats()).doesNotContain(0);
      }
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aBufferMayOutliveItsParameters() {
    long before = LiveTensors.count();
    FlatBuffer flat;
    try (Scope scope = Scope.open()) {
      flat = new FlatBuffer(parameters(Rng.seeded(4)));
    }
    assertThat(flat.values().shape().elements()).isEqualTo(54 + 3 + 1 + 108 + 180);
    flat.close();
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void closingLeavesTheGradientsOfALaterBufferAlone() {
    try (Scope scope = Scope.open()) {
      List<Tensor> parameters = parameters(Rng.seeded(5));
      FlatBuffer earlier = new FlatBuffer(parameters);
      try (FlatBuffer later = new FlatBuffer(parameters)) {
        earlier.close();
        earlier.close();
        loss(parameters).backward();
        assertThat(later.gradients().toFloats()).doesNotContain(0);
      }
    }
  }
}
