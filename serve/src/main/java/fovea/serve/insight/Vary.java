package fovea.serve.insight;

import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.serve.http.Query;
import fovea.serve.v1.Predict;
import fovea.serve.v1.Recognised;
import fovea.tensor.Rng;
import fovea.variation.corruption.Brightness;
import fovea.variation.corruption.Contrast;
import fovea.variation.corruption.Distortion;
import fovea.variation.corruption.GaussianBlur;
import fovea.variation.corruption.GaussianNoise;
import fovea.variation.corruption.Rotated;
import java.util.List;

/** What becomes of the answer when the picture is turned, lit, blurred or noisy. */
record Vary() implements Study {
  private static final int SEED = 0;

  private record Varied(String input, String changed, Recognised before, Recognised after) {}

  @Override
  public List<String> parameters() {
    return List.of("rotation", "brightness", "contrast", "blur", "noise", "top");
  }

  @Override
  public Object of(StudiedModel model, Pixels picture, Query query) {
    int top = query.number("top", 1, Integer.MAX_VALUE, Predict.TOP);
    Pixels changed = picture;
    Rng rng = Rng.seeded(SEED); // the same noise each time a slider moves
    for (Distortion distortion : distortions(query)) {
      changed = distortion.of(changed, rng.split(distortion.getClass().getSimpleName()));
    }
    return new Varied(
        PngEncoder.dataAddress(picture),
        PngEncoder.dataAddress(changed),
        model.recognised(picture, top),
        model.recognised(changed, top));
  }

  private static List<Distortion> distortions(Query query) {
    return List.of(
            query.figure("rotation", -180, 180).filter(x -> x != 0).map(Rotated::new),
            query.figure("brightness", -1, 1).filter(x -> x != 0).map(Brightness::new),
            query.figure("contrast", 0.01, 5).filter(x -> x != 1).map(Contrast::new),
            query.figure("blur", 0, 10).filter(x -> x != 0).map(GaussianBlur::new),
            query.figure("noise", 0, 1).filter(x -> x != 0).map(GaussianNoise::new))
        .stream()
        .flatMap(found -> found.map(Distortion.class::cast).stream())
        .toList();
  }
}
