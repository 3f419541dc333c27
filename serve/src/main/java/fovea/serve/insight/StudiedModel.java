package fovea.serve.insight;

import fovea.Spelling;
import fovea.data.folder.ClassName;
import fovea.evaluate.Predictor;
import fovea.evaluate.Scores;
import fovea.export.Export;
import fovea.export.ExportFormat;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.models.Model;
import fovea.run.TrainedModel;
import fovea.serve.limits.Refusal;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.TemporaryFolder;
import fovea.serve.v1.Recognised;
import fovea.tensor.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy of a served model that may be looked into and changed for a moment, while predictions go
 * on with theirs. One thread uses it.
 */
final class StudiedModel implements AutoCloseable {
  private final ModelVersion version;
  private final TrainedModel trained;
  private final Predictor predictor;
  private final TemporaryFolder folder = new TemporaryFolder();

  private StudiedModel(ModelVersion version, TrainedModel trained, Predictor predictor) {
    this.version = version;
    this.trained = trained;
    this.predictor = predictor;
  }

  /**
   * Opens the model once more.
   *
   * @throws Refusal if its file was replaced while it was opened, as the service is about to notice
   * @throws fovea.FoveaException if it can't be opened, or lacks what lay beside it
   */
  static StudiedModel of(ModelVersion version) {
    return of(version, Integer.MAX_VALUE);
  }

  /**
   * The same, for at most so many threads.
   *
   * @throws Refusal as {@link #of(ModelVersion)}
   */
  static StudiedModel of(ModelVersion version, int most) {
    TrainedModel trained = TrainedModel.open(version.file());
    try {
      if (!Sha256.ofFile(trained.file()).startsWith(version.version())) {
        throw Refusal.loading(
            "model `%s` was replaced a moment ago; ask again".formatted(version.name()));
      }
      int threads = Math.min(most, trained.execution().threads());
      return new StudiedModel(version, trained, trained.predictor(false, threads));
    } catch (RuntimeException | Error e) {
      trained.close();
      throw e;
    }
  }

  ModelVersion version() {
    return version;
  }

  TrainedModel trained() {
    return trained;
  }

  Model model() {
    return trained.model();
  }

  /** On all cores, as only one question is answered at a time. */
  Execution execution() {
    return trained.execution();
  }

  Scores scores(Pixels picture) {
    return predictor.scores(List.of(picture)).get(0);
  }

  /**
   * Of a picture as numbers.
   *
   * @param values [3, height, width] flattened, in [0, 1]
   */
  Scores scoresOfValues(float[] values) {
    return predictor.scoresOfValues(List.of(values)).get(0);
  }

  /** Of several pictures. */
  List<Scores> scores(List<Pixels> pictures) {
    return predictor.scores(pictures);
  }

  /** What it takes a picture for. */
  Recognised recognised(Pixels picture, int top) {
    return Recognised.of(scores(picture), model().classes(), trained.fitted(), top);
  }

  /**
   * The model as an ONNX file, which lasts as long as this.
   *
   * @throws fovea.FoveaException if its network can't be written so
   */
  Path onnx() {
    try {
      Path file = folder.path().resolve("model.onnx");
      if (!Files.exists(file)) {
        Export unused = Export.write(trained, ExportFormat.ONNX, false, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A class's number.
   *
   * @throws Refusal if it has none of that name
   */
  int number(String name) {
    int found = ClassName.indexOf(model().classes(), name);
    if (found < 0) {
      throw Refusal.wrongParameter(
          "the model has no class `%s`.%s"
              .formatted(name, Spelling.didYouMean(name, model().classes())));
    }
    return found;
  }

  @Override
  public void close() {
    try (folder;
        trained) {
      predictor.close();
    }
  }
}
