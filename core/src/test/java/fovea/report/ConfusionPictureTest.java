package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.evaluate.Evaluation;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ConfusionPictureTest {
  /** Of text that isn't large, by WCAG 2.2, criterion 1.4.3. */
  private static final double READABLE = 4.5;

  private static final Evaluation ALL_OR_NONE =
      Evaluation.of(new long[][] {{9, 0, 0}, {0, 0, 7}, {1, 1, 6}}, List.of("a", "b", "c"), 0);

  @Test
  void everyCountCanBeReadOnItsGround() throws Exception {
    Document document = Pages.parse(ConfusionPicture.svg(ALL_OR_NONE));
    double strongest =
        Pages.all(document, "rect").stream()
            .mapToDouble(rect -> Double.parseDouble(rect.getAttribute("fill-opacity")))
            .max()
            .orElseThrow();
    assertThat(Pages.all(document, "text").stream().map(text -> text.getAttribute("class")))
        .containsOnly("middle", "start", "end");
    String dark = "@media (prefers-color-scheme: dark)";
    for (String scheme : List.of(":root", dark, "@media print")) {
      double[] ink = colour(Html.STYLE, scheme, "ink");
      double[] ground = colour(Html.STYLE, scheme, "ground");
      for (String kind : List.of("right", "wrong")) {
        double[] cell = colour(TrustStyle.SHEET, scheme, kind);
        assertThat(contrast(ink, mixed(cell, ground, strongest)))
            .as(scheme + " " + kind)
            .isGreaterThanOrEqualTo(READABLE);
      }
    }
    for (String scheme : List.of(":root", dark)) {
      double strength = found("var\\(--strength\\) \\* ([.\\d]+)", TrustStyle.SHEET)[0];
      String sheet = TrustStyle.SHEET.substring(TrustStyle.SHEET.indexOf(scheme));
      double[] heat = found("--heat: (\\d+), (\\d+), (\\d+)", sheet);
      double[] ground = colour(Html.STYLE, scheme, "ground");
      assertThat(contrast(colour(Html.STYLE, scheme, "ink"), mixed(heat, ground, strength)))
          .as(scheme + " table")
          .isGreaterThanOrEqualTo(READABLE);
    }
  }

  @Test
  void moreImagesMakeTheGroundStronger() throws Exception {
    assertThat(
            Pages.all(Pages.parse(ConfusionPicture.svg(ALL_OR_NONE)), "rect").stream()
                .map(rect -> rect.getAttribute("fill-opacity")))
        .containsExactly(
            "0.450", "0.000", "0.000", "0.000", "0.000", "0.450", "0.159", "0.159", "0.338");
  }

  /** The first of that name in the rules that begin so. */
  private static double[] colour(String sheet, String begin, String name) {
    int digit = 16;
    Matcher hex =
        Pattern.compile("--" + name + ": #(\\w+)").matcher(sheet.substring(sheet.indexOf(begin)));
    assertThat(hex.find()).as(name).isTrue();
    String digits =
        hex.group(1).length() == 3 ? hex.group(1).replaceAll("(.)", "$1$1") : hex.group(1);
    return new double[] {
      Integer.parseInt(digits.substring(0, 2), digit),
      Integer.parseInt(digits.substring(2, 4), digit),
      Integer.parseInt(digits.substring(4), digit)
    };
  }

  private static double[] found(String pattern, String sheet) {
    Matcher numbers = Pattern.compile(pattern).matcher(sheet);
    assertThat(numbers.find()).as(pattern).isTrue();
    double[] found = new double[numbers.groupCount()];
    for (int i = 0; i < found.length; i++) {
      found[i] = Double.parseDouble(numbers.group(i + 1));
    }
    return found;
  }

  private static double[] mixed(double[] above, double[] below, double opacity) {
    double[] mixed = new double[3];
    for (int i = 0; i < 3; i++) {
      mixed[i] = opacity * above[i] + (1 - opacity) * below[i];
    }
    return mixed;
  }

  /** By WCAG's definition. */
  private static double contrast(double[] one, double[] other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(double[] rgb) {
    double[] linear =
        DoubleStream.of(rgb)
            .map(v -> v / 255)
            .map(v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4))
            .toArray();
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
}
