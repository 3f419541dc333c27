package fovea.run;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.image.Pixels;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A validation image that a network takes for something else.
 *
 * @param name of the image, as its data set calls it
 * @param probability of what it was taken for, in [0, 1]
 */
public record Mistake(
    String name, Pixels image, String truth, String predicted, double probability) {
  /** As many images are looked at, spread evenly. */
  private static final int LOOKED_AT = 500;

  /**
   * Those that the network is surest of; none without validation images.
   *
   * @param most how many
   */
  public static List<Mistake> of(Onlooker.Sight sight, int most) {
    return sight
        .validation()
        .map(
            split -> {
              ImageSet images = split.images().spread(LOOKED_AT);
              Outputs<Split.Validation> outputs =
                  Outputs.of(sight.network(), new Split.Validation(images), sight.execution());
              return IntStream.range(0, images.size())
                  .filter(i -> outputs.predicted(i) != outputs.label(i))
                  .mapToObj(i -> of(images, outputs, i))
                  .sorted(Comparator.comparingDouble(Mistake::probability).reversed())
                  .limit(most)
                  .toList();
            })
        .orElse(List.of());
  }

  private static Mistake of(ImageSet images, Outputs<?> outputs, int image) {
    return new Mistake(
        images.name(image),
        new Pixels(images.width(), images.height(), images.pixels(image)),
        images.classes().get(outputs.label(image)),
        images.classes().get(outputs.predicted(image)),
        outputs.confidence(image));
  }
}
