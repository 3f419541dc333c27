package fovea.explain;

import java.util.List;
import java.util.stream.Stream;
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
 * @param gain the same with its standard error, image by image
 * @param sensitivity to changes that nobody sees: the change's length over the explanation's own
 * @param sanity whether it depends on the weights
 * @param inside share of what speaks for the answer that is on the object, or null where nobody
 *     knows it
 * @param insideOverUniform how many times that is what a uniform map would have, or null
 * @param pointing share of the images whose most relevant pixel is on the object, or null
 * @param doubts what speaks against it, one sentence each without a full stop; none is good news
 * @param unsettled what so few images, or figures so near to a bound, leave open, as such sentences
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
    OverImages gain,
    double sensitivity,
    SanityCheck sanity,
    @Nullable Double inside,
    @Nullable Double insideOverUniform,
    @Nullable Double pointing,
    List<String> doubts,
    List<String> unsettled) {
  private static final String UNKNOWN = "can't tell";

  public MethodFigures {
    deletionCurve = List.copyOf(deletionCurve);
    insertionCurve = List.copyOf(insertionCurve);
    doubts = List.copyOf(doubts);
    unsettled = List.copyOf(unsettled);
  }

  /** In a word or two: whether its figures speak for it. */
  public String verdict() {
    if (!gain.enough()) {
      return UNKNOWN;
    }
    if (sanity.fails()) {
      return "fails";
    }
    if (!doubts.isEmpty()) {
      return "doubtful";
    }
    return unsettled.isEmpty() ? "holds" : UNKNOWN;
  }

  /** What speaks against it and what is open, to be read after the verdict. */
  public List<String> reasons() {
    return Stream.concat(doubts.stream(), unsettled.stream()).toList();
  }
}
