package fovea.similar;

import fovea.files.Sha256;
import fovea.image.Pixels;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Tells pictures apart by SHA-256 over size and pixels. */
final class PixelDigest {
  static final int BYTES = 32;

  private PixelDigest() {}

  static byte[] of(Pixels image) {
    MessageDigest sha = Sha256.fresh();
    sha.update(
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(image.width()).putInt(image.height()).flip());
    sha.update(image.rgb());
    return sha.digest();
  }
}
