package fovea.image;

import java.io.IOException;
import java.util.Arrays;

/** Opacity that stands apart from a lossy picture: plain or compressed, and filtered. */
final class WebpAlpha {
  private static final int PLAIN = 0;
  private static final int COMPRESSED = 1;

  private static final int LEFT = 1;
  private static final int ABOVE = 2;

  private WebpAlpha() {}

  /** A byte a pixel. */
  static byte[] read(byte[] file, WebpFile.Part part, int width, int height) throws IOException {
    int start = part.start() + 1;
    if (start > part.end()) {
      throw new IOException("no opacity");
    }
    int header = file[part.start()];
    byte[] alpha =
        switch (header & 3) {
          case PLAIN -> plain(file, start, part.end(), width * height);
          case COMPRESSED ->
              WebpLossless.channel(file, new WebpFile.Part(start, part.end()), width, height);
          default -> throw new IOException("opacity of an unknown kind");
        };
    unfilter(alpha, width, header >> 2 & 3);
    return alpha;
  }

  private static byte[] plain(byte[] file, int start, int end, int pixels) throws IOException {
    if (end - start < pixels) {
      throw new IOException("too little opacity");
    }
    return Arrays.copyOfRange(file, start, start + pixels);
  }

  /** What is stored is the difference to a prediction; the borders are predicted more simply. */
  private static void unfilter(byte[] alpha, int width, int filter) {
    for (int i = 1; filter != 0 && i < alpha.length; i++) {
      boolean leftmost = i % width == 0;
      int prediction;
      if (i < width || (filter == LEFT && !leftmost)) {
        prediction = alpha[i - 1];
      } else if (filter == ABOVE || leftmost) {
        prediction = alpha[i - width];
      } else {
        int gradient =
            (alpha[i - 1] & 0xff) + (alpha[i - width] & 0xff) - (alpha[i - width - 1] & 0xff);
        prediction = Math.max(0, Math.min(gradient, 255));
      }
      alpha[i] += (byte) prediction;
    }
  }
}
