package fovea.report;

import fovea.measure.CountedCost;
import fovea.measure.KnownNetwork;
import fovea.measure.PredictionCost;
import fovea.train.TrainingWork;
import java.util.List;

/** What a model costs, beside others. */
final class CostSection {
  private static final double MEGA = 1e6;

  private CostSection() {}

  static String html(CostFigures cost, String name) {
    return counted(cost) + predictions(cost) + known(cost, name) + layers(cost.counted());
  }

  private static String counted(CostFigures cost) {
    CountedCost counted = cost.counted();
    HtmlTable table =
        HtmlTable.captioned("Counted, for one image of " + counted.input())
            .head(List.of("", "how many", "of what"))
            .row("parameters", Figure.number(counted.parameters()), "trained numbers")
            .row("MACs", Figure.number(counted.macs()), "multiply-accumulates of a prediction")
            .row("FLOPs", Figure.number(counted.flops()), "two a MAC")
            .row(
                "activations",
                Figure.number(counted.activations().ofProducts()),
                "values that convolutions and linear layers give")
            .row(
                "training",
                Figure.number(counted.trainingFlops()),
                "FLOPs of an image, forward and backward");
    TrainingWork training = cost.training();
    if (training != null) {
      table.row(
          "whole run",
          Svg.format("%.3g", training.flops()),
          "FLOPs, %s images in %s epochs"
              .formatted(
                  Figure.number(training.imagesTrained()), Figure.number(training.epochs())));
    }
    return table.html();
  }

  private static String predictions(CostFigures cost) {
    if (cost.predictions().isEmpty()) {
      return "";
    }
    HtmlTable table =
        HtmlTable.captioned(
                "Measured in %s, %d threads; memory is that of the whole process"
                    .formatted(cost.precision(), cost.threads()))
            .head(
                List.of(
                    "images at once", "images a second", "median", "99th percentile", "memory"));
    for (PredictionCost one : cost.predictions()) {
      Long peak = one.peakMemoryBytes();
      table.row(
          Figure.number(one.batch()),
          Figure.plain(one.imagesPerSecond()),
          Figure.plain(one.medianMilliseconds()) + " ms",
          Figure.plain(one.percentile99Milliseconds()) + " ms",
          peak == null ? Figure.NONE : Svg.format("%.0f MB", peak / MEGA));
    }
    return table.html();
  }

  private static String known(CostFigures cost, String name) {
    HtmlTable table =
        HtmlTable.captioned("Beside known networks, each at the size that it is made for")
            .head(List.of("network", "input", "parameters", "MACs", "activations"))
            .row(
                name + " (this model)",
                cost.counted().input().toString(),
                Figure.number(cost.counted().parameters()),
                Figure.number(cost.counted().macs()),
                Figure.number(cost.counted().activations().ofProducts()));
    for (KnownNetwork known : cost.known()) {
      table.row(
          known.name(),
          known.input().toString(),
          Figure.number(known.parameters()),
          Figure.number(known.macs()),
          Figure.number(known.activations()));
    }
    return table.html();
  }

  private static String layers(CountedCost counted) {
    HtmlTable table =
        HtmlTable.captioned("By layer, in the order they run")
            .head(List.of("layer", "type", "output", "parameters", "MACs", "activations"));
    for (CountedCost.Layer layer : counted.layers()) {
      table.row(
          layer.name(),
          layer.type(),
          layer.outputShape().toString(),
          Figure.number(layer.parameters()),
          Figure.number(layer.macs()),
          Figure.number(layer.activations()));
    }
    return table.html();
  }
}
