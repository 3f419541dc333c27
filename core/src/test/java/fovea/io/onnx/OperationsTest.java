package fovea.io.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Conv2d;
import fovea.nn.Module;
import fovea.tensor.Activation;
import fovea.tensor.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Norm;
import fovea.tensor.Pool;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation that networks of one's own may use, in ONNX Runtime beside Fovea. */
class OperationsTest {
  private static final Shape INPUT = Shape.of(3, 6, 6);

  /** Images [N, 3, 6, 6] to anything [N, ..], by the name of what is tried. */
  private static final Map<String, UnaryOperator<Tensor>> TRIED = tried();

  private static Map<String, UnaryOperator<Tensor>> tried() {
    Map<String, UnaryOperator<Tensor>> tried = new LinkedHashMap<>();
    tried.put("numbers", x -> x.mul(3.0).add(0.5).sub(0.25).div(2.0).neg());
    tried.put("tensors", x -> x.mul(x).add(x).sub(x.exp()).div(x.add(1.0)));
    tried.put("functions", x -> x.add(0.1).log().add(x.sqrt()).add(x.pow(3)).add(x.sub(.5).sign()));
    tried.put("clamp", x -> x.clamp(0.2, 0.7));
    tried.put("activations", x -> Activation.relu6(x.mul(9.0)).add(Activation.silu(x.sub(0.5))));
    tried.put("gelu", x -> Activation.gelu(x.sub(0.5)).add(Activation.relu(x.sub(0.5))));
    tried.put("erf and sigmoid", x -> Activation.erf(x).add(Activation.sigmoid(x)));
    tried.put("in place", x -> Activation.relu6InPlace(Activation.reluInPlace(x.sub(0.5)).mul(20)));
    tried.put("comparison", x -> x.where(x.eq(x.clamp(0.4, 1)), x.neg()));
    tried.put("a mask as numbers", x -> x.mul(x.eq(x.clamp(0.4, 1)).to(DType.FLOAT32)));
    tried.put("sums", x -> x.sum(2, 3).add(x.mean(2, 3)).add(x.max(2, 3)));
    tried.put("softmax", x -> x.softmax(1).add(x.logSoftmax(-1)));
    tried.put("products", x -> x.matmul(x.transpose(2, 3)));
    tried.put("reshapes", x -> x.reshape(x.shape().size(0), 18, 6).reshape(-1, 3, 36));
    tried.put("reshapes to more rows", x -> x.reshape(-1, 9).reshape(x.shape().size(0), -1));
    tried.put("flatten", x -> x.flatten(2));
    tried.put("permute", x -> x.permute(0, -1, 1, 2));
    tried.put(
        "squeeze", x -> x.mean(3).unsqueeze(-1).unsqueeze(2).squeeze(2).squeeze(3).squeeze(1));
    tried.put("expand", x -> x.mean(3).unsqueeze(3).expand(x.shape().size(0), 3, 6, 4));
    tried.put("a row for all", x -> x.add(Tensor.ones(6).expand(x.shape().size(0), 3, 6, 6)));
    tried.put("parts", x -> x.narrow(1, 1, 2).add(x.narrow(-3, 0, 2)));
    tried.put("all images", x -> x.narrow(0, 0, x.shape().size(0)).flip(2, 3));
    tried.put("picked", x -> x.indexSelect(1, Tensor.ofLongs(new long[] {2, 0, 2}, 3)));
    tried.put("gathered", x -> x.flatten(1).add(largest(x.flatten(1))));
    tried.put("joined", x -> Tensor.cat(List.of(x, x.neg()), 1).add(0));
    tried.put("stacked", x -> Tensor.stack(List.of(x, x.neg(), x.mul(2.0)), 1));
    tried.put("zeros of the batch", x -> Tensor.cat(List.of(x, zeros(x)), 1));
    tried.put("number of images", x -> x.mul(Tensor.full(2, x.shape().size(0), 1, 1, 1)));
    tried.put("layouts", x -> x.channelsLast().copy().contiguous().detach());
    tried.put("max pooling", x -> Pool.maxPool2d(x, 3, 2, 1, false));
    tried.put("max pooling rounded up", x -> Pool.maxPool2d(x, 3, 2, 0, true));
    tried.put("max pooling far apart", x -> Pool.maxPool2d(x, 1, 4, 0, true));
    tried.put("mean pooling", x -> Pool.avgPool2d(x, 3, 2, 1));
    tried.put("adaptive", x -> Pool.adaptiveAvgPool2d(x, 3).add(Pool.adaptiveMaxPool2d(x, 3)));
    tried.put("adaptive with windows that overlap", x -> Pool.adaptiveAvgPool2d(x, 4));
    tried.put("adaptive to more", x -> Pool.adaptiveAvgPool2d(x, 7));
    tried.put("adaptive as it is", x -> Pool.adaptiveAvgPool2d(x, 6).add(x));
    tried.put("batch norm without weights", OperationsTest::normalized);
    return tried;
  }

