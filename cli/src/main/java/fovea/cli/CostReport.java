package fovea.cli;

import fovea.measure.CountedCost;
import fovea.measure.KnownNetwork;
import fovea.measure.PredictionCost;
import fovea.tensor.DType;
import fovea.tensor.Precision;
import fovea.train.TrainingWork;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs: what programs read, and what people do.
 *
 * @param trainingFlopsPerImage of a training step, forward and backward
 * @param training of a whole run; null where no recipe is known
 * @param predictions measured; empty where that wasn't asked for
 * @param knownNetworks of the catalogue, each at the size that it is made for
 */
record CostReport(
    String model,
    String precision,
    int threads,
    List<Long> input,
    long parameters,
    long macs,
    long flops,
    Activations activations,
    long trainingFlopsPerImage,
    @Nullable TrainingWork training,
    List<PredictionCost> predictions,
    List<KnownNetwork> knownNetworks,
    List<CountedCost.Layer> layers) {

  /**
   * Values for one image.
   *
   * @param ofProducts given by convolutions, linear layers and products
   * @param all given by any operation
   * @param peak needed at the same time
   * @param bytesOfProducts in the model's precision
   * @param bytesOfAll in float32
   * @param bytesOfPeak in float32
   */
  record Activations(
      long ofProducts,
      long all,
      long peak,
      long bytesOfProducts,
      long bytesOfAll,
      long bytesOfPeak) {
    private static final int FLOAT = 4;

    static Activations of(CountedCost cost, Precision precision) {
      int bytes = precision.dtype() == DType.BFLOAT16 ? FLOAT / 2 : FLOAT;
      return new Activations(
          cost.activations().ofProducts(),
          cost.activations().all(),
          cost.activations().peak(),
          bytes * cost.activations().ofProducts(),
          FLOAT * cost.activations().all(),
          FLOAT * cost.activations().peak());
    }
  }

  void print(PrintStream out) {
    out.printf("%s, input %s, %s%n%n", model, input, precision);
    Table figures = Table.aligned("lrl");
    figures
        .row("parameters", Text.number(parameters), "")
        .row("MACs", Text.number(macs), "multiply-accumulates of a prediction")
        .row("FLOPs", Text.number(flops), "two a MAC")
        .row(
            "activations",
            Text.number(activations.ofProducts),
            "values that convolutions and linear layers give, "
                + bytes(activations.bytesOfProducts)
                + " in "
                + precision)
        .row(
            "all values",
            Text.number(activations.all),
            "given by any operation, " + bytes(activations.bytesOfAll) + " in fp32")
        .row(
            "at once",
            Text.number(activations.peak),
            "needed at the same time, " + bytes(activations.bytesOfPeak) + " in fp32")
        .row(
            "training",
            Text.number(trainingFlopsPerImage),
            "FLOPs of an image, forward and backward");
    if (training != null) {
      figures.row(
          "whole run",
          String.format(Locale.ROOT, "%.3g", training.flops()),
          "FLOPs, %s of %s in %s"
              .formatted(
                  Text.count(training.imagesTrained(), "image"),
                  Text.number(training.images()),
                  Text.count(training.epochs(), "epoch")));
    }
    figures.print(out);
    printPredictions(out);
    printKnown(out);
    printLayers(out);
  }

  private void printPredictions(PrintStream out) {
    if (predictions.isEmpty()) {
      return;
    }
    out.println();
    Table table = Table.aligned("rrrrr");
    table.row("images at once", "images/s", "median ms", "99th percentile ms", "process at most");
    for (PredictionCost cost : predictions) {
      Long peak = cost.peakMemoryBytes();
      table.row(
          cost.batch(),
          cost.imagesPerSecond(),
          cost.medianMilliseconds(),
          cost.percentile99Milliseconds(),
          peak == null ? "" : bytes(peak));
    }
    table.print(out);
    out.println("on " + Text.count(threads, "thread"));
  }

  /** The model among the others, by its MACs. */
  private void printKnown(PrintStream out) {
    out.println();
    Table table = Table.aligned("llrrrr");
    table.row("beside known networks", "input", "parameters", "MACs", "activations", "MACs, times");
    boolean shown = false;
    for (KnownNetwork known : knownNetworks) {
      if (!shown && known.macs() >= macs) {
        row(table, "> " + model, input, parameters, macs, activations.ofProducts);
        shown = true;
      }
      row(
          table,
          known.name(),
          known.input(),
          known.parameters(),
          known.macs(),
          known.activations());
    }
    if (!shown) {
      row(table, "> " + model, input, parameters, macs, activations.ofProducts);
    }
    table.print(out);
  }

  private void row(
      Table table, String name, List<Long> size, long weights, long work, long values) {
    table.row(
        name,
        size.get(1) + " x " + size.get(2),
        millions(weights),
        millions(work),
        millions(values),
        macs == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) work / macs));
  }

  private void printLayers(PrintStream out) {
    out.println();
    Table table = Table.aligned("lllrrrr");
    table.row("layer", "type", "output", "parameters", "MACs", "FLOPs", "activations");
    for (CountedCost.Layer layer : layers) {
      table.row(
          layer.name(),
          layer.type(),
          layer.outputShape(),
          Text.number(layer.parameters()),
          Text.number(layer.macs()),
          Text.number(layer.flops()),
          Text.number(layer.activations()));
    }
    table.print(out);
  }

  private static String millions(long count) {
    return String.format(Locale.ROOT, "%,.2f M", count / 1e6);
  }

  private static String bytes(long bytes) {
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%,.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
