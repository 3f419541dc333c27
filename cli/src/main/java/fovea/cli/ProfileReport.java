package fovea.cli;

import fovea.measure.LayerProfile;
import fovea.train.Phase;
import fovea.train.RunProfile;
import fovea.train.TrainingListener;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks a run where its time goes, and shows it. */
final class ProfileReport implements TrainingListener {
  private @Nullable RunProfile profile;

  @Override
  public boolean wantsLayerTimes() {
    return true;
  }

  @Override
  public void profiled(RunProfile run) {
    profile = run;
  }

  /** Two tables, with an empty line after each; nothing, if no step was trained. */
  void print(PrintStream out) {
    RunProfile run = profile;
    if (run == null || run.totalSeconds() == 0) {
      return;
    }
    phases(run).print(out);
    out.println();
    if (run.passes() > 0) {
      layers(run).print(out);
      out.println();
    }
  }

  private static Table phases(RunProfile run) {
    Table table = Table.aligned("lrr");
    table.row("phase", "seconds", "share");
    for (Phase phase : Phase.values()) {
      double seconds = run.seconds().getOrDefault(phase, 0.0);
      table.row(phase, figure("%.2f", seconds), share(seconds, run.totalSeconds()));
    }
    return table.row("all", figure("%.2f", run.totalSeconds()), share(1, 1));
  }

  private static Table layers(RunProfile run) {
    double all = run.betweenLayers().milliseconds();
    for (LayerProfile.Layer layer : run.layers()) {
      all += layer.milliseconds();
    }
    Table table = Table.aligned("llrrrrrr");
    table.row(
        "layer, mean of " + run.passes() + (run.passes() == 1 ? " pass" : " passes"),
        "type",
        "calls",
        "forward ms",
        "backward ms",
        "share",
        "GFLOP",
        "GFLOP/s");
    for (LayerProfile.Layer layer : run.layers()) {
      row(table, layer, run.passes(), all);
    }
    row(table, run.betweenLayers(), run.passes(), all);
    return table;
  }

  private static void row(Table table, LayerProfile.Layer layer, int passes, double all) {
    boolean counted = layer.gigaflop() > 0;
    table.row(
        layer.name(),
        layer.type(),
        figure("%.0f", (double) layer.calls() / passes),
        figure("%.2f", layer.forwardMilliseconds() / passes),
        figure("%.2f", layer.backwardMilliseconds() / passes),
        share(layer.milliseconds(), all),
        counted ? figure("%.2f", layer.gigaflop() / passes) : "",
        counted ? figure("%.0f", layer.gigaflopsPerSecond()) : "");
  }

  private static String share(double part, double whole) {
    return figure("%.1f %%", 100 * part / whole);
  }

  private static String figure(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
