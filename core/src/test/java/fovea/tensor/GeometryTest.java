package fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Geometry.Padding;
import org.junit.jupiter.api.Test;

class GeometryTest {
  @Test
  void paddingIsZeroOrTheImageMirroredWithoutItsEdge() {
    for (int seed = 0; seed < 30; seed++) {
      Rng rng = Rng.seeded(seed);
      int pixels = rng.nextInt(4);
      Doubles x =
          Doubles.normal(
              rng, 1 + rng.nextInt(2), 1 + rng.nextInt(3), 4 + rng.nextInt(3), 4 + rng.nextInt(3));
      for (Padding padding : Padding.values()) {
        try (Scope scope = Scope.open()) {
          String what = "seed " + seed + ", " + padding;
          Doubles expected = padded(x, pixels, padding);
          expected.assertMatches(Geometry.pad(x.tensor(), pixels, padding), 0, what);
          expected.assertMatches(
              Geometry.pad(x.tensor().channelsLast(), pixels, padding), 0, what + ", last");
        }
      }
    }
  }

  private static Doubles padded(Doubles x, int pixels, Padding padding) {
    int height = x.size(2);
    int width = x.size(3);
    Doubles padded = Doubles.zeros(x.size(0), x.size(1), height + 2 * pixels, width + 2 * pixels);
    for (int n = 0; n < x.size(0); n++) {
      for (int c = 0; c < x.size(1); c++) {
        for (int row = -pixels; row < height + pixels; row++) {
          for (int column = -pixels; column < width + pixels; column++) {
            boolean inside = row >= 0 && row < height && column >= 0 && column < width;
            if (inside || padding == Padding.REFLECT) {
              double value = x.at(n, c, mirrored(row, height), mirrored(column, width));
              padded.set(value, n, c, row + pixels, column + pixels);
            }
          }
        }
      }
    }
    return padded;
  }

  private static int mirrored(int position, int size) {
    int positive = Math.abs(position);
    return positive < size ? positive : 2 * (size - 1) - positive;
  }

  @Test
  void theIdentityMapReadsTheImageItself() {
    try (Scope scope = Scope.open()) {
      Doubles x = Doubles.normal(Rng.seeded(1), 2, 3, 5, 7);
      Tensor theta = Tensor.of(new float[] {1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0}, 2, 2, 3);
      Tensor grid = Geometry.affineGrid(theta, x.tensor().shape());
      assertThat(grid.shape()).hasToString("[2, 5, 7, 2]");
      x.assertMatches(Geometry.gridSample(x.tensor(), grid, Padding.ZERO), 1e-5, "identity");
    }
  }

  @Test
  void gridPointsBetweenPixelsAreReadBilinearly() {
    try (Scope scope = Scope.open()) {
      Tensor image = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
      // pixel centres lie at -0.5 and 0.5; the outer edges at -1 and 1
      Tensor grid =
          Tensor.of(new float[] {0, 0, -0.5f, -0.5f, 0.25f, -0.5f, -1, -0.5f, 3, 3}, 1, 1, 5, 2);
      assertThat(Geometry.gridSample(image, grid, Padding.ZERO).toFloats())
          .containsExactly(2.5f, 1, 1.75f, 0.5f, 0);
      assertThat(Geometry.gridSample(image, grid, Padding.REFLECT).toFloats())
          .containsExactly(2.5f, 1, 1.75f, 1, 1);
    }
  }

  @Test
  void moreReflectionThanThereIsImageIsRefused() {
    try (Scope scope = Scope.open()) {
      Tensor images = Tensor.zeros(2, 3, 4, 8);
      assertThatThrownBy(() -> Geometry.pad(images, 4, Padding.REFLECT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "pad: images [2, 3, 4, 8] can be reflected by less than their size, not by 4 pixels");
      assertThat(Geometry.pad(images, 4, Padding.ZERO).shape()).hasToString("[2, 3, 12, 16]");
      assertThatThrownBy(() -> Geometry.pad(Tensor.zeros(3, 4), 1, Padding.ZERO))
          .hasMessage("pad: images [3, 4] has 2 dimensions, expected 4: [N, C, H, W]");
      assertThatThrownBy(() -> Geometry.affineGrid(Tensor.zeros(2, 3), images.shape()))
          .hasMessage("affineGrid: theta [2, 3] has 2 dimensions, expected 3: [N, 2, 3]");
    }
  }

  @Test
  void resizedImagesAreTriangleFilteredOverWhatFallsIntoAPixel() {
    for (int size : new int[] {4, 6, 8, 12, 20}) {
      Doubles images = Doubles.normal(Rng.seeded(5), 2, 3, 12, 12);
      Doubles expected = Doubles.zeros(2, 3, size, size);
      double[][] weights = triangles(12, size);
      for (int n = 0; n < 2; n++) {
        for (int c = 0; c < 3; c++) {
          for (int i = 0; i < size * size * 144; i++) {
            int y = i / (size * 144);
            int x = i / 144 % size;
            int v = i / 12 % 12;
            int u = i % 12;
            expected.add(weights[y][v] * weights[x][u] * images.at(n, c, v, u), n, c, y, x);
          }
        }
      }
      try (Scope scope = Scope.open()) {
        Tensor tensor = images.tensor();
        expected.assertMatches(Geometry.resize(tensor, size), 1e-5, "to " + size);
        Tensor last = Geometry.resize(tensor.channelsLast(), size);
        assertThat(last.isChannelsLast()).isTrue();
        expected.assertMatches(last, 1e-5, "channels-last, to " + size);
      }
    }
  }

  /** Row by output pixel, column by input pixel; each row sums to 1. */
  private static double[][] triangles(int from, int to) {
    double scale = (double) from / to;
    double width = Math.max(1, scale);
    double[][] weights = new double[to][from];
    for (int i = 0; i < to; i++) {
      double sum = 0;
      for (int j = 0; j < from; j++) {
        double distance = Math.abs(j + 0.5 - (i + 0.5) * scale) / width;
        weights[i][j] = Math.max(0, 1 - distance);
        sum += weights[i][j];
      }
      for (int j = 0; j < from; j++) {
        weights[i][j] /= sum;
      }
    }
    return weights;
  }
}
