package fovea.serve.insight;

import fovea.FoveaException;
import fovea.evaluate.Predictor;
import fovea.evaluate.Reading;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import fovea.nn.Prepared;
import fovea.run.RunFolder;
import fovea.run.TrainedModel;
import fovea.serve.http.Query;
import fovea.serve.model.ModelVersion;
import fovea.serve.v1.Models;
import fovea.serve.v1.Predict;
import fovea.serve.v1.Recognised;
import fovea.tensor.Precision;
import fovea.tensor.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A picture by every way to compute the model, side by side. */
record Formats() implements Study {
  private static final int PASSES = 5;

  /**
   * @param unavailable why it isn't computed so
   * @param download where the file for other programs is had, of formats that have one
   */
  private record Format(
      String format,
      @Nullable List<Recognised.Ranked> top,
      @Nullable Double computeMs,
      @Nullable String unavailable,
      @Nullable Double probabilityDifference,
      @Nullable String download) {}

  private record SideBySide(String input, List<Format> formats) {}

  @SuppressWarnings("ArrayRecordComponent") // made once and only read
  private record Computed(float[] probabilities, double milliseconds) {}

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
      formats.add(format(model, picture, name, exact, top));
    }
    return new SideBySide(PngEncoder.dataAddress(picture), formats);
  }

  private static Format format(
      StudiedModel model, Pixels picture, String name, Computed exact, int top) {
    boolean onnx = name.equals("onnx");
    String download = onnx ? download(model.version()) : null;
    Optional<String> missing = onnx ? OnnxRuntime.missing() : Optional.empty();
    if (missing.isPresent()) {
      return new Format(name, null, null, missing.get(), null, download);
    }
    Computed found;
    try {
      found = name.equals("float32") ? exact : computed(model, picture, name);
    } catch (FoveaException e) {
      return new Format(name, null, null, e.getMessage(), null, null);
    }
    double difference = 0;
    for (int c = 0; c < found.probabilities.length; c++) {
      difference = Math.max(difference, Math.abs(found.probabilities[c] - exact.probabilities[c]));
    }
    return new Format(
        name,
        Recognised.top(found.probabilities, model.model().classes(), top),
        found.milliseconds,
        null,
        difference,
        download);
  }

  private static String download(ModelVersion version) {
    return "%s/versions/%s/onnx".formatted(Models.path(version.name()), version.version());
  }

  private static Computed computed(StudiedModel model, Pixels picture, String name) {
    if (name.equals("onnx")) {
      float[] values = picture.values();
      int threads = model.execution().threads();
      try (OnnxPredictor onnx = OnnxPredictor.of(model.onnx(), model.model().input(), threads)) {
        return timed(() -> onnx.probabilities(values));
      }
    }
    try (Predictor predictor = predictor(model.trained(), name)) {
      return timed(() -> predictor.scores(List.of(picture)).get(0).probabilities());
    }
  }

  /** The fastest of a few, on all cores. */
  private static Computed timed(Supplier<float[]> pass) {
    float[] probabilities = pass.get();
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < PASSES; i++) {
      long start = System.nanoTime();
      probabilities = pass.get();
      fastest = Math.min(fastest, (System.nanoTime() - start) / 1e6);
    }
    return new Computed(probabilities, Math.round(1e3 * fastest) / 1e3);
  }

  private static Predictor predictor(TrainedModel trained, String name) {
    return switch (name) {
      case "int8" -> {
        requireQuantized(trained.file());
        yield of(trained, () -> trained.prepared(true));
      }
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
