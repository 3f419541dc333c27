package fovea.image.vp8;

import java.io.IOException;

/**
 * A key frame, told by its first bytes.
 *
 * @param width in pixels, 1 to 16,383
 * @param height in pixels, 1 to 16,383
 * @param data holds the frame
 * @param start where the first partition begins
 * @param firstLength the length of the first partition
 * @param end where the frame ends
 */
@SuppressWarnings("ArrayRecordComponent") // the file's bytes are shared, not copied
public record Vp8Frame(int width, int height, byte[] data, int start, int firstLength, int end) {
  private static final int HEADER = 10;

  /**
   * Reads the size.
   *
   * @param at where the frame begins in the data
   * @param end where it ends
   * @throws IOException if it is no key frame, or cut short
   */
  public static Vp8Frame at(byte[] data, int at, int end) throws IOException {
    if (end - at < HEADER) {
      throw new IOException("the frame is cut short");
    }
    int tag = number(data, at, 3);
    boolean keyFrame = (tag & 1) == 0;
    if (!keyFrame || number(data, at + 3, 3) != 0x2a019d) {
      throw new IOException("no key frame");
    }
    int width = number(data, at + 6, 2) & 0x3fff; // how to scale it stands above
    int height = number(data, at + 8, 2) & 0x3fff;
    int length = tag >> 5;
    if (width == 0 || height == 0 || length > end - at - HEADER) {
      throw new IOException("the frame has no pixels, or is cut short");
    }
    return new Vp8Frame(width, height, data, at + HEADER, length, end);
  }

  /**
   * Decodes it.
   *
   * @return three bytes a pixel (red, green, blue), row by row
   * @throws IOException if it is damaged or cut short
   */
  public byte[] rgb() throws IOException {
    BoolReader in = new BoolReader(data, start, start + firstLength);
    FrameHeader header = FrameHeader.read(in);
    BoolReader[] partitions = partitions(header.partitions());
    Reconstruction frame =
        new Reconstruction(header, in, partitions, (width + 15) / 16, (height + 15) / 16);
    frame.decode();
    frame.smooth();
    return Colors.rgb(frame.luma(), frame.blue(), frame.red(), width, height);
  }

  /** Behind the first partition stand the lengths of the others, but of the last. */
  private BoolReader[] partitions(int count) throws IOException {
    int lengths = start + firstLength;
    int at = lengths + 3 * (count - 1);
    if (at >= end) {
      throw new IOException("the frame is cut short");
    }
    BoolReader[] partitions = new BoolReader[count];
    for (int i = 0; i < count; i++) {
      int next = i == count - 1 ? end : Math.min(end, at + number(data, lengths + 3 * i, 3));
      partitions[i] = new BoolReader(data, at, next);
      at = next;
    }
    return partitions;
  }

  private static int number(byte[] data, int at, int bytes) {
    int number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | (data[at + i] & 0xff);
    }
    return number;
  }
}
