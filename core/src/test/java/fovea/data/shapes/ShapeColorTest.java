package fovea.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Rng;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeColorTest {
  @Test
  void aShapeIsNeverOfNearlyItsBackgroundsColor() {
    RandomChoices random = new RandomChoices(Rng.seeded(5));
    for (int i = 0; i < 1000; i++) {
      ShapeColor near = ShapeColor.random(random);
      ShapeColor far = near.varied(0.2, random);
      ShapeColor color = ShapeColor.unlike(0.2, random, near, far);
      for (ShapeColor behind : List.of(near, far)) {
        double squares =
            0.299 * Math.pow(color.red() - behind.red(), 2)
                + 0.587 * Math.pow(color.green() - behind.green(), 2)
                + 0.114 * Math.pow(color.blue() - behind.blue(), 2);
        assertThat(squares).isGreaterThanOrEqualTo(0.04 - 1e-9);
      }
    }
    ShapeColor grey = new ShapeColor(0.4, 0.4, 0.4);
    assertThat(ShapeColor.unlike(0.9, random, grey)).isEqualTo(new ShapeColor(1, 1, 1));
  }
}
