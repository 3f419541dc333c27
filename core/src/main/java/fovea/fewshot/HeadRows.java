package fovea.fewshot;

import fovea.FoveaException;
import fovea.models.Head;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.ToBeLoaded;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a model's head has for each class: weights, by which the features are multiplied, and a
 * bias.
 *
 * @param model whose head it is
 * @param rows one a class
 * @param biased whether the head has biases; without, those of the rows are 0
 */
record HeadRows(Model model, List<Row> rows, boolean biased) {
  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  /** Of one class. */
  @SuppressWarnings("ArrayRecordComponent") // not changed
  record Row(double[] weights, double bias) {}

  /**
   * A model's.
   *
   * @throws FoveaException if it has no head, or one that looks at several positions at once
   */
  static HeadRows of(Model model) {
    Head head = LabelledFeatures.head(model);
    Map<String, Tensor> values = model.network().stateDict();
    Tensor weight = values.get(head.name() + WEIGHT);
    if (weight == null) {
      throw new IllegalStateException("the head `" + head.name() + "` has no weights");
    }
    for (int dim = 2; dim < weight.shape().rank(); dim++) {
      if (weight.shape().size(dim) != 1) {
        throw new FoveaException(
            "model `%s`: its last layer has filters of %s, so no class can be put beside the others"
                .formatted(model.name(), weight.shape()));
      }
    }
    Tensor bias = values.get(head.name() + BIAS);
    float[] weights = weight.toFloats();
    float[] biases = bias == null ? new float[model.classes().size()] : bias.toFloats();
    int size = weights.length / biases.length;
    List<Row> rows =
        IntStream.range(0, biases.length)
            .mapToObj(
                k ->
                    new Row(
                        IntStream.range(k * size, (k + 1) * size)
                            .mapToDouble(i -> weights[i])
                            .toArray(),
                        biases[k]))
            .toList();
    return new HeadRows(model, rows, bias != null);
  }

  /** The mean of all. */
  Row mean() {
    return new Row(
        Vectors.mean(rows.stream().map(Row::weights).toList()),
        rows.stream().mapToDouble(Row::bias).average().orElseThrow());
  }

  /** How far the weights are from their mean, on average. */
  double spread() {
    double[] mean = mean().weights();
    return rows.stream()
        .mapToDouble(row -> Vectors.length(Vectors.difference(row.weights(), mean)))
        .average()
        .orElseThrow();
  }

  /** These rows and others after them. */
  HeadRows and(List<Row> others) {
    List<Row> all = new ArrayList<>(rows);
    all.addAll(others);
    return new HeadRows(model, all, biased);
  }

  /** These rows but for one. */
  HeadRows without(int row) {
    List<Row> others = new ArrayList<>(rows);
    others.remove(row);
    return new HeadRows(model, others, biased);
  }

  /**
   * The same network with these rows, all other weights being copied; the caller closes it.
   *
   * @param classes one name a row
   */
  Model applied(List<String> classes) {
    String head = LabelledFeatures.head(model).name();
    Model made;
    try (ToBeLoaded block = ToBeLoaded.block()) {
      made = Models.create(model.name(), model.arguments(), classes, Rng.seeded(0));
    }
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> values = new LinkedHashMap<>(model.network().stateDict());
      long[] shape = Objects.requireNonNull(values.get(head + WEIGHT)).shape().toArray();
      shape[0] = rows.size();
      values.put(head + WEIGHT, Tensor.of(weights(), shape));
      if (biased) {
        values.put(head + BIAS, Tensor.of(biases(), rows.size()));
      }
      made.network().loadStateDict(values);
      made.network().eval();
      return made;
    } catch (RuntimeException | Error e) {
      made.close();
      throw e;
    }
  }

  private float[] weights() {
    int size = rows.get(0).weights().length;
    float[] all = new float[rows.size() * size];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) rows.get(i / size).weights()[i % size];
    }
    return all;
  }

  private float[] biases() {
    float[] all = new float[rows.size()];
    for (int k = 0; k < all.length; k++) {
      all[k] = (float) rows.get(k).bias();
    }
    return all;
  }
}
