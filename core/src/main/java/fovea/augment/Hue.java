package fovea.augment;

/** Turning colours round the circle of HSV, of which red, green and blue are thirds. */
final class Hue {
  private static final int SEXTANTS = 6;

  private Hue() {}

  /**
   * Changes the hue of each pixel; value and saturation stay.
   *
   * @param part of the circle, from red towards green, in [-0.5, 0.5]
   */
  static void turn(Picture picture, double part) {
    float turned = (float) (SEXTANTS * part);
    if (turned == 0) {
      return;
    }
    float[] values = picture.values();
    for (int pixel = 0; pixel < values.length; pixel += Picture.CHANNELS) {
      float red = values[pixel];
      float green = values[pixel + 1];
      float blue = values[pixel + 2];
      float most = Math.max(red, Math.max(green, blue));
      float chroma = most - Math.min(red, Math.min(green, blue));
      if (chroma > 0) {
        float hue = hue(red, green, blue, most, chroma) + turned;
        values[pixel] = most - chroma * lack(hue + 5);
        values[pixel + 1] = most - chroma * lack(hue + 3);
        values[pixel + 2] = most - chroma * lack(hue + 1);
      }
    }
  }

  /** In sextants from red, in [-1, 5]. */
  private static float hue(float red, float green, float blue, float most, float chroma) {
    if (most == red) {
      return (green - blue) / chroma;
    }
    return most == green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
  }

  /**
   * By how much of the chroma a channel stays below the largest value.
   *
   * @param place on the circle from where the channel begins to fall, in sextants, in [-3, 13]
   */
  private static float lack(float place) {
    float within = place < 0 ? place + SEXTANTS : place >= SEXTANTS ? place - SEXTANTS : place;
    within = within >= SEXTANTS ? within - SEXTANTS : within;
    return Math.max(0, Math.min(1, Math.min(within, 4 - within)));
  }
}
