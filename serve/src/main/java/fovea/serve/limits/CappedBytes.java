package fovea.serve.limits;

import java.io.ByteArrayOutputStream;

/**
 * Bytes of which no more are kept than may be; what has as many as that is too large where one more
 * than allowed may be kept.
 */
public final class CappedBytes extends ByteArrayOutputStream {
  private final int most;

  /**
   * @param most bytes to keep
   */
  public CappedBytes(int most) {
    this.most = most;
  }

  @Override
  public synchronized void write(int value) {
    if (count < most) {
      super.write(value);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    super.write(bytes, from, Math.min(length, most - count));
  }
}
