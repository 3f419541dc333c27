package fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.Batch;
import fovea.tensor.Doubles;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.InScope;
import fovea.tensor.RandomTensor;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Size2d;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Steps that choose a part of an image, or move all of it. */
@ExtendWith(InScope.class)
class BoxesTest {
  @Test
  void boxesLieInTheImageAndTheirAreaAndProportionsAreUniform() {
    Rng rng = Rng.seeded(1);
    double area = 0;
    double proportion = 0;
    double square = 0;
    int n = 4000;
    for (int i = 0; i < n; i++) {
      Box box = Box.draw(rng, 400, 600, 0.1, 0.4, 2).orElseThrow();
      assertThat(box.top()).isBetween(0, 400 - box.height());
      assertThat(box.left()).isBetween(0, 600 - box.width());
      double share = (double) box.height() * box.width() / (400 * 600);
      assertThat(share).isBetween(0.098, 0.402);
      area += share / n;
      double log = Math.log((double) box.width() / box.height()) / Math.log(2);
      assertThat(log).isBetween(-1.02, 1.02);
      proportion += log / n;
      square += log * log / n;
    }
    // Four standard errors of uniform draws: of 0.3 and of 2 from one end to the other.
    assertThat(area).isCloseTo(0.25, within(4 * 0.3 / Math.sqrt(12.0 * n)));
    assertThat(proportion).isCloseTo(0, within(4 * 2 / Math.sqrt(12.0 * n)));
    assertThat(square).isCloseTo(1 / 3.0, within(0.02));
  }

  @Test
  void aBoxThatNeverFitsIsNone() {
    assertThat(Box.draw(Rng.seeded(1), 10, 1000, 1, 1, 1)).isEmpty();
    assertThat(Box.draw(Rng.seeded(1), 10, 10, 1, 1, 1)).contains(new Box(0, 0, 10, 10));
  }