  private static Tensor largest(Tensor rows) {
    return rows.gather(1, rows.argmax(1).unsqueeze(1));
  }

  private static Tensor zeros(Tensor x) {
    return Tensor.zeros(x.shape().size(0), 2, 6, 6);
  }

  private static Tensor normalized(Tensor x) {
    Tensor mean = Tensor.of(new float[] {0.1f, 0.2f, 0.3f}, 3);
    return Norm.batchNorm(x, null, null, mean, mean.add(1.0), false, 0.1, 1e-5);
  }

  /** What is tried, then flattened, so that it gives rows. */
  static final class Tried extends Module {
    private final UnaryOperator<Tensor> operation;

    Tried(UnaryOperator<Tensor> operation) {
      this.operation = operation;
    }

    @Override
    protected Tensor forward(Tensor images) {
      return operation.apply(images).flatten(1);
    }
  }

  static Stream<String> names() {
    return TRIED.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void anOperationGivesWhatItGivesHere(String name) {
    try (Module network = new Tried(TRIED.get(name))) {
      network.eval();
      compare(network);
    }
  }

  private static void compare(Module network) {
    byte[] file = OnnxModel.of(network, "tried", INPUT, 1).toBytes("test");
    try (OnnxRuntime engine = new OnnxRuntime(file);
        OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(file));
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      for (int batch : List.of(1, 4)) {
        Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(9), Shape.of(batch, 3, 6, 6));
        float[] expected = network.call(images).toFloats();
        EveryNetworkTest.assertClose(engine.run(OnnxModel.LOGITS, images), expected);
        EveryNetworkTest.assertClose(
            evaluator.run(images).get(OnnxModel.LOGITS).toFloats(), expected);
      }
    }
  }

  /** The same layer twice, and a weight that is used in another shape too. */
  private static final class Shared extends Module {
    private final Conv2d conv;

    Shared() {
      conv = child("conv", new Conv2d(3, 3, 3, 1, 1, true, Rng.seeded(1)));
    }

    @Override
    protected Tensor forward(Tensor images) {
      Tensor twice = conv.call(Activation.relu(conv.call(images)));
      Tensor bias = conv.stateDict().get("bias");
      return twice.mul(bias.reshape(3, 1, 1)).flatten(1);
    }
  }

  @Test
  void aLayerThatIsCalledTwiceHasItsWeightsOnce() {
    try (Module network = new Shared()) {
      network.eval();
      compare(network);
      byte[] file = OnnxModel.of(network, "shared", INPUT, 1).toBytes("test");
      try (OnnxEvaluator evaluator = OnnxEvaluator.read(ByteBuffer.wrap(file))) {
        assertThat(evaluator.operators()).filteredOn("Conv"::equals).hasSize(2);
        assertThat(evaluator.constants()).filteredOn(c -> c.contains("weight")).hasSize(1);
      }
    }
  }
}
