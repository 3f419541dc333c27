package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.train.RateCurve;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PlotTest {
  @TempDir Path folder;

  @Test
  void ticksAreRoundValuesWithinTheAxis() {
    assertThat(new Plot.Axis("", 0, 16, false).ticks()).containsExactly(0.0, 5.0, 10.0, 15.0);
    assertThat(new Plot.Axis("", 0, 1, false).ticks()).hasSize(6).contains(0.0, 1.0);
    assertThat(new Plot.Axis("", 1e-4, 10, true).ticks())
        .containsExactly(1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0);
    assertThat(new Plot.Axis("", 1.7e-4, 3, true).ticks()).containsExactly(1e-3, 1e-2, 0.1, 1.0);
  }

  @Test
  void aValueLiesWhereItsShareOfTheWayIsAndWhatLiesOutsideAtAnEnd() {
    Plot.Axis linear = new Plot.Axis("", 2, 6, false);
    assertThat(linear.share(3)).isEqualTo(0.25);
    assertThat(linear.share(7)).isEqualTo(1);
    assertThat(linear.share(-1)).isZero();
    assertThat(new Plot.Axis("", 0.01, 100, true).share(1)).isEqualTo(0.5);
  }

  @Test
  void numbersAreWrittenShortly() {
    assertThat(List.of(0.0, 0.5, 10.0, 0.0015, 1e-5, 2e6).stream().map(Plot::number))
        .containsExactly("0", "0.5", "10", "0.0015", "1e-5", "2e6");
  }

  @Test
  void aScheduleIsDrawnAsALineOverTheEpochs() throws Exception {
    double[] rates = {0, 0.1, 0.4, 0.2, 0};
    Path file = folder.resolve("schedule.svg");
    SchedulePicture.write(file, "Learning rate of <mine>", rates, 8);
    String svg = SchedulePicture.svg("Learning rate of <mine>", rates, 8);
    assertThat(file).hasContent(svg);
    assertThat(texts(svg))
        .contains("Learning rate of <mine>", "epoch", "learning rate", "0.4", "8");
    assertThat(path(svg, "main")).hasSize(5);
    assertThat(path(svg, "main").get(2)[1]).isLessThan(path(svg, "main").get(1)[1]);
  }

  @Test
  void aCurvesLossesAreDrawnByTheRatesLogarithmAndTheRatesFoundAreMarked() throws Exception {
    List<RateCurve.Point> points = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      points.add(new RateCurve.Point(Math.pow(10, i - 4), 2 - 0.1 * i, 2 - 0.09 * i));
    }
    String svg = RatePicture.svg(new RateCurve(points, 1e-3, 1e-2, 1e-1, false));
    assertThat(texts(svg))
        .contains("learning rate", "loss", "suggested, 0.0010", "steepest, 0.010")
        .contains("least loss, 0.10");
    List<double[]> line = path(svg, "main");
    assertThat(line).hasSize(5);
    double step = line.get(1)[0] - line.get(0)[0];
    for (int i = 1; i < 5; i++) {
      assertThat(line.get(i)[0] - line.get(i - 1)[0])
          .isCloseTo(step, org.assertj.core.api.Assertions.within(0.2));
    }
    String nothing = RatePicture.svg(new RateCurve(points, null, null, 1e-4, true));
    assertThat(texts(nothing)).noneMatch(text -> text.startsWith("suggested"));
  }

  private static Document document(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(String svg) throws Exception {
    NodeList nodes = document(svg).getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static List<double[]> path(String svg, String kind) throws Exception {
    NodeList nodes = document(svg).getElementsByTagName("path");
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      var attributes = nodes.item(i).getAttributes();
      if (attributes.getNamedItem("class").getNodeValue().equals(kind)) {
        String steps = attributes.getNamedItem("d").getNodeValue();
        for (String point : steps.substring(1).split("L")) {
          String[] numbers = point.split(" ");
          points.add(new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])});
        }
      }
    }
    return points;
  }
}
