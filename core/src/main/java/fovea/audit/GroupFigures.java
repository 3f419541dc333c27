package fovea.audit;

import java.util.List;

/**
 * What a model achieves on one group of images.
 *
 * @param small whether it has too few images to be compared with others
 * @param accuracy share of its images whose most probable class is the true one
 * @param balancedAccuracy mean of the recalls of the classes that it has
 * @param loss mean cross-entropy, natural logarithm, with Student's bounds; NaN of fewer than
 *     {@value Gaps#FEWEST} images
 * @param perClass in the order of the classes
 */
public record GroupFigures(
    String name,
    int images,
    boolean small,
    Proportion accuracy,
    Estimate balancedAccuracy,
    Estimate loss,
    List<OfClass> perClass) {

  /**
   * One class within the group.
   *
   * @param predicted share of the group's images that are taken for this class
   * @param recall of its images of this class, the share taken for it
   * @param falsePositive of its images of other classes, the share taken for this one
   */
  public record OfClass(
      String name, Proportion predicted, Proportion recall, Proportion falsePositive) {}

  public GroupFigures {
    perClass = List.copyOf(perClass);
  }
}
