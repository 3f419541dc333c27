package fovea.data;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** What an image shows, whatever its file and label: equal where all pixels are. */
final class Picture {
  private final byte[] pixels;
  private final int hash;

  /** Keeps the array, which isn't to be changed. */
  Picture(byte[] pixels) {
    this.pixels = pixels;
    CRC32C crc = new CRC32C(); // an instruction of the processor, so thousands take milliseconds
    crc.update(pixels);
    hash = (int) crc.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
