package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineChartTest {
  @Test
  void valuesAreWrittenBelowWhereThereIsRoom() {
    assertThat(LineChart.ticks(List.of(0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)))
        .containsExactly(0.05, 0.75, 1.5, 2.0, 3.0);
    assertThat(LineChart.ticks(List.of(4.0))).containsExactly(4.0);
  }

  @Test
  void linesDifferInFormAsWellAsInColour() throws Exception {
    List<LineChart.Point> points =
        List.of(new LineChart.Point(0, 0.25), new LineChart.Point(10, 0.75));
    String svg =
        new LineChart(
                "two <lines>",
                "across",
                "up",
                List.of(0.0, 10.0),
                Figure::plain,
                List.of(new LineChart.Line("one", points), new LineChart.Line("other", points)))
            .svg();
    assertThat(Pages.all(Pages.parse(svg), "path").stream().map(path -> path.getAttribute("class")))
        .contains("line0", "mark0", "line1", "mark1");
    assertThat(svg).contains(">one<", ">other<", "aria-label=\"two &lt;lines&gt;\"");
    assertThat(TrustStyle.SHEET).contains("svg .line1 { stroke-dasharray: ");
  }
}
