package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Autograd;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What earlier versions wrote where training had gone wrong: a model whose weights are NaN. */
class DivergedModelTest {
  private static final String REASON = "the network's outputs are infinite or no numbers (NaN)";

  @TempDir Path folder;

  private Path file;
  private Path data;

  @BeforeEach
  void write() throws IOException {
    data = TinyImages.in(folder);
    file = folder.resolve("model.safetensors");
    try (Model model =
            Models.create(
                "cifar10-cnn",
                Map.of("imageSize", 8, "blocks", 1),
                TinyImages.CLASSES,
                Rng.seeded(1));
        Scope scope = Scope.open();
        Autograd.NoGrad off = Autograd.noGrad()) {
      Tensor weight = model.network().stateDict().get("features.0.weight");
      assertThat(weight).isNotNull();
      weight.copyFrom(weight.mul(Double.NaN));
      ModelFile.write(file, model, Map.of());
    }
  }

  @Test
  void predictFails() {
    Path image = data.resolve("test/red/0.png");
    Outcome.of("predict", file, image).refused(1).contains(REASON);
    Outcome.of("predict", "--json", file, image).refused(1).contains(REASON);
  }

  @Test
  void evaluateFailsAndWritesNothing() {
    Path json = folder.resolve("figures.json");
    Outcome.of("evaluate", file, "--data", data, "--json", json).refused(1).contains(REASON);
    assertThat(json).doesNotExist();
  }

  @Test
  void inspectFailsAndWritesNothingAlsoWithoutData() {
    Path page = folder.resolve("page.html");
    Path image = data.resolve("test/red/0.png");
    Outcome.of("inspect", file, "--out", page).refusedAfterNotes(1).contains(REASON);
    Outcome.of("inspect", file, "--image", image, "--class-images", 0, "--out", page)
        .refused(1)
        .contains(REASON);
    assertThat(page).doesNotExist();
  }

  @Test
  void trainingThatDivergesFailsAndWritesNoModel() throws IOException {
    Path run = folder.resolve("run");
    Outcome outcome =
        Outcome.of(
            "train",
            "--data",
            data,
            "--recipe",
            TinyImages.recipe(folder),
            "--out",
            run,
            "--set",
            "optimizer.learningRate=1000",
            "--set",
            "schedule.name=constant");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("NaN", "optimizer.learningRate");
    assertThat(run.resolve("model.safetensors")).doesNotExist();
    assertThat(run.resolve("result.json")).doesNotExist();
    Outcome.of("predict", run, data.resolve("test/red/0.png"))
        .refused(1)
        .startsWith("fovea: " + run + ": the run failed, so it has no model yet; train it anew")
        .doesNotContain("--resume");
  }
}
