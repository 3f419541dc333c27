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

  /** Of 147 images each third is looked at; were it all, most would be of one pixel. */
  @Test
  void aFewImagesSpeakForMany() throws IOException {
    for (int i = 0; i < 147; i++) {
      Path target = Files.createDirectories(folder.resolve(i < 70 ? "cat" : "dog"));
      int side = i % 3 > 0 ? 1 : i < 70 ? 8 : 80;
      Files.write(
          target.resolve("%03d.png".formatted(i)),
          ImageBytes.encoded(ImageBytes.picture(side, side + 1, i), "png"));
    }
    assertThat(TypicalSize.of(folder.toString())).hasValue(80); // of 24 cats and 25 dogs
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
