package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Activation;
import fovea.tensor.Autograd;
import fovea.tensor.FusedActivation;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What folds into what; that the results stay the same is {@link PreparedTest}'s. */
class FoldingPlanTest {
  private final Rng rng = Rng.seeded(1);

  /** Named modules and a forward made of them. */
  private static final class Net extends Module {
    private final UnaryOperator<Tensor> forward;

    Net(Map<String, Module> parts, UnaryOperator<Tensor> forward) {
      parts.forEach(this::child);
      this.forward = forward;
    }

    @Override
    protected Tensor forward(Tensor input) {
      return forward.apply(input);
    }
  }

  private final Conv2d conv = new Conv2d(3, 3, 3, 1, 1, true, rng);
  private final Conv2d other = new Conv2d(3, 3, 1, 1, 0, false, rng);
  private final BatchNorm2d norm = new BatchNorm2d(3);
  private final BatchNorm2d second = new BatchNorm2d(3);
  private final ReLU relu = new ReLU(true);
  private final GELU gelu = new GELU();
  private final MaxPool2d pool = new MaxPool2d(2, 2);
  private final Map<String, Module> parts =
      Map.of(
          "conv", conv, "other", other, "norm", norm, "second", second, "relu", relu, "gelu", gelu,
          "pool", pool);

  @AfterEach
  void closeParts() {
    parts.values().forEach(Module::close);
  }

  /** A line for each call: what it took in, or that it went into another. */
  private List<String> folded(UnaryOperator<Tensor> forward, String... watched) {
    Module network = new Net(parts, forward);
    network.eval();
    try (Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Set<Module> seen = new HashSet<>();
      for (String name : watched) {
        seen.add(parts.get(name));
      }
      IdentityHashMap<Module, String> names = new IdentityHashMap<>();
      parts.forEach((name, module) -> names.put(module, name));
      List<String> lines = new ArrayList<>();
      TapedCall call = TapedCall.of(network, Tensor.ones(2, 3, 4, 4));
      for (FoldingPlan.Step step : FoldingPlan.of(call, seen).calls()) {
        String line = names.get(step.module());
        if (step.norm() != null) {
          line += " " + names.get(step.norm());
        }
        if (step.activation() != FusedActivation.NONE) {
          line += " " + step.activation().name().toLowerCase(Locale.ROOT);
        }
        lines.add(step.isAbsorbed() ? "(" + line + ")" : line);
      }
      return lines;
    }
  }

  @Test
  void aChainFoldsWhole() {
    assertThat(folded(x -> relu.call(norm.call(conv.call(x)))))
        .containsExactly("conv norm relu", "(norm)", "(relu)");
    assertThat(folded(x -> gelu.call(conv.call(x)))).containsExactly("conv gelu", "(gelu)");
  }

  /** As a residual block of torchvision has it, with one ReLU for both places. */
  @Test
  void aResidualBlockFoldsUpToTheAddition() {
    assertThat(
            folded(
                x -> {
                  Tensor inner = relu.call(norm.call(conv.call(x)));
                  return relu.call(second.call(other.call(inner)).add(x));
                }))
        .containsExactly("conv norm relu", "(norm)", "(relu)", "other second", "(second)", "relu");
  }

  @Test
  void aConcatenationReadsItsPartsAndNothingElseDoes() {
    assertThat(
            folded(x -> Tensor.cat(List.of(norm.call(conv.call(x)), relu.call(other.call(x))), 1)))
        .containsExactly("conv norm", "(norm)", "other relu", "(relu)");
    assertThat(
            folded(
                x -> {
                  Tensor found = conv.call(x);
                  return Tensor.cat(List.of(found, norm.call(found)), 1);
                }))
        .containsExactly("conv", "norm");
  }

  @Test
  void aSharedConvolutionHasADifferentPartInEachCall() {
    assertThat(
            folded(
                x -> {
                  Tensor first = norm.call(conv.call(x));
                  Tensor next = gelu.call(second.call(conv.call(first)));
                  return conv.call(next);
                }))
        .containsExactly("conv norm", "(norm)", "conv second gelu", "(second)", "(gelu)", "conv");
  }

