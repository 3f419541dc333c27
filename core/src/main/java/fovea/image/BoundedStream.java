package fovea.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes behind whose end nothing may be read. TwelveMonkeys' reader of lossless WebP takes the end
 * of a stream for more of the same, and decodes nonsense for minutes.
 */
final class BoundedStream extends ImageInputStreamImpl {
  private final byte[] bytes;

  BoundedStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    demandOne();
    return bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] to, int at, int length) throws IOException {
    bitOffset = 0;
    demandOne();
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, to, at, count);
    streamPos += count;
    return count;
  }

  private void demandOne() throws IOException {
    if (streamPos >= bytes.length) {
      throw new IOException("cut short"); // an EOFException would be swallowed
    }
  }
}
