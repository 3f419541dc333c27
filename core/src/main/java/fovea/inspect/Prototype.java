package fovea.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What images of a class have in common, as a network sees it: the mean of their features, each of
 * length 1.
 *
 * @param images that it is the mean of
 * @param coherence the length of that mean: 1 where all are seen alike, 0 where they point anywhere
 * @param typical those nearest to it, the nearest first
 * @param untypical those farthest from it, the farthest first
 * @param nearestClass the class whose prototype is nearest; null where there is no other
 * @param cosine with that one's; null where there is none
 */
public record Prototype(
    String label,
    int images,
    double coherence,
    List<NearImage> typical,
    List<NearImage> untypical,
    @Nullable String nearestClass,
    @Nullable Double cosine) {
  public Prototype {
    typical = List.copyOf(typical);
    untypical = List.copyOf(untypical);
  }
}
