package fovea.explain;

import fovea.tensor.Shape;

/**
 * What a layer gives for one image, and a score's gradient there.
 *
 * @param activation [channels, height, width] flattened
 * @param gradient of the same shape
 */
@SuppressWarnings("ArrayRecordComponent") // made and read within a call
record LayerGradient(int channels, int height, int width, float[] activation, float[] gradient) {
  /** How many places a channel has. */
  int places() {
    return height * width;
  }

  /**
   * The channels' weighted sum, as far as it is above 0, in the size of the image.
   *
   * @param weights one for each channel
   * @param image [C, H, W]
   */
  Relevance weighted(double[] weights, Shape image) {
    float[] map = new float[places()];
    for (int p = 0; p < map.length; p++) {
      double sum = 0;
      for (int k = 0; k < channels; k++) {
        sum += weights[k] * activation[k * map.length + p];
      }
      map[p] = (float) Math.max(0, sum);
    }
    int imageHeight = Math.toIntExact(image.size(1));
    int imageWidth = Math.toIntExact(image.size(2));
    return new Relevance(
        imageHeight,
        imageWidth,
        Upsampling.bilinear(map, height, width, imageHeight, imageWidth),
        null);
  }
}
