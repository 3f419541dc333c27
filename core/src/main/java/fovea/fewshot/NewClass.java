package fovea.fewshot;

import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model that knows one class more, learnt from a few photos without the images of the others. The
 * other classes' rows of the head stay as they are. The new row points from where features lie in
 * general to the photos' mean, as if it had been imprinted (Qi et al. 2018); how easily an image is
 * taken for the new class is chosen so that most of the photos are, each judged by the others.
 *
 * @param model the new one, closed with this
 * @param photos learnt from
 * @param recognised of the photos, each judged by a row that was made of the others; -1 of a single
 *     photo, which nothing is known of
 * @see <a href="https://arxiv.org/abs/1712.07136">Qi et al. 2018, section 3.2</a>
 */
public record NewClass(Model model, int photos, int recognised) implements AutoCloseable {
  /** Share of the photos that shall be taken for the new class, unless another is wanted. */
  public static final double ACCEPTED = 0.7;

  /**
   * Learns the class.
   *
   * @param model stays as it is
   * @param name of the class, which the model doesn't have
   * @param photos of the size that the model takes, at least one
   * @param accepted share of new photos of the class that shall be told from the others, in (0, 1]
   * @throws fovea.FoveaException if the model's head can't take a class more
   */
  public static NewClass learn(
      Model model, String name, List<Pixels> photos, double accepted, Execution how) {
    if (photos.isEmpty() || model.classes().contains(name)) {
      throw new IllegalArgumentException(
          "%d photos of `%s`, expected at least one of a class that the model doesn't have"
              .formatted(photos.size(), name));
    }
    Execution exact = new Execution(how.threads(), Precision.FLOAT32);
    HeadRows others = HeadRows.of(model);
    NewRow row =
        new NewRow(others, features(model, photos, exact), FeatureCentre.of(others, exact));
    OffsetSearch search = new OffsetSearch(row, photos, exact);
    double offset = search.offset(accepted);
    int recognised = photos.size() == 1 ? -1 : search.recognised();
    List<String> names = new ArrayList<>(model.classes());
    names.add(name);
    Model changed = others.and(List.of(row.ofAll(offset))).applied(names);
    return new NewClass(changed, photos.size(), recognised);
  }

  @Override
  public void close() {
    model.close();
  }

  private static List<double[]> features(Model model, List<Pixels> photos, Execution how) {
    ImageSet images = ImageSet.unlabelled(model.classes(), photos);
    LabelledFeatures found = LabelledFeatures.of(model, images, how);
    return IntStream.range(0, photos.size()).mapToObj(found::of).toList();
  }
}
