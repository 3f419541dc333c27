package fovea.cli;

import fovea.evaluate.Prediction;
import fovea.evaluate.Recognition;
import fovea.image.Pixels;
import fovea.report.PredictionSheet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first images that were predicted, for a sheet of them. */
final class PredictedTiles {
  private static final int MOST = 60;
  private static final int COLUMNS = 6;

  private final List<PredictionSheet.Tile> tiles = new ArrayList<>();

  void add(List<Pixels> images, List<Recognition> found) {
    for (int i = 0; i < images.size() && tiles.size() < MOST; i++) {
      tiles.add(tile(images.get(i), found.get(i)));
    }
  }

  private static PredictionSheet.Tile tile(Pixels image, Recognition found) {
    Prediction best = found.ranked().get(0);
    return found.noneOfThese()
        ? new PredictionSheet.Tile(image, "none of these", null, null)
        : new PredictionSheet.Tile(image, best.name(), best.probability(), null);
  }

  void write(Path file) {
    PredictionSheet.write(file, tiles, Math.max(1, Math.min(COLUMNS, tiles.size())));
  }
}
