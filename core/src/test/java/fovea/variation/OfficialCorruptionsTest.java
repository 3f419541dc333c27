package fovea.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.data.Cifar10;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.io.NpyBytes;
import fovea.models.Model;
import fovea.models.Models;
import fovea.nn.Prepared;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.variation.corruption.Corruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files laid out as those of CIFAR-10-C, of twelve images rather than ten thousand. */
class OfficialCorruptionsTest {
  private static final Study STANDARD =
      new Study(Corruption.standard(), Study.everySeverity(), List.of(), false);

  private static final int IMAGES = 12;
  private static final int BYTES = 32 * 32 * 3;

  @TempDir Path folder;
  private final byte[][] pixels = new byte[IMAGES][BYTES];
  private final int[] labels = new int[IMAGES];

  @BeforeEach
  void write() throws IOException {
    Rng rng = Rng.seeded(1);
    byte[] all = new byte[5 * IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = rng.nextInt(10);
      for (int p = 0; p < BYTES; p++) {
        pixels[i][p] = (byte) rng.nextInt(256);
      }
      for (int severity = 0; severity < 5; severity++) {
        all[severity * IMAGES + i] = (byte) labels[i];
      }
    }
    Path unused = NpyBytes.write(folder.resolve("labels.npy"), "(60,)", all);
    write(Corruption.FOG);
    write(Corruption.CONTRAST);
  }

  private void write(Corruption corruption) throws IOException {
    byte[] numbers = new byte[5 * IMAGES * BYTES];
    VariationJudge judge = judge(null);
    for (int severity = 1; severity <= 5; severity++) {
      ImageSet varied =
          judge.varied(corruption.at(severity, 32, 32), corruption.toString(), 0, IMAGES);
      for (int i = 0; i < IMAGES; i++) {
        int at = ((severity - 1) * IMAGES + i) * BYTES;
        System.arraycopy(varied.pixels(i), 0, numbers, at, BYTES);
      }
    }
    Path unused = NpyBytes.write(folder.resolve(corruption + ".npy"), "(60, 32, 32, 3)", numbers);
  }

  @SuppressWarnings("NullAway") // nothing is judged where there is no network
  private VariationJudge judge(Prepared network) {
    ImageSet set = ImageSet.of(Cifar10.CLASSES, 32, 32, pixels, labels);
    return VariationJudge.of(network, new Split.Test(set), IMAGES, 1, 1);
  }

  private static Model model(List<String> classes) {
    Model model = Models.create("article-minimal", Map.of(), classes, Rng.seeded(3));
    model.network().eval();
    return model;
  }

  @Test
  void filesAreJudgedAsTheImagesThatTheyHold() {
    Study study =
        new Study(List.of(Corruption.FOG, Corruption.CONTRAST), List.of(1, 4), List.of(), false);
    List<String> shuffled = new ArrayList<>(Cifar10.CLASSES);
    Collections.rotate(shuffled, 3);
    for (List<String> classes : List.of(Cifar10.CLASSES, shuffled)) {
      try (Model model = model(classes);
          Prepared network = Prepared.of(model.network(), model.input(), Precision.FLOAT32)) {
        ImageSet set = ImageSet.of(Cifar10.CLASSES, 32, 32, pixels, labels).withClasses(classes);
        InputVariation generated =
            study.of(
                VariationJudge.of(network, new Split.Test(set), IMAGES, 1, 1),
                (what, judged, all) -> {});
        List<Long> told = new ArrayList<>();
        InputVariation official =
            OfficialCorruptions.open(folder)
                .judge(
                    study,
                    network,
                    classes,
                    model.input(),
                    IMAGES,
                    1,
                    1,
                    (what, judged, all) -> told.add(judged));
        assertThat(official.corruptions().rows()).isEqualTo(generated.corruptions().rows());
        assertThat(official.corruptions().official()).isTrue();
        assertThat(generated.corruptions().official()).isFalse();
        assertThat(official.accuracy()).isNull();
        assertThat(told).containsExactly(12L, 24L, 36L, 48L);
      }
    }
  }

  @Test
  void aFewImagesOfEachSeverityAreTheSameOnes() {
    OfficialCorruptions files = OfficialCorruptions.open(folder);
    assertThat(files.perSeverity()).isEqualTo(IMAGES);
    assertThat(files.corruptions()).containsExactly(Corruption.FOG, Corruption.CONTRAST);
    int[] chosen = {2, 7};
    for (int severity = 1; severity <= 5; severity++) {
      ImageSet few = files.images(Corruption.FOG, severity, chosen);
      assertThat(few.label(0)).isEqualTo(labels[2]);
      assertThat(few.label(1)).isEqualTo(labels[7]);
    }
  }

  @Test
  void arraysOfTheWrongShapeAreRefusedInOneSentence() throws IOException {
    Path fog = folder.resolve("fog.npy");
    Path unused = NpyBytes.write(fog, "(12, 32, 32, 3)", new byte[IMAGES * BYTES]);
    assertRefused(
        "fog.npy: uint8 [12, 32, 32, 3], expected uint8 [60, 32, 32, 3]: the images that labels.npy"
            + " is of, as CIFAR-10-C has them; copy or download it again");
    unused = NpyBytes.write(fog, "(60, 3, 32, 32)", new byte[5 * IMAGES * BYTES]);
    assertRefused("fog.npy: uint8 [60, 3, 32, 32], expected uint8 [60, 32, 32, 3]");
    Files.delete(fog);
    unused = NpyBytes.write(folder.resolve("labels.npy"), "(61,)", new byte[61]);
    assertRefused("labels.npy: uint8 [61], expected [50000]: a class for each of 10,000 images");
    unused = NpyBytes.write(folder.resolve("labels.npy"), "(5,)", new byte[] {1, 2, 3, 4, 10});
    assertRefused("labels.npy: class 10, expected 0 to 9");
  }

  @Test
  void aFolderWithoutCorruptionsAndAnUnknownModelAreRefused() throws IOException {
    try (Model model = model(List.of("cat", "dog"));
        Prepared network = Prepared.of(model.network(), model.input(), Precision.FLOAT32)) {
      OfficialCorruptions files = OfficialCorruptions.open(folder);
      assertThatThrownBy(
              () ->
                  files.judge(
                      STANDARD,
                      network,
                      model.classes(),
                      Shape.of(3, 32, 32),
                      5,
                      1,
                      1,
                      (what, judged, all) -> {}))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("which the model doesn't all know, only cat, dog");
      assertThatThrownBy(
              () ->
                  files.judge(
                      STANDARD,
                      network,
                      Cifar10.CLASSES,
                      Shape.of(3, 32, 32),
                      5,
                      1,
                      1,
                      (what, judged, all) -> {}))
          .hasMessage("gaussian_noise.npy: not in the folder, which has fog, contrast");
    }
    Files.delete(folder.resolve("fog.npy"));
    Files.delete(folder.resolve("contrast.npy"));
    assertRefused("labels.npy, but no corruption beside it, expected gaussian_noise.npy or such");
    assertThat(OfficialCorruptions.isFolder(folder)).isTrue();
    assertThat(OfficialCorruptions.isFolder(folder.resolve("none"))).isFalse();
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> OfficialCorruptions.open(folder))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining(message);
  }
}
