package fovea.serve.insight;

import fovea.FoveaException;
import fovea.evaluate.Predictor;
import fovea.evaluate.Reading;
import fovea.evaluate.Scores;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.nn.Prepared;
import fovea.run.RunFolder;
import fovea.run.TrainedModel;
import fovea.serve.http.Query;
import fovea.serve.v1.Models;
import fovea.serve.v1.Predict;
import fovea.serve.v1.Recognised;
import fovea.tensor.Precision;
import fovea.tensor.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A picture by every way to compute the model, side by side. */
record Formats() implements Study {
  private static final int PASSES = 5;

  private record Format(
      String format,
      @Nullable List<Recognised.Ranked> top,
      @Nullable Double computeMs,
      @Nullable String unavailable,
      @Nullable Double probabilityDifference) {}

  private record SideBySide(String input, List<Format> formats) {}

  private record Computed(Scores scores, double milliseconds) {}

  @Override
  public List<String> parameters() {
    return List.of("top");
  }

  @Override
  public Object of(StudiedModel model, Pixels picture, Query query) {
    int top = query.number("top", 1, Integer.MAX_VALUE, Predict.TOP);
    Computed exact = computed(model, picture, "float32");
    List<Format> formats = new ArrayList<>();
    for (String name : Models.FORMATS) {
      try {
        Computed found = name.equals("float32") ? exact : computed(model, picture, name);
        formats.add(format(model, name, found, exact, top));
      } catch (FoveaException e) {
        formats.add(new Format(name, null, null, e.getMessage(), null));
      }
    }
    return new SideBySide(PngEncoder.dataAddress(picture), formats);
  }

  private static Format format(
      StudiedModel model, String name, Computed found, Computed exact, int top) {
    float[] these = found.scores.probabilities();
    float[] those = exact.scores.probabilities();
    double difference = 0;
    for (int c = 0; c < these.length; c++) {
      difference = Math.max(difference, Math.abs(these[c] - those[c]));
    }
    Recognised recognised =
        Recognised.of(found.scores, model.model().classes(), model.trained().fitted(), top);
    return new Format(name, recognised.top(), found.milliseconds, null, difference);
  }

  /** The fastest of a few, on all cores. */
  private static Computed computed(StudiedModel model, Pixels picture, String name) {
    try (Predictor predictor = predictor(model.trained(), name)) {
      Scores scores = predictor.scores(List.of(picture)).get(0);
      double fastest = Double.POSITIVE_INFINITY;
      for (int pass = 0; pass < PASSES; pass++) {
        long start = System.nanoTime();
        scores = predictor.scores(List.of(picture)).get(0);
        fastest = Math.min(fastest, (System.nanoTime() - start) / 1e6);
      }
      return new Computed(scores, Math.round(1e3 * fastest) / 1e3);
    }
  }

  private static Predictor predictor(TrainedModel trained, String name) {
    return switch (name) {
      case "int8" -> {
        requireQuantized(trained.file());
        yield of(trained, () -> trained.prepared(true));
      }
      case "onnx" -> throw new FoveaException("this service computes no ONNX");
      case "bfloat16" -> {
        if (!Precision.supported().contains(Precision.BFLOAT16)) {
          throw new FoveaException("this processor doesn't compute in bfloat16");
        }
        yield of(trained, () -> in(trained, Precision.BFLOAT16));
      }
      default -> of(trained, () -> in(trained, Precision.FLOAT32));
    };
  }

  private static void requireQuantized(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null
        || !RunFolder.isRun(folder)
        || !Files.exists(RunFolder.open(folder).int8File())) {
      throw new FoveaException("`fovea quantize` makes it, of a run");
    }
  }

  private static Prepared in(TrainedModel trained, Precision precision) {
    return Prepared.of(trained.model().network(), trained.model().input(), precision);
  }

  /** Whether a picture shows none of the classes is left to predictions. */
  private static Predictor of(TrainedModel trained, Supplier<Prepared> prepared) {
    int threads = trained.execution().threads();
    try (Threads.Block block = Threads.block(threads)) {
      return new Predictor(
          prepared.get(),
          trained.model().classes(),
          trained.model().input(),
          threads,
          new Reading(trained.temperature(), null, null));
    }
  }
}
