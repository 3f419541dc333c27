package fovea.audit;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.audit.CleanList.Action;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Shapes;
import fovea.data.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CleanListTest {
  private static final Splits SHAPES = Planted.shapes(120);
  private static final int TRAIN = SHAPES.train().images().size();

  @Test
  void oneOfTheCopiesStaysThatOfTheTestSplitFirst() {
    ImageSet train = SHAPES.train().images();
    ImageSet test = SHAPES.test().images();
    int ofFirstClass = find(test, 0);
    int trained = find(train, 0);
    List<CleanList.Entry> list = list(List.of(test.pixels(ofFirstClass), train.pixels(trained)));
    assertThat(list.get(TRAIN).action()).isEqualTo(Action.DROP);
    assertThat(list.get(TRAIN).reason()).isEqualTo("copy of " + test.name(ofFirstClass));
    assertThat(list.get(TRAIN + 2 + ofFirstClass).action()).isEqualTo(Action.KEEP);
    assertThat(list.get(trained).action()).isEqualTo(Action.KEEP);
    assertThat(list.get(TRAIN + 1).reason()).isEqualTo("copy of " + train.name(trained));
  }

  @Test
  void ofCopiesUnderDifferentClassesNoneStays() {
    ImageSet train = SHAPES.train().images();
    int other = find(train, 4);
    List<CleanList.Entry> list = list(List.of(train.pixels(other)));
    assertThat(list.get(other).action()).isEqualTo(Action.DROP);
    assertThat(list.get(other).reason())
        .isEqualTo("copy of planted/0, filed under " + train.classes().get(0));
    assertThat(list.get(TRAIN).action()).isEqualTo(Action.DROP);
  }

  @Test
  void ofCopiesUnderDifferentClassesNoneStaysHoweverManyThereAre() {
    byte[] pixels = SHAPES.train().images().pixels(find(SHAPES.train().images(), 4));
    List<CleanList.Entry> list = list(List.of(pixels, pixels));
    assertThat(list.get(find(SHAPES.train().images(), 4)).action()).isEqualTo(Action.DROP);
    assertThat(list.get(TRAIN).action()).isEqualTo(Action.DROP);
    assertThat(list.get(TRAIN + 1).action()).isEqualTo(Action.DROP);
  }

  @Test
  void aNearCopyOfATestImageGoesAlsoWhereAnExactOneHasGone() {
    ImageSet test = SHAPES.test().images();
    int image = find(test, 0);
    byte[] exact = test.pixels(image);
    List<CleanList.Entry> list = list(List.of(exact, Planted.brighter(exact, 6)));
    assertThat(list.get(TRAIN).reason()).isEqualTo("copy of " + test.name(image));
    assertThat(list.get(TRAIN + 1).reason()).isEqualTo("copy of " + test.name(image));
    assertThat(list.get(TRAIN + 2 + image).action()).isEqualTo(Action.KEEP);
  }

  @Test
  void whatShowsNothingGoesAndSuspectsAreToBeLookedAt() {
    AuditedImages images = Planted.withCopies(SHAPES, List.of(new byte[32 * 32 * 3]));
    DataSet data = Shapes.draw(120, 5);
    Auditor auditor = new Auditor(images, i -> Optional.empty(), 1);
    DataAudit files = auditor.withoutLabels(data, List.of());
    double[] probabilities = new double[images.size() * 10];
    for (int i = 0; i < images.size(); i++) {
      probabilities[i * 10 + (i == 5 ? (images.label(5) + 1) % 10 : images.label(i))] = 1;
    }
    DataAudit audit = auditor.withLabels(files, "a test", new int[images.size()], probabilities);
    List<CleanList.Entry> list = CleanList.of(audit, images);
    assertThat(list.get(TRAIN).action()).isEqualTo(Action.DROP);
    assertThat(list.get(TRAIN).reason()).isEqualTo("shows nothing");
    assertThat(list.get(5).action()).isEqualTo(Action.LOOK);
    assertThat(list.get(5).reason())
        .isEqualTo("may be " + images.classes().get((images.label(5) + 1) % 10));
    assertThat(list.stream().filter(entry -> entry.action() == Action.KEEP))
        .hasSize(images.size() - 2);
    assertThat(audit.findings().get(AuditKind.LABELS)).isEqualTo(1);
    assertThat(audit.findings().get(AuditKind.EMPTY)).isEqualTo(1);
    assertThat(audit.findings().get(AuditKind.LEAKS)).isZero();
  }

  private static List<CleanList.Entry> list(List<byte[]> planted) {
    AuditedImages images = Planted.withCopies(SHAPES, new ArrayList<>(planted));
    DataAudit audit =
        new Auditor(images, i -> Optional.empty(), 1).withoutLabels(Shapes.draw(120, 5), List.of());
    return CleanList.of(audit, images);
  }

  private static int find(ImageSet images, int label) {
    return IntStream.range(0, images.size())
        .filter(i -> images.label(i) == label)
        .findFirst()
        .orElseThrow();
  }
}
