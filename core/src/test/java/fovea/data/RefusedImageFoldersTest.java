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

/** Each is one sentence that names the folder and says which layout is expected. */
class RefusedImageFoldersTest {
  private static final String EXPECTED =
      "expected a folder for each class (cat/, dog/, ...) with its images in it, or train/ with such"
          + " folders, and the same in val/ and test/ if you have them";

  @TempDir Path folder;

  @Test
  void aMissingFolder() {
    Path missing = folder.resolve("nowhere");
    assertRefused(missing, missing + ": no such folder, " + EXPECTED);
  }

  @Test
  void aFile() throws IOException {
    Path file = Files.writeString(folder.resolve("data.zip"), "PK");
    assertRefused(file, file + ": a file, " + EXPECTED);
  }

  @Test
  void anEmptyFolder() {
    assertRefused(folder, folder + ": no class folders in it, " + EXPECTED);
  }

  @Test
  void imagesDirectlyInTheFolder() throws IOException {
    image("a.png");
    image("b.jpg");
    assertRefused(folder, folder + ": images lie directly in it, " + EXPECTED);
  }

  @Test
  void imagesDirectlyInTrain() throws IOException {
    image("train/a.png");
    assertRefused(folder, folder.resolve("train") + ": images lie directly in it, " + EXPECTED);
  }

  @Test
  void aSingleClass() throws IOException {
    image("cat/a.png");
    assertRefused(
        folder, folder + ": one class (cat), at least two are needed to tell apart; " + EXPECTED);
  }

  @Test
  void anEmptyClassFolder() throws IOException {
    image("cat/a.png");
    Files.createDirectory(folder.resolve("dog"));
    String message = ": no images in this class folder; add some or delete the folder";
    assertRefused(folder, folder.resolve("dog") + message);
    Files.writeString(folder.resolve("dog/notes.txt"), "none yet");
    assertRefused(folder, folder.resolve("dog") + message);
  }

  @Test
  void anEmptyClassFolderOfATestSplit() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    Files.createDirectories(folder.resolve("test/cat"));
    assertRefused(
        folder,
        folder.resolve("test/cat")
            + ": no images in this class folder; add some or delete the folder");
  }

  @Test
  void aSplitWithoutClassFolders() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("test/a.png");
    assertRefused(folder, folder.resolve("test") + ": no class folders in it, " + EXPECTED);
  }

  @Test
  void aTestClassThatTrainLacks() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("val/bird/a.png");
    assertRefused(
        folder,
        folder.resolve("val/bird")
            + ": the class `bird` has no folder in train, expected only those of cat, dog");
  }

  @Test
  void splitsWithoutTrain() throws IOException {
    image("test/cat/a.png");
    image("val/cat/a.png");
    assertRefused(folder, folder + ": test/ and val/ without train/, " + EXPECTED);
  }

  @Test
  void bothNamesOfTheValidationSplit() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("val/cat/a.png");
    image("validation/cat/a.png");
    assertRefused(
        folder,
        folder + ": both val/ and validation/, expected one of them; put their images together");
  }

  @Test
  void aSplitByAnotherName() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("valid/cat/a.png");
    assertRefused(
        folder,
        folder.resolve("valid")
            + ": a split of this name isn't known, expected train, val, validation or test");
  }

  @Test
  void tooManyUnreadableFiles() throws IOException {
    for (int i = 0; i < 45; i++) {
      image("cat/" + i + ".png");
      image("dog/" + i + ".png");
    }
    for (int i = 0; i < 4; i++) {
      Files.writeString(folder.resolve("dog/text" + i + ".jpg"), "text");
    }
    String reason =
        ": text, not an image, expected a JPEG, PNG, BMP, GIF, WebP, TIFF or PNM image; ";
    Path dog = folder.resolve("dog");
    assertRefused(
        folder,
        folder
            + ": 4 of 94 images can't be read, expected at most 1 %; "
            + dog.resolve("text0.jpg")
            + reason
            + dog.resolve("text1.jpg")
            + reason
            + dog.resolve("text2.jpg")
            + reason
            + "...");
  }

  @Test
  void oneUnreadableFileInNinetyNineIsTooMuchAndInAHundredIsNot() throws IOException {
    for (int i = 0; i < 49; i++) {
      image("cat/" + i + ".png");
      image("dog/" + i + ".png");
    }
    Files.writeString(folder.resolve("dog/text.jpg"), "text");
    assertThatThrownBy(() -> ImageFolder.read(folder, 4, 4))
        .hasMessageContaining("1 of 99 images can't be read");
    image("dog/one-more.png");
    assertThat(ImageFolder.read(folder, 4, 4).unreadable()).hasSize(1);
  }

  @Test
  void aClassOfWhichNothingCanBeRead() throws IOException {
    for (int i = 0; i < 60; i++) {
      image("train/cat/" + i + ".png");
      image("train/dog/" + i + ".png");
    }
    image("test/cat/a.png");
    Files.createDirectories(folder.resolve("test/dog"));
    Files.writeString(folder.resolve("test/dog/a.png"), "text");
    assertRefused(
        folder,
        folder.resolve("test/dog")
            + ": none of the images in this class folder can be read; replace or delete them");
  }

  @Test
  void moreThanMemoryHolds() throws IOException {
    image("cat/a.png");
    image("dog/a.png");
    assertThatThrownBy(() -> ImageFolder.read(folder, 26_000, 26_000))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(
            folder + ": 2 images of 26000 x 26000 take 4.1 GB, expected at most")
        .hasMessageEndingWith("give it more by -Xmx, or use smaller or fewer images");
  }

  @Test
  void anImageSizeThatCannotBe() {
    assertThatThrownBy(() -> ImageFolder.read(folder, 0, 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, ImageBytes.encoded(ImageBytes.picture(5, 5, name.hashCode()), "png"));
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> ImageFolder.read(folder, 8, 8))
        .isInstanceOf(FoveaException.class)
        .hasMessage(message);
  }
}
