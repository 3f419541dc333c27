package fovea.fewshot;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.tensor.Execution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How easily a new class has to be said for enough of its photos to be told, by what the network
 * itself says of them, whatever it does with what its head gives.
 */
final class OffsetSearch {
  private static final int MOST_TRIES = 20;

  /** Of float32 logits. */
  private static final double ROUNDING = 1e-5;

  private final NewRow row;
  private final List<Pixels> photos;
  private final Execution how;

  OffsetSearch(NewRow row, List<Pixels> photos, Execution how) {
    this.row = row;
    this.photos = photos;
    this.how = how;
  }

  /**
   * The offset by which that share of further photos would be told: by the secant method, which for
   * a head that nothing follows is right at once, and by halving where that leads astray.
   */
  double offset(double accepted) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double before = 0;
    double ofBefore = ahead(before, accepted);
    double close = 1e-4 * (1 + Math.abs(ofBefore));
    double now = -ofBefore;
    double ofNow = ahead(now, accepted);
    for (int tries = 0; tries < MOST_TRIES && Math.abs(ofNow) > close; tries++) {
      low = ofNow < 0 ? Math.max(low, now) : low;
      high = ofNow < 0 ? high : Math.min(high, now);
      double step = now - before;
      double next = now - ofNow * step / (ofNow - ofBefore);
      if (!(next > low && next < high)) { // nor if it is no number
        next =
            high - low < Double.POSITIVE_INFINITY
                ? (low + high) / 2
                : now + Math.copySign(2 * Math.max(Math.abs(step), close), -ofNow);
      }
      before = now;
      ofBefore = ofNow;
      now = next;
      ofNow = ahead(now, accepted);
    }
    return now - ofNow + ROUNDING * (1 + Math.abs(now)); // or the last photo is at the edge
  }

  /**
   * How far the new class is ahead on the photo that this share of them surpasses, between two
   * photos by both: what a further photo surpasses as often, as far as so few can tell.
   */
  private double ahead(double offset, double accepted) {
    double[] sorted = margins(offset);
    Arrays.sort(sorted);
    double at = (1 - accepted) * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** How far the new class is ahead of the best other on each photo, by a row of the others. */
  private double[] margins(double offset) {
    Model old = row.others().model();
    int known = old.classes().size();
    List<String> names = new ArrayList<>(old.classes());
    IntStream.range(0, photos.size()).forEach(i -> names.add("without photo " + i));
    try (Model tried = row.others().and(row.ofOthers(offset)).applied(names)) {
      Split.Train asked = new Split.Train(ImageSet.unlabelled(names, photos));
      Outputs<Split.Train> outputs = Outputs.of(tried.network(), asked, how);
      return IntStream.range(0, photos.size())
          .mapToDouble(
              i -> {
                float[] logits = outputs.logits(i);
                double best = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < known; k++) {
                  best = Math.max(best, logits[k]);
                }
                return logits[known + i] - best;
              })
          .toArray();
    }
  }
}
