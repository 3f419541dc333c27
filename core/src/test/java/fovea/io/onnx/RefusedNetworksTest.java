package fovea.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.nn.Module;
import fovea.tensor.Activation;
import fovea.tensor.DType;
import fovea.tensor.LiveTensors;
import fovea.tensor.Loss;
import fovea.tensor.Norm;
import fovea.tensor.Pool;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a graph can't say is refused by the module and the operation. */
class RefusedNetworksTest {
  private static final Shape INPUT = Shape.of(3, 4, 4);

  /** A network with one part, the one that is tried. */
  private static final class Whole extends Module {
    private final Module gate;

    Whole(UnaryOperator<Tensor> forward) {
      gate = child("gate", new Gate(forward));
    }

    @Override
    protected Tensor forward(Tensor images) {
      return gate.call(images).flatten(1);
    }
  }

  private static final class Gate extends Module {
    private final UnaryOperator<Tensor> forward;

    Gate(UnaryOperator<Tensor> forward) {
      this.forward = forward;
    }

    @Override
    protected Tensor forward(Tensor input) {
      return forward.apply(input);
    }
  }

  private static void requireRefused(UnaryOperator<Tensor> forward, String operation, String why) {
    long before = LiveTensors.count();
    try (Module network = new Whole(forward)) {
      assertThatThrownBy(() -> OnnxModel.of(network, "whole", INPUT, 1))
          .isInstanceOf(FoveaException.class)
          .hasMessage(
              "module `gate` (Gate), operation `%s`: %s. An ONNX file can hold tensor operations only, the same for all images (docs/export.md).",
              operation, why);
      assertThat(network.training()).isTrue();
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aForwardThatReadsValues() {
    String why = "reads what was computed of the images, to decide by it";
    requireRefused(x -> x.mean().item() > 0.5 ? x : x.neg(), "item", why);
    requireRefused(x -> x.mul((double) x.toFloats()[0]), "toFloats", why);
    requireRefused(x -> x.mul((double) x.argmax(1).toLongs()[0]), "toLongs", why);
  }

  @Test
  void aForwardThatDecidesByTheNumberOfImages() {
    requireRefused(
        x -> x.shape().size(0) == 2 ? x.neg() : x.exp(),
        "neg",
        "is where `exp` is for other images");
    refusedAsAWhole(
        x -> x.shape().size(0) == 2 ? x.flatten(1) : x.flatten(1).neg(),
        "the network itself (Gate), operation `neg`: isn't there for other images. An ONNX file can hold tensor operations only, the same for all images (docs/export.md).");
    requireRefused(
        x -> x.mul(1.0 * x.shape().size(0)),
        "mul",
        "has `other` 2.0 for two images and 3.0 for three, expected one for all");
    requireRefused(
        x -> x.narrow(0, 0, x.shape().size(0) - 1),
        "narrow",
        "has `length` 1 for two images and 2 for three, expected one for all");
  }

  @Test
  void aForwardThatMakesTensorsOfValues() {
    requireRefused(
        x -> x.mul(Tensor.of(new float[] {x.shape().size(0)}, 1)),
        "of",
        "gives other values for other images");
    Rng rng = Rng.seeded(1);
    requireRefused(
        x -> x.mul(RandomTensor.uniform(0, 1, rng, Shape.of(1))),
        "uniform",
        "gives other values for other images");
  }

  @Test
  void anOperationThatIsntWritten() {
    requireRefused(
        x ->
            Loss.crossEntropyOfEach(x.mean(2, 3), Tensor.full(1 / 3.0, x.shape().size(0), 3))
                .unsqueeze(1),
        "crossEntropy",
        "has no counterpart among the ONNX operations that Fovea writes");
    requireRefused(
        x -> Pool.adaptiveMaxPool2d(x, 3),
        "adaptiveMaxPool2d",
        "takes the largest of windows that differ in size, 4 x 4 to 3 x 3");
    requireRefused(
        x -> x.to(DType.BFLOAT16).to(DType.FLOAT32),
        "to",
        "computes in bfloat16, and ONNX files are written in float32");
    requireRefused(
        x -> Norm.batchNorm(x, null, null, Tensor.zeros(3), Tensor.ones(3), true, 0.1, 1e-5),
        "batchNorm",
        "normalises by the batch's own statistics, as in training");
  }

  @Test
  void aChangeInPlaceThatOthersSee() {
    String why = "changes in place what others may look at";
    requireRefused(Activation::reluInPlace, "relu", why);
    requireRefused(
        x -> {
          Tensor half = x.sub(0.5);
          Tensor view = half.reshape(-1, 48);
          Activation.reluInPlace(half);
          return view;
        },
        "relu",
        why);
    requireRefused(
        x -> {
          Tensor sum = x.neg();
          sum.addInPlace(1);
          return sum;
        },
        "addInPlace",
        why);
  }

  @Test
  void outputsThatAreNoLogits() {
    refusedAsAWhole(
        x -> x, "the network gives [2, 3, 4, 4] for two images, expected logits [2, classes]");
    refusedAsAWhole(
        x -> x.mean(0, 2, 3), "the network gives [3] for two images, expected logits [2, classes]");
    refusedAsAWhole(x -> Tensor.ones(2, 3), "the network gives what doesn't depend on its images");
  }

  private static void refusedAsAWhole(UnaryOperator<Tensor> forward, String message) {
    try (Module network = new Gate(forward)) {
      assertThatThrownBy(() -> OnnxModel.of(network, "whole", INPUT, 1))
          .isInstanceOf(FoveaException.class)
          .hasMessage(message);
    }
  }
}
