package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.augment.Rotation;
import fovea.models.Models;
import fovea.optim.AdamW;
import fovea.optim.ConstantSchedule;
import fovea.optim.CosineSchedule;
import fovea.optim.OneCycleSchedule;
import fovea.optim.Schedule;
import fovea.optim.Sgd;
import fovea.optim.StepSchedule;
import fovea.tensor.Geometry.Padding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeTest {
  @TempDir Path folder;

  @Test
  void aRandomRecipeReadsBackFromItsYaml() throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      Recipe recipe = new RandomRecipes(seed).next();
      Path file = folder.resolve("recipe.yaml");
      Files.writeString(file, recipe.toYaml());
      assertThat(Recipe.read(file)).as("seed %d:\n%s", seed, recipe.toYaml()).isEqualTo(recipe);
      assertThat(recipe.with()).as("seed %d", seed).isEqualTo(recipe);
    }
  }

  @Test
  void everyBuiltInRecipeCanBeReadAndExplainsItself() {
    assertThat(Recipe.builtInNames())
        .contains(
            "article",
            "demo",
            "sprint",
            "speedrun",
            "marathon",
            "resnet18",
            "photos",
            "finetune",
            "harden",
            "protonet");
    for (String name : Recipe.builtInNames()) {
      String network = Recipe.builtIn(name).model().name();
      assertThat(
              name.equals("finetune")
                  ? network.equals("pretrained")
                  : Models.names().contains(network))
          .as(name)
          .isTrue();
      assertThat(Recipe.builtInYaml(name)).startsWith("# ");
    }
  }

  @Test
  void keysLeftOutHaveTheStandardValues() throws Exception {
    Recipe recipe = read("epochs: 3\noptimizer: {learningRate: 1e-2}\n");
    assertThat(recipe.epochs()).isEqualTo(3);
    assertThat(recipe.batchSize()).isEqualTo(Recipe.standard().batchSize());
    assertThat(recipe.optimizer()).isEqualTo(new Sgd(0.01, 0.9, true, 0.0005, false));
  }

  @Test
  void aSectionThatJoinedLaterIsWrittenWhereItIsNotTheDefault() {
    assertThat(Recipe.standard().toYaml()).doesNotContain("robustness");
    assertThat(Recipe.standard().with("robustness.images=200").toYaml())
        .contains(
            "robustness:\n  images: 200\n  epsilon255: 8\n  steps: 10\n  onCollapse: rewind\n");
  }

  @Test
  void aNameOrAFileIsFoundByItsLook() throws Exception {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "epochs: 7\n");
    assertThat(Recipe.of(file.toString()).epochs()).isEqualTo(7);
    assertThat(Recipe.of("demo")).isEqualTo(Recipe.builtIn("demo"));
    assertThatThrownBy(() -> Recipe.of("artcle"))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "there is no recipe `artcle`. Did you mean `article`? Built in are article, demo,"
                + " sprint, speedrun, marathon, resnet18, photos, finetune, harden, protonet; the name of a file ends in .yaml.");
    assertThatThrownBy(() -> Recipe.of("none.yaml"))
        .hasMessage(
            "none.yaml: no such file. The built-in recipes are article, demo, sprint, speedrun,"
                + " marathon, resnet18, photos, finetune, harden, protonet.");
  }

  @Test
  void settingsChangeSingleValues() {
    Recipe recipe =
        Recipe.standard()
            .with(
                "optimizer.learningRate=0.05",
                "seed=-3",
                "model.arguments.blocks=4",
                "augment={rotation: 15}");
    assertThat(recipe.optimizer().learningRate()).isEqualTo(0.05);
    assertThat(recipe.optimizer().weightDecay()).isEqualTo(0.0005);
    assertThat(recipe.seed()).isEqualTo(-3);
    assertThat(recipe.model().arguments()).isEqualTo(Map.of("blocks", 4));
    assertThat(recipe.augment()).containsExactly(new Rotation(15, Padding.REFLECT));
    assertThat(Recipe.standard().with(List.of())).isEqualTo(Recipe.standard());
  }

  @Test
  void anotherNameStartsFromItsOwnDefaultsWhateverTheOrder() {
    assertThat(
            Recipe.standard().with("optimizer.weightDecay=0.3", "optimizer.name=adamw").optimizer())
        .isEqualTo(new AdamW(0.001, 0.9, 0.999, 1e-8, 0.3));
    assertThat(Recipe.standard().with("schedule.name=cosine").schedule())
        .isEqualTo(new CosineSchedule(0, 0));
    assertThat(Recipe.standard().with("schedule.warmup=0.1", "schedule.name=one-cycle").schedule())
        .isEqualTo(new OneCycleSchedule(0.1, 0.1, 0));
  }

  @Test
  void aScheduleCoversTheWholeRun() {
    Schedule schedule = new OneCycleSchedule(0.25, 0.1, 0).over(0.8, 10, 20);
    assertThat(schedule.learningRate(0)).isCloseTo(0.08, within(1e-15));
    assertThat(schedule.learningRate(50)).isEqualTo(0.8);
    assertThat(schedule.learningRate(199)).isZero();
    Schedule step = new StepSchedule(0, 5, 0.1).over(0.8, 10, 20);
    assertThat(step.learningRate(49)).isEqualTo(0.8);
    assertThat(step.learningRate(50)).isCloseTo(0.08, within(1e-15));
    Schedule cosine = new CosineSchedule(0.1, 0.5).over(0.8, 10, 20);
    assertThat(cosine.learningRate(20)).isEqualTo(0.8);
    assertThat(cosine.learningRate(199)).isCloseTo(0.4, within(1e-15));
    Schedule constant = new ConstantSchedule(0.1).over(0.8, 10, 20);
    assertThat(constant.learningRate(19)).isLessThan(0.8);
    assertThat(constant.learningRate(20)).isEqualTo(0.8);
  }

  @Test
  void argumentsThatAModelDoesNotTakeAreRefusedWhereTheyWereWritten() {
    assertThatThrownBy(() -> read("model:\n  arguments:\n    dropout: 0.5\n    blocks: 2.5\n"))
        .hasMessageEndingWith(
            ", line 4: argument `blocks` of model `cifar10-cnn` is 2.5, expected a whole number, 0"
                + " to 64");
    String quotes = "    imageSize: 32\n    stem: 'an argument `imageSize`'\n";
    assertThatThrownBy(() -> read("model:\n  name: resnet18\n  arguments:\n" + quotes))
        .hasMessageContaining(", line 5: argument `stem` of model `resnet18` is an argument");
    assertThatThrownBy(() -> Recipe.standard().with("model.arguments.blocks=65"))
        .hasMessageStartingWith("--set model.arguments.blocks=65: argument `blocks` of model");
  }

  @Test
  void modelArgumentsKeepTheirTypes() throws Exception {
    Recipe recipe =
        read(
            "model: {name: x, arguments: {a: 1, b: 1.0, c: '1', d: [1, 2.5], e: {f: true}, g:"
                + " yes}}");
    assertThat(recipe.model().arguments())
        .isEqualTo(
            Map.of(
                "a",
                1,
                "b",
                1.0,
                "c",
                "1",
                "d",
                List.of(1, 2.5),
                "e",
                Map.of("f", true),
                "g",
                "yes"));
    assertThatThrownBy(() -> recipe.model().arguments().put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private Recipe read(String yaml) throws Exception {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, yaml);
    return Recipe.read(file);
  }

  @Test
  void fewerImagesMakeMoreEpochsByTheRootOfTheirNumber() {
    Recipe recipe = Recipe.standard().with("epochs=12", "epochsFor=1600");
    assertThat(recipe.fittedTo(1600).epochs()).isEqualTo(12);
    assertThat(recipe.fittedTo(400).epochs()).isEqualTo(24);
    assertThat(recipe.fittedTo(6400).epochs()).isEqualTo(6);
    assertThat(recipe.fittedTo(3).epochs()).isEqualTo(48);
    assertThat(recipe.fittedTo(1_000_000).epochs()).isEqualTo(2);
    assertThat(recipe.fittedTo(400).fittedTo(9)).isEqualTo(recipe.fittedTo(400));
    assertThat(Recipe.standard().fittedTo(9)).isEqualTo(Recipe.standard());
  }

  @Test
  void whoSaysHowManyEpochsGetsAsMany() {
    Recipe recipe = Recipe.standard().with("epochs=12", "epochsFor=1600");
    assertThat(recipe.with("seed=3").epochsFor()).isEqualTo(1600);
    assertThat(recipe.with("epochs=5").fittedTo(9).epochs()).isEqualTo(5);
    assertThat(recipe.with(" epochs = 5").fittedTo(9).epochs()).isEqualTo(5);
  }

  @Test
  void ofFewEpochsTheHeadHasAQuarterAlone() {
    Recipe recipe = Recipe.builtIn("finetune").with("epochs=12", "headEpochs=3", "epochsFor=600");
    assertThat(recipe.with("epochs=100").headEpochs()).isEqualTo(3);
    assertThat(recipe.with("epochs=8").headEpochs()).isEqualTo(2);
    assertThat(recipe.with("epochs=3").headEpochs()).isZero();
    assertThat(recipe.with("epochs=3", "headEpochs=3").headEpochs()).isEqualTo(3);
    assertThat(recipe.with("seed=2").headEpochs()).isEqualTo(3);
    assertThat(recipe.fittedTo(15_000).headEpochs()).isZero(); // of two epochs
  }

  @Test
  void epochsThatFitImagesLeaveTheHeadWhatItWasTold() {
    Recipe finetune = Recipe.builtIn("finetune");
    Recipe told = finetune.with("headEpochs=10");
    for (int images : new int[] {500, 2000, 8000}) { // 56, 28 and 14 epochs
      assertThat(told.fittedTo(images).headEpochs()).as("%d images", images).isEqualTo(10);
    }
    assertThat(told.fittedTo(50_000).epochs()).isEqualTo(6);
    assertThat(told.fittedTo(50_000).headEpochs()).isEqualTo(1); // not all of these
    for (int images : new int[] {1, 500, 2000, 20_000, 1_000_000}) {
      assertThat(finetune.fittedTo(images).headEpochs()).as("%d images", images).isEqualTo(1);
    }
  }

  @Test
  void aHeadThatHadAllEpochsHasAllOfOthersToo() {
    Recipe probe = Recipe.builtIn("finetune").with("headEpochs=28");
    for (Recipe other :
        List.of(
            probe.fittedTo(500),
            probe.fittedTo(50_000),
            probe.lasting(40),
            probe.with("epochs=3"),
            probe.with("epochs=60"))) {
      assertThat(other.headEpochs()).isGreaterThanOrEqualTo(other.epochs());
    }
    assertThat(probe.with("epochs=60", "headEpochs=2").headEpochs()).isEqualTo(2);
  }

  @Test
  void noFewerEpochsThanThereWereLeaveTheHeadItsOwn() {
    Recipe half = Recipe.standard().with("epochs=8", "headEpochs=4");
    assertThat(half.with("epochs=8").headEpochs()).isEqualTo(4);
    assertThat(half.with("epochs=9").headEpochs()).isEqualTo(4);
    assertThat(half.with("epochs=7").headEpochs()).isEqualTo(1);
  }
}
