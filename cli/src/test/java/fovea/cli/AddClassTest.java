package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.io.Safetensors;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of green and red images that learns what blue is, and forgets it. */
class AddClassTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path all;
  private static Path two;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    all = TinyImages.in(folder);
    two = folder.resolve("two");
    for (String part : List.of("train", "test")) {
      for (String name : List.of("green", "red")) {
        Path to = Files.createDirectories(two.resolve(part).resolve(name));
        for (int i = 0; Files.exists(all.resolve(part).resolve(name).resolve(i + ".png")); i++) {
          Files.copy(all.resolve(part).resolve(name).resolve(i + ".png"), to.resolve(i + ".png"));
        }
      }
    }
    validation(two.resolve("val"));
    run = folder.resolve("run");
    Path recipe = TinyImages.recipe(folder);
    Outcome.of("train", "--data", two, "--recipe", recipe, "--set", "epochs=6", "--out", run)
        .succeeds();
  }

  /** Green and red images, of which one is called what it isn't, so that a temperature is told. */
  private static void validation(Path val) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 12; i++) {
      Path to = Files.createDirectories(val.resolve(i % 2 == 0 ? "green" : "red"));
      BufferedImage image = TinyImages.picture(i == 0 ? 2 : 1 + i % 2, random);
      ImageIO.write(image, "png", to.resolve(i + ".png").toFile());
    }
  }

  private static Object[] photos(int count) {
    Object[] photos = new Object[count];
    for (int i = 0; i < count; i++) {
      photos[i] = all.resolve("train/blue/" + i + ".png");
    }
    return photos;
  }

  private static Outcome add(Path to, Path out, int photos, Object... more) {
    List<Object> command = new ArrayList<>(List.of("fewshot", "add-class", to));
    command.addAll(List.of(photos(photos)));
    command.addAll(List.of("--name", "blue", "--out", out));
    command.addAll(List.of(more));
    return Outcome.of(command.toArray());
  }

  private static JsonNode predicted(Path model, Path... images) throws IOException {
    List<Object> command = new ArrayList<>(List.of("predict", model, "--json"));
    command.addAll(List.of(images));
    return JSON.readTree(Outcome.of(command.toArray()).succeeds().out());
  }

  @Test
  void fivePhotosMakeAClassAndWhatItCostsIsMeasured() throws IOException {
    Path out = folder.resolve("three.safetensors");
    JsonNode report = JSON.readTree(add(run, out, 5, "--data", all, "--json").succeeds().out());
    assertThat(report.get("photos").asInt()).isEqualTo(5);
    assertThat(report.get("classes").toString()).isEqualTo("[\"green\",\"red\",\"blue\"]");
    assertThat(report.get("recognised").isNull()).isTrue(); // it would follow from --accept
    JsonNode cost = report.get("cost");
    assertThat(cost.get("images").asInt()).isEqualTo(12);
    assertThat(cost.get("newImages").asInt()).isEqualTo(6);
    assertThat(cost.get("after").asDouble())
        .isBetween(cost.get("before").asDouble() - cost.get("taken").asDouble() - 1e-9, 1.0);
    JsonNode evaluated =
        JSON.readTree(
            Outcome.of("evaluate", out, "--data", all, "--resamples", 0, "--json", "-")
                .succeeds()
                .out());
    JsonNode bounds = cost.get("bounds");
    for (String share : List.of("before", "after", "taken", "recognised")) {
      assertThat(cost.get(share).asDouble())
          .isEqualTo(bounds.get(share).get("value").asDouble())
          .isBetween(
              bounds.get(share).get("low").asDouble(), bounds.get(share).get("high").asDouble());
    }
    double right = cost.get("after").asDouble() * 12 + cost.get("recognised").asDouble() * 6;
    assertThat(evaluated.get("accuracy").asDouble()).isCloseTo(right / 18, within(1e-9));
  }

  @Test
  void theGapAndUnknownInputsAreToldAlsoOfAModelWhoseClassesChanged() {
    Path more = folder.resolve("gap-more.safetensors");
    Path fewer = folder.resolve("gap-fewer.safetensors");
    add(run, more, 2).succeeds();
    Outcome.of("fewshot", "remove-class", more, "--name", "red", "--out", fewer).succeeds();
    for (Path model : List.of(more, fewer)) {
      Outcome.of("evaluate", model, "--data", two, "--gap", "--unknown", "noise", "--json", "-")
          .succeeds();
    }
  }

  @Test
  void dataThatArentThereAreRefusedBeforeAnythingIsWritten() {
    Path out = folder.resolve("unjudged.safetensors");
    add(run, out, 2, "--data", folder.resolve("typo")).refusedAfterNotes(1).contains("typo");
    assertThat(out).doesNotExist();
  }

  @Test
  void peopleAreToldWhatCameOfIt() {
    Path out = folder.resolve("told.safetensors");
    assertThat(add(run, out, 3, "--data", all).succeeds().out())
        .containsPattern("learnt +blue from 3 photos, in [\\d.]+ s\n")
        .containsPattern("others +[\\d.]+ % \\([\\d.]+ to [\\d.]+\\) of 12 images right, ")
        .containsPattern("of these +[\\d.]+ % \\([\\d.]+ to [\\d.]+\\) taken for blue\n")
        .containsPattern("blue +[\\d.]+ % \\([\\d.]+ to [\\d.]+\\) of 6 images told\n")
        .containsPattern("model +" + out + "\n");
  }

  /** Whatever the photos show, 0.7 of them are told: that can't be what speaks for a class. */
  @Test
  void photosThatHaveNothingInCommonDontLookLikeAGoodClass() throws IOException {
    List<Object> command = new ArrayList<>(List.of("fewshot", "add-class", run));
    List<Color> colours =
        List.of(Color.GREEN, Color.RED, Color.BLACK, Color.WHITE, new Color(120, 120, 0));
    for (Color colour : colours) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 64; i++) {
        image.setRGB(i % 8, i / 8, colour.getRGB());
      }
      Path photo = folder.resolve("mixed" + command.size() + ".png");
      ImageIO.write(image, "png", photo.toFile());
      command.add(photo);
    }
    command.addAll(List.of("--name", "anything"));
    List<Object> judged = new ArrayList<>(command);
    judged.addAll(List.of("--out", folder.resolve("judged.safetensors"), "--data", two));
    Outcome found = Outcome.of(judged.toArray()).succeeds();
    assertThat(found.out()).doesNotContain("of 5 photos,");
    assertThat(found.err())
        .containsPattern("[\\d.]+ % of the other classes' images are taken for anything, so it is");
    command.addAll(List.of("--out", folder.resolve("unjudged-mix.safetensors")));
    Outcome alone = Outcome.of(command.toArray()).succeeds();
    assertThat(alone.out())
        .containsPattern("drawn +[\\d.]+ % \\([\\d.]+ to [\\d.]+\\) of \\d+ drawn pictures taken");
    assertThat(alone.err())
        .containsPattern("[\\d.]+ % of pictures that show nothing in particular are taken for");
  }

  @Test
  void allElseInTheFileStaysAndThePhotosAreNamedByTheirDigests() throws IOException {
    Path out = folder.resolve("provenance.safetensors");
    add(run, out, 2).succeeds();
    Map<String, String> before = Safetensors.read(run.resolve("model.safetensors")).metadata();
    Map<String, String> after = Safetensors.read(out).metadata();
    before.forEach(
        (key, value) -> {
          if (!key.equals("fovea.classes")) {
            assertThat(after).containsEntry(key, value);
          }
        });
    assertThat(after.get("fovea.classes")).isEqualTo("[\"green\",\"red\",\"blue\"]");
    JsonNode change = JSON.readTree(after.get("fovea.classChanges"));
    assertThat(change).hasSize(1);
    assertThat(change.get(0).get("kind").asText()).isEqualTo("added");
    assertThat(change.get(0).get("name").asText()).isEqualTo("blue");
    assertThat(change.get(0).get("photos")).hasSize(2);
    assertThat(change.get(0).get("photos").get(0).asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void removingItGivesBackTheModelThatWas() throws IOException {
    Path three = folder.resolve("before.safetensors");
    Path back = folder.resolve("back.safetensors");
    add(run, three, 2).succeeds();
    JsonNode report =
        JSON.readTree(
            Outcome.of("fewshot", "remove-class", three, "--name", "blue", "--out", back, "--json")
                .succeeds()
                .out());
    assertThat(report.get("removed").asText()).isEqualTo("blue");
    assertThat(report.get("classes")).hasSize(2);
    assertThat(Safetensors.read(back).tensors())
        .isEqualTo(Safetensors.read(run.resolve("model.safetensors")).tensors());
    assertThat(JSON.readTree(Safetensors.read(back).metadata().get("fovea.classChanges")))
        .hasSize(2);
  }

  @Test
  void noneOfTheseIsSaidAsBeforeAndThePhotosAreFamiliar() throws IOException {
    for (String method : List.of("energy", "nearest-features")) {
      Path calibrated = calibrated("by-" + method, method);
      Path out = folder.resolve(method + ".safetensors");
      add(calibrated, out, 2).succeeds();
      Path photo = all.resolve("train/blue/0.png");
      JsonNode old = predicted(calibrated, photo).get(0);
      JsonNode now = predicted(out, photo).get(0);
      assertThat(now.has("noneOfThese")).as(method).isTrue();
      assertThat(now.get("familiarity").asDouble())
          .as(method)
          .isGreaterThan(old.get("familiarity").asDouble());
      if (method.equals("nearest-features")) {
        assertThat(folder.resolve("nearest-features.known.safetensors")).exists();
        assertThat(now.get("familiarity").asDouble()).isCloseTo(1, within(1e-3));
        assertThat(now.get("noneOfThese").asBoolean()).isFalse();
      }
    }
  }

  /** A copy of the run, calibrated by a method. */
  private static Path calibrated(String name, String method) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    for (String file :
        List.of("recipe.yaml", "environment.json", "model.safetensors", "result.json")) {
      Files.copy(run.resolve(file), copy.resolve(file));
    }
    Outcome.of("calibrate", copy, "--data", two, "--none-of-these", method).succeeds();
    return copy;
  }

  @Test
  void thePhotosStayFamiliarWhereTheModelIsCalibratedOnceMore() throws IOException {
    String method = "nearest-features";
    Path more = folder.resolve("again.safetensors");
    add(calibrated("once", method), more, 2).succeeds();
    Path known = folder.resolve("again.known.safetensors");
    byte[] before = Files.readAllBytes(known);
    Outcome.of("calibrate", more, "--data", two, "--none-of-these", method)
        .refusedAfterNotes(1)
        .isEqualTo(
            "fovea: %s: learnt blue from photos that aren't in %s, so nearest-features would take others like them for none of these; choose another method, or calibrate the model before such classes are added."
                .formatted(more, two));
    assertThat(known).hasBinaryContent(before);
    Path photo = all.resolve("train/blue/0.png");
    assertThat(predicted(more, photo).get(0).get("noneOfThese").asBoolean()).isFalse();
    Outcome.of("calibrate", more, "--data", two, "--none-of-these", "energy").succeeds();
    Path back = folder.resolve("forgotten.safetensors");
    Outcome.of("fewshot", "remove-class", more, "--name", "blue", "--out", back).succeeds();
    Outcome.of("calibrate", back, "--data", two, "--none-of-these", method).succeeds();
  }

  @Test
  void aPhotoThatIsNamedTwiceIsLearntFromOnce() throws IOException {
    Path photo = all.resolve("train/blue/0.png");
    Path copy = Files.copy(photo, folder.resolve("copy.png"));
    Path out = folder.resolve("copies.safetensors");
    Outcome outcome =
        Outcome.of(
                "fewshot",
                "add-class",
                run,
                photo,
                copy,
                all.resolve("train/blue/1.png"),
                "--name",
                "blue",
                "--out",
                out,
                "--json")
            .succeeds();
    assertThat(JSON.readTree(outcome.out()).get("photos").asInt()).isEqualTo(2);
    assertThat(outcome.err()).contains(copy + ": left out, as it has the pixels of " + photo);
  }

  @Test
  void whatCantBeLearntIsRefusedInASentence() throws IOException {
    Path out = folder.resolve("never.safetensors");
    Path photo = all.resolve("train/blue/0.png");
    Outcome.of("fewshot", "add-class", run, photo, "--name", "red", "--out", out)
        .refused(1)
        .isEqualTo(
            "fovea: the model knows red already, among green, red; choose another name, or remove that class first.");
    Outcome.of("fewshot", "add-class", run, photo, "--name", " ", "--out", out)
        .refused(2)
        .startsWith("fovea: --name is empty, expected what the new class shows.");
    Outcome.of("fewshot", "add-class", run, photo, "--name", "bl\u200bue", "--out", out)
        .refused(2)
        .startsWith("fovea: --name has U+200B in it, which nobody sees, expected letters");
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    Outcome.of("fewshot", "add-class", run, photo, text, "--name", "blue", "--out", out)
        .refused(1)
        .startsWith("fovea: " + text);
    Path none = Files.createDirectory(folder.resolve("none"));
    Outcome.of("fewshot", "add-class", run, none, "--name", "blue", "--out", out)
        .refused(1)
        .isEqualTo("fovea: " + none + ": no images in this folder.");
    assertThat(out).doesNotExist();
    Path there = run.resolve("model.safetensors");
    byte[] before = Files.readAllBytes(there);
    Outcome.of("fewshot", "add-class", run, photo, "--name", "blue", "--out", there)
        .refused(1)
        .isEqualTo("fovea: " + there + ": exists already; name a file that doesn't.");
    assertThat(there).hasBinaryContent(before);
  }

  @Test
  void aClassThatTheModelDoesntHaveCantGo() {
    Path out = folder.resolve("never.safetensors");
    Outcome.of("fewshot", "remove-class", run, "--name", "gren", "--out", out)
        .refused(1)
        .isEqualTo(
            "fovea: the model knows no class `gren`. Did you mean `green`? Its classes are green, red.");
    Outcome.of("fewshot", "remove-class", run, "--name", "red", "--out", out)
        .refused(1)
        .startsWith("fovea: red is one of two classes");
  }
}
