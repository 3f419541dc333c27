package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Conv;
import fovea.tensor.Lanes;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SummedGradientsTest {
  /**
   * Seconds of work, by which another thread has heard of a failure however busy the machine is.
   */
  private static final int MANY = 50_000;

  private static final int PARTS = 7;

  private static Optimizer sgd(Map<String, Tensor> parameters) {
    return new Sgd(1, 0, false, 0, false).of(parameters, 1);
  }

  /** One of each layout, one larger than what is added up at once. */
  private static Map<String, Tensor> parameters() {
    Rng rng = Rng.seeded(1);
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put(
        "filters", RandomTensor.normal(rng, Shape.of(16, 3, 3, 3)).requireGradient(true));
    parameters.put(
        "matrix", RandomTensor.normal(rng, Shape.of(10, 16 * 8 * 8)).requireGradient(true));
    parameters.put("bias", RandomTensor.normal(rng, Shape.of(10)).requireGradient(true));
    parameters.put("large", RandomTensor.normal(rng, Shape.of(700, 900)).requireGradient(true));
    return parameters;
  }

  /** The loss of a part, which has images of its own. */
  private static void backward(Map<String, Tensor> parameters, int part) {
    Tensor images = RandomTensor.normal(Rng.seeded(100 + part), Shape.of(4, 3, 8, 8));
    try (Precision.Block block = Precision.BFLOAT16.on()) {
      Tensor found = Conv.conv2d(images.channelsLast(), parameters.get("filters"), null, 1, 1);
      Tensor logits =
          Conv.linear(found.flatten(1), parameters.get("matrix"), parameters.get("bias"));
      Tensor large = parameters.get("large");
      logits.mul(logits).sum().add(large.mul(large).sum().mul(part * 0.37)).backward();
    }
  }

  private static byte[] sum(int lanes) {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> parameters = parameters();
      try (Lanes shared = new Lanes(lanes);
          Optimizer optimizer = sgd(parameters);
          SummedGradients gradients = new SummedGradients(optimizer, shared, Precision.BFLOAT16)) {
        optimizer.flatGradients().copyFrom(optimizer.flatParameters().detach()); // replaced
        gradients.of(PARTS, part -> backward(parameters, part));
        return optimizer.flatGradients().toRaw();
      }
    }
  }

  @Test
  void theSumIsTheSameBytesOnAnyNumberOfLanes() {
    long before = LiveTensors.count();
    byte[] alone = sum(1);
    for (int lanes : new int[] {2, 3, 4, 16, 2, 3, 4, 16}) {
      assertThat(Arrays.equals(sum(lanes), alone)).as("%d lanes", lanes).isTrue();
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void theSumIsWhatOneAfterTheOtherAddsUpTo() {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> parameters = parameters();
      try (Lanes lanes = new Lanes(2);
          Optimizer optimizer = sgd(parameters);
          SummedGradients gradients = new SummedGradients(optimizer, lanes, Precision.BFLOAT16)) {
        for (int part = 0; part < PARTS; part++) {
          backward(parameters, part);
        }
        float[] expected = optimizer.flatGradients().toFloats();
        gradients.of(PARTS, part -> backward(parameters, part));
        float[] found = optimizer.flatGradients().toFloats();
        for (int i = 0; i < expected.length; i++) {
          assertThat(Math.abs(found[i] - expected[i]))
              .isLessThanOrEqualTo(1e-2f + 1e-2f * Math.abs(expected[i]));
        }
      }
    }
  }

  @Test
  void aParameterThatNoPartNeedsHasNoGradientAndOneThatSomeNeedHasTheirs() {
    try (Scope weights = Scope.open();
        Lanes lanes = new Lanes(2)) {
      Tensor some = Tensor.ones(2).requireGradient(true);
      Tensor none = Tensor.ones(2).requireGradient(true);
      try (Optimizer optimizer = sgd(Map.of("some", some, "none", none));
          SummedGradients gradients = new SummedGradients(optimizer, lanes, Precision.BFLOAT16)) {
        for (int round = 0; round < 2; round++) {
          gradients.of(
              4,
              part -> {
                Tensor other = Tensor.ones(2).requireGradient(true);
                (part % 2 == 1 ? some.mul(part) : other).sum().backward();
              });
          try (Scope scope = Scope.open()) {
            assertThat(some.gradient().toFloats()).containsExactly(4, 4);
            assertThat(none.gradient().toFloats()).containsExactly(0, 0);
          }
        }
      }
    }
  }

  @Test
  void afterAFailureNothingIsLeftAndTheNextSumIsRight() {
    try (Scope weights = Scope.open();
        Lanes lanes = new Lanes(2)) {
      Tensor weight = Tensor.ones(3).requireGradient(true);
      try (Optimizer optimizer = sgd(Map.of("weight", weight));
          SummedGradients gradients = new SummedGradients(optimizer, lanes, Precision.BFLOAT16)) {
        gradients.of(5, part -> weight.sum().backward());
        long before = LiveTensors.count();
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(
                () ->
                    gradients.of(
                        MANY,
                        part -> {
                          weight.sum().backward();
                          if (part == 3) {
                            throw new IllegalStateException("part 3");
                          }
                          calls.incrementAndGet();
                        }))
            .hasMessage("part 3");
        assertThat(calls.get()).isLessThan(MANY - 1);
        assertThat(LiveTensors.count()).isEqualTo(before);
        gradients.of(5, part -> weight.mul(2).sum().backward());
        try (Scope scope = Scope.open()) {
          assertThat(weight.gradient().toFloats()).containsExactly(10, 10, 10);
        }
      }
    }
  }
}
