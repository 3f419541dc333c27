package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.download.DownloadListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {
  private final List<ImageFolder.Unreadable> unreadable = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void cifar10IsFoundUnderTheHomeFolder() throws Exception {
    Path batches = Cifar10Batches.write(folder.resolve("cifar10/cifar-10-batches-bin"), 5);
    assertThat(open("cifar10").fingerprint()).isEqualTo(Cifar10.read(batches).fingerprint());
  }

  @Test
  void aFolderInCifar10sLayoutIsOpenedItselfOrThroughTheFolderAbove() throws Exception {
    Path batches = Cifar10Batches.write(folder.resolve("x/cifar-10-batches-bin"), 1);
    String fingerprint = Cifar10.read(batches).fingerprint();
    assertThat(open(batches.toString()).fingerprint()).isEqualTo(fingerprint);
    assertThat(open(batches.getParent().toString()).fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void shapesAreDrawnAsManyAsAskedAndAlwaysTheSame() {
    DataSet shapes = open("shapes");
    assertThat(shapes.name()).isEqualTo("shapes");
    assertThat(shapes.fingerprint()).isEqualTo(open("shapes").fingerprint());
    assertThat(shapes.fingerprint()).isEqualTo(Shapes.draw(120, 1).fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "cifar-10,cifar10",
    "CIFAR10,cifar10",
    "cifar,cifar10",
    "Shapes,shapes",
    "shape,shapes"
  })
  void aMisspeltNameIsAnsweredWithTheNearestRightOne(String wrong, String right) {
    refused(wrong)
        .hasMessage(
            "there is no folder and no data set `%s`. Did you mean `%s`? Built in are cifar10 and shapes."
                .formatted(wrong, right));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "no/such/folder", "imagenet", "a\0b"})
  void whatIsNeitherFolderNorDataSetIsRefused(String data) {
    refused(data)
        .hasMessage(
            "there is no folder and no data set `" + data + "`. Built in are cifar10 and shapes.");
  }

  @Test
  void aFileIsRefusedByName() throws Exception {
    Path file = Files.createFile(folder.resolve("data.zip"));
    refused(file.toString())
        .hasMessage(
            file
                + ": this is a file, expected a folder or the name of a built-in data set (cifar10,"
                + " shapes)");
  }

  @Test
  void anEmptyFolderIsRefusedByName() {
    refused(folder.toString()).hasMessageStartingWith(folder + ": ");
  }

  @Test
  void imagesOfAnotherSizeThanTheModelWantsAreRefused() {
    DataRequest request = request(64, 48);
    assertThatThrownBy(() -> DataSets.open("shapes", request))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "shapes: its images are 32 x 32, but the model wants 64 x 48; choose a model for that"
                + " size");
  }

  private DataRequest request(int height, int width) {
    return new DataRequest(
        height,
        width,
        1,
        120,
        0,
        folder,
        DownloadListener.SILENT,
        PixelStorage.memory(),
        (done, all) -> {},
        read -> unreadable.addAll(read.unreadable()),
        0.01);
  }

  private DataSet open(String data) {
    return DataSets.open(data, request(32, 32));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String data) {
    return assertThatThrownBy(() -> open(data)).isInstanceOf(FoveaException.class);
  }
}
