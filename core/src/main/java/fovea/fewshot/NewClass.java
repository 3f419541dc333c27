package fovea.fewshot;

import fovea.audit.Proportion;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
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
 * taken for the new class is chosen so that most of the photos are, each judged by the others. How
 * many of them are is thereby given, whatever they show: what says more is how many pictures are
 * taken for the class that aren't of it.
 *
 * @param model the new one, closed with this
 * @param photos learnt from
 * @param drawn share of drawn pictures, of nothing in particular, that is taken for the new class
 * @see <a href="https://arxiv.org/abs/1712.07136">Qi et al. 2018, section 3.2</a>
 */
public record NewClass(Model model, int photos, Proportion drawn) implements AutoCloseable {
  /** Share of the photos that shall be taken for the new class, unless another is wanted. */
  public static final double ACCEPTED = 0.7;

  /** Above this share of other classes' images, the class is said too easily. */
  public static final double MANY = 0.2;

  /** The same of drawn pictures, by which a good class of few photos may be taken, too. */
  public static final double MANY_DRAWN = 0.5;

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
    List<String> names = new ArrayList<>(model.classes());
    names.add(name);
    Model changed = others.and(List.of(row.ofAll(offset))).applied(names);
    try {
      return new NewClass(changed, photos.size(), drawn(changed, exact));
    } catch (RuntimeException | Error e) {
      changed.close();
      throw e;
    }
  }

  /** How many of the drawn pictures are taken for the last class. */
  private static Proportion drawn(Model model, Execution how) {
    Split.Train pictures =
        new Split.Train(FeatureCentre.pictures(model).unlabelled(model.classes()));
    Outputs<Split.Train> said = Outputs.of(model.network(), pictures, how);
    int added = model.classes().size() - 1;
    return Proportion.of(
        IntStream.range(0, said.size()).filter(i -> said.predicted(i) == added).count(),
        said.size());
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
