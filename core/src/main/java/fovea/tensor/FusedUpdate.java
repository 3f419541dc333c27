package fovea.tensor;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/**
 * PyTorch's fused optimiser steps, each one native call on float32 parameters [P] with gradients
 * and state of the same shape, all changed in place.
 */
public final class FusedUpdate {
  private FusedUpdate() {}

  private static final class Sgd {
    static final OperatorHandle STEP = Native.operator("aten::_fused_sgd_");
  }

  private static final class Adam {
    static final OperatorHandle STEP = Native.operator("aten::_fused_adam_");
  }

  private static final class AdamW {
    static final OperatorHandle STEP = Native.operator("aten::_fused_adamw_");
  }

  /**
   * One step of stochastic gradient descent: {@code g += weightDecay p; m = momentum m + g; p -=
   * learningRate (nesterov ? g + momentum m : m)}.
   *
   * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. 2013</a>
   */
  public static void sgd(
      Tensor parameters,
      Tensor gradients,
      Tensor momenta,
      double learningRate,
      double momentum,
      boolean nesterov,
      double weightDecay) {
    requireAlike("sgd", parameters, gradients, momenta);
    Native.run(
        "sgd",
        () ->
            Sgd.STEP.callBoxed(
                new IValueVector(
                    list(parameters),
                    list(gradients),
                    momentum == 0 ? list() : list(momenta),
                    new IValue(weightDecay),
                    new IValue(momentum),
                    new IValue(learningRate),
                    new IValue(0.0),
                    new IValue(nesterov),
                    new IValue(false),
                    new IValue(false),
                    new IValue(),
                    new IValue())));
    Tape.note(
        "sgd",
        () ->
            Operands.of(parameters, gradients, momenta)
                .with("lr", learningRate)
                .with("momentum", momentum)
                .with("nesterov", nesterov)
                .with("weightDecay", weightDecay),
        parameters);
  }

  /**
   * One step of Adam, bias-corrected; weight decay is an L2 penalty in the gradient.
   *
   * @param steps the number of steps, this one included, a single float32
   * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba 2015, algorithm 1</a>
   */
  public static void adam(
      Tensor parameters,
      Tensor gradients,
      Tensor firstMoments,
      Tensor secondMoments,
      Tensor steps,
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay) {
    byMoments(
        "adam",
        () -> Adam.STEP,
        List.of(parameters, gradients, firstMoments, secondMoments, steps),
        learningRate,
        beta1,
        beta2,
        epsilon,
        weightDecay);
  }

  /**
   * One step of AdamW, bias-corrected.
   *
   * @param steps the number of steps, this one included, a single float32
   * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 2</a>
   */
  public static void adamW(
      Tensor parameters,
      Tensor gradients,
      Tensor firstMoments,
      Tensor secondMoments,
      Tensor steps,
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay) {
    byMoments(
        "adamW",
        () -> AdamW.STEP,
        List.of(parameters, gradients, firstMoments, secondMoments, steps),
        learningRate,
        beta1,
        beta2,
        epsilon,
        weightDecay);
  }

  /**
   * @param all parameters, gradients, first and second moments, the number of steps
   */
  private static void byMoments(
      String name,
      Supplier<OperatorHandle> operator,
      List<Tensor> all,
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay) {
    requireAlike(name, all.get(0), all.get(1), all.get(2), all.get(3));
    requireFloat32(name, all.get(4));
    ShapeRules.same(name, Shape.of(), all.get(4).shape());
    Native.run(
        name,
        () ->
            operator
                .get()
                .callBoxed(
                    new IValueVector(
                        list(all.get(0)),
                        list(all.get(1)),
                        list(all.get(2)),
                        list(all.get(3)),
                        list(),
                        list(all.get(4)),
                        new IValue(learningRate),
                        new IValue(beta1),
                        new IValue(beta2),
                        new IValue(weightDecay),
                        new IValue(epsilon),
                        new IValue(false),
                        new IValue(false),
                        new IValue(),
                        new IValue())));
    Tape.note(
        name,
        () ->
            Operands.of(all.toArray(new Tensor[0]))
                .with("lr", learningRate)
                .with("beta1", beta1)
                .with("beta2", beta2)
                .with("weightDecay", weightDecay)
                .with("eps", epsilon),
        all.get(0));
  }

  /** Shrinks parameters by {@code 1 - rate}: weight decay apart from the gradient. */
  public static void decay(Tensor parameters, double rate) {
    Native.run("decay", () -> parameters.handle().mul_(new Scalar(1 - rate)));
    Tape.note("decay", () -> Operands.of(parameters).with("rate", rate), parameters);
  }

  /** Moves parameters along gradients: {@code p += rate g}. */
  public static void move(Tensor parameters, Tensor gradients, double rate) {
    ShapeRules.same("move", parameters.shape(), gradients.shape());
    Native.run("move", () -> parameters.handle().add_(gradients.handle(), new Scalar(rate)));
    Tape.note("move", () -> Operands.of(parameters, gradients).with("rate", rate), parameters);
  }

  /** Adds gradients, of any floating type, to a float32 sum. */
  public static void accumulate(Tensor sum, Tensor gradients) {
    ShapeRules.same("accumulate", sum.shape(), gradients.shape());
    Native.run("accumulate", () -> sum.handle().add_(gradients.handle()));
    Tape.note("accumulate", () -> Operands.of(sum, gradients), sum);
  }

  /** The L2 norm. */
  public static double norm(Tensor gradients) {
    return Native.call("norm", () -> gradients.handle().norm().item_double());
  }

  /** Multiplies gradients by a factor. */
  public static void scale(Tensor gradients, double factor) {
    Native.run("scale", () -> gradients.handle().mul_(new Scalar(factor)));
    Tape.note("scale", () -> Operands.of(gradients).with("factor", factor), gradients);
  }

  /** Brings each gradient into [-most, most]. */
  public static void clamp(Tensor gradients, double most) {
    Native.run(
        "clamp",
        () ->
            gradients
                .handle()
                .clamp_(
                    new ScalarOptional(new Scalar(-most)), new ScalarOptional(new Scalar(most))));
    Tape.note("clamp", () -> Operands.of(gradients).with("most", most), gradients);
  }

  /** The native steps go by the parameters' size alone. */
  private static void requireAlike(String name, Tensor parameters, Tensor... others) {
    requireFloat32(name, parameters);
    for (Tensor other : others) {
      requireFloat32(name, other);
      ShapeRules.same(name, parameters.shape(), other.shape());
    }
  }

  private static void requireFloat32(String name, Tensor tensor) {
    ShapeRules.require(
        tensor.dtype() == DType.FLOAT32,
        "%s: a tensor %s of %s, expected float32",
        name,
        tensor.shape(),
        tensor.dtype());
  }

  private static IValue list(Tensor... tensors) {
    GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
    for (Tensor tensor : tensors) {
      list.push_back(new IValue(tensor.handle()));
    }
    return new IValue(list);
  }
}
