package fovea.io.onnx;

import fovea.FoveaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pooling. */
final class PoolRules {
  private PoolRules() {}

  static Map<String, Rule> all() {
    return Map.of(
        "maxPool2d", PoolRules::maxPool2d,
        "avgPool2d", PoolRules::avgPool2d,
        "adaptiveAvgPool2d", PoolRules::adaptiveAvgPool2d,
        "adaptiveMaxPool2d", PoolRules::adaptiveMaxPool2d);
  }

  /**
   * Which windows rounding up keeps differs between programs, so the padding that it comes to is
   * written instead.
   */
  private static String maxPool2d(Site site) {
    return site.node(
        "MaxPool",
        attributes(
            site.numbers("kernelSize"),
            site.numbers("stride"),
            List.of(
                site.numbers("padding").get(0),
                site.numbers("padding").get(1),
                endPadding(site, 0),
                endPadding(site, 1))),
        site.in(0));
  }

  private static long endPadding(Site site, int side) {
    long size = site.numbers("kernelSize").get(side);
    long stride = site.numbers("stride").get(side);
    long padding = site.numbers("padding").get(side);
    if (!site.flag("ceilMode")) {
      return padding;
    }
    long given = site.sizes().get(2 + side).fixed();
    return Math.max(0, (given - 1) * stride + size - site.value(0).fixed(2 + side) - padding);
  }

  private static String avgPool2d(Site site) {
    List<Long> padding = site.numbers("padding");
    Map<String, Object> attributes =
        attributes(
            site.numbers("kernelSize"),
            site.numbers("stride"),
            List.of(padding.get(0), padding.get(1), padding.get(0), padding.get(1)));
    attributes.put("count_include_pad", 1L);
    return site.node("AveragePool", attributes, site.in(0));
  }

  private static Map<String, Object> attributes(
      List<Long> kernelSize, List<Long> stride, List<Long> pads) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", kernelSize);
    attributes.put("strides", stride);
    attributes.put("pads", pads);
    return attributes;
  }

  private static String adaptiveAvgPool2d(Site site) {
    long height = site.value(0).fixed(2);
    long width = site.value(0).fixed(3);
    long size = site.numbers("outputSize").get(0);
    if (size == 1) {
      return site.node("GlobalAveragePool", site.in(0));
    }
    if (height == size && width == size) {
      return site.in(0);
    }
    if (height % size == 0 && width % size == 0) {
      return site.node("AveragePool", sideBySide(height / size, width / size), site.in(0));
    }
    // Windows of different sizes: a product with their shares along either side.
    String along = site.floats("columns", List.of(width, size), shares(width, size, true));
    String down = site.floats("rows", List.of(size, height), shares(height, size, false));
    return site.node("MatMul", down, site.node("MatMul", site.in(0), along));
  }

  private static String adaptiveMaxPool2d(Site site) {
    long height = site.value(0).fixed(2);
    long width = site.value(0).fixed(3);
    long size = site.numbers("outputSize").get(0);
    if (size == 1) {
      return site.node("GlobalMaxPool", site.in(0));
    }
    if (height % size != 0 || width % size != 0) {
      throw new FoveaException(
          "takes the largest of windows that differ in size, %d x %d to %d x %d"
              .formatted(height, width, size, size));
    }
    return site.node("MaxPool", sideBySide(height / size, width / size), site.in(0));
  }

  private static Map<String, Object> sideBySide(long height, long width) {
    return attributes(List.of(height, width), List.of(height, width), List.of(0L, 0L, 0L, 0L));
  }

  /**
   * Window i reaches from {@code floor(i inside / windows)} to {@code ceil((i + 1) inside /
   * windows)}.
   *
   * @param columns whether a window is a column, else it is a row
   */
  private static float[] shares(long inside, long windows, boolean columns) {
    float[] shares = new float[Math.toIntExact(inside * windows)];
    for (long window = 0; window < windows; window++) {
      long begin = window * inside / windows;
      long end = ((window + 1) * inside + windows - 1) / windows;
      for (long at = begin; at < end; at++) {
        long place = columns ? at * windows + window : window * inside + at;
        shares[(int) place] = 1f / (end - begin);
      }
    }
    return shares;
  }
}