  @Test
  void aSharedNormFoldsIntoEachConvolutionBeforeIt() {
    assertThat(folded(x -> norm.call(other.call(norm.call(norm.call(conv.call(x)))))))
        .containsExactly("conv norm", "(norm)", "norm", "other norm", "(norm)");
  }

  @Test
  void aValueThatAnotherReadsIsLeftAlone() {
    assertThat(
            folded(
                x -> {
                  Tensor found = conv.call(x);
                  return relu.call(norm.call(found)).add(found);
                }))
        .containsExactly("conv", "norm", "relu");
    assertThat(
            folded(
                x -> {
                  Tensor normed = norm.call(conv.call(x));
                  return gelu.call(normed).mul(normed);
                }))
        .containsExactly("conv norm", "(norm)", "gelu");
    assertThat(
            folded(
                x -> {
                  Tensor found = conv.call(x);
                  Tensor part = found.narrow(1, 0, 1);
                  return norm.call(found).add(part);
                }))
        .containsExactly("conv", "norm");
  }

  @Test
  void aValueThatIsTheOutputIsLeftAlone() {
    assertThat(
            folded(
                x -> {
                  Tensor found = conv.call(x);
                  Tensor unused = norm.call(found);
                  return found;
                }))
        .containsExactly("conv", "norm");
  }

  @Test
  void aValueThatIsChangedInPlaceIsAnotherValue() {
    assertThat(
            folded(
                x -> {
                  Tensor found = conv.call(x);
                  found.addInPlace(1);
                  return norm.call(found);
                }))
        .containsExactly("conv", "norm");
    assertThat(
            folded(
                x -> {
                  Tensor found = conv.call(x);
                  found.narrow(1, 0, 1).zeroInPlace();
                  return norm.call(found);
                }))
        .containsExactly("conv", "norm");
    assertThat(folded(x -> norm.call(Activation.reluInPlace(conv.call(x)))))
        .containsExactly("conv", "norm");
  }

  @Test
  void aValueThatTheProgramLooksAtIsLeftAlone() {
    assertThat(
            folded(
                x -> {
                  Tensor found = conv.call(x);
                  return norm.call(found).mul(found.toFloats()[0]);
                }))
        .containsExactly("conv", "norm");
  }

  @Test
  void anOperationBetweenPartsThem() {
    assertThat(folded(x -> relu.call(norm.call(conv.call(x).neg()))))
        .containsExactly("conv", "norm", "relu");
    assertThat(folded(x -> relu.call(conv.call(x).flatten(1)))).containsExactly("conv", "relu");
    assertThat(folded(x -> norm.call(relu.call(conv.call(x)))))
        .containsExactly("conv relu", "(relu)", "norm");
  }

  @Test
  void whatNeverFallsMayChangePlacesWithAPooling() {
    assertThat(folded(x -> relu.call(norm.call(pool.call(conv.call(x))))))
        .containsExactly("conv norm relu", "(norm)", "(relu)");
    assertThat(folded(x -> relu.call(pool.call(conv.call(x)))))
        .containsExactly("conv relu", "(relu)");
    assertThat(folded(x -> gelu.call(norm.call(pool.call(conv.call(x))))))
        .containsExactly("conv norm", "(norm)", "gelu");
    try (Scope scope = Scope.open()) {
      norm.stateDict().get("weight").copyFrom(Tensor.of(new float[] {1, 1, -1}, 3));
    }
    assertThat(folded(x -> relu.call(norm.call(pool.call(conv.call(x))))))
        .containsExactly("conv", "norm", "relu");
    assertThat(folded(x -> pool.call(norm.call(conv.call(x)))))
        .containsExactly("conv norm", "(norm)");
  }

  @Test
  void whatIsWatchedStaysAsItIs() {
    UnaryOperator<Tensor> chain = x -> relu.call(norm.call(conv.call(x)));
    assertThat(folded(chain, "conv")).containsExactly("conv", "norm", "relu");
    assertThat(folded(chain, "norm")).containsExactly("conv norm", "(norm)", "relu");
    assertThat(folded(chain, "relu")).containsExactly("conv norm relu", "(norm)", "(relu)");
  }
}
