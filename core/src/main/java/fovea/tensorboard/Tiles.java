package fovea.tensorboard;

import fovea.image.Pixels;
import java.util.Arrays;
import java.util.List;

/** Images of one size side by side, as one. */
final class Tiles {
  private static final int GAP = 1;

  private Tiles() {}

  /**
   * @param images at least one
   * @param columns images a row
   */
  static Pixels of(List<Pixels> images, int columns) {
    int height = images.get(0).height();
    int width = images.get(0).width();
    int across = Math.min(columns, images.size());
    int rows = (images.size() + across - 1) / across;
    int allWidth = across * (width + GAP) - GAP;
    int allHeight = rows * (height + GAP) - GAP;
    byte[] rgb = new byte[3 * allWidth * allHeight];
    Arrays.fill(rgb, (byte) 255);
    for (int i = 0; i < images.size(); i++) {
      int left = i % across * (width + GAP);
      int top = i / across * (height + GAP);
      for (int y = 0; y < height; y++) {
        System.arraycopy(
            images.get(i).rgb(), 3 * y * width, rgb, 3 * ((top + y) * allWidth + left), 3 * width);
      }
    }
    return new Pixels(allWidth, allHeight, rgb);
  }
}
