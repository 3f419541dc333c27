package fovea.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.augment.AlternatingFlip;
import fovea.augment.AugmentStep;
import fovea.augment.Cutout;
import fovea.augment.HorizontalFlip;
import fovea.augment.Rotation;
import fovea.augment.ShiftedCrop;
import fovea.tensor.Geometry.Padding;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Model files and checkpoints hold recipes. These were written before {@code augment} was a list
 * and {@code labelSmoothing} the objective's; all else is still written in the same bytes.
 */
class WrittenRecipesTest {
  /**
   * The built-in recipes of then, the standard one by optimiser and schedule, and 40 random ones.
   */
  private static final List<String> WRITTEN = written();

  private static final Pattern AUGMENT = Pattern.compile("(?m)^augment:.*\\n(  .*\\n)*");
  private static final Pattern OBJECTIVE = Pattern.compile("(?m)^objective:.*\\n(  .*\\n)*");
  private static final Pattern SMOOTHING = Pattern.compile("(?m)^labelSmoothing:.*\\n");

  @Test
  void whatWasWrittenThenMeansTheSameStepsInTheSameOrder() {
    assertThat(WRITTEN).hasSize(58);
    for (String text : WRITTEN) {
      assertThat(Recipe.recorded(text, "recipe").augment()).as(text).isEqualTo(steps(text));
    }
  }

  /** By the lines of the text, rotation and shift before flip and cutout, the other flip last. */
  private static List<AugmentStep> steps(String text) {
    List<AugmentStep> steps = new ArrayList<>();
    Padding padding = Padding.valueOf(value(text, "padding").toUpperCase(Locale.ROOT));
    double rotation = Double.parseDouble(value(text, "rotation"));
    int shift = Integer.parseInt(value(text, "shift"));
    int cutout = Integer.parseInt(value(text, "cutout"));
    if (rotation > 0) {
      steps.add(new Rotation(rotation, padding));
    }
    if (shift > 0) {
      steps.add(new ShiftedCrop(shift, padding));
    }
    if (value(text, "horizontalFlip").equals("true")) {
      steps.add(new HorizontalFlip());
    }
    if (cutout > 0) {
      steps.add(new Cutout(cutout));
    }
    if (value(text, "alternatingFlip").equals("true")) {
      steps.add(new AlternatingFlip());
    }
    return steps;
  }

  private static String value(String text, String key) {
    Matcher line = Pattern.compile("(?m)^ *" + key + ": (.*)$").matcher(text);
    assertThat(line.find()).as("%s in\n%s", key, text).isTrue();
    return line.group(1);
  }

  @Test
  void theLabelSmoothingOfThenIsTheObjectives() {
    for (String text : WRITTEN) {
      String now = Recipe.recorded(text, "recipe").toYaml();
      assertThat(now)
          .contains(
              "\nobjective:\n  name: cross-entropy\n  labelSmoothing: "
                  + value(text, "labelSmoothing")
                  + "\n");
    }
  }

  @Test
  void allElseIsWrittenInTheBytesOfThen() {
    for (String text : WRITTEN) {
      String now = Recipe.recorded(text, "recipe").toYaml();
      assertThat(without(now, AUGMENT, OBJECTIVE)).isEqualTo(without(text, AUGMENT, SMOOTHING));
      assertThat(Recipe.recorded(now, "recipe")).isEqualTo(Recipe.recorded(text, "recipe"));
    }
  }

  private static String without(String text, Pattern... sections) {
    String rest = text;
    for (Pattern section : sections) {
      assertThat(section.matcher(rest).results()).as("%s in\n%s", section, text).hasSize(1);
      rest = section.matcher(rest).replaceFirst("");
    }
    return rest;
  }

  @Test
  void theStandardRecipeMeansWhatItMeant() {
    int afterTheBuiltInOnes = 5;
    Recipe then = Recipe.recorded(WRITTEN.get(afterTheBuiltInOnes), "then");
    assertThat(Recipe.standard()).isEqualTo(then);
  }

  private static List<String> written() {
    try (InputStream in =
        WrittenRecipesTest.class.getResourceAsStream("/fovea/train/written-recipes.txt")) {
      return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("---\n"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
