package fovea.report;

import fovea.evaluate.Separation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well a model tells images of other things from those of its classes, by data set. */
public record UnknownFigures(List<OfData> sets) {
  public UnknownFigures {
    sets = List.copyOf(sets);
  }

  /**
   * Of images of other things.
   *
   * @param data as the user calls them
   * @param stored what the model does by the score that it has; null if it has none
   */
  public record OfData(String data, int images, List<Separation> methods, @Nullable Stored stored) {
    public OfData {
      methods = List.copyOf(methods);
    }
  }

  /**
   * @param method of the model's own score
   * @param rejectedKnown share of the known images taken for none of the classes
   * @param rejectedUnknown share of the others
   */
  public record Stored(String method, double rejectedKnown, double rejectedUnknown) {}
}
