package fovea.io.onnx;

import fovea.FoveaException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Convolutions, linear layers, normalisation and activations. */
final class LayerRules {
  private LayerRules() {}

  static Map<String, Rule> all() {
    Map<String, Rule> rules = new HashMap<>();
    rules.put("conv2d", LayerRules::conv2d);
    rules.put("linear", LayerRules::linear);
    rules.put("batchNorm", LayerRules::batchNorm);
    rules.put("layerNorm", LayerRules::layerNorm);
    rules.put("relu", site -> site.node("Relu", site.in(0)));
    rules.put("relu6", LayerRules::relu6);
    rules.put("sigmoid", site -> site.node("Sigmoid", site.in(0)));
    rules.put("silu", site -> site.node("Mul", site.in(0), site.node("Sigmoid", site.in(0))));
    rules.put("gelu", LayerRules::gelu);
    return rules;
  }

  private static String conv2d(Site site) {
    List<Long> padding = site.numbers("padding");
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", List.of(site.value(1).fixed(2), site.value(1).fixed(3)));
    attributes.put("strides", site.numbers("stride"));
    attributes.put("pads", List.of(padding.get(0), padding.get(1), padding.get(0), padding.get(1)));
    attributes.put("dilations", site.numbers("dilation"));
    attributes.put("group", site.number("groups"));
    return site.has(2)
        ? site.node("Conv", attributes, site.in(0), site.in(1), site.in(2))
        : site.node("Conv", attributes, site.in(0), site.in(1));
  }

  /** {@code Gemm} takes rows only; the weight stays as PyTorch has it either way. */
  private static String linear(Site site) {
    if (site.value(0).rank() == 2) {
      Map<String, Object> attributes = Map.of("transB", 1L);
      return site.has(2)
          ? site.node("Gemm", attributes, site.in(0), site.in(1), site.in(2))
          : site.node("Gemm", attributes, site.in(0), site.in(1));
    }
    String weight = site.node("Transpose", Map.of("perm", List.of(1L, 0L)), site.in(1));
    String product = site.node("MatMul", site.in(0), weight);
    return site.has(2) ? site.node("Add", product, site.in(2)) : product;
  }

  private static String batchNorm(Site site) {
    if (site.flag("training")) {
      throw new FoveaException("normalises by the batch's own statistics, as in training");
    }
    long channels = site.value(0).fixed(1);
    float[] ones = new float[Math.toIntExact(channels)];
    Arrays.fill(ones, 1);
    String scale = site.has(1) ? site.in(1) : site.floats("scale", List.of(channels), ones);
    String shift =
        site.has(2) ? site.in(2) : site.floats("shift", List.of(channels), new float[ones.length]);
    return site.node(
        "BatchNormalization",
        Map.of("epsilon", (float) site.decimal("eps")),
        site.in(0),
        scale,
        shift,
        site.in(3),
        site.in(4));
  }

  private static String layerNorm(Site site) {
    return site.node(
        "LayerNormalization",
        Map.of("axis", -1L, "epsilon", (float) site.decimal("eps")),
        site.in(0),
        site.in(1),
        site.in(2));
  }

  private static String relu6(Site site) {
    return site.node("Clip", site.in(0), site.number("min", 0), site.number("max", 6));
  }

  /** {@code x / 2 (1 + erf(x / sqrt(2)))}, in the order in which ONNX Runtime knows it as one. */
  private static String gelu(Site site) {
    String scaled = site.node("Div", site.in(0), site.number("sqrt2", Math.sqrt(2)));
    String raised = site.node("Add", site.node("Erf", scaled), site.number("one", 1));
    return site.node("Mul", site.node("Mul", site.in(0), raised), site.number("half", 0.5));
  }
}
