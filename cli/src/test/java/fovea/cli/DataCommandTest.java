package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.data.ImageFolder;
import fovea.data.ImageSet;
import fovea.data.Shapes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @BeforeEach
  void moveHome() {
    System.setProperty("fovea.home", folder.resolve("home").toString());
  }

  @AfterEach
  void moveHomeBack() {
    System.clearProperty("fovea.home");
  }

  @Test
  void theListSaysWhatIsThereAndWhere() throws IOException {
    Path cifar10 = folder.resolve("home/cifar10/cifar-10-batches-bin");
    assertThat(Outcome.of("data", "list").succeeds().out())
        .contains("cifar10  ", "not yet in " + cifar10, "shapes  ", "needs no files");
    JsonNode list = JSON.readTree(Outcome.of("data", "list", "--json").succeeds().out());
    assertThat(list.findValuesAsText("name")).containsExactly("cifar10", "shapes");
    assertThat(list.get(0).get("present").asBoolean()).isFalse();
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void aFolderIsDescribedByClassAndSplit() throws IOException {
    Path data = TinyImages.in(folder);
    JsonNode info = JSON.readTree(Outcome.of("data", "info", data, "--json").succeeds().out());
    assertThat(info.get("classes").toString()).isEqualTo("[\"blue\",\"green\",\"red\"]");
    assertThat(info.get("images").toString()).isEqualTo("{\"train\":[12,12,12],\"test\":[6,6,6]}");
    assertThat(info.get("fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(info.get("height").asInt()).isEqualTo(32);
    assertThat(Outcome.of("data", "info", data).succeeds().out())
        .contains(info.get("fingerprint").asText(), "class  train  test", "all       36    18")
        .containsPattern("images +32 x 32\n")
        .endsWith("`fovea train --data " + data + "` trains on them by the recipe article.\n");
  }

  @Test
  void howLargePhotographsAreIsSaid() throws IOException {
    Path data = folder.resolve("photos");
    for (String kind : List.of("dawn", "dusk")) {
      Files.createDirectories(data.resolve(kind));
      for (int i = 0; i < 12; i++) {
        BufferedImage image = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", data.resolve(kind + "/" + i + ".png").toFile());
      }
    }
    assertThat(Outcome.of("data", "info", data).succeeds().out())
        .contains("70 pixels, the median of their shorter sides; read as 32 x 32 here\n")
        .endsWith("`fovea train --data " + data + "` trains on them by the recipe photos.\n");
  }

  @Test
  void itIsSaidWhereThePixelsAre() throws IOException {
    Path data = TinyImages.in(folder);
    String held = Outcome.of("data", "info", data).succeeds().out();
    assertThat(held).containsPattern("pixels +0\\.2 MB in memory");
    System.setProperty("fovea.pixelsInMemory", "0");
    try {
      Outcome first = Outcome.of("data", "info", data).succeeds();
      Path caches = folder.resolve("home/cache").toRealPath();
      assertThat(first.out()).containsPattern("pixels +0\\.2 MB in the cache " + caches + "/");
      assertThat(first.err()).contains("54 images of 32 x 32 are decoded once, into a cache of");
      Outcome second = Outcome.of("data", "info", data, "--json").succeeds();
      assertThat(second.err()).isEmpty();
      JsonNode pixels = JSON.readTree(second.out()).get("pixels");
      assertThat(pixels.get("kept").asText()).isEqualTo("cache");
      assertThat(pixels.get("bytes").asLong()).isEqualTo(54 * 3 * 32 * 32);
      assertThat(pixels.get("folder").asText()).startsWith(caches + "/");
      assertThat(held.replaceFirst("pixels.*", ""))
          .isEqualTo(first.out().replaceFirst("pixels.*", ""));
    } finally {
      System.clearProperty("fovea.pixelsInMemory");
    }
  }

  @Test
  void everyUnreadableImageIsListedAndTheOthersCounted() throws IOException {
    Path data = TinyImages.in(folder);
    List<Path> texts = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      texts.add(Files.writeString(data.resolve("train/red/" + i + ".png"), "buy milk"));
    }
    String info = Outcome.of("data", "info", data).succeeds().out();
    JsonNode json = JSON.readTree(Outcome.of("data", "info", data, "--json").succeeds().out());
    assertThat(info).contains("red        1     6");
    assertThat(json.get("images").get("train").toString()).isEqualTo("[12,12,1]");
    assertThat(json.get("unreadable")).hasSize(11);
    texts.forEach(text -> assertThat(info).contains("unreadable: " + text + ": "));
  }

  @Test
  void aClassOfWhichNothingCanBeReadFailsAfterAllIsListed() throws IOException {
    Path data = TinyImages.in(folder);
    for (int i = 0; i < 6; i++) {
      Files.writeString(data.resolve("test/red/" + i + ".png"), "buy milk");
    }
    Outcome info = Outcome.of("data", "info", data, "--json");
    assertThat(info.exit()).isEqualTo(1);
    assertThat(info.err())
        .startsWith("fovea: " + data.resolve("test/red") + ": none of the images of this class");
    JsonNode json = JSON.readTree(info.out());
    assertThat(json.get("images").toString()).isEqualTo("{\"train\":[12,12,12],\"test\":[6,6,0]}");
    assertThat(json.get("fingerprint").isNull()).isTrue();
    assertThat(json.get("unreadable")).hasSize(6);
  }

  @Test
  void whatIsLeftOutIsListedByFileOrCountedWhereItIsMuch() throws IOException {
    Path data = TinyImages.in(folder);
    Path notes = Files.writeString(data.resolve("train/notes.md"), "red is hard");
    for (int i = 0; i < 11; i++) {
      Files.writeString(data.resolve("train/red/" + i + ".xml"), "<box/>");
    }
    assertThat(Outcome.of("data", "info", data).succeeds().out())
        .contains("left out: " + notes + ": file that is no image\n")
        .contains(
            "left out: "
                + data.resolve("train/red")
                + ": 11 files that are no images, such as 0.xml\n");
    JsonNode json = JSON.readTree(Outcome.of("data", "info", data, "--json").succeeds().out());
    assertThat(json.get("leftOut")).hasSize(12);
    assertThat(json.get("leftOut").findValuesAsText("path")).contains(notes.toString());
  }

  @Test
  void shapesNeedNoPreparingAndOthersAreNotKnown() {
    assertThat(Outcome.of("data", "prepare", "shapes").succeeds().out())
        .isEqualTo("shapes are drawn when they are asked for\n");
    Outcome.of("data", "prepare", "shapes", "--images", 120)
        .refused(2)
        .startsWith("fovea: --images goes with shapes and --files, which writes so many.");
    Outcome.of("data", "prepare", "cifar11").refused(1).contains("Did you mean `cifar10`?");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void imagesAreWrittenAsFilesThatAreReadAsTheSameDataAgain() throws IOException {
    Path files = folder.resolve("shapes");
    assertThat(
            Outcome.of("data", "prepare", "shapes", "--files", files, "--images", 120)
                .succeeds()
                .out())
        .isEqualTo("100 images to train on and 20 to test with are in " + files + "\n");
    ImageSet drawn = Shapes.draw(120, 1).splits().test().images();
    ImageSet read =
        ImageFolder.read(files, 32, 32)
            .data(0)
            .splits()
            .test()
            .images()
            .withClasses(drawn.classes());
    assertThat(read.perClass()).isEqualTo(drawn.perClass());
    for (int label = 0; label < 10; label++) {
      assertThat(pictures(read, label)).isEqualTo(pictures(drawn, label));
    }
    Outcome.of("data", "prepare", "shapes", "--files", files)
        .refused(1)
        .isEqualTo(
            "fovea: " + files + ": there are files in it, name a new folder for the images.");
  }

  /** In one order, since a folder's is its own. */
  private static List<String> pictures(ImageSet images, int label) {
    return IntStream.range(0, images.size())
        .filter(i -> images.label(i) == label)
        .mapToObj(i -> HexFormat.of().formatHex(images.pixels(i)))
        .sorted()
        .toList();
  }

  @Test
  void wrongUsageIsOneSentence() {
    Outcome.of("data")
        .refused(2)
        .isEqualTo("fovea: missing required subcommand. See `fovea data --help`.");
    Outcome.of("data", "lst")
        .refused(2)
        .isEqualTo("fovea: unknown command `lst`. Did you mean `list`? See `fovea data --help`.");
    Outcome.of("data", "info", "shape").refused(1).contains("Did you mean `shapes`?");
  }
}
