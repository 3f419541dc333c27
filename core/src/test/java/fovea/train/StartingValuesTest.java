package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ImageSet;
import fovea.nn.Module;
import fovea.nn.StartsFromImages;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What networks see before the first step. */
class StartingValuesTest {
  /** Notes what it is shown. */
  private static final class Noting extends Module implements StartsFromImages {
    private Shape shown = Shape.of(0);

    @Override
    public void startFrom(Tensor images) {
      shown = images.shape();
    }

    @Override
    public Module startingPart() {
      return this;
    }

    @Override
    protected Tensor forward(Tensor images) {
      return images;
    }
  }

  private static Shape shown(int count, int size) {
    byte[][] pixels = new byte[count][];
    Arrays.fill(pixels, new byte[3 * size * size]);
    try (Noting network = new Noting()) {
      StartingValues.take(
          ImageSet.of(List.of("one", "two"), size, size, pixels, new int[count]), network);
      return network.shown;
    }
  }

  @Test
  void aNetworkThatStartsFromImagesSeesThousandsOfSmallOnes() {
    assertThat(shown(5200, 32)).isEqualTo(Shape.of(5000, 3, 32, 32));
    assertThat(shown(40, 32)).isEqualTo(Shape.of(40, 3, 32, 32));
  }

  /** Of 5,000 at 160 pixels, all patches took ten gigabytes. */
  @Test
  void itSeesFewerOfLargeOnesSoThatTheirPatchesFitMemory() {
    assertThat(shown(300, 160)).isEqualTo(Shape.of(200, 3, 160, 160));
    assertThat(shown(30, 512)).isEqualTo(Shape.of(19, 3, 512, 512));
  }
}