  @Test
  void aCropHasTheNetworksSizeAndWholeImagesOfItStayAsTheyAre() {
    Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(5, 3, 12, 10));
    Batch batch = Varied.batch(images);
    for (Size2d size : new Size2d[] {new Size2d(7, 5), new Size2d(20, 31), new Size2d(1, 1)}) {
      Moment moment = new Moment(1, Rng.seeded(1), Rng.seeded(2), size);
      Batch cropped = new RandomResizedCrop(0.08, 1, 1.3333).apply(batch, moment);
      assertThat(cropped.images().shape()).isEqualTo(Shape.of(5, 3, size.height(), size.width()));
    }
    Tensor square = images.narrow(2, 0, 10);
    Doubles.of(square)
        .assertMatches(
            Varied.images(new RandomResizedCrop(1, 1, 1), square, Rng.seeded(3)), 1e-6, "whole");
  }

  /** Ten tries of the whole area in a proportion that the image doesn't have. */
  @Test
  void whereNoBoxFitsItIsTheMiddleOfTheImage() {
    Tensor wide = RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(4, 3, 4, 20));
    Moment moment = new Moment(1, Rng.seeded(1), Rng.seeded(2), Size2d.square(4));
    Tensor cropped = new RandomResizedCrop(1, 1, 1).apply(Varied.batch(wide), moment).images();
    Doubles.of(wide.narrow(3, 8, 4)).assertMatches(cropped, 1e-6, "middle");
  }

  /** A ramp tells which part is shown: values are the columns that were read. */
  @Test
  void cropsOfARampAreRampsOfItsColumns() {
    float[] ramp = new float[3 * 30 * 40];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % 40 / 64f;
    }
    Tensor image = Tensor.of(ramp, 1, 3, 30, 40);
    for (int seed = 0; seed < 30; seed++) {
      Moment moment = new Moment(1, Rng.seeded(1), Rng.seeded(seed), Size2d.square(12));
      Tensor cropped =
          new RandomResizedCrop(0.2, 0.6, 1.5).apply(Varied.batch(image), moment).images();
      Box box = Box.draw(Rng.seeded(seed), 30, 40, 0.2, 0.6, 1.5).orElseThrow();
      Doubles found = Doubles.of(cropped);
      for (int x = 2; x < 10; x++) { // the triangle is cut off at the edges
        double column = box.left() + (x + 0.5) * box.width() / 12 - 0.5;
        for (int y = 0; y < 12; y++) {
          assertThat(64 * found.at(0, 1, y, x)).isCloseTo(column, within(0.35));
        }
      }
    }
  }

  @Test
  void oneBoxIsErasedAndAllElseStays() {
    for (RandomErasing.Fill fill : RandomErasing.Fill.values()) {
      RandomErasing step = new RandomErasing(1, 0.1, 0.3, 2, fill);
      Tensor erased = Varied.images(step, Tensor.full(2, 200, 3, 20, 30), Rng.seeded(4));
      Doubles found = Doubles.of(erased);
      double mean = 0;
      int values = 0;
      for (int n = 0; n < 200; n++) {
        int[] rows = {20, -1};
        int[] columns = {30, -1};
        int count = 0;
        for (int i = 0; i < 600; i++) {
          double value = found.at(n, 0, i / 30, i % 30);
          if (value != 2) {
            rows = new int[] {Math.min(rows[0], i / 30), Math.max(rows[1], i / 30)};
            columns = new int[] {Math.min(columns[0], i % 30), Math.max(columns[1], i % 30)};
            count++;
            mean += value;
            values++;
          }
        }
        assertThat((rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1)).isEqualTo(count);
        assertThat(count / 600.0).isBetween(0.08, 0.33);
      }
      assertThat(mean / values).isCloseTo(fill == RandomErasing.Fill.ZERO ? 0 : 0.5, within(0.01));
    }
  }

  @Test
  void perspectiveBringsTheCornersToTheirPoints() {
    Rng rng = Rng.seeded(5);
    for (int i = 0; i < 200; i++) {
      Picture picture = new Picture(30, 50, new float[3 * 30 * 50]);
      double[] x = new double[4];
      double[] y = new double[4];
      double[] cornerX = {0, 50, 50, 0};
      double[] cornerY = {0, 0, 30, 30};
      for (int corner = 0; corner < 4; corner++) {
        double inX = 0.6 * 25 * rng.nextDouble();
        double inY = 0.6 * 15 * rng.nextDouble();
        x[corner] = cornerX[corner] == 0 ? inX : 50 - inX;
        y[corner] = cornerY[corner] == 0 ? inY : 30 - inY;
      }
      Warp warp = Warp.perspective(picture, x, y);
      for (int corner = 0; corner < 4; corner++) {
        double w = warp.g() * x[corner] + warp.h() * y[corner] + 1;
        double readX = (warp.a() * x[corner] + warp.b() * y[corner] + warp.c()) / w;
        double readY = (warp.d() * x[corner] + warp.e() * y[corner] + warp.f()) / w;
        assertThat(readX).isCloseTo(cornerX[corner], within(1e-9));
        assertThat(readY).isCloseTo(cornerY[corner], within(1e-9));
      }
      // No point of the picture is seen from behind.
      for (int corner = 0; corner < 4; corner++) {
        assertThat(1 + warp.g() * cornerX[corner] + warp.h() * cornerY[corner]).isPositive();
      }
    }
  }

  @Test
  void turningByAffineIsTurningByRotation() {
    for (Padding padding : Padding.values()) {
      Tensor images = RandomTensor.uniform(0, 1, Rng.seeded(1), Shape.of(1, 3, 9, 14));
      for (int seed = 0; seed < 20; seed++) {
        Tensor expected = Varied.images(new Rotation(90, padding), images, Rng.seeded(seed));
        double degrees = 90 * (2 * Rng.seeded(seed).nextDouble() - 1);
        Picture picture = new Picture(9, 14, images.permute(0, 2, 3, 1).contiguous().toFloats());
        Warp.rotation(picture, degrees).apply(picture, padding);
        Tensor turned = Tensor.of(picture.values(), 1, 9, 14, 3).permute(0, 3, 1, 2);
        Doubles.of(expected).assertMatches(turned, 2e-5, "seed " + seed + ", " + padding);
      }
    }
  }

  @Test
  void boundsTheWrongWayRoundAreRefused() {
    assertThatThrownBy(() -> new RandomResizedCrop(0.9, 0.5, 1))
        .isInstanceOf(FoveaException.class)
        .hasMessage("`minScale` is 0.9, expected at most `maxScale`, which is 0.5");
    assertThatThrownBy(() -> new GaussianBlur(3, 2, 1))
        .isInstanceOf(FoveaException.class)
        .hasMessage("`minSigma` is 3, expected at most `maxSigma`, which is 2");
  }
}
