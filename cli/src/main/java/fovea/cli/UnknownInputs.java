package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Noise;
import fovea.data.Split;
import fovea.data.folder.ClassName;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.Familiarity;
import fovea.evaluate.KnownFeatures;
import fovea.evaluate.NoneOfThese;
import fovea.evaluate.Outputs;
import fovea.evaluate.Separation;
import fovea.report.UnknownFigures;
import fovea.run.TrainedModel;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How well a model tells images of other things from those of its classes. */
final class UnknownInputs {
  /** Of {@code noise}. */
  private static final int NOISE_IMAGES = 2_000;

  private final Console console;
  private final TrainedModel trained;

  UnknownInputs(Console console, TrainedModel trained) {
    this.console = console;
    this.trained = trained;
  }

  /**
   * Features of images that the model was trained on; empty where it isn't known which they are.
   */
  static Optional<KnownFeatures> known(TrainedModel trained, DataSet found) {
    return Judged.trainedOn(trained, found)
        .map(train -> new Split.Train(train.images().spread(KnownFeatures.MOST)))
        .map(train -> KnownFeatures.of(trained.outputsWithFeatures(train)));
  }

  /**
   * Images of other things.
   *
   * @param name of the data as the user calls them
   * @param fingerprint of all of the data
   */
  record Others(String name, String fingerprint, ImageSet images) {}

  /**
   * Opens data of other things, and says what is left out of them.
   *
   * @throws FoveaException if there are no such data, or the model knows all of their classes
   */
  List<Others> open(List<String> names) {
    return names.stream().map(this::open).toList();
  }

  List<UnknownFigures.OfData> of(
      List<Others> others, DataSet found, Outputs<Split> known, Bootstrap bootstrap) {
    NoneOfThese stored = trained.reading().noneOfThese();
    List<Familiarity> methods =
        new ArrayList<>(List.of(new Familiarity.MaximumSoftmax(), new Familiarity.Energy()));
    if (stored != null && stored.by() instanceof Familiarity.NearestFeatures) {
      methods.add(stored.by());
    } else {
      known(trained, found)
          .ifPresentOrElse(
              features -> methods.add(new Familiarity.NearestFeatures(features)),
              () ->
                  console.warn(
                      "without the images that the model was trained on there are no nearest features to compare with"));
    }
    return others.stream().map(each -> of(each, known, methods, stored, bootstrap)).toList();
  }

  private UnknownFigures.OfData of(
      Others others,
      Outputs<Split> known,
      List<Familiarity> methods,
      @Nullable NoneOfThese stored,
      Bootstrap bootstrap) {
    ImageSet images = others.images().unlabelled(trained.model().classes());
    Outputs<Split.Test> unknown = trained.outputsWithFeatures(new Split.Test(images));
    return new UnknownFigures.OfData(
        others.name(),
        images.size(),
        methods.stream().map(by -> Separation.of(by, known, unknown, bootstrap)).toList(),
        stored == null
            ? null
            : new UnknownFigures.Stored(
                stored.by().name(), stored.rejected(known), stored.rejected(unknown)));
  }

  private Others open(String name) {
    Shape input = trained.model().input();
    if (name.equals(Noise.NAME)) {
      return new Others(
          name,
          name,
          Noise.draw(
              NOISE_IMAGES, Math.toIntExact(input.size(1)), Math.toIntExact(input.size(2)), 1));
    }
    DataSet set = DataArgument.openToJudge(console, name, trained);
    ImageSet all = set.testOrAll();
    List<String> known = trained.model().classes().stream().map(ClassName::composed).toList();
    int[] others =
        IntStream.range(0, all.size())
            .filter(i -> !known.contains(ClassName.composed(all.classes().get(all.label(i)))))
            .toArray();
    if (others.length == 0) {
      throw new FoveaException(
          name + ": the model knows all of its classes, expected images of other things");
    }
    if (others.length < all.size()) {
      console.warn(
          "%s: left out %s of classes that the model knows"
              .formatted(name, Text.count(all.size() - others.length, "image")));
    }
    return new Others(name, set.fingerprint(), all.select(others));
  }
}
