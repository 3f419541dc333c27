package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SquareTest {
  @Test
  void squaresShrinkAsThePaperHasIt() {
    assertThat(Square.share(10)).isEqualTo(0.8);
    assertThat(Square.share(11)).isEqualTo(0.4);
    assertThat(Square.share(201)).isEqualTo(0.1);
    assertThat(Square.share(4_999)).isEqualTo(0.8 / 128);
    assertThat(Square.share(9_000)).isEqualTo(0.8 / 512);
  }

  @Test
  void aSideCoversTheShareAndFitsTheImage() {
    PixelGrid grid = new PixelGrid(3, 32, 32);
    assertThat(grid.side(0.8, 1)).isEqualTo(29);
    assertThat(grid.side(1e-9, 1)).isEqualTo(1);
    assertThat(grid.side(1e-9, 3)).isEqualTo(3);
    assertThat(new PixelGrid(3, 2, 9).side(0.8, 3)).isEqualTo(2);
  }

  @Test
  void bumpsAreOfLengthOneWithOppositeHalvesHighestInTheirMiddle() {
    for (int side = 2; side <= 12; side++) {
      double[][] bumps = Bumps.random(side, Rng.seeded(side));
      double square = 0;
      double upper = 0;
      double left = 0;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          square += bumps[y][x] * bumps[y][x];
          upper += y < side / 2 && bumps[y][x] > 0 ? 1 : 0;
          left += x < side / 2 && bumps[y][x] > 0 ? 1 : 0;
          assertThat(bumps[y][x]).isNotZero();
        }
      }
      assertThat(square).isCloseTo(1, within(1e-9));
      int half = side / 2 * side;
      assertThat(upper == half || left == half).as("side %d", side).isTrue();
    }
  }

  /** Of a half of two rows and four columns: 1 in its middle, then 1/4 less, and so on. */
  @Test
  void bumpsFallFromTheirMiddleByTheSquaresOfTheDistance() {
    double[][] bumps = Bumps.random(4, Rng.seeded(3));
    boolean stacked = bumps[0][0] > 0 && bumps[0][3] > 0;
    double middle = stacked ? bumps[1][2] : bumps[2][1];
    double expected = (1 + 1 / 4.0 + 1 / 9.0) / (1 / 9.0);
    assertThat(middle / bumps[0][0]).isCloseTo(expected, within(1e-9));
  }

  @Test
  void stripesAndSquaresAreOfOneColourAChannelAtTheEndsOfTheBudget() {
    PixelGrid grid = new PixelGrid(3, 8, 8);
    float[] clean = new float[192];
    Arrays.fill(clean, 0.5f);
    SquareLinf search =
        new SquareLinf(new Subject(clean, 0, Rng.seeded(1)), new Threat(Norm.LINF, 0.125), grid);
    float[] first = search.first().clone();
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < 8; x++) {
        assertThat(Math.abs(first[grid.at(c, 0, x)] - 0.5f)).isEqualTo(0.125f);
        for (int y = 1; y < 8; y++) {
          assertThat(first[grid.at(c, y, x)]).isEqualTo(first[grid.at(c, 0, x)]);
        }
      }
    }
    search.judged(1);
    float[] second = search.propose(0.1); // sqrt(6.4) is about 3
    int changed = 0;
    for (int i = 0; i < 64; i++) {
      changed += second[i] == first[i] ? 0 : 1;
    }
    assertThat(changed).isLessThanOrEqualTo(9);
  }

  @Test
  void aProposalIsKeptOnlyWhereItLowersTheMargin() {
    PixelGrid grid = new PixelGrid(3, 8, 8);
    SquareLinf search =
        new SquareLinf(
            new Subject(new float[192], 0, Rng.seeded(1)), new Threat(Norm.LINF, 0.1), grid);
    float[] first = search.first();
    search.judged(3);
    float[] worse = search.propose(0.8);
    search.judged(4);
    float[] better = search.propose(0.01);
    search.judged(2);
    float[] last = search.propose(0.01);
    assertThat(differing(first, worse)).isGreaterThan(3);
    assertThat(differing(first, better)).isLessThanOrEqualTo(3);
    assertThat(differing(better, last)).isLessThanOrEqualTo(3);
  }

  private static int differing(float[] a, float[] b) {
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }
}
