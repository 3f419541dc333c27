package fovea.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an explanation can be trusted: means over some images.
 *
 * @param method its name
 * @param milliseconds an image
 * @param check how far off it knows itself to be, or null
 * @param deletion of {@link Faithfulness}
 * @param insertion of {@link Faithfulness}
 * @param deletionCurve probabilities from the whole image to none of it
 * @param insertionCurve probabilities from a blurred image to the whole one
 * @param gainOverRandom how far insertion less deletion is above that of pixels in random order
 * @param sensitivity to changes that nobody sees: the change's length over the explanation's own
 * @param sanity whether it depends on the weights
 * @param inside share of what speaks for the answer that is on the object, or null where nobody
 *     knows it
 * @param insideOverUniform how many times that is what a uniform map would have, or null
 * @param pointing share of the images whose most relevant pixel is on the object, or null
 * @param doubts what speaks against it, one sentence each without a full stop; none is good news
 */
public record MethodFigures(
    String method,
    double milliseconds,
    @Nullable SelfCheck check,
    double deletion,
    double insertion,
    List<Double> deletionCurve,
    List<Double> insertionCurve,
    double gainOverRandom,
    double sensitivity,
    SanityCheck sanity,
    @Nullable Double inside,
    @Nullable Double insideOverUniform,
    @Nullable Double pointing,
    List<String> doubts) {
  public MethodFigures {
    deletionCurve = List.copyOf(deletionCurve);
    insertionCurve = List.copyOf(insertionCurve);
    doubts = List.copyOf(doubts);
  }

  /** In a word or two: whether its figures speak for it. */
  public String verdict() {
    return doubts.isEmpty() ? "holds" : sanity.passes() ? "doubtful" : "fails";
  }
}
