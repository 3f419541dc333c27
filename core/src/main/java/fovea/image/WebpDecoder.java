package fovea.image;

import fovea.image.vp8.Vp8Frame;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** WebP, of an animation the first picture at its place on the canvas. */
final class WebpDecoder implements Decoder {
  @Override
  public Decoded decode(byte[] file, SizeLimit limit) throws IOException {
    WebpFile parts = WebpFile.parse(file);
    Pixels picture = parts.lossless() ? lossless(file, parts, limit) : lossy(file, parts, limit);
    return new Decoded(onCanvas(picture, parts.canvas()), Orientation.of(parts.exif()));
  }

  private static Pixels lossy(byte[] file, WebpFile parts, SizeLimit limit) throws IOException {
    Vp8Frame frame = Vp8Frame.at(file, parts.image().start(), parts.image().end());
    int width = frame.width();
    int height = frame.height();
    check(limit, width, height, parts.canvas());
    byte[] rgb = Profile.toSrgb(frame.rgb(), width, height, parts.profile());
    if (parts.alpha() != null) {
      overWhite(rgb, WebpAlpha.read(file, parts.alpha(), width, height));
    }
    return new Pixels(width, height, rgb);
  }

  private static Pixels lossless(byte[] file, WebpFile parts, SizeLimit limit) throws IOException {
    int[] size = WebpLossless.size(file, parts.image());
    check(limit, size[0], size[1], parts.canvas());
    WebpLossless picture = WebpLossless.read(file, parts.image());
    byte[] rgb =
        Profile.toSrgb(picture.colors(), picture.width(), picture.height(), parts.profile());
    if (picture.alpha().length > 0) {
      overWhite(rgb, picture.alpha());
    }
    return new Pixels(picture.width(), picture.height(), rgb);
  }

  private static void check(
      SizeLimit limit, int width, int height, WebpFile.@Nullable Canvas canvas) {
    limit.check(
        canvas == null ? width : Math.max(width, canvas.width()),
        canvas == null ? height : Math.max(height, canvas.height()));
  }

  private static void overWhite(byte[] rgb, byte[] alpha) {
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = Rgb.overWhite(rgb[i] & 0xff, alpha[i / 3] & 0xff);
    }
  }

  /** White around the picture; what reaches beyond the canvas isn't seen. */
  private static Pixels onCanvas(Pixels picture, WebpFile.@Nullable Canvas canvas) {
    if (canvas == null || canvas.width() == 0) { // a still image, or the size is missing
      return picture;
    }
    byte[] rgb = new byte[3 * canvas.width() * canvas.height()];
    Arrays.fill(rgb, (byte) 255);
    int columns = Math.min(picture.width(), canvas.width() - canvas.x());
    int rows = Math.min(picture.height(), canvas.height() - canvas.y());
    for (int y = 0; columns > 0 && y < rows; y++) {
      System.arraycopy(
          picture.rgb(),
          3 * y * picture.width(),
          rgb,
          3 * ((canvas.y() + y) * canvas.width() + canvas.x()),
          3 * columns);
    }
    return new Pixels(canvas.width(), canvas.height(), rgb);
  }
}
