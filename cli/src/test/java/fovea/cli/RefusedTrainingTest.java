package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What `fovea train` can't work with is refused in one sentence, before anything is written. */
class RefusedTrainingTest {
  private static final int RECORD = 3073;

  @TempDir Path folder;
  private Path data;
  private Path recipe;

  @BeforeEach
  void write() throws IOException {
    data = TinyImages.in(folder);
    recipe = TinyImages.recipe(folder);
  }

  @Test
  void aMissingFolder() throws IOException {
    Path missing = folder.resolve("missing");
    refused("--data", missing).contains("there is no folder and no data set `" + missing + "`");
  }

  @Test
  void aTruncatedBatchFile() throws IOException {
    cifar10(records(20, 3));
    Files.write(folder.resolve("cifar/data_batch_2.bin"), new byte[RECORD * 20 - 1]);
    refused("--data", folder.resolve("cifar"))
        .contains("data_batch_2.bin: 61,459 bytes, expected a multiple of 3,073");
  }

  @Test
  void aLabelOfTwelve() throws IOException {
    cifar10(records(20, 12));
    refused("--data", folder.resolve("cifar")).contains("data_batch_1.bin").contains("12");
  }

  @Test
  void anEmptyClassFolder() throws IOException {
    Path empty = Files.createDirectory(data.resolve("train/yellow"));
    refused("--data", data).startsWith("fovea: " + empty + ": no files in it; add images to it");
  }

  @Test
  void textFilesCalledImages() throws IOException {
    Path text = Files.writeString(data.resolve("train/red/note.jpg"), "buy milk");
    Files.writeString(data.resolve("train/blue/note.jpg"), "buy bread");
    refused("--data", data)
        .startsWith("fovea: " + data + ": 2 of 56 images can't be read")
        .contains(text.toString(), "`fovea data info " + data + "` lists them", "--skip-broken");
    refused("--data", data, "--set", "skipBroken=0.02").contains("at most 1 (a share of 0.02)");
  }

  @Test
  void skippingBrokenImagesOfARunThatGoesOn() throws IOException {
    Outcome.of("train", "--resume", folder.resolve("run"), "--skip-broken")
        .refused(2)
        .contains("--skip-broken doesn't go with --resume");
  }

  @Test
  void imagesOfAnotherSizeThanTheNetworks() throws IOException {
    cifar10(records(20, 3));
    refused("--data", folder.resolve("cifar")).contains("32 x 32").contains("8 x 8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lerningRate: 1|unknown key `lerningRate`",
        "batchSize: -8|`batchSize` is -8, allowed",
        "augment: {rotation: 400}|`rotation` in `augment` is 400, allowed",
        "model: {name: vgg}|there is no model `vgg`",
        "model: {arguments: {depth: 3}}|model `cifar10-cnn` has no argument `depth`",
        "epochs: [|recipe.yaml, line 1",
      })
  void aRecipeThatIsWrong(String yaml, String message) throws IOException {
    recipe = Files.writeString(folder.resolve("recipe.yaml"), yaml);
    refused("--data", data).contains(message);
  }

  @Test
  void aSettingThatIsWrong() throws IOException {
    refused("--data", data, "--set", "augment.rotation=400")
        .contains("--set augment.rotation=400", "`rotation` in `augment` is 400");
    refused("--data", data, "--threads", -3).contains("`threads` is -3, allowed");
  }

  @Test
  void aRecipeThatIsMissing() throws IOException {
    recipe = folder.resolve("none.yaml");
    refused("--data", data).startsWith("fovea: " + recipe + ": no such file");
  }

  @Test
  void anOutputFolderThatExists() throws IOException {
    Path out = Files.createDirectory(folder.resolve("run"));
    Files.writeString(out.resolve("precious"), "old");
    refused("--data", data).startsWith("fovea: " + out + ": exists already.");
    assertThat(out.resolve("precious")).hasContent("old");
  }

  @Test
  void anOutputFolderBelowAFile() throws IOException {
    List<Path> before = files();
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", recipe.resolve("run"))
        .refused(1)
        .contains(recipe.toString());
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void resumingWhatIsNoRun() throws IOException {
    List<Path> before = files();
    Outcome.of("train", "--resume", folder.resolve("missing"))
        .refused(1)
        .contains("no such folder");
    Outcome.of("train", "--resume", data).refused(1).contains("not the folder of a run");
    assertThat(files()).isEqualTo(before);
  }

  private AbstractStringAssert<?> refused(Object... options) throws IOException {
    List<Path> before = files();
    Object[] arguments =
        Stream.concat(
                Stream.of("train", "--recipe", recipe, "--out", folder.resolve("run")),
                Arrays.stream(options))
            .toArray();
    AbstractStringAssert<?> message = Outcome.of(arguments).refused(1);
    assertThat(files()).isEqualTo(before);
    return message;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private void cifar10(byte[] records) throws IOException {
    Path cifar = Files.createDirectory(folder.resolve("cifar"));
    Files.write(cifar.resolve("data_batch_1.bin"), records);
    Files.write(cifar.resolve("test_batch.bin"), records(20, 3));
  }

  /** Black images of class 0, but for the last. */
  private static byte[] records(int count, int lastLabel) {
    byte[] records = new byte[count * RECORD];
    records[(count - 1) * RECORD] = (byte) lastLabel;
    return records;
  }
}
