package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.image.ImageBytes;
import fovea.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
  private static final List<String> FORMATS = List.of("png", "jpeg", "bmp", "gif");

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(parent.resolve("pets"));
  }

  @Test
  void classFoldersBecomeADataSetWithSortedClasses() throws IOException {
    images("dog", 20);
    images("cat", 30);
    images("Ant", 10);
    ImageFolder read = ImageFolder.read(folder, 8, 6);
    assertThat(read.unreadable()).isEmpty();
    DataSet data = read.data();
    assertThat(data.name()).isEqualTo("pets");
    assertThat(data.classes()).containsExactly("Ant", "cat", "dog");
    assertThat(data.height()).isEqualTo(8);
    assertThat(data.width()).isEqualTo(6);
    assertThat(data.testHeldOut()).isTrue();
    assertThat(data.hasValidation()).isFalse();
    assertThat(countsByClass(data)).containsExactly(10, 30, 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"val", "validation"})
  void splitsAboveTheClassesAreKept(String validation) throws IOException {
    images("train/cat", 5);
    images("train/dog", 6);
    images(validation + "/dog", 2);
    images("test/cat", 3);
    Files.createDirectories(folder.resolve("annotations/boxes"));
    DataSet data = ImageFolder.read(folder, 8, 8).data();
    assertThat(data.testHeldOut()).isFalse();
    Splits splits = data.split(0.5, HoldOut.BY_CLASS, Rng.seeded(1));
    assertThat(splits.train().images().size()).isEqualTo(11);
    ImageSet held = splits.validation().orElseThrow().images();
    assertThat(IntStream.range(0, held.size()).map(held::label)).containsExactly(1, 1);
    ImageSet test = splits.test().images();
    assertThat(IntStream.range(0, test.size()).map(test::label)).containsExactly(0, 0, 0);
  }

  @Test
  void aClassMayBeCalledTrain() throws IOException {
    images("bus", 5);
    images("train", 5);
    assertThat(ImageFolder.read(folder, 8, 8).data().classes()).containsExactly("bus", "train");
  }

  @Test
  void whatIsNoImageIsPassedOver() throws IOException {
    images("cat", 5);
    images("dog", 5);
    images(".git", 1);
    images("__MACOSX", 1);
    write("README.md", "Two classes.");
    write("cat/.DS_Store", "hidden");
    write("cat/._1.jpg", "hidden");
    write("cat/Thumbs.db", "\u0001\u0002\0");
    write("cat/labels.csv", "a,b");
    ImageFolder read = ImageFolder.read(folder, 8, 8);
    assertThat(countsByClass(read.data())).containsExactly(5, 5);
    assertThat(read.unreadable()).isEmpty();
  }

  @Test
  void anImageCountsWhateverItsExtension() throws IOException {
    images("cat", 5);
    images("dog", 5);
    Files.write(folder.resolve("dog/scan.jfif"), image(77, "jpeg"));
    Files.write(folder.resolve("dog/LOUD.JPG"), image(78, "jpeg"));
    Files.write(folder.resolve("dog/none"), image(79, "gif"));
    assertThat(countsByClass(ImageFolder.read(folder, 8, 8).data())).containsExactly(5, 8);
  }

  @Test
  void unreadableFilesAreListedAndTheOthersRead() throws IOException {
    images("cat", 100);
    images("dog", 198);
    write("cat/1-text.jpg", "not a cat");
    Files.write(
        folder.resolve("dog/photo.heic"), "\0\0\0\30ftypheic".getBytes(StandardCharsets.US_ASCII));
    ImageFolder read = ImageFolder.read(folder, 8, 8);
    assertThat(countsByClass(read.data())).containsExactly(100, 198);
    Path text = folder.resolve("cat/1-text.jpg");
    Path photo = folder.resolve("dog/photo.heic");
    assertThat(read.unreadable())
        .extracting(ImageFolder.Unreadable::file, ImageFolder.Unreadable::message)
        .containsExactly(
            tuple(
                text,
                text
                    + ": text, not an image, expected a JPEG, PNG, BMP, GIF, WebP, TIFF or PNM image"),
            tuple(
                photo,
                photo
                    + ": a HEIC image, which Fovea doesn't read; save it as PNG or JPEG, for instance by ImageMagick: mogrify -format png *.heic"));
  }

  @Test
  void readingTwiceGivesTheSame() throws IOException {
    images("cat", 40);
    images("dog", 40);
    DataSet one = ImageFolder.read(folder, 9, 9).data();
    DataSet two = ImageFolder.read(folder, 9, 9).data();
    assertThat(two.fingerprint()).isEqualTo(one.fingerprint());
    assertThat(ImageFolder.read(folder, 9, 8).data().fingerprint()).isNotEqualTo(one.fingerprint());
  }

  @Test
  void imagesAreScaledAndKeepTheirClass() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.createDirectories(folder.resolve("bright"));
      Files.createDirectories(folder.resolve("dark"));
      Files.write(folder.resolve("bright/" + i + ".png"), flat(40 + i, 20, 0xf0f0f0 + i));
      Files.write(folder.resolve("dark/" + i + ".png"), flat(20, 40 + i, 0x101010 + i));
    }
    ImageSet images = ImageFolder.read(folder, 8, 8).data().splits().train().images();
    assertThat(images.size()).isEqualTo(9);
    for (int i = 0; i < images.size(); i++) {
      byte level = (byte) (images.label(i) == 0 ? 0xf0 : 0x10);
      byte blue = images.pixels(i)[2];
      assertThat(blue - level).isBetween(0, 4);
      assertThat(images.pixels(i)).hasSize(192).containsOnly(level, blue);
    }
  }

  @Test
  void progressRisesToTheEnd() throws IOException {
    images("train/cat", 20);
    images("train/dog", 20);
    images("test/dog", 10);
    List<Integer> told = new ArrayList<>();
    ImageFolder.read(
        folder,
        8,
        8,
        PixelStorage.memory(),
        (done, all) -> {
          assertThat(all).isEqualTo(50);
          told.add(done);
        });
    assertThat(told).isEqualTo(IntStream.rangeClosed(1, 50).boxed().toList());
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void linkedFilesAreReadAndLoopsDoNotHang() throws IOException {
    images("cat", 5);
    images("dog", 5);
    try {
      Files.createSymbolicLink(folder.resolve("dog/linked.png"), folder.resolve("cat/0.png"));
      Files.createSymbolicLink(folder.resolve("dog/all"), folder);
      Files.createSymbolicLink(folder.resolve("dog/itself"), folder.resolve("dog/itself"));
    } catch (UnsupportedOperationException | IOException e) {
      assumeTrue(false, "no symbolic links here");
    }
    assertThat(countsByClass(ImageFolder.read(folder, 8, 8).data())).containsExactly(5, 6);
  }

  @Test
  void namesInAnyScriptAreRead() throws IOException {
    assumeTrue(namesInAnyScriptExist(), "file names are ASCII here");
    images("кошка", 5);
    images("Käfer", 5);
    Files.write(folder.resolve("Käfer/写真.png"), image(99, "png"));
    DataSet data = ImageFolder.read(folder, 8, 8).data();
    assertThat(data.classes()).containsExactly("Käfer", "кошка");
    assertThat(countsByClass(data)).containsExactly(6, 5);
  }

  private boolean namesInAnyScriptExist() {
    try {
      return folder.resolve("кошка").toString().endsWith("кошка");
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void images(String name, int count) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    for (int i = 0; i < count; i++) {
      String format = FORMATS.get(i % FORMATS.size());
      Files.write(target.resolve(i + "." + format), image(name.hashCode() + i, format));
    }
  }

  private static byte[] image(int seed, String format) {
    return ImageBytes.encoded(ImageBytes.picture(12, 10, seed), format);
  }

  private static byte[] flat(int width, int height, int color) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, color);
    }
    return ImageBytes.encoded(image, "png");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private static int[] countsByClass(DataSet data) {
    Splits splits = data.splits();
    int[] counts = new int[data.classes().size()];
    for (ImageSet part : List.of(splits.train().images(), splits.test().images())) {
      for (int i = 0; i < part.size(); i++) {
        counts[part.label(i)]++;
      }
    }
    return counts;
  }
}
