package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.audit.Estimate;
import fovea.audit.Gap;
import fovea.audit.GroupReport;
import fovea.audit.Proportion;
import fovea.evaluate.Interval;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GroupTextTest {
  private static String text(Gap accuracy, Gap odds) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GroupText.print(
        new GroupReport(
            "light",
            Proportion.of(80, 100),
            0,
            List.of(),
            "night",
            null,
            accuracy,
            new Estimate(0.12, -0.01, 0.25),
            null,
            odds),
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Gap gap(Interval differences, Interval ratios) {
    return new Gap(0.12, differences, 0.85, ratios, "recall of cat", "day", "night");
  }

  @Test
  void gapsAndRatiosAreShownWithTheirIntervals() {
    Gap known = gap(new Interval(0.031, 0.209), new Interval(0.7, 0.96));
    String shown = "12.0 points (3.1 to 20.9), ratio 0.85 (0.70 to 0.96): recall of cat, day over";
    assertThat(text(known, known))
        .containsPattern("accuracy gap +" + Pattern.quote(shown))
        .containsPattern("equalised odds +" + Pattern.quote(shown))
        .containsPattern("demographic parity +fewer than two groups");
  }

  @Test
  void withoutResamplesTheAccuraciesOfTwoGroupsStillHaveBounds() {
    Gap unknown = gap(null, null);
    assertThat(text(unknown, unknown))
        .containsPattern("accuracy gap +12\\.0 points \\(-1\\.0 to 25\\.0\\), ratio 0\\.85: recall")
        .containsPattern("equalised odds +12\\.0 points, ratio 0\\.85: recall");
  }
}
