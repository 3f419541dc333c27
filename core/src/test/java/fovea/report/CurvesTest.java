package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.train.EpochRecord;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class CurvesTest {
  @TempDir Path folder;

  @Test
  void bothPanelsNameTheirLastAndBestValues() throws Exception {
    List<String> texts =
        texts(Curves.svg(List.of(epoch(1, 0.9, 0.5), epoch(2, 0.6, 0.8), epoch(3, 0.7, 0.75))));
    assertThat(texts)
        .contains("Loss", "Accuracy", "epoch")
        .contains("validation: last 0.700, best 0.600 (epoch 2)")
        .contains("validation: last 75.0 %, best 80.0 % (epoch 2)")
        .contains("train: last 0.500, best 0.500 (epoch 1)");
  }

  @Test
  void withoutAValidationSplitThereIsNoSuchLine() throws Exception {
    List<String> texts = texts(Curves.svg(List.of(epoch(1, null, null), epoch(2, null, null))));
    assertThat(texts).noneMatch(text -> text.startsWith("validation"));
    assertThat(texts).anyMatch(text -> text.startsWith("train: last"));
  }

  @Test
  void noEpochsOneEpochAndDivergedOnesAreDrawn() throws Exception {
    assertThat(texts(Curves.svg(List.of()))).contains("Loss", "Accuracy");
    assertThat(texts(Curves.svg(List.of(epoch(1, 1.0, 0.1))))).contains("Loss");
    List<EpochRecord> diverged = List.of(epoch(1, 1.0, 0.1), epoch(2, Double.NaN, 0.1));
    assertThat(Curves.svg(diverged)).doesNotContain("NaN");
  }

  @Test
  void theSameEpochsGiveTheSamePicture() {
    List<EpochRecord> epochs = List.of(epoch(1, 1.0, 0.1), epoch(2, 0.5, 0.3));
    assertThat(Curves.svg(List.copyOf(epochs))).isEqualTo(Curves.svg(epochs));
  }

  @Test
  void theListenerRedrawsAfterEachEpochAndGoesOnFromEarlierOnes() {
    Path file = folder.resolve("curves.svg");
    CurvesListener listener = new CurvesListener(file, List.of(epoch(1, 1.0, 0.1)));
    listener.epoch(epoch(2, 0.5, 0.3));
    assertThat(file).hasContent(Curves.svg(List.of(epoch(1, 1.0, 0.1), epoch(2, 0.5, 0.3))));
    listener.epoch(epoch(3, 0.4, 0.4));
    assertThat(file).content().contains("best 0.400 (epoch 3)");
    assertThat(folder.toFile().list()).containsExactly("curves.svg");
  }

  @Test
  void aMachineWithoutFontsIsToldWhatToInstall() {
    for (Throwable failure :
        List.of(
            new UnsatisfiedLinkError("libfreetype.so.6"),
            new RuntimeException("Fontconfig head is null, check your fonts"))) {
      assertThatThrownBy(() -> Drawing.of("the curves", () -> sneak(failure)))
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith("the curves can't be drawn, Java finds no fonts");
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> String sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  private static EpochRecord epoch(int number, @Nullable Double loss, @Nullable Double accuracy) {
    return new EpochRecord(number, 0.5, 0.7, loss, accuracy, 0.1, 10, 1000);
  }

  private static List<String> texts(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    DocumentBuilder builder = factory.newDocumentBuilder();
    Document document =
        builder.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    NodeList nodes = document.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }
}
