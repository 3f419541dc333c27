package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import fovea.recipe.ModelSettings;
import fovea.recipe.Recipe;
import fovea.recipe.SmallRecipe;
import fovea.tensor.LiveTensors;
import fovea.tensor.Precision;
import fovea.train.Answer;
import fovea.train.BatchFacts;
import fovea.train.RunResult;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that start from what another run, or somebody else, had learnt. */
class StartedFromWeightsTest {
  @TempDir Path folder;

  private final DataSet data = SmallImages.dataSet(60);
  private final List<String> notes = new ArrayList<>();
  private Path first;

  @BeforeEach
  void train() {
    first = folder.resolve("first");
    RunResult unused = start("first", SmallRecipe.with("epochs=1"));
  }

  private RunResult start(String run, Recipe recipe, TrainingListener... listeners) {
    List<TrainingListener> all = new ArrayList<>(List.of(listeners));
    all.add(
        new TrainingListener() {
          @Override
          public void note(String sentence) {
            notes.add(sentence);
          }
        });
    return TrainingRun.start(recipe, data, "small", folder.resolve(run), all);
  }

  private static Recipe finetuning(Path from) {
    return SmallRecipe.with("epochs=2", "headEpochs=1", "model={name: pretrained}")
        .startingFrom(from.toString());
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("model.safetensors"));
  }

  @Test
  void theRecipeOfARunRepeatsIt() throws IOException {
    RunResult unused = start("second", finetuning(first));
    assertThat(notes)
        .containsExactly(
            "starts from %s, weights of `cifar10-cnn`"
                .formatted(first.resolve("model.safetensors")),
            "what names the classes is kept, as they are the same");
    Recipe recorded = Recipe.read(folder.resolve("second/recipe.yaml"));
    assertThat(recorded.from()).isEqualTo(first.toString());
    assertThat(recorded.model().name()).isEqualTo("cifar10-cnn");
    assertThat(recorded.model().arguments()).containsEntry("imageSize", 8);
    unused = start("third", recorded);
    assertThat(model("third")).isEqualTo(model("second"));
    assertThat(Files.readString(folder.resolve("second/environment.json")))
        .contains("\"startedFrom\" : \"");
    assertThat(Files.readString(folder.resolve("first/environment.json")))
        .doesNotContain("startedFrom");
  }

  @Test
  void aRunThatIsKilledInItsFirstStepsGoesOnWithoutTheWeights() throws IOException {
    Recipe recipe = finetuning(first);
    RunResult unused = start("whole", recipe);
    assertThatThrownBy(() -> start("cut", recipe, killer())).hasMessage("killed");
    Files.move(first, folder.resolve("elsewhere"));
    unused = TrainingRun.resume(folder.resolve("cut"), data, List.of());
    assertThat(model("cut")).isEqualTo(model("whole"));
  }

  @Test
  void aRunThatIsKilledBeforeItsFirstCheckpointStartsFromTheSameWeightsAgain() throws IOException {
    Recipe recipe = finetuning(first);
    RunResult unused = start("whole", recipe);
    assertThatThrownBy(() -> start("cut", recipe, killer())).hasMessage("killed");
    Path cut = folder.resolve("cut");
    Path checkpoint = cut.resolve("checkpoint/state.safetensors");
    Files.delete(checkpoint);
    Path weights = first.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, model("whole"));
    assertThatThrownBy(() -> TrainingRun.resume(cut, data, List.of()))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "%s: began with other weights than are in %s now, and has no checkpoint yet; put them back, or start a new run"
                .formatted(cut, first));
    Files.write(weights, bytes);
    unused = TrainingRun.resume(cut, data, List.of());
    assertThat(model("cut")).isEqualTo(model("whole"));
  }

  private static TrainingListener killer() {
    return new TrainingListener() {
      @Override
      public Answer batch(BatchFacts batch) {
        throw new IllegalStateException("killed");
      }
    };
  }

  @Test
  void otherClassesGetAHeadOfTheirOwn() {
    byte[][] pixels = new byte[30][8 * 8 * 3];
    int[] labels = new int[30];
    for (int i = 0; i < 30; i++) {
      labels[i] = i % 3;
      Arrays.fill(pixels[i], (byte) (80 * labels[i] + i));
    }
    ImageSet renamed = ImageSet.of(List.of("x", "y", "z"), 8, 8, pixels, labels);
    DataSet other = DataSet.of("renamed", renamed, null, renamed);
    RunResult unused =
        TrainingRun.start(
            finetuning(first),
            other,
            "renamed",
            folder.resolve("renamed"),
            List.of(
                new TrainingListener() {
                  @Override
                  public void note(String sentence) {
                    notes.add(sentence);
                  }
                }));
    assertThat(notes)
        .contains("classifier.3, which names the classes, is new: its classes have other names");
  }

  @Test
  void whatCannotBeStartedFromIsRefusedInASentence() throws IOException {
    assertThatThrownBy(() -> StartingWeights.resolve(Recipe.builtIn("finetune")))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "the recipe fine-tunes weights, but doesn't say which; name them by --from"
                + " FILE|RUN|NAME (`fovea weights list` names some)");
    assertThatThrownBy(() -> start("x", SmallRecipe.with().startingFrom("resnet81")))
        .hasMessageStartingWith(
            "resnet81: no run, no file, and none of the weights that can be fetched. Did you mean")
        .hasMessageEndingWith("vgg16_bn, squeezenet1_1.");
    System.setProperty("fovea.home", folder.toString());
    try {
      assertThatThrownBy(() -> start("x", SmallRecipe.with().startingFrom("resnet18")))
          .hasMessage(
              "resnet18: its weights aren't here yet; `fovea weights fetch resnet18` downloads"
                  + " them");
    } finally {
      System.clearProperty("fovea.home");
    }
    assertThatThrownBy(() -> start("x", SmallRecipe.with().startingFrom("https://x.org/a.pth")))
        .hasMessageContaining("a web address; download the model first, and name the file");
    Path text = Files.writeString(folder.resolve("notes.txt"), "buy milk");
    assertThatThrownBy(() -> start("x", SmallRecipe.with().startingFrom(text.toString())))
        .hasMessageStartingWith(text + ": text, not a model of Fovea's");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstClass() throws IOException {
    Path names = Files.writeString(folder.resolve("classes.txt"), "\ufeffun\r\n \r\ndeux\r\n");
    assertThat(ImportedWeights.classes(names)).containsExactly("un", "deux");
  }

  @Test
  void importedWeightsAreAModelOfTheClassesThatAreNamed() throws IOException {
    Path alone = folder.resolve("weights.safetensors");
    Path own = first.resolve("model.safetensors");
    Safetensors.write(alone, new StoredTensors(Safetensors.read(own).tensors(), Map.of()));
    Path names = Files.writeString(folder.resolve("classes.txt"), "un\n\ndeux \ntrois\n");
    List<String> classes = ImportedWeights.classes(names);
    assertThat(classes).containsExactly("un", "deux", "trois");
    Path out = folder.resolve("imported.safetensors");
    ModelSettings network =
        new ModelSettings(ModelSettings.PRETRAINED, Map.of("imageSize", 8, "blocks", 1));
    assertThat(ImportedWeights.write(alone.toString(), Optional.of(classes), network, out))
        .isEqualTo(new ImportedWeights.Written("cifar10-cnn", Optional.empty()));
    try (TrainedModel model = TrainedModel.open(out)) {
      assertThat(model.model().classes()).isEqualTo(classes);
      assertThat(model.execution().precision()).isEqualTo(Precision.FLOAT32);
      assertThat(Safetensors.read(out).tensors()).isEqualTo(Safetensors.read(own).tensors());
    }
    assertThatThrownBy(
            () -> ImportedWeights.write(alone.toString(), Optional.of(classes), network, out))
        .hasMessage(out + ": exists already; choose another file");
    Path other = folder.resolve("other.safetensors");
    Optional<List<String>> two = Optional.of(List.of("a", "b"));
    assertThatThrownBy(() -> ImportedWeights.write(alone.toString(), two, network, other))
        .hasMessage(alone + ": is for 3 classes, but 2 are named");
    assertThatThrownBy(
            () -> ImportedWeights.write(own.toString(), Optional.of(classes), network, other))
        .hasMessage(own + ": is a model of Fovea's already");
    assertThat(other).doesNotExist();
  }

  @Test
  void aListenerThatFailsLeavesNoNetworkOpen() throws IOException {
    assertThatThrownBy(() -> start("cut", finetuning(first), killer())).hasMessage("killed");
    Path cut = folder.resolve("cut");
    Files.delete(cut.resolve("checkpoint/state.safetensors"));
    TrainingListener deaf =
        new TrainingListener() {
          @Override
          public void note(String sentence) {
            throw new IllegalStateException("deaf");
          }
        };
    long before = LiveTensors.count();
    assertThatThrownBy(() -> TrainingRun.resume(cut, data, List.of(deaf))).hasMessage("deaf");
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
