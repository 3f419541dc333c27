package fovea.inspect;

import java.util.List;

/** An image and those trained on that a network sees as most like it, the nearest first. */
public record NearestTraining(Judgement asked, List<NearImage> nearest) {
  public NearestTraining {
    nearest = List.copyOf(nearest);
  }
}
