package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judging a model, of the classes common, frequent and rare, on folders that it never saw. */
class NewPhotosTest {
  @TempDir Path folder;
  private Path model = Path.of("");
  private Path trained = Path.of("");
  private Path photos = Path.of("");

  @BeforeEach
  void open() throws Exception {
    model = EarlierRuns.copy("finished", folder);
    trained = UnevenImages.in(folder);
    photos = Files.createDirectory(folder.resolve("photos"));
  }

  @Test
  void allImagesOfAPlainFolderAreJudged() throws IOException {
    photos("common", 0, 7);
    photos("frequent", 0, 4);
    photos("rare", 0, 2);
    Outcome outcome = Outcome.of("evaluate", model, "--data", photos).succeeds();
    assertThat(outcome.out()).contains(" of 13 images, all of photos");
    assertThat(outcome.err().lines())
        .containsExactly(
            "fovea: %s isn't what the model was trained on, so all of its images are judged; any that it was trained on flatter the figures"
                .formatted(photos));
    assertThat(support(judged())).containsExactly(7, 4, 2);
  }

  @Test
  void ofTheFolderThatItWasTrainedOnTheHeldOutTenthIsJudged() throws IOException {
    Outcome outcome = Outcome.of("evaluate", model, "--data", trained).succeeds();
    assertThat(outcome.out()).contains(" of 10 images, test split of uneven");
    assertThat(outcome.err().lines())
        .containsExactly(
            "fovea: %s has no test/, so a tenth of its images, always the same, is the test split"
                .formatted(trained),
            "fovea: no test images of rare");
  }

  @Test
  void aFolderThatChangedSinceIsJudgedWholeAndSaidToFlatter() throws IOException {
    layThen(trained);
    Files.delete(trained.resolve("common/3.png"));
    Outcome outcome = Outcome.of("evaluate", model, "--data", trained).succeeds();
    assertThat(outcome.out()).contains(" of 103 images, all of uneven");
    assertThat(outcome.err().lines())
        .containsExactly(
            "fovea: %s has changed since the model was trained on it, so all of its images are judged; those that the model was trained on flatter the figures"
                .formatted(trained));
  }

  @Test
  void imagesThatMayHaveMovedFromTrainToAnotherSplitAreNotJudgedInSilence() throws IOException {
    layThen(photos);
    photos("train/common", 0, 3);
    photos("train/frequent", 0, 3);
    photos("val/common", 3, 5);
    photos("test/common", 5, 7);
    String note =
        "fovea: %s has changed since the model was trained on it; any images of its %s split that the model was trained on flatter the figures";
    for (String split : new String[] {"test", "validation", "train"}) {
      assertThat(
              Outcome.of("evaluate", model, "--data", photos, "--split", split)
                  .succeeds()
                  .err()
                  .lines())
          .contains(note.formatted(photos, split));
    }
    assertThat(Outcome.of("calibrate", model, "--data", photos).err().lines())
        .contains(note.formatted(photos, "validation"));
  }

  @Test
  void whatIsLeftOutOfPhotosToJudgeOnIsListedByDataInfo() throws IOException {
    photos("test/common", 0, 3);
    Files.writeString(photos.resolve("test/common/notes.txt"), "none");
    Files.createFile(photos.resolve("test/common/broken.jpg"));
    assertThat(Outcome.of("evaluate", model, "--data", photos).succeeds().err())
        .contains("`fovea data info %s` lists them".formatted(photos));
    Outcome info = Outcome.of("data", "info", photos);
    assertThat(info.exit()).isEqualTo(1);
    assertThat(info.err()).contains("folders for test, but none for training (train/)");
    assertThat(info.out())
        .contains("common     3", "unreadable: " + photos.resolve("test/common/broken.jpg"))
        .contains("left out: " + photos.resolve("test/common/notes.txt"));
  }

