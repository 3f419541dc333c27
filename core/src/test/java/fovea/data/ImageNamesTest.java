package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.image.ImageFile;
import fovea.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What images are called, however they were read and whichever part of the data they are. */
class ImageNamesTest {
  @TempDir Path folder;

  @Test
  void imagesOfAFolderAreCalledByTheirPathsInIt() throws IOException {
    CachedFolder pets = new CachedFolder(folder).with("train/cat/young", 3).with("train/dog", 2);
    Files.writeString(pets.images.resolve("train/cat/young/broken.png"), "none");
    DataSet data = ImageFolder.read(pets.images, 6, 6).data(1);
    assertNamesFit(pets, data);
    assertThat(names(data.unseen().train().images()))
        .containsExactlyInAnyOrder(
            "train/cat/young/0.png",
            "train/cat/young/1.png",
            "train/cat/young/2.png",
            "train/dog/0.png",
            "train/dog/1.png");
  }

  @Test
  void soAreThoseInACacheInWhicheverOrderTheyLie() throws IOException {
    CachedFolder pets = new CachedFolder(folder).with("train/cat", 7).with("test/cat", 4);
    Files.writeString(pets.images.resolve("train/cat/3.png"), "none");
    assertNamesFit(pets, pets.read().data(1));
  }

  private static void assertNamesFit(CachedFolder pets, DataSet data) {
    for (ImageSet images :
        new ImageSet[] {data.unseen().train().images(), data.splits().test().images()}) {
      for (int i = 0; i < images.size(); i++) {
        Pixels file =
            ImageFile.decode(pets.images.resolve(images.name(i)), images.height(), images.width());
        assertThat(images.pixels(i)).as(images.name(i)).isEqualTo(file.rgb());
      }
    }
  }

  @Test
  void partsAndUnionsKeepTheNames() {
    ImageSet some = named("a", 3);
    ImageSet others = named("b", 2);
    assertThat(names(some.select(new int[] {2, 0}))).containsExactly("a2", "a0");
    assertThat(names(some.and(others))).containsExactly("a0", "a1", "a2", "b0", "b1");
    assertThat(names(some.select(new int[] {1}).and(others.select(new int[] {1}))))
        .containsExactly("a1", "b1");
    assertThat(names(some.inSize(ReadSize.of(4, 4)))).containsExactly("a0", "a1", "a2");
  }

  @Test
  void cifarsImagesAreCalledByBatchFileAndNumber() throws IOException {
    Path batches = Cifar10Batches.write(folder, 1);
    ImageSet test = Cifar10.read(batches).splits().test().images();
    assertThat(names(test)).allMatch(name -> name.startsWith("test_batch.bin/"));
    assertThat(names(test)).contains("test_batch.bin/0").doesNotHaveDuplicates();
  }

  private static ImageSet named(String prefix, int count) {
    byte[][] pixels = new byte[count][2 * 2 * 3];
    for (int i = 0; i < count; i++) {
      Arrays.fill(pixels[i], (byte) i);
    }
    return ImageSet.of(SmallImages.CLASSES, 2, 2, pixels, new int[count], i -> prefix + i);
  }

  private static String[] names(ImageSet images) {
    return IntStream.range(0, images.size()).mapToObj(images::name).toArray(String[]::new);
  }
}
