package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of data whose figures would mean less than they seem to. */
class SplitNotesTest {
  @TempDir Path folder;

  @Test
  void trainingSaysWhichClassesAreNotTested() throws IOException {
    Path data = UnevenImages.in(folder);
    Path recipe = TinyImages.recipe(folder);
    Outcome training =
        Outcome.of(
                "train",
                "--data",
                data,
                "--recipe",
                recipe,
                "--set",
                "validation=0.02",
                "--set",
                "epochs=1",
                "--out",
                folder.resolve("run"))
            .succeeds();
    assertThat(training.err().lines())
        .contains("fovea: no validation images of rare", "fovea: no test images of rare");
  }

  @Test
  void picturesInSeveralPlacesAreCounted() throws IOException {
    Path data = TinyImages.in(folder);
    copy(data, "train/red/1.png", "test/red/a.png");
    copy(data, "train/red/1.png", "test/red/b.png");
    copy(data, "train/red/2.png", "train/blue/c.png");
    Outcome info = Outcome.of("data", "info", data).succeeds();
    assertThat(info.out().lines())
        .contains(
            "2 images are both in train and in test; the figures flatter the model",
            "1 picture lies in two classes or more, so that no answer is right for all copies");
    JsonNode json =
        new ObjectMapper().readTree(Outcome.of("data", "info", data, "--json").succeeds().out());
    assertThat(json.get("copies").toString())
        .isEqualTo("{\"trainAndTest\":2,\"trainAndValidation\":0,\"twoClasses\":1}");
  }

  @Test
  void aClassThatIsTestedButNotTrainedIsRefusedByName() throws IOException {
    Path data = folder.resolve("cifar");
    Files.createDirectories(data);
    Files.write(data.resolve("data_batch_1.bin"), records(9));
    Files.write(data.resolve("test_batch.bin"), records(10));
    Outcome.of("train", "--data", data, "--out", folder.resolve("run"))
        .refused(1)
        .contains("cifar10: no training images of truck");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** CIFAR-10's records, three of each of the first classes. */
  private static byte[] records(int classes) {
    byte[] records = new byte[3 * classes * 3073];
    for (int i = 0; i < 3 * classes; i++) {
      records[i * 3073] = (byte) (i % classes);
      records[i * 3073 + 1] = (byte) i;
    }
    return records;
  }

  private static void copy(Path data, String from, String to) throws IOException {
    Files.copy(data.resolve(from), data.resolve(to));
  }
}