  @Test
  void testAloneIsEnough() throws IOException {
    photos("test/common", 0, 3);
    photos("test/frequent", 0, 3);
    photos("test/rare", 0, 1);
    Outcome outcome = Outcome.of("evaluate", model, "--data", photos).succeeds();
    assertThat(outcome.out()).contains(" of 7 images, test split of photos");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void whereThereAreSplitsTheTestSplitIsJudged() throws IOException {
    photos("train/common", 0, 3);
    photos("train/frequent", 0, 3);
    photos("test/common", 3, 5);
    assertThat(support(judged())).containsExactly(2, 0, 0);
  }

  /** A temperature or a threshold may be chosen by what is in val/, so it isn't judged by it. */
  @Test
  void imagesToValidateWithAreNotTestedWith() throws IOException {
    photos("train/common", 0, 3);
    photos("train/frequent", 0, 3);
    photos("val/common", 3, 5);
    Outcome outcome = Outcome.of("evaluate", model, "--data", photos).succeeds();
    assertThat(outcome.out()).contains(" of 6 images, all but val/ of photos");
    assertThat(outcome.err())
        .contains(
            "all of its images but those in val/ are judged", "to judge them, name that folder");
    assertThat(support(judged())).containsExactly(3, 3, 0);
    assertThat(support(judged("--split", "validation"))).containsExactly(2, 0, 0);
    assertThat(support(judged("--split", "train"))).containsExactly(3, 3, 0);
  }

  @Test
  void aSplitThatOtherDataDoNotHaveIsRefused() throws IOException {
    photos("common", 0, 3);
    for (String split : new String[] {"validation", "train"}) {
      Outcome.of("evaluate", model, "--data", photos, "--split", split)
          .refused(1)
          .isEqualTo(
              "fovea: %s: not the data that the model was trained on, so its %s split is not known; judge it on test."
                  .formatted(photos, split));
    }
    Files.createDirectory(photos.resolve("val"));
    Files.move(photos.resolve("common"), photos.resolve("val/common"));
    assertThat(support(judged("--split", "validation"))).containsExactly(3, 0, 0);
    Outcome.of("evaluate", model, "--data", photos)
        .refused(1)
        .contains("its test split holds no images; to judge those in val/, name that folder");
    assertThat(Outcome.of("evaluate", model, "--data", photos.resolve("val")).succeeds().out())
        .contains(" of 3 images, all of val");
    Outcome.of("evaluate", model, "--data", photos, "--split", "train")
        .refused(1)
        .contains("its train split holds no images");
  }

  @Test
  void aSingleClassIsJudgedAndTheOthersHaveNoFigures() throws IOException {
    photos("frequent", 0, 8);
    Outcome outcome = Outcome.of("evaluate", model, "--data", photos).succeeds();
    assertThat(outcome.err()).contains("fovea: no test images of common, rare");
    assertThat(outcome.out()).containsPattern("\ncommon +0\n").containsPattern("\nrare +0\n");
    JsonNode json = judged();
    for (int c : new int[] {0, 2}) {
      JsonNode one = json.get("perClass").get(c);
      for (String figure : new String[] {"precision", "recall", "f1"}) {
        assertThat(one.get(figure).isNull()).isTrue();
      }
    }
    long right = json.get("confusionMatrix").get(1).get(1).asLong();
    assertThat(json.get("accuracy").asDouble()).isEqualTo(right / 8.0);
    assertThat(json.get("perClass").get(1).get("recall").asDouble()).isEqualTo(right / 8.0);
    assertThat(json.toString()).doesNotContain("NaN");
  }

  /** The model's classes keep their numbers although others come before them. */
  @Test
  void classesAreKnownByNameAndOthersAreLeftOut() throws IOException {
    photos("rare", 0, 4);
    photos("common", 0, 12);
    JsonNode alone = judged();
    photos("aardvark", 0, 3);
    photos("dodo", 0, 1);
    Outcome outcome = Outcome.of("evaluate", model, "--data", photos).succeeds();
    assertThat(outcome.err().lines())
        .contains(
            "fovea: left out 3 images of aardvark, which the model doesn't know",
            "fovea: left out 1 image of dodo, which the model doesn't know");
    JsonNode json = judged();
    assertThat(json.get("unknownClasses").toString()).isEqualTo("{\"aardvark\":3,\"dodo\":1}");
    for (String same : new String[] {"classes", "images", "accuracy", "confusionMatrix"}) {
      assertThat(json.get(same)).isEqualTo(alone.get(same));
    }
  }

  @Test
  void aFolderOfUnknownClassesOnlyIsRefused() throws IOException {
    photos("dodo", 0, 3);
    Outcome.of("evaluate", model, "--data", photos)
        .refused(1)
        .isEqualTo(
            "fovea: %s: the model knows none of its classes (dodo), only common, frequent, rare."
                .formatted(photos));
  }

  @Test
  void aPictureInTwoClassesIsWarnedOf() throws IOException {
    photos("common", 0, 3);
    Files.createDirectory(photos.resolve("rare"));
    Files.copy(photos.resolve("common/1.png"), photos.resolve("rare/x.png"));
    assertThat(Outcome.of("evaluate", model, "--data", photos).succeeds().err())
        .contains("fovea: 1 picture lies in two classes or more");
  }

  /** An umlaut in one character and in two. */
  @Test
  void classesAreTheSameInEveryUnicodeForm() throws IOException {
    Path data = TinyImages.in(folder);
    String composed = "K\u00e4fer";
    Files.move(data.resolve("train/red"), data.resolve("train").resolve(composed));
    Files.move(data.resolve("test/red"), data.resolve("test").resolve(composed));
    Path run = folder.resolve("run");
    Path recipe = TinyImages.recipe(folder);
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run).succeeds();
    Path field = Files.createDirectory(folder.resolve("field"));
    Files.move(
        data.resolve("test").resolve(composed),
        field.resolve(Normalizer.normalize(composed, Normalizer.Form.NFD)));
    Outcome outcome = Outcome.of("evaluate", run, "--data", field, "--json", "-").succeeds();
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertThat(json.get("unknownClasses")).isEmpty();
    assertThat(json.get("classes").get(0).asText()).isEqualTo(composed);
    assertThat(support(json)).containsExactly(6, 0, 0);
  }

  /** Has the run's record say that its data lay there. */
  private void layThen(Path data) throws IOException {
    Path environment = model.resolve("environment.json");
    Files.writeString(
        environment, Files.readString(environment).replace("/data/uneven", data.toString()));
  }

  private JsonNode judged(String... options) throws IOException {
    Object[] command =
        Stream.concat(
                Stream.of("evaluate", model, "--data", photos, "--json", "-"), Stream.of(options))
            .toArray();
    return new ObjectMapper().readTree(Outcome.of(command).succeeds().out());
  }

  private static int[] support(JsonNode evaluation) {
    return StreamSupport.stream(evaluation.get("perClass").spliterator(), false)
        .mapToInt(one -> one.get("support").asInt())
        .toArray();
  }

  /** Pictures of that class, or of `frequent` for one that the model doesn't know. */
  private void photos(String name, int from, int until) throws IOException {
    Path into = Files.createDirectories(photos.resolve(name));
    Path source = trained.resolve(into.getFileName());
    if (!Files.exists(source)) {
      source = trained.resolve("frequent");
    }
    for (int i = from; i < until; i++) {
      Files.copy(source.resolve(i + ".png"), into.resolve(i + ".png"));
    }
  }
}
