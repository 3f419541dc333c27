package fovea.serve.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import fovea.FoveaException;
import fovea.evaluate.FeatureExtractor;
import fovea.files.FileName;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.serve.http.Query;
import fovea.serve.limits.Refusal;
import fovea.similar.ImageIndex;
import fovea.similar.SimilarImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of an index that are most like one, as the model sees them.
 *
 * @param indexes of the models that have one
 */
record NearestPictures(List<ImageIndex> indexes) implements Study {
  private static final int USUAL = 12;
  private static final int MOST = 100;

  private record Nearest(boolean exact, int images, List<Near> neighbours) {}

  /**
   * @param name of the folder that the file lies in; null where it lies in none
   * @param picture null where it isn't there any more
   */
  private record Near(
      String file,
      @JsonProperty("class") @Nullable String name,
      double cosine,
      boolean samePixels,
      @Nullable String picture) {}

  @Override
  public List<String> parameters() {
    return List.of("top");
  }

  @Override
  public Object of(StudiedModel model, Pixels picture, Query query) {
    int top = query.number("top", 1, MOST, USUAL);
    ImageIndex index =
        indexOf(model)
            .orElseThrow(
                () ->
                    Refusal.notAvailable(
                        "there is no index by this model; `fovea index` makes one, and `fovea serve --index` names it"));
    try (FeatureExtractor extractor = model.trained().featureExtractor()) {
      float[] features = extractor.of(List.of(picture)).get(0);
      return new Nearest(
          index.isExact(),
          index.size(),
          index.nearest(picture, features, top).stream()
              .map(near -> near(near, index.about().folder(), picture))
              .toList());
    }
  }

  /** That of a model, if there is one; another model's features mean other things. */
  Optional<ImageIndex> indexOf(StudiedModel model) {
    String sha256 = model.trained().weightsSha256();
    return indexes.stream().filter(index -> index.about().sha256().equals(sha256)).findFirst();
  }

  private static Near near(SimilarImage near, Path folder, Pixels size) {
    Path parent = Path.of(near.file()).getParent();
    String picture;
    try {
      picture =
          PngEncoder.dataAddress(
              ImageFile.decode(FileName.find(folder, near.file()), size.height(), size.width()));
    } catch (FoveaException e) {
      picture = null; // moved or removed since
    }
    return new Near(
        near.file(),
        parent == null ? null : String.valueOf(parent.getFileName()),
        near.cosine(),
        near.samePixels(),
        picture);
  }
}
