package fovea.serve.insight;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Module;
import fovea.nn.Permute;
import fovea.nn.ReLU;
import fovea.nn.Sequential;
import fovea.serve.insight.LayerCalls.Call;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Which numbers of a layer are places is told by its network, not by its sizes. */
class FeatureMapTest {
  private static final int[] RAMPS = {1, 3, 2, 4};

  /** Whose channel {@code c} grows from 0 by {@code RAMPS[c]} a place. */
  private static Tensor image(int channels, int height, int width) {
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = RAMPS[i / (height * width)] * (i % (height * width));
    }
    return Tensor.of(values, 1, channels, height, width);
  }

  private static Call last(Module network, Tensor image) {
    return Objects.requireNonNull(LayerCalls.of(network, image, 2).next("1"));
  }

  private static List<FeatureMap> maps(Call call) {
    Shape shape = call.output().shape();
    List<Long> ofImage = List.of(shape.size(1), shape.size(2), shape.size(3));
    assertThat(FeatureMap.isPicture(ofImage, call.channelsLast())).isTrue();
    return FeatureMap.mostActive(call.output().toFloats(), ofImage, call.channelsLast(), 9);
  }

  private static BufferedImage picture(FeatureMap map) throws IOException {
    String png = map.picture().substring(map.picture().indexOf(',') + 1);
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
  }

  @Test
  void channelsThatComeLastAreChannelsWhateverTheSizes() throws IOException {
    try (Module network = Sequential.of(new Permute(0, 2, 3, 1), new ReLU(false));
        Scope scope = Scope.open()) {
      Call call = last(network, image(3, 4, 6));
      assertThat(call.output().shape()).isEqualTo(Shape.of(1, 4, 6, 3));
      List<FeatureMap> maps = maps(call);
      assertThat(maps).extracting(FeatureMap::channel).containsExactly(1, 2, 0);
      assertThat(maps).extracting(FeatureMap::high).containsExactly(69f, 46f, 23f);
      assertRises(picture(maps.get(0)), 4, 6);
    }
  }

  @Test
  void asManyChannelsAsRowsAreStillChannels() throws IOException {
    try (Module network = Sequential.of(new ReLU(false), new ReLU(false));
        Scope scope = Scope.open()) {
      List<FeatureMap> maps = maps(last(network, image(4, 4, 6)));
      assertThat(maps).extracting(FeatureMap::channel).containsExactly(3, 1, 2, 0);
      assertRises(picture(maps.get(0)), 4, 6);
    }
  }

  /** From black to white, row by row. */
  private static void assertRises(BufferedImage picture, int height, int width) {
    assertThat(picture.getHeight()).isEqualTo(height);
    assertThat(picture.getWidth()).isEqualTo(width);
    int places = height * width;
    for (int i = 0; i < places; i++) {
      assertThat(picture.getRGB(i % width, i / width) & 0xff)
          .isEqualTo(Math.round(255f * i / (places - 1)));
    }
  }
}
