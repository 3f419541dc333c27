package fovea.cli;

import fovea.similar.SimilarImage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The images that are most like one.
 *
 * @param image that was asked about
 * @param exact whether it was compared with every image of the index
 * @param similar the nearest first
 */
record SimilarReport(String image, String index, boolean exact, List<Similar> similar) {

  /**
   * @param image its path
   * @param file its path in the index's folder
   */
  record Similar(String image, String file, double cosine, boolean samePixels) {}

  static SimilarReport of(
      String image, Path index, Path folder, boolean exact, List<SimilarImage> found) {
    return new SimilarReport(
        image,
        index.toString(),
        exact,
        found.stream()
            .map(
                near ->
                    new Similar(
                        folder.resolve(near.file()).toString(),
                        near.file(),
                        near.cosine(),
                        near.samePixels()))
            .toList());
  }

  void print(PrintStream out) {
    Table table = Table.aligned("rll");
    for (Similar near : similar) {
      table.row(
          String.format(Locale.ROOT, "%.4f", near.cosine),
          near.image,
          near.samePixels ? "same pixels" : "");
    }
    table.print(out);
  }
}
