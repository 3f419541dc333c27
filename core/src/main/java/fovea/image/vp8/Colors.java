package fovea.image.vp8;

/**
 * Brings chroma to the resolution of luma, and both to RGB, as libwebp does (its "fancy
 * upsampling"): a sample of chroma lies amid four of luma, each of which takes 9/16 of the nearest,
 * 3/16 of two and 1/16 of the farthest.
 */
final class Colors {
  private final Plane luma;
  private final Plane blue;
  private final Plane red;
  private final int width;
  private final byte[] rgb;

  private Colors(Plane luma, Plane blue, Plane red, int width, int height) {
    this.luma = luma;
    this.blue = blue;
    this.red = red;
    this.width = width;
    this.rgb = new byte[3 * width * height];
  }

  /** Three bytes a pixel, row by row. */
  static byte[] rgb(Plane luma, Plane blue, Plane red, int width, int height) {
    Colors colors = new Colors(luma, blue, red, width, height);
    int lastChroma = (height - 1) / 2;
    for (int y = 0; y < height; y++) {
      int near = y / 2;
      colors.row(y, near, Math.max(0, Math.min(y % 2 == 0 ? near - 1 : near + 1, lastChroma)));
    }
    return colors.rgb;
  }

  /** A row, by the row of chroma that is nearest and the one on the other side. */
  private void row(int y, int near, int far) {
    byte[] u = blue.samples();
    byte[] v = red.samples();
    int nearU = blue.at(0, near);
    int farU = blue.at(0, far);
    int nearV = red.at(0, near);
    int farV = red.at(0, far);
    int from = luma.at(0, y);
    int to = 3 * y * width;
    pixel(
        from,
        to,
        (3 * (u[nearU] & 0xff) + (u[farU] & 0xff) + 2) >> 2,
        (3 * (v[nearV] & 0xff) + (v[farV] & 0xff) + 2) >> 2);
    for (int x = 1; x <= (width - 1) / 2; x++) {
      int u0 = u[nearU + x - 1] & 0xff;
      int u1 = u[nearU + x] & 0xff;
      int u2 = u[farU + x - 1] & 0xff;
      int u3 = u[farU + x] & 0xff;
      int v0 = v[nearV + x - 1] & 0xff;
      int v1 = v[nearV + x] & 0xff;
      int v2 = v[farV + x - 1] & 0xff;
      int v3 = v[farV + x] & 0xff;
      pixel(from + 2 * x - 1, to + 6 * x - 3, amid(u0, u1, u2, u3), amid(v0, v1, v2, v3));
      pixel(from + 2 * x, to + 6 * x, amid(u1, u0, u3, u2), amid(v1, v0, v3, v2));
    }
    if (width % 2 == 0) {
      int last = width / 2 - 1;
      pixel(
          from + width - 1,
          to + 3 * (width - 1),
          (3 * (u[nearU + last] & 0xff) + (u[farU + last] & 0xff) + 2) >> 2,
          (3 * (v[nearV + last] & 0xff) + (v[farV + last] & 0xff) + 2) >> 2);
    }
  }

  /** Rounded in two steps, which is a part of the result. */
  private static int amid(int nearest, int beside, int across, int farthest) {
    return (nearest + ((nearest + 3 * beside + 3 * across + farthest + 8) >> 3)) >> 1;
  }

  /** BT.601 of limited range in whole numbers. */
  private void pixel(int from, int to, int u, int v) {
    int y = ((luma.samples()[from] & 0xff) * 19077) >> 8;
    rgb[to] = clip(y + ((v * 26149) >> 8) - 14234);
    rgb[to + 1] = clip(y - ((u * 6419) >> 8) - ((v * 13320) >> 8) + 8708);
    rgb[to + 2] = clip(y + ((u * 33050) >> 8) - 17685);
  }

  private static byte clip(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value >> 6, 255));
  }
}
