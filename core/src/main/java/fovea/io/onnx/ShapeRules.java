package fovea.io.onnx;

import fovea.FoveaException;
import fovea.io.onnx.Value.Size;
import fovea.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What moves values, picks or repeats them. */
final class ShapeRules {
  private ShapeRules() {}

  static Map<String, Rule> all() {
    Map<String, Rule> rules = new HashMap<>();
    for (String same : List.of("channelsLast", "contiguous", "copy", "detach")) {
      rules.put(same, site -> site.in(0));
    }
    rules.put("reshape", ShapeRules::reshape);
    rules.put("flatten", ShapeRules::flatten);
    rules.put("permute", ShapeRules::permute);
    rules.put("transpose", ShapeRules::transpose);
    rules.put("squeeze", ShapeRules::squeeze);
    rules.put("unsqueeze", site -> unsqueezed(site, site.in(0), site.dim("dim", rank(site) + 1)));
    rules.put("expand", ShapeRules::expand);
    rules.put("narrow", ShapeRules::narrow);
    rules.put("indexSelect", site -> picked(site, "Gather"));
    rules.put("gather", site -> picked(site, "GatherElements"));
    rules.put("flip", ShapeRules::flip);
    rules.put("cat", ShapeRules::cat);
    rules.put("stack", ShapeRules::stack);
    rules.put("to", site -> site.cast(ElementType.of(site.type()), site.in(0)));
    rules.put("full", ShapeRules::full);
    return rules;
  }

  private static int rank(Site site) {
    return site.value(0).rank();
  }

  private static String flatten(Site site) {
    return site.dim("startDim", rank(site)) == 1
        ? site.node("Flatten", Map.of("axis", 1L), site.in(0))
        : reshape(site);
  }

  /** By the sizes that came of it, whatever Java computed them from. */
  private static String reshape(Site site) {
    List<Long> sizes = new ArrayList<>();
    for (Size size : site.sizes()) {
      sizes.add(size.isFixed() ? size.two() : -1); // whatever is left
    }
    if (Collections.frequency(sizes, -1L) > 1) {
      throw new FoveaException("gives several sizes that depend on the number of images");
    }
    return site.node("Reshape", site.in(0), site.longs("shape", sizes));
  }

  private static String permute(Site site) {
    List<Long> order =
        site.numbers("dims").stream().map(dim -> dim < 0 ? dim + rank(site) : dim).toList();
    return site.node("Transpose", Map.of("perm", order), site.in(0));
  }

  private static String transpose(Site site) {
    List<Long> order = new ArrayList<>();
    for (long dim = 0; dim < rank(site); dim++) {
      order.add(dim);
    }
    Collections.swap(order, (int) site.dim("dim0", rank(site)), (int) site.dim("dim1", rank(site)));
    return site.node("Transpose", Map.of("perm", order), site.in(0));
  }

  /** PyTorch leaves a dimension that isn't 1 as it is. */
  private static String squeeze(Site site) {
    return site.sizes().size() == rank(site)
        ? site.in(0)
        : site.node(
            "Squeeze", site.in(0), site.longs("axes", List.of(site.dim("dim", rank(site)))));
  }

  private static String unsqueezed(Site site, String value, long dim) {
    return site.node("Unsqueeze", value, site.longs("axes", List.of(dim)));
  }

  private static String expand(Site site) {
    List<Size> sizes = new ArrayList<>(site.sizes());
    List<Size> before = site.value(0).sizes();
    for (int back = 1; back <= before.size(); back++) {
      if (before.get(before.size() - back).equals(sizes.get(sizes.size() - back))) {
        sizes.set(sizes.size() - back, new Size(1, 1)); // stays, whatever it is
      }
    }
    return site.node("Expand", site.in(0), site.shape(sizes));
  }

  private static String narrow(Site site) {
    if (site.sizes().equals(site.value(0).sizes())) {
      return site.in(0);
    }
    long start = site.number("start");
    return sliced(
        site,
        List.of(start),
        List.of(start + site.number("length")),
        List.of(site.dim("dim", rank(site))),
        1);
  }

  private static String flip(Site site) {
    List<Long> dims = site.numbers("dims");
    return dims.isEmpty()
        ? site.in(0)
        : sliced(
            site,
            Collections.nCopies(dims.size(), -1L),
            Collections.nCopies(dims.size(), Long.MIN_VALUE),
            dims.stream().map(dim -> dim < 0 ? dim + rank(site) : dim).toList(),
            -1);
  }

  private static String sliced(
      Site site, List<Long> starts, List<Long> ends, List<Long> axes, long step) {
    return site.node(
        "Slice",
        site.in(0),
        site.longs("starts", starts),
        site.longs("ends", ends),
        site.longs("axes", axes),
        site.longs("steps", Collections.nCopies(axes.size(), step)));
  }

  private static String picked(Site site, String operator) {
    return site.node(operator, Map.of("axis", site.dim("dim", rank(site))), site.in(0), site.in(1));
  }

  private static String cat(Site site) {
    String[] parts = new String[site.inputs()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = site.as(site.type(), i);
    }
    return site.node("Concat", Map.of("axis", site.dim("dim", rank(site))), parts);
  }

  private static String stack(Site site) {
    long dim = site.dim("dim", rank(site) + 1);
    String[] parts = new String[site.inputs()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = unsqueezed(site, site.as(site.type(), i), dim);
    }
    return site.node("Concat", Map.of("axis", dim), parts);
  }

  /** Of as many images as there are; others are constants. */
  private static String full(Site site) {
    if (site.type() != DType.FLOAT32) {
      throw new FoveaException("makes numbers of " + site.type() + ", expected float32");
    }
    OnnxTensor value = OnnxTensor.floats("value", List.of(1L), (float) site.decimal("fillValue"));
    return site.node("ConstantOfShape", Map.of("value", value), site.shape(site.sizes()));
  }
}
