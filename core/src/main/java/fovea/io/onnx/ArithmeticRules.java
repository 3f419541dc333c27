package fovea.io.onnx;

import fovea.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Elementwise operations, products and reductions. */
final class ArithmeticRules {
  private ArithmeticRules() {}

  static Map<String, Rule> all() {
    Map<String, Rule> rules = new HashMap<>();
    rules.put("add", site -> binary(site, "Add"));
    rules.put("sub", site -> binary(site, "Sub"));
    rules.put("mul", site -> binary(site, "Mul"));
    rules.put("div", site -> binary(site, "Div"));
    rules.put("neg", site -> site.node("Neg", site.in(0)));
    rules.put("exp", site -> unary(site, "Exp"));
    rules.put("log", site -> unary(site, "Log"));
    rules.put("sqrt", site -> unary(site, "Sqrt"));
    rules.put("erf", site -> unary(site, "Erf"));
    rules.put("sign", site -> site.node("Sign", site.in(0)));
    rules.put("pow", ArithmeticRules::pow);
    rules.put("clamp", ArithmeticRules::clamp);
    rules.put("eq", ArithmeticRules::eq);
    rules.put("where", ArithmeticRules::where);
    rules.put("matmul", site -> site.node("MatMul", site.in(0), site.in(1)));
    rules.put("sum", ArithmeticRules::sum);
    rules.put("mean", site -> reduced(site, "ReduceMean"));
    rules.put("max", site -> reduced(site, "ReduceMax"));
    rules.put("argmax", ArithmeticRules::argmax);
    rules.put("softmax", site -> along(site, "Softmax"));
    rules.put("logSoftmax", site -> along(site, "LogSoftmax"));
    return rules;
  }

  /** Two tensors, or a tensor and the number `other`. */
  private static String binary(Site site, String operator) {
    String left = site.as(site.type(), 0);
    String right =
        site.inputs() == 2 ? site.as(site.type(), 1) : site.number("other", site.decimal("other"));
    return site.node(operator, left, right);
  }

  private static String unary(Site site, String operator) {
    return site.node(operator, site.as(DType.FLOAT32, 0));
  }

  private static String pow(Site site) {
    return site.node(
        "Pow", site.as(DType.FLOAT32, 0), site.number("exponent", site.decimal("exponent")));
  }

  private static String clamp(Site site) {
    return site.node(
        "Clip",
        site.as(DType.FLOAT32, 0),
        site.number("min", site.decimal("min")),
        site.number("max", site.decimal("max")));
  }

  private static String eq(Site site) {
    boolean alike = site.value(0).type() == site.value(1).type();
    DType type = alike ? site.value(0).type() : DType.FLOAT32;
    String equal = site.node("Equal", site.as(type, 0), site.as(type, 1));
    return site.cast(ElementType.UINT8, equal);
  }

  /** Input 0 is the mask. */
  private static String where(Site site) {
    String mask = site.cast(ElementType.BOOL, site.in(0));
    return site.node("Where", mask, site.as(site.type(), 1), site.as(site.type(), 2));
  }

  private static String sum(Site site) {
    List<Long> dims = site.numbers("dim");
    String values = site.as(site.type(), 0);
    Map<String, Object> attributes = Map.of("keepdims", 0L);
    return dims.isEmpty()
        ? site.node("ReduceSum", attributes, values)
        : site.node("ReduceSum", attributes, values, site.longs("axes", dims));
  }

  private static String reduced(Site site, String operator) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("keepdims", 0L);
    List<Long> dims = site.numbers("dim");
    if (!dims.isEmpty()) {
      attributes.put("axes", dims);
    }
    return site.node(operator, attributes, site.in(0));
  }

  private static String argmax(Site site) {
    List<Long> dims = site.numbers("dim");
    return site.node("ArgMax", Map.of("axis", dims.get(0), "keepdims", 0L), site.in(0));
  }

  private static String along(Site site, String operator) {
    return site.node(operator, Map.of("axis", site.dim("dim", site.value(0).rank())), site.in(0));
  }
}
