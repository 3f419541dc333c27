package fovea.serve.insight;

import fovea.audit.Proportion;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Features;
import fovea.fewshot.NewClass;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.run.ChangedModel;
import fovea.run.ClassChange;
import fovea.run.TrainedModel;
import fovea.serve.http.Uploads.Upload;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A class that a model is to know besides, by some photos, and how it was learnt. */
final class Lesson {
  private final StudiedModel model;
  private final String name;
  private final double accept;
  private final List<Pixels> pictures;
  private final List<Upload> photos;
  private @Nullable Proportion drawn;
  private double seconds;

  /**
   * @param accept share of photos of the class that shall be told from the others
   * @param pictures the photos, in the model's size
   * @param photos as they were sent, which the new model tells of
   */
  Lesson(
      StudiedModel model, String name, double accept, List<Pixels> pictures, List<Upload> photos) {
    this.model = model;
    this.name = name;
    this.accept = accept;
    this.pictures = pictures;
    this.photos = photos;
  }

  /**
   * Learns it, and writes the model that knows it.
   *
   * @throws fovea.FoveaException if the model's head takes no class more
   */
  void writeTo(Path file) {
    long start = System.nanoTime();
    TrainedModel trained = model.trained();
    try (NewClass learnt =
        NewClass.learn(trained.model(), name, pictures, accept, model.execution())) {
      ChangedModel.write(
          file,
          learnt.model(),
          trained,
          ClassChange.added(name, photos.stream().map(Lesson::sha256).toList()),
          known(trained));
      drawn = learnt.drawn();
    }
    seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
  }

  /** Share of drawn pictures, of nothing in particular, that is taken for the class. */
  Proportion drawn() {
    return Objects.requireNonNull(drawn, "not learnt yet");
  }

  /** That learning took. */
  double seconds() {
    return seconds;
  }

  private static String sha256(Upload photo) {
    return HexFormat.of().formatHex(Sha256.fresh().digest(photo.bytes()));
  }

  /** What an image is like to be familiar from now on, where the model asks that. */
  private @Nullable Features known(TrainedModel trained) {
    if (!trained.fitted().comparesFeatures()) {
      return null;
    }
    ImageSet images = ImageSet.unlabelled(trained.model().classes(), pictures);
    return trained.outputsWithFeatures(new Split.Train(images)).features();
  }
}
