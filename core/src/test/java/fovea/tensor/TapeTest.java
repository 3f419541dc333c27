package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.tensor.Geometry.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class TapeTest {
  private static List<Operation> taped(Runnable work) {
    try (Tape tape = Tape.open()) {
      work.run();
      return tape.operations();
    }
  }

  private static Operation only(Supplier<Tensor> work) {
    List<Tensor> made = new ArrayList<>();
    List<Operation> operations = taped(() -> made.add(work.get()));
    assertThat(operations).hasSize(1);
    assertThat(operations.get(0).result()).isSameAs(made.get(0));
    return operations.get(0);
  }

  private static void assertNoted(
      Supplier<Tensor> work, String name, List<Tensor> inputs, Map<String, Object> attributes) {
    Operation noted = only(work);
    assertThat(noted.name()).isEqualTo(name);
    assertThat(noted.inputs()).as(name).containsExactlyElementsOf(inputs);
    assertThat(noted.attributes()).as(name).isEqualTo(attributes);
  }

  private static List<Long> two(long value) {
    return List.of(value, value);
  }

  @Test
  void layersNoteTheirTensorsAndAllThatTheyAreCalledWith() {
    Tensor images = Tensor.ones(2, 3, 8, 8);
    Tensor weight = Tensor.ones(4, 3, 3, 3);
    Tensor four = Tensor.ones(4);
    Tensor deep = Tensor.ones(2, 4, 8, 8);
    assertNoted(
        () -> Conv.conv2d(images, weight, four, 2, 1),
        "conv2d",
        List.of(images, weight, four),
        Map.of("stride", two(2), "padding", two(1), "dilation", two(1), "groups", 1L));
    assertNoted(
        () -> Conv.conv2d(images, weight, null, 1, 0),
        "conv2d",
        Arrays.asList(images, weight, null),
        Map.of("stride", two(1), "padding", two(0), "dilation", two(1), "groups", 1L));
    assertNoted(
        () -> Norm.batchNorm(deep, null, four, four, four, false, 0.25, 1e-3),
        "batchNorm",
        Arrays.asList(deep, null, four, four, four),
        Map.of("training", false, "momentum", 0.25, "eps", 1e-3));
    assertNoted(
        () -> Pool.maxPool2d(images, 3, 2),
        "maxPool2d",
        List.of(images),
        Map.of(
            "kernelSize", two(3),
            "stride", two(2),
            "padding", two(0),
            "dilation", two(1),
            "ceilMode", false));
    assertNoted(
        () -> Pool.adaptiveAvgPool2d(images, 2),
        "adaptiveAvgPool2d",
        List.of(images),
        Map.of("outputSize", two(2)));
    assertNoted(
        () -> Geometry.pad(images, 1, Padding.REFLECT),
        "pad",
        List.of(images),
        Map.of("pad", List.of(1L, 1L, 1L, 1L), "mode", "reflect", "value", 0.0));
    Tensor logits = Tensor.ones(1, 2);
    Tensor labels = Tensor.ofLongs(new long[1], 1);
    assertNoted(
        () -> Loss.crossEntropy(logits, labels, 0.1),
        "crossEntropy",
        List.of(logits, labels),
        Map.of("reduction", "mean", "ignoreIndex", Long.MIN_VALUE, "labelSmoothing", 0.1));
  }

  @Test
  void viewsAndShapesNoteSizesAndDimensions() {
    Tensor x = Tensor.ones(2, 3, 4);
    Map<Supplier<Tensor>, Map<String, Object>> expected = new LinkedHashMap<>();
    expected.put(() -> x.reshape(6, -1), Map.of("shape", List.of(6L, -1L)));
    expected.put(() -> x.flatten(1), Map.of("startDim", 1L, "endDim", -1L));
    expected.put(() -> x.permute(2, 0, 1), Map.of("dims", List.of(2L, 0L, 1L)));
    expected.put(() -> x.transpose(0, -1), Map.of("dim0", 0L, "dim1", -1L));
    expected.put(() -> x.unsqueeze(1), Map.of("dim", 1L));
    expected.put(() -> x.expand(5, 2, 3, 4), Map.of("size", List.of(5L, 2L, 3L, 4L)));
    expected.put(() -> x.narrow(2, 1, 2), Map.of("dim", 2L, "start", 1L, "length", 2L));
    expected.put(() -> x.flip(0, 2), Map.of("dims", List.of(0L, 2L)));
    expected.put(() -> x.to(DType.BFLOAT16), Map.of("dtype", "bfloat16"));
    expected.put(() -> x.sum(0, 2), Map.of("dim", List.of(0L, 2L), "keepdim", false));
    expected.put(() -> x.mean(), Map.of("dim", List.of(), "keepdim", false));
    expected.put(() -> x.argmax(1), Map.of("dim", List.of(1L), "keepdim", false));
    expected.put(() -> x.softmax(2), Map.of("dim", 2L));
    expected.put(() -> x.mul(0.5), Map.of("other", 0.5));
    expected.put(() -> x.clamp(-1, 1), Map.of("min", -1.0, "max", 1.0));
    expected.put(() -> x.detach(), Map.of());
    expected.forEach(
        (work, attributes) -> {
          Operation noted = only(work);
          assertThat(noted.attributes()).as(noted.name()).isEqualTo(attributes);
          assertThat(noted.inputs()).as(noted.name()).containsExactly(x);
        });
    Tensor same = x.to(DType.FLOAT32);
    assertThat(same).isSameAs(x);
    assertThat(taped(() -> assertThat(x.to(DType.FLOAT32)).isSameAs(x))).isEmpty();
  }

  @Test
  void severalInputsStandInTheirOrder() {
    Tensor a = Tensor.ones(2, 2);
    Tensor b = Tensor.zeros(2, 2);
    assertNoted(() -> a.sub(b), "sub", List.of(a, b), Map.of());
    assertNoted(() -> b.matmul(a), "matmul", List.of(b, a), Map.of());
    assertNoted(() -> Tensor.cat(List.of(b, a, b), 1), "cat", List.of(b, a, b), Map.of("dim", 1L));
    assertNoted(() -> Tensor.stack(List.of(a, b), 0), "stack", List.of(a, b), Map.of("dim", 0L));
  }

  @Test
  void whatIsMadeFromNothingNotesItsSizeAndValue() {
    assertNoted(
        () -> Tensor.full(2.5, 3, 1),
        "full",
        List.of(),
        Map.of("size", List.of(3L, 1L), "fillValue", 2.5, "dtype", "float32"));
    assertNoted(
        () -> Tensor.ofLongs(new long[2], 2),
        "ofLongs",
        List.of(),
        Map.of("size", List.of(2L), "dtype", "int64"));
  }

  @Test
  void aChangeInPlaceHasTheChangedTensorAsItsResult() {
    Tensor x = Tensor.ones(2);
    Tensor y = Tensor.zeros(2);
    List<Operation> noted =
        taped(
            () -> {
              x.copyFrom(y);
              x.addInPlace(3);
              x.lerpInPlace(y, 0.25);
              x.zeroInPlace();
              Activation.reluInPlace(x);
            });
    assertThat(noted)
        .extracting(Operation::name)
        .containsExactly("copyFrom", "addInPlace", "lerpInPlace", "zeroInPlace", "relu");
    assertThat(noted)
        .allSatisfy(
            operation -> {
              assertThat(operation.isInPlace()).isTrue();
              assertThat(operation.result()).isSameAs(x);
              assertThat(operation.inputs().get(0)).isSameAs(x);
            });
    assertThat(noted.get(2).inputs()).containsExactly(x, y);
    assertThat(noted.get(2).attributes()).isEqualTo(Map.of("weight", 0.25));
    assertThat(only(() -> Activation.relu(y)).isInPlace()).isFalse();
  }

  /** Whoever folds what follows a value must know that a program looked at it. */
  @Test
  void readingValuesIsNotedWithoutAResult() {
    Tensor x = Tensor.ones(1);
    List<Operation> noted =
        taped(
            () -> {
              assertThat(x.toFloats()).containsExactly(1);
              assertThat(x.item()).isEqualTo(1);
            });
    assertThat(noted).extracting(Operation::name).containsExactly("toFloats", "item");
    assertThat(noted).allMatch(operation -> operation.result() == null);
    assertThat(noted).allMatch(operation -> operation.inputs().get(0) == x);
  }

  @Test
  void operationsInsideOthersAreNotedAsWhatTheyAre() {
    Tensor x = Tensor.ones(2, 3);
    List<Operation> noted =
        taped(() -> assertThat(Activation.dropout(x, 0.5, Rng.seeded(1)).shape()).isNotNull());
    assertThat(noted).extracting(Operation::name).containsExactly("bernoulli", "dropout");
    assertThat(noted.get(1).inputs()).containsExactly(x, noted.get(0).result());
    assertThat(noted.get(1).attributes()).isEqualTo(Map.of("p", 0.5));
  }

  @Test
  void tapesNestAndNoteUntilTheyAreClosed() {
    Tensor x = Tensor.ones(1);
    Tape outer = Tape.open();
    Tensor a = x.neg();
    Tape inner = Tape.open();
    Tensor b = a.exp();
    assertThatThrownBy(outer::close)
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("another tape was opened after this one");
    inner.close();
    inner.close();
    Tensor c = b.log();
    outer.close();
    Tensor unused = c.sqrt();
    assertThat(inner.operations()).extracting(Operation::name).containsExactly("exp");
    assertThat(outer.operations()).extracting(Operation::name).containsExactly("neg", "exp", "log");
  }

  @Test
  void anOperationThatIsRefusedIsNotNoted() {
    Tensor x = Tensor.ones(2);
    assertThat(
            taped(
                () ->
                    assertThatThrownBy(() -> x.add(Tensor.ones(3)))
                        .isInstanceOf(IllegalArgumentException.class)))
        .extracting(Operation::name)
        .containsExactly("full");
  }

  @Test
  void aTapeHearsItsOwnThreadOnly() throws InterruptedException {
    Tensor x = Tensor.ones(2);
    try (Tape tape = Tape.open()) {
      Thread other =
          new Thread(
              () -> {
                try (Scope own = Scope.open()) {
                  Tensor unused = x.neg();
                }
              });
      other.start();
      other.join();
      assertThat(tape.operations()).isEmpty();
    }
  }

  @Test
  void aTapeKeepsNoMemoryAlive() {
    long before = LiveTensors.count();
    try (Tape tape = Tape.open()) {
      try (Scope inner = Scope.open()) {
        Tensor unused = Tensor.ones(3, 4).neg();
      }
      assertThat(LiveTensors.count()).isEqualTo(before);
      assertThat(tape.operations().get(1).result().shape()).isEqualTo(Shape.of(3, 4));
    }
  }

  /** Every method of a tensor that gives another, called once with something that fits. */
  @Test
  void noOperationOfATensorIsSilent() {
    Tensor x = Tensor.ones(2, 2);
    Tensor images = Tensor.ones(1, 1, 2, 2);
    Tensor mask = x.eq(x);
    Tensor index = Tensor.ofLongs(new long[] {0, 1, 1, 0}, 2, 2);
    Tensor row = Tensor.ofLongs(new long[] {0}, 1);
    List<Supplier<Tensor>> all =
        List.of(
            () -> x.add(x),
            () -> x.sub(x),
            () -> x.mul(x),
            () -> x.div(x),
            x::neg,
            x::exp,
            x::log,
            x::sqrt,
            () -> x.pow(2),
            () -> x.clamp(0, 1),
            () -> x.sign(),
            () -> x.eq(x),
            () -> x.where(mask, x),
            () -> x.matmul(x),
            () -> x.sum(),
            () -> x.mean(),
            () -> x.max(0),
            () -> x.argmax(0),
            () -> x.softmax(0),
            () -> x.logSoftmax(0),
            () -> x.reshape(4),
            () -> x.flatten(0),
            () -> x.permute(1, 0),
            () -> x.transpose(0, 1),
            () -> x.squeeze(0),
            () -> x.unsqueeze(0),
            () -> x.expand(2, 2),
            () -> x.narrow(0, 0, 1),
            () -> x.indexSelect(0, row),
            () -> x.gather(0, index),
            () -> x.flip(0),
            () -> x.to(DType.BFLOAT16),
            images::channelsLast,
            x::contiguous,
            x::copy,
            x::detach);
    Set<String> noted = new TreeSet<>();
    all.forEach(work -> noted.add(only(work).name()));
    Set<String> methods = new TreeSet<>();
    for (var method : Tensor.class.getMethods()) {
      if (method.getReturnType() == Tensor.class
          && !java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
        methods.add(method.getName());
      }
    }
    methods.removeAll(Set.of("requireGradient", "gradient"));
    assertThat(noted).isEqualTo(methods);
  }
}
