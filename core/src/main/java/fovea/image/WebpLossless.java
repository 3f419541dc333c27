package fovea.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The lossless compression of WebP, read by TwelveMonkeys from a file of nothing but the picture.
 *
 * @param colors three bytes a pixel
 * @param alpha a byte a pixel; empty if all are opaque
 */
@SuppressWarnings("ArrayRecordComponent") // taken over by the decoder
record WebpLossless(int width, int height, byte[] colors, byte[] alpha) {
  private static final int SIGNATURE = 0x2f;
  private static final int HEADER = 5;

  /** Where the header says whether opacity counts. */
  private static final int ALPHA = 1 << 28;

  /** Zeros behind the picture: the reader looks so many bytes ahead. */
  private static final int SLACK = 16;

  /** Width and height. */
  static int[] size(byte[] file, WebpFile.Part part) throws IOException {
    return size(header(file, part));
  }

  private static int[] size(int header) {
    return new int[] {1 + (header & 0x3fff), 1 + (header >>> 14 & 0x3fff)};
  }

  static WebpLossless read(byte[] file, WebpFile.Part part) throws IOException {
    int header = header(file, part);
    Raster raster = raster(header, file, part.start() + HEADER, part.end());
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] colors = new byte[3 * width * height];
    byte[] alpha = new byte[(header & ALPHA) == 0 ? 0 : width * height];
    byte[] row = new byte[4 * width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getDataElements(0, y, width, 1, row);
      for (int from = 0; from < row.length; from += 4, to++) {
        colors[3 * to] = row[from];
        colors[3 * to + 1] = row[from + 1];
        colors[3 * to + 2] = row[from + 2];
        if (alpha.length > 0) {
          alpha[to] = row[from + 3];
        }
      }
    }
    return new WebpLossless(width, height, colors, alpha);
  }

  /** A single channel, which is compressed as the green of a picture without a header. */
  static byte[] channel(byte[] file, WebpFile.Part part, int width, int height) throws IOException {
    Raster raster = raster((width - 1) | (height - 1) << 14, file, part.start(), part.end());
    byte[] channel = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 1, row);
      for (int x = 0; x < width; x++) {
        channel[y * width + x] = (byte) row[x];
      }
    }
    return channel;
  }

  private static int header(byte[] file, WebpFile.Part part) throws IOException {
    if (part.end() - part.start() < HEADER || file[part.start()] != SIGNATURE) {
      throw new IOException("no lossless picture");
    }
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(part.start() + 1);
  }

  /** Red, green, blue and alpha, which the reader gets right only if alpha is said to count. */
  private static Raster raster(int header, byte[] from, int start, int end) throws IOException {
    int[] size = size(header);
    WebpTransforms.check(from, start, end, size[0], size[1]);
    int length = HEADER + end - start;
    ByteBuffer file = ByteBuffer.allocate(20 + length + SLACK).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    file.put((byte) SIGNATURE).putInt(header | ALPHA).put(from, start, end - start);
    ImageReader reader = Readers.WEBP.get(0).createReaderInstance();
    try (ImageInputStream in = new BoundedStream(file.array())) {
      reader.setInput(in, true, true);
      return reader.read(0).getRaster();
    } finally {
      reader.dispose();
    }
  }
}
