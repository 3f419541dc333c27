package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.image.ImageBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypicalSizeTest {
  @TempDir Path folder;

  private void images(String name, int count, int width, int height) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    for (int i = 0; i < count; i++) {
      Files.write(
          target.resolve(width + "-" + i + ".png"),
          ImageBytes.encoded(ImageBytes.picture(width, height, i), "png"));
    }
  }

  @Test
  void itIsTheMedianOfTheShorterSides() throws IOException {
    images("train/cat", 3, 20, 40);
    images("train/dog", 4, 90, 30);
    images("test/dog", 4, 200, 100);
    assertThat(TypicalSize.of(folder.toString())).hasValue(30);
  }

  @Test
  void aFewImagesSpeakForMany() throws IOException {
    images("cat", 60, 8, 9);
    images("dog", 61, 80, 90);
    assertThat(TypicalSize.of(folder.toString()).getAsInt()).isIn(8, 80);
  }

  @Test
  void whatCanNotBeReadIsPassedOver() throws IOException {
    images("cat", 1, 20, 40);
    images("dog", 1, 20, 40);
    Files.writeString(folder.resolve("dog/1.png"), "no image");
    assertThat(TypicalSize.of(folder.toString())).hasValue(20);
  }

  @Test
  void dataThatAreNoClassFoldersHaveNone() throws IOException {
    assertThat(TypicalSize.of("cifar10")).isEmpty();
    assertThat(TypicalSize.of("shapes")).isEmpty();
    for (String batch : new String[] {"data_batch_1.bin", "test_batch.bin", "batches.meta.txt"}) {
      Files.createFile(folder.resolve(batch));
    }
    assertThat(TypicalSize.of(folder.toString())).isEmpty();
    assertThatThrownBy(() -> TypicalSize.of(folder.resolve("missing").toString()))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("there is no folder");
  }
}
