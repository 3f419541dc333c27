package fovea.report;

import fovea.files.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The learning rate over a run, as one SVG picture. */
public final class SchedulePicture {
  private SchedulePicture() {}

  /**
   * Draws the rates.
   *
   * @param title of the picture
   * @param rates at equal distances from the first step to the last, at least two
   * @param epochs of the run
   * @return the text of a self-contained SVG picture
   */
  public static String svg(String title, double[] rates, int epochs) {
    double most = 0;
    List<Plot.Point> points = new ArrayList<>();
    for (int i = 0; i < rates.length; i++) {
      points.add(new Plot.Point((double) i * epochs / (rates.length - 1), rates[i]));
      most = Math.max(most, rates[i]);
    }
    return new Plot(
            title,
            new Plot.Axis("epoch", 0, epochs, false),
            new Plot.Axis("learning rate", 0, most * 1.05, false),
            List.of(new Plot.Line("main", points)),
            List.of())
        .svg();
  }

  /**
   * Writes {@link #svg} in place of what was there.
   *
   * @throws fovea.FoveaException if the file can't be written
   */
  public static void write(Path file, String title, double[] rates, int epochs) {
    AtomicFile.write(file, svg(title, rates, epochs));
  }
}
