package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import fovea.image.ImageBytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each is one sentence that names the folder and says which layout is expected. */
class RefusedImageFoldersTest {
  private static final String EXPECTED =
      "expected a folder for each class (cat/, dog/, ...) with its images in it, or train/ with such"
          + " folders, and the same in val/ and test/ if you have them";

  @TempDir Path folder;

  @Test
  void aClassOfOneImageWhereSomeAreHeldOut() throws IOException {
    image("cat/a.png");
    image("cat/b.png");
    image("dog/deep/a.png");
    assertRefused(
        folder,
        folder.resolve("dog")
            + ": one image in this class, expected at least two, one to learn from and one to test"
            + " with; add images, or move the folder out of the data");
  }

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

  @ParameterizedTest
  @CsvSource({"train, test1", "train2017, val2017"})
  void imagesDirectlyInSplitsThatAreNumbered(String train, String other) throws IOException {
    image(train + "/cat.1.png");
    image(train + "/dog.1.png");
    image(other + "/1.png");
    assertRefused(folder, folder.resolve(train) + ": images lie directly in it, " + EXPECTED);
  }

  @Test
  void imagesDirectlyInSplitsBesideLabels() throws IOException {
    image("images/train/a.png");
    image("images/val/a.png");
    Files.createDirectories(folder.resolve("labels/train"));
    assertRefused(
        folder, folder.resolve("images/train") + ": images lie directly in it, " + EXPECTED);
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
    String advice = "; add images to it, or move it out of the data";
    assertRefused(folder, folder.resolve("dog") + ": no files in it" + advice);
    Files.createDirectories(folder.resolve("dog/2019"));
    assertRefused(folder, folder.resolve("dog") + ": no files in it" + advice);
    Files.writeString(folder.resolve("dog/notes.txt"), "none yet");
    assertRefused(
        folder,
        folder.resolve("dog")
            + ": 1 file, which isn't of an image format that is known here (.txt)"
            + advice);
  }

  @Test
  void aClassFolderWithOtherFilesSaysWhatTheyAre() throws IOException {
    image("cat/a.png");
    Files.createDirectories(folder.resolve("dog/boxes"));
    for (int i = 0; i < 6; i++) {
      Files.writeString(folder.resolve("dog/boxes/" + i + ".xml"), "<box/>");
      Files.writeString(folder.resolve("dog/" + i + (i < 2 ? ".TXT" : "")), "a dog");
    }
    assertRefused(
        folder,
        folder.resolve("dog")
            + ": 12 files, none of an image format that is known here (.xml, no extension, .txt);"
            + " add images to it, or move it out of the data");
  }

  @Test
  void aFolderWithoutFoldersSaysWhatIsInIt() throws IOException {
    Files.writeString(folder.resolve("train.csv"), "a,b");
    Files.writeString(folder.resolve("pets.zip"), "PK");
    assertRefused(
        folder,
        folder + ": 2 files, none of an image format that is known here (.csv, .zip), " + EXPECTED);
  }

