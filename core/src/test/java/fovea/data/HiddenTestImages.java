package fovea.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A data set whose test images can be taken away: whoever looks at one then fails. */
public final class HiddenTestImages {
  private final DataSet data;
  private final byte[][] test;

  private HiddenTestImages(DataSet data, byte[][] test) {
    this.data = data;
    this.test = test;
  }

  public static HiddenTestImages of(int images) {
    ImageSet drawn = SmallImages.draw(images / 4, 2);
    byte[][] pixels =
        IntStream.range(0, drawn.size()).mapToObj(drawn::pixels).toArray(byte[][]::new);
    int[] labels = IntStream.range(0, drawn.size()).map(drawn::label).toArray();
    ImageSet test = ImageSet.of(SmallImages.CLASSES, 8, 8, pixels, labels);
    return new HiddenTestImages(
        DataSet.of("small", SmallImages.draw(images, 1), null, test), pixels);
  }

  public DataSet data() {
    return data;
  }

  /** The set keeps the array that it was made of. */
  public void hide() {
    Arrays.fill(test, null);
  }
}
