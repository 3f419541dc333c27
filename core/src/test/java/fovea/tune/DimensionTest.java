package fovea.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DimensionTest {
  @Test
  void aLogarithmicScaleHasAsMuchRoomForEachPowerOfTen() {
    Dimension rate = new Dimension.Numbers("rate", 0.001, 1, true, 0);
    assertThat(rate.value(0)).isEqualTo("0.001");
    assertThat(rate.value(1.0 / 3)).isEqualTo("0.01");
    assertThat(rate.value(2.0 / 3)).isEqualTo("0.1");
    assertThat(rate.value(Math.nextDown(1.0))).isEqualTo("1");
    assertThat(rate.place("0.1")).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void eachWholeNumberIsAsLikely() {
    Dimension shift = new Dimension.Numbers("shift", 0, 4, false, 1);
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      counts.merge(shift.value((i + 0.5) / 1000), 1, Integer::sum);
    }
    assertThat(counts.keySet()).containsExactly("0", "1", "2", "3", "4");
    assertThat(counts.values()).containsOnly(200);
    Dimension even = new Dimension.Numbers("size", 8, 16, false, 4);
    assertThat(even.value(0.5)).isEqualTo("12");
  }

  @Test
  void wholeNumbersLieWhereTheyAreDrawnFrom() {
    for (int[] range : new int[][] {{1, 8, 1}, {1, 2, 1}, {3, 400, 1}, {8, 64, 8}, {2, 10, 2}}) {
      for (boolean logarithmic : new boolean[] {false, true}) {
        Dimension whole = new Dimension.Numbers("x", range[0], range[1], logarithmic, range[2]);
        assertThat(whole.all()).hasSize((range[1] - range[0]) / range[2] + 1);
        comesFromWhereItLies(whole);
      }
    }
    comesFromWhereItLies(new Dimension.Numbers("x", 0, 5, false, 1));
  }

  private static void comesFromWhereItLies(Dimension dimension) {
    for (String value : dimension.all().toList()) {
      assertThat(dimension.value(dimension.place(value))).as("in %s", dimension).isEqualTo(value);
    }
  }

  @Test
  void anAxisBeginsWithTheLeastAndEndsWithTheLargest() {
    Dimension whole = new Dimension.Numbers("x", 1, 16, true, 1);
    assertThat(whole.along("1")).isZero();
    assertThat(whole.along("4")).isCloseTo(0.5, within(1e-12));
    assertThat(whole.along("16")).isOne();
    assertThat(new Dimension.Choice("c", List.of("a", "b")).along("b")).isEqualTo(0.75);
  }

  @Test
  void valuesLieWithinTheirBoundsAndComeFromWhereTheyLie() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      double from = Math.pow(10, random.nextDouble(-6, 2));
      double to = from * random.nextDouble(1.5, 1000);
      boolean log = random.nextBoolean();
      Dimension.Numbers numbers = new Dimension.Numbers("x", from, to, log, 0);
      double place = random.nextDouble();
      String value = numbers.value(place);
      assertThat(Double.parseDouble(value)).isBetween(from, to);
      assertThat(numbers.place(value)).isCloseTo(place, within(0.01));
    }
  }

  @Test
  void allValuesAreThoseThatCanBeDrawn() {
    Dimension even = new Dimension.Numbers("size", 8, 16, true, 4);
    assertThat(even.all()).containsExactly("8", "12", "16");
    assertThat(new Dimension.Choice("c", List.of("a", "b")).all()).containsExactly("a", "b");
    Dimension narrow = new Dimension.Numbers("rate", 0.1, 0.1003, false, 0);
    assertThat(narrow.all()).containsExactly("0.1", "0.1001", "0.1002", "0.1003");
  }

  @Test
  void choicesLieSideBySide() {
    Dimension.Choice choice = new Dimension.Choice("c", List.of("a", "b", "c"));
    assertThat(choice.value(0)).isEqualTo("a");
    assertThat(choice.value(0.34)).isEqualTo("b");
    assertThat(choice.value(Math.nextDown(1.0))).isEqualTo("c");
    for (String value : choice.values()) {
      assertThat(choice.value(choice.place(value))).isEqualTo(value);
    }
  }
}
