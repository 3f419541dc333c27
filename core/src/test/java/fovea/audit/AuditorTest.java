package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.Folds;
import fovea.data.ImageSet;
import fovea.image.ImageBytes;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditorTest {
  private static final int LARGE = 2;
  private static final int OF_LARGE = 30;
  private static final int SMALL = 40;
  private static final int FOLDS = 3;

  /** Two classes of 30 images, and 40 of two, of which none can be held out. */
  private final ImageSet images = noise();

  private final AuditedImages audited = AuditedImages.of(Map.of("train", images));
  private final Auditor auditor = new Auditor(audited, i -> Optional.empty(), 1);
  private final DataAudit files =
      auditor.withoutLabels(DataSet.of("noise", images, null, images), List.of());

  private static ImageSet noise() {
    List<Integer> labels = new ArrayList<>();
    for (int c = 0; c < LARGE + SMALL; c++) {
      for (int i = 0; i < (c < LARGE ? OF_LARGE : 2); i++) {
        labels.add(c);
      }
    }
    SplittableRandom random = new SplittableRandom(1);
    byte[][] pixels = new byte[labels.size()][8 * 8 * 3];
    Arrays.stream(pixels).forEach(random::nextBytes);
    return ImageSet.of(
        IntStream.range(0, LARGE + SMALL).mapToObj(c -> "class " + c).toList(),
        8,
        8,
        pixels,
        labels.stream().mapToInt(Integer::intValue).toArray(),
        i -> i + ".png");
  }

  @Test
  void anImageIsLookedAtAsItsFileHasIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.png");
    Files.write(file, ImageBytes.encoded(ImageBytes.picture(100, 80, 1), "png"));
    DataAudit found =
        new Auditor(audited, i -> i == 3 ? Optional.of(file) : Optional.empty(), 1)
            .withoutLabels(DataSet.of("noise", images, null, images), List.of());
    assertThat(found.flaws())
        .filteredOn(flaw -> flaw.kind() == AuditKind.ODD_SIZE)
        .extracting(flaw -> flaw.image().number(), Flaw::found)
        .containsExactly(tuple(3, "100 x 80, where the median's shorter side is 8"));
  }

  @Test
  void theShareThatAgreesIsOfImagesThatWereHeldOut() {
    int[] fold =
        Folds.of(images, IntStream.range(0, images.size()).toArray(), FOLDS, Rng.seeded(1));
    Rng rng = Rng.seeded(2);
    int classes = images.classes().size();
    double[] probabilities = new double[images.size() * classes];
    for (int i = 0; i < images.size(); i++) {
      if (i < LARGE * OF_LARGE) {
        assertThat(fold[i]).isNotNegative();
        double first = rng.nextDouble();
        probabilities[i * classes] = first;
        probabilities[i * classes + 1] = 1 - first;
      } else {
        assertThat(fold[i]).isNegative();
        probabilities[i * classes + images.label(i)] = 1; // as nobody has another opinion
      }
    }
    int right = 0;
    for (int i = 0; i < LARGE * OF_LARGE; i++) {
      boolean isFirst = probabilities[i * classes] > 0.5;
      right += isFirst == (images.label(i) == 0) ? 1 : 0;
    }
    double share = right / 60.0;
    assertThat(share).isBetween(0.3, 0.7); // of a coin
    LabelAudit found = auditor.withLabels(files, "a test", fold, probabilities).labels();
    assertThat(found).isNotNull();
    assertThat(found.accuracy()).isCloseTo(share, within(1e-12));
  }

  @Test
  void whereNoImageWasHeldOutNoShareIsMadeUp() {
    int[] fold = new int[images.size()];
    Arrays.fill(fold, -1);
    double[] probabilities = new double[images.size() * images.classes().size()];
    assertThatThrownBy(() -> auditor.withLabels(files, "a test", fold, probabilities))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no image was held out, so that no label was judged");
  }
}
