package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import fovea.data.DataSet;
import fovea.data.SmallImages;
import fovea.measure.LayerProfile;
import fovea.measure.MachineRate;
import fovea.models.Models;
import fovea.nn.CountedWork;
import fovea.nn.Module;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.Execution;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.Phase;
import fovea.train.RunProfile;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfiledRunTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(120);

  /** Remembers what it is told. */
  private static final class Profiler implements TrainingListener {
    private final boolean layers;
    private final List<RunProfile> told = new ArrayList<>();

    private Profiler(boolean layers) {
      this.layers = layers;
    }

    @Override
    public boolean wantsLayerTimes() {
      return layers;
    }

    @Override
    public void profiled(RunProfile profile) {
      told.add(profile);
    }
  }

  private RunResult start(String run, TrainingListener listener) {
    return TrainingRun.start(
        SmallRecipe.with("microBatchSize=5"),
        data,
        "small",
        folder.resolve(run),
        List.of(listener));
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void timingLayersChangesNoWeight() throws IOException {
    long before = LiveTensors.count();
    Profiler plain = new Profiler(false);
    Profiler profiler = new Profiler(true);
    RunResult unprofiled = start("plain", plain);
    RunResult profiled = start("profiled", profiler);
    assertThat(model("profiled")).isEqualTo(model("plain"));
    assertThat(profiled.trainAccuracy()).isEqualTo(unprofiled.trainAccuracy());
    assertThat(LiveTensors.count()).isEqualTo(before);
    assertThat(plain.told.get(0).passes()).isZero();
    assertThat(plain.told.get(0).layers()).isEmpty();
    assertThat(profiler.told).hasSize(1);
    assertThat(profiler.told.get(0).passes()).isPositive();
    assertThat(profiler.told.get(0).layers())
        .extracting(LayerProfile.Layer::name)
        .contains("normalize", "features.0", "classifier.3");
  }

  @Test
  void everyImageTrainedOnCountsAsWork() {
    Profiler profiler = new Profiler(false);
    List<Integer> steps = new ArrayList<>();
    RunResult result =
        TrainingRun.start(
            SmallRecipe.with("precision=float32"),
            data,
            "small",
            folder.resolve("run"),
            List.of(
                profiler,
                new TrainingListener() {
                  @Override
                  public Answer batch(BatchFacts batch) {
                    steps.add(batch.step());
                    return Answer.GO_ON;
                  }
                }));
    RunProfile profile = profiler.told.get(0);
    assertThat(profile.gigaflop() * 1e9)
        .isCloseTo(16.0 * steps.size() * workOfAnImage(), within(1.0));
    assertThat(profile.seconds().keySet()).containsExactlyInAnyOrder(Phase.values());
    assertThat(profile.seconds().values()).allMatch(seconds -> seconds > 0);
    double seconds = profile.seconds().values().stream().reduce(0.0, Double::sum);
    assertThat(seconds).isLessThanOrEqualTo(result.seconds());
    double rate = 16.0 * steps.size() * workOfAnImage() / 1e9 / seconds;
    assertThat(result.gflopsPerSecond()).isCloseTo(rate, withinPercentage(1e-6));
    double share = rate / MachineRate.matmul(new Execution(1, Precision.FLOAT32));
    assertThat(result.shareOfMachine()).isCloseTo(share, withinPercentage(1e-6));
  }

  private static long workOfAnImage() {
    Recipe recipe = SmallRecipe.with();
    try (Module network =
        Models.create(
                recipe.model().name(),
                recipe.model().arguments(),
                SmallImages.CLASSES,
                Rng.seeded(1))
            .network()) {
      return CountedWork.of(network, Shape.of(3, 8, 8)).total();
    }
  }
}
