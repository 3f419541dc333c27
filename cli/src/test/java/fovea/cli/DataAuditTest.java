package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit of class folders with a broken file, and copies within and across splits. */
class DataAuditTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Path data = Path.of("");

  @BeforeEach
  void plant() throws IOException {
    data = TinyImages.in(folder);
    copy("train/red/0.png", "train/red/again.png");
    copy("test/green/1.png", "train/green/leaked.png");
    copy("train/blue/2.png", "train/green/misfiled.png");
    Files.writeString(data.resolve("train/red/broken.png"), "none");
  }

  private void copy(String from, String to) throws IOException {
    Files.copy(data.resolve(from), data.resolve(to));
  }

  @Test
  void brokenFilesAndCopiesAreFoundByName() throws IOException {
    JsonNode found = audit("--quick", "--json", "-");
    assertThat(found.get("images").asInt()).isEqualTo(57);
    assertThat(found.at("/findings/unreadable").asInt()).isEqualTo(1);
    assertThat(found.at("/findings/leaks").asInt()).isEqualTo(1);
    assertThat(found.at("/findings/duplicates").asInt()).isEqualTo(2);
    assertThat(found.at("/findings/conflicts").asInt()).isEqualTo(1);
    assertThat(found.at("/findings").has("labels")).isFalse();
    assertThat(found.get("labels").isNull()).isTrue();
    assertThat(found.get("unreadable").get(0).asText()).contains("broken.png");
    JsonNode leak = null;
    for (JsonNode copy : found.get("copies")) {
      leak = copy.get("acrossSplits").asBoolean() ? copy : leak;
    }
    assertThat(leak.at("/first/file").asText()).isEqualTo("train/green/leaked.png");
    assertThat(leak.at("/second/file").asText()).isEqualTo("test/green/1.png");
    assertThat(leak.get("exact").asBoolean()).isTrue();
  }

  @Test
  void aClassOfWhichNothingCanBeReadDoesNotEndIt() throws IOException {
    try (Stream<Path> blue = Files.list(data.resolve("train/blue"))) {
      for (Path file : blue.toList()) {
        Files.writeString(file, "none");
      }
    }
    JsonNode found = audit("--json", "-");
    assertThat(found.get("images").asInt()).isEqualTo(45);
    assertThat(found.at("/findings/unreadable").asInt()).isEqualTo(13);
    assertThat(found.at("/findings/imbalance").asInt()).isEqualTo(1);
    assertThat(found.at("/labels/accuracy").asDouble()).isGreaterThan(0.7);
    Path none = Files.createDirectories(folder.resolve("none/red"));
    Files.writeString(none.resolve("1.png"), "none");
    Outcome.of("data", "audit", none.getParent(), "--quick")
        .refused(1)
        .contains("none: none of its images can be read; the first is ");
  }

  @Test
  void itFailsOnlyOnWhatItIsAskedToFailOn() {
    assertThat(Outcome.of("data", "audit", data, "--quick").exit()).isZero();
    assertThat(Outcome.of("data", "audit", data, "--quick", "--fail-on", "dark,empty").exit())
        .isZero();
    Outcome failed =
        Outcome.of("data", "audit", data, "--quick", "--fail-on", "dark,leaks,unreadable");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.err())
        .contains(
            "fovea: found files that can't be read, copies across splits, which --fail-on names.");
  }

  @Test
  void wrongKindsAreRefused() {
    Outcome.of("data", "audit", data, "--fail-on", "leak")
        .refused(2)
        .contains("--fail-on: there is no kind `leak`. Did you mean `leaks`?");
    Outcome.of("data", "audit", data, "--quick", "--fail-on", "labels")
        .refused(2)
        .contains("--quick doesn't look at labels without a --model");
    Outcome.of("data", "audit", data, "--out", folder.resolve("none/audit.html"))
        .refused(1)
        .contains("can't be written, its folder doesn't exist");
  }

  @Test
  void labelsThatAreNotLookedAtAreNotPassedOver() {
    Outcome.of("data", "audit", data, "--quick", "--fail-on", "all,labels")
        .refused(2)
        .contains("--quick doesn't look at labels without a --model");
    Outcome.of("data", "audit", data, "--quick", "--fail-on", "all,leak")
        .refused(2)
        .contains("there is no kind `leak`");
    Outcome all = Outcome.of("data", "audit", data, "--quick", "--fail-on", "all");
    assertThat(all.exit()).isEqualTo(1);
    assertThat(all.err())
        .contains("--fail-on all is all but labels here, as --quick doesn't look at them.");
  }

  @Test
  void aSingleClassDoesNotPassWhereLabelsAreAskedFor() throws IOException {
    Path alone = Files.createDirectories(folder.resolve("alone/red"));
    for (int i = 4; i < 8; i++) {
      Files.copy(data.resolve("train/red/" + i + ".png"), alone.resolve(i + ".png"));
    }
    Path one = alone.getParent();
    String why = "alone: labels weren't judged, as there is a single class";
    for (String kinds : List.of("labels", "dark,labels", "all")) {
      Outcome failed = Outcome.of("data", "audit", one, "--fail-on", kinds);
      assertThat(failed.exit()).isEqualTo(1);
      assertThat(failed.err()).contains(why, "so this doesn't pass: name the other kinds alone.");
    }
    Outcome passed =
        Outcome.of("data", "audit", one, "--fail-on", "dark", "--json", "-").succeeds();
    assertThat(passed.err()).contains(why).doesNotContain("--fail-on");
    assertThat(JSON.readTree(passed.out()).get("unjudged").asText()).contains(why);
    assertThat(Outcome.of("data", "audit", one, "--quick", "--fail-on", "all").succeeds().err())
        .contains("all but labels");
  }

  @Test
  void classesOfTooFewImagesDoNotPassWhereLabelsAreAskedFor() throws IOException {
    Path few = folder.resolve("few");
    for (String name : TinyImages.CLASSES) {
      Files.createDirectories(few.resolve(name));
      for (int i = 4; i < 6; i++) {
        Files.copy(
            data.resolve("train").resolve(name).resolve(i + ".png"),
            few.resolve(name).resolve(i + ".png"));
      }
    }
    Outcome failed = Outcome.of("data", "audit", few, "--fail-on", "labels", "--json", "-");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.err()).contains("few: labels weren't judged, as no class has 3 different");
    assertThat(JSON.readTree(failed.out()).get("labels").isNull()).isTrue();
    for (int i = 0; i < 12; i++) {
      for (String name : List.of("blue", "green")) {
        Files.copy(
            data.resolve("train").resolve(name).resolve(i + ".png"),
            few.resolve(name).resolve("more" + i + ".png"));
      }
    }
    Outcome partly = Outcome.of("data", "audit", few, "--fail-on", "labels", "--json", "-");
    assertThat(partly.exit()).isEqualTo(1);
    assertThat(partly.err())
        .contains(
            "the labels of 2 images weren't judged, as there are fewer than 3 different ones of red;");
    assertThat(JSON.readTree(partly.out()).get("labels").isNull()).isFalse();
  }

  @Test
  void targetsAreLookedAtBeforeTheWork() throws IOException {
    Path original = data.resolve("train/red/0.png");
    byte[] before = Files.readAllBytes(original);
    Outcome.of("data", "audit", data, "--fix", original)
        .refused(1)
        .endsWith("0.png: exists already, a PNG image; name another file for the list.");
    assertThat(original).hasBinaryContent(before);
    Outcome.of("data", "audit", data, "--fix", data)
        .refused(1)
        .endsWith("a folder, expected the name of a file for the list.");
    Outcome.of("data", "audit", data, "--json", data)
        .refused(1)
        .endsWith("a folder, expected the name of a file for the figures.");
    Path notes = Files.writeString(folder.resolve("notes.txt"), "none");
    Outcome.of("data", "audit", data, "--out", notes)
        .refused(1)
        .endsWith("notes.txt: a file, expected a folder or a name that ends in .html.");
  }

  @Test
  void aSplitWithoutImagesIsNotUneven() throws IOException {
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Files.move(data.resolve("test"), alone.resolve("test"));
    assertThat(
            Outcome.of("data", "audit", alone, "--quick", "--fail-on", "imbalance")
                .succeeds()
                .err())
        .doesNotContain("--fail-on");
  }

  @Test
  void theCleanedListLeavesTheDataAlone() throws IOException {
    List<String> before = files();
    Path list = folder.resolve("clean.csv");
    Outcome unused = Outcome.of("data", "audit", data, "--quick", "--fix", list).succeeds();
    assertThat(files()).isEqualTo(before);
    assertThat(Files.readAllLines(list))
        .hasSize(58)
        .contains(
            "file,split,class,action,reason",
            "train/green/leaked.png,train,green,drop,copy of test/green/1.png",
            "test/green/1.png,test,green,keep,",
            "train/blue/2.png,train,blue,drop,\"copy of train/green/misfiled.png, filed under green\"");
  }

  @Test
  @Tag("slow")
  void labelsAreJudgedAndWrittenIntoAFolder() throws IOException {
    copy("train/red/3.png", "train/blue/wrong.png");
    Files.delete(data.resolve("train/red/3.png"));
    Path out = folder.resolve("audit");
    Outcome outcome = Outcome.of("data", "audit", data, "--out", out).succeeds();
    assertThat(outcome.err()).contains("network 3 of 3");
    JsonNode found = JSON.readTree(out.resolve("audit.json").toFile());
    assertThat(found.at("/labels/accuracy").asDouble()).isGreaterThan(0.7);
    assertThat(found.at("/labels/suspects").findValuesAsText("file"))
        .contains("train/blue/wrong.png");
    assertThat(Files.readString(out.resolve("audit.html"))).contains("train/blue/wrong.png");
    assertThat(out.resolve("suspects-train.png")).exists();
  }

  @Test
  void labelsAreJudgedByAModelsFeatures() throws IOException {
    Path run = folder.resolve("run");
    Outcome unused =
        Outcome.of(
                "train",
                "--data",
                data,
                "--recipe",
                TinyImages.recipe(folder),
                "--out",
                run,
                "--skip-broken")
            .succeeds();
    JsonNode found = audit("--quick", "--model", run, "--json", "-");
    assertThat(found.at("/labels/by").asText()).contains("features of");
    assertThat(found.at("/labels/accuracy").asDouble()).isGreaterThan(0.5);
  }

  @Test
  void theFeaturesOfAHeadThatIsAConvolutionJudgeAsWell() throws IOException {
    Path file = folder.resolve("squeezenet.safetensors");
    try (Model model =
        Models.create(
            "squeezenet1_1", Map.of("imageSize", 17), TinyImages.CLASSES, Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    JsonNode found = audit("--quick", "--model", file, "--json", "-");
    assertThat(found.at("/labels/by").asText()).contains("features of " + file);
    assertThat(found.at("/labels/accuracy").asDouble()).isGreaterThan(0.5);
  }

  private JsonNode audit(Object... options) throws IOException {
    Object[] arguments =
        Stream.concat(Stream.of("data", "audit", data), Stream.of(options)).toArray();
    return JSON.readTree(Outcome.of(arguments).succeeds().out());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.map(file -> file + " " + file.toFile().length() + file.toFile().lastModified())
          .sorted()
          .toList();
    }
  }

  @Test
  void copiesWithinASplitCountAlsoWhereTheirFirstLiesInAnother() throws IOException {
    Path three = folder.resolve("three");
    for (String file : List.of("train/red/c.png", "test/red/a.png", "test/red/b.png")) {
      Files.createDirectories(three.resolve(file).getParent());
      Files.copy(data.resolve("train/red/4.png"), three.resolve(file));
    }
    Files.createDirectories(three.resolve("train/blue"));
    Files.copy(data.resolve("train/blue/4.png"), three.resolve("train/blue/d.png"));
    Outcome failed =
        Outcome.of("data", "audit", three, "--quick", "--fail-on", "duplicates", "--json", "-");
    assertThat(failed.exit()).isEqualTo(1);
    JsonNode found = JSON.readTree(failed.out());
    assertThat(found.at("/findings/leaks").asInt()).isEqualTo(2);
    assertThat(found.at("/findings/duplicates").asInt()).isEqualTo(1);
  }

  @Test
  void aPageIsOneHoweverItsEndingIsWritten() throws IOException {
    Path page = folder.resolve("page.HTML");
    Outcome.of("data", "audit", data, "--quick", "--out", page).succeeds();
    assertThat(page).isRegularFile();
    assertThat(Files.readString(page)).contains("<!DOCTYPE html>", "leaked.png");
  }

  @Test
  void originalsAreLookedAtWhateverBytesTheirNamesHave() throws Exception {
    Path large = data.resolve("train/red/large.png");
    BufferedImage image = new BufferedImage(200, 160, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "png", large.toFile())).isTrue();
    renamed(large, "caf\\351.png");
    JsonNode odd = audit("--quick", "--json", "-").get("odd");
    assertThat(odd.findValuesAsText("file")).contains("train/red/caf\\xe9.png");
    assertThat(odd.findValuesAsText("found")).anyMatch(found -> found.startsWith("200 x 160, "));
  }

  /** By a shell, since Java can't write such a name. */
  private static void renamed(Path file, String octal) throws InterruptedException {
    String script = "mv \"$1\" \"$(printf \"$2\")\"";
    int exit;
    try {
      exit =
          new ProcessBuilder("sh", "-c", script, "sh", file.toString(), octal)
              .directory(file.getParent().toFile())
              .start()
              .waitFor();
    } catch (IOException e) {
      exit = -1;
    }
    assumeTrue(exit == 0, "no file names of any bytes here");
  }
}
