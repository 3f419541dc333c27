package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.image.ImageFile;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are kept larger to train on, and are the same data set. */
class LargerImagesTest {
  private static final double OVERSIZE = 1.5;
  private static final int LARGER = 9;

  @TempDir Path parent;
  private CachedFolder folder;

  @BeforeEach
  void folder() throws IOException {
    folder = new CachedFolder(parent).with("cat", 14).with("dog/old", 9).with("dog", 9);
    Files.writeString(folder.images.resolve("dog/4.png"), "no image");
  }

  @Test
  void eachImageHasItsOwnLargerOneInEverySplit() throws IOException {
    Map<ByteBuffer, byte[]> byPixels = new HashMap<>();
    for (Path file : files()) {
      byPixels.put(
          ByteBuffer.wrap(ImageFile.decode(file, 6, 6).rgb()),
          ImageFile.decode(file, LARGER, LARGER).rgb());
    }
    for (ImageFolder read : List.of(folder.inMemory(OVERSIZE), folder.read(OVERSIZE))) {
      Splits splits = read.data(1).split(0.2, HoldOut.BY_CLASS, Rng.seeded(3));
      ImageSet validation = splits.validation().orElseThrow().images();
      int compared = 0;
      for (ImageSet images : List.of(splits.train().images(), validation, splits.test().images())) {
        ImageSet larger = images.withClasses(List.of("dog", "cat")).enlarged();
        assertThat(larger.height()).isEqualTo(LARGER);
        assertThat(larger.width()).isEqualTo(LARGER);
        ImageSet same = images.withClasses(List.of("dog", "cat"));
        for (int i = 0; i < same.size(); i++, compared++) {
          assertThat(larger.label(i)).isEqualTo(same.label(i));
          assertThat(larger.pixels(i)).isEqualTo(byPixels.get(ByteBuffer.wrap(same.pixels(i))));
        }
      }
      assertThat(compared).isEqualTo(31);
    }
  }

  @Test
  void aDataSetIsTheSameWithLargerImagesAndWithout() throws IOException {
    String without = folder.inMemory().data(1).fingerprint();
    assertThat(folder.inMemory(OVERSIZE).data(1).fingerprint()).isEqualTo(without);
    assertThat(folder.read(OVERSIZE).data(1).fingerprint()).isEqualTo(without);
  }

  @Test
  void withoutLargerOnesTheImagesThemselvesAreTrainedOn() {
    ImageSet train = folder.inMemory().data(1).splits().train().images();
    assertThat(train.enlarged()).isSameAs(train);
  }

  @Test
  void bothSizesCountForWhatFitsIntoMemory() {
    long both = 32L * 3 * (6 * 6 + LARGER * LARGER);
    ReadSize size = new ReadSize(6, 6, OVERSIZE);
    PixelStorage enough = new PixelStorage(both, null);
    assertThat(ImageFolder.readToJudge(folder.images, size, enough, (i, all) -> {}).counts())
        .containsEntry("train", List.of(14, 17));
    PixelStorage less = new PixelStorage(both - 1, null);
    assertThatThrownBy(() -> ImageFolder.readToJudge(folder.images, size, less, (i, all) -> {}))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining("32 images of 9 x 9");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.images)) {
      return all.filter(f -> f.toString().endsWith(".png"))
          .filter(f -> !f.endsWith("dog/4.png"))
          .toList();
    }
  }
}