  @Test
  void anEmptyClassFolderOfATestSplit() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    Files.createDirectories(folder.resolve("test/cat"));
    assertRefused(
        folder,
        folder.resolve("test/cat")
            + ": no files in it; add images to it, or move it out of the data");
  }

  @Test
  void aSplitWithoutClassFolders() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("test/a.png");
    assertRefused(folder, folder.resolve("test") + ": images lie directly in it, " + EXPECTED);
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
    assertRefused(
        folder,
        folder + ": folders for validation and test, but none for training (train/); " + EXPECTED);
  }

  @Test
  void twoFoldersForOneSplit() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("Valid/cat/a.png");
    image("validation/cat/a.png");
    assertRefused(
        folder,
        folder
            + ": both Valid/ and validation/, expected one of them; put their images together, or"
            + " move one out of the data");
  }

  @Test
  void aFolderThatLooksLikeASecondOneOfASplit() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("train_masks/cat/a.png");
    assertThatThrownBy(() -> ImageFolder.read(folder, 8, 8))
        .hasMessageStartingWith(folder + ": both train/ and train_masks/, expected one of them");
  }

  @Test
  void aSplitByAnotherName() throws IOException {
    image("train/cat/a.png");
    image("train/dog/a.png");
    image("holdout/cat/a.png");
    assertRefused(
        folder,
        folder.resolve("holdout")
            + ": a split of this name isn't known, expected train, val, validation or test; rename"
            + " it, or move it out of the data");
  }

  @Test
  void aTrainingSplitByAnotherName() throws IOException {
    image("trian/cat/a.png");
    image("trian/dog/a.png");
    image("test/cat/a.png");
    assertThatThrownBy(() -> ImageFolder.read(folder, 8, 8))
        .hasMessageStartingWith(folder.resolve("trian") + ": a split of this name isn't known");
  }

  @Test
  void splitsInsideClasses() throws IOException {
    image("cat/train/a.png");
    image("cat/test/a.png");
    image("dog/train/a.png");
    assertRefused(
        folder,
        folder.resolve("cat")
            + ": splits in the folder of a class, expected the classes in those of the splits, such"
            + " as train/cat/; if it is a data set of its own, name it as the data");
  }

  @Test
  void theFolderOfARunAndOneOfRuns() throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/first"));
    Files.writeString(run.resolve("recipe.yaml"), "epochs: 1");
    Files.writeString(run.resolve("environment.json"), "{}");
    assertRefused(run, run + ": the folder of a run, " + EXPECTED);
    Path runs = folder.resolve("runs");
    assertRefused(runs, runs + ": nothing but runs in it, " + EXPECTED);
    assertRefused(folder, folder + ": nothing but runs in it, " + EXPECTED);
  }

  @Test
  void twoFoldersWhoseNamesLookTheSame() throws IOException {
    assumeTrue(Files.isDirectory(Files.createDirectory(folder.resolve("K\u00e4fer"))));
    try {
      Files.createDirectory(folder.resolve("Ka\u0308fer"));
    } catch (FileAlreadyExistsException e) {
      assumeTrue(false, "names that look the same are the same here");
    }
    assertRefused(
        folder,
        folder
            + ": two folders of one class, Ka\u0308fer with U+0061 U+0308 and K\u00e4fer with"
            + " U+00E4; put their images together, or rename one");
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
    ImageFolder read = ImageFolder.read(folder, 4, 4);
    assertThatThrownBy(read::data)
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            folder
                + ": 4 of 94 images can't be read, expected at most 1 (a share of 0.01); "
                + dog.resolve("text0.jpg")
                + reason
                + dog.resolve("text1.jpg")
                + reason
                + dog.resolve("text2.jpg")
                + reason
                + "...; `fovea data info "
                + folder
                + "` lists them, `fovea train --skip-broken` leaves them out");
    assertThat(read.unreadable()).hasSize(4);
    assertThatThrownBy(() -> read.data(0.04)).hasMessageContaining("at most 3 (a share of 0.04)");
    assertThat(read.data(0.05).classes()).containsExactly("cat", "dog");
  }

  @Test
  void oneUnreadableFileIsNeverTooMuchUnlessNoneIsAllowed() throws IOException {
    for (int i = 0; i < 5; i++) {
      image("cat/" + i + ".png");
      image("dog/" + i + ".png");
    }
    Files.writeString(folder.resolve("dog/text.jpg"), "text");
    ImageFolder one = ImageFolder.read(folder, 4, 4);
    assertThat(one.data().classes()).containsExactly("cat", "dog");
    assertThatThrownBy(() -> one.data(0))
        .hasMessageContaining("1 of 11 images can't be read, expected at most 0");
    Files.writeString(folder.resolve("cat/text.jpg"), "text");
    assertThatThrownBy(() -> ImageFolder.read(folder, 4, 4).data())
        .hasMessageContaining("2 of 12 images can't be read, expected at most 1");
  }

  @Test
  void aClassOfWhichNothingCanBeRead() throws IOException {
    for (int i = 0; i < 60; i++) {
      image("train/cat/" + i + ".png");
      image("train/dog/" + i + ".png");
    }
    image("test/cat/a.png");
    Files.createDirectories(folder.resolve("test/dog/old"));
    Files.writeString(folder.resolve("test/dog/old/a.png"), "text");
    ImageFolder read = ImageFolder.read(folder, 8, 8);
    assertThatThrownBy(() -> read.data(1))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            folder.resolve("test/dog")
                + ": none of the images of this class can be read; replace them, or move the folder"
                + " out of the data");
  }

  @Test
  void moreThanMemoryHolds() throws IOException {
    for (String name : new String[] {"cat/a.png", "cat/b.png", "dog/a.png", "dog/b.png"}) {
      image(name);
    }
    assertThatThrownBy(() -> ImageFolder.read(folder, 26_000, 26_000))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(
            folder + ": 4 images of 26000 x 26000 take 8.1 GB, expected at most")
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
