package fovea.image;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A picture in a GIF file, and the canvas that it lies on.
 *
 * @param clear the index of transparent pixels, or -1
 * @param colors its own or the file's palette, three bytes a colour; empty where there is none
 * @param codeBits of the colours in the compressed data
 * @param data compressed
 */
@SuppressWarnings("ArrayRecordComponent") // read once
record GifPicture(
    int canvasWidth,
    int canvasHeight,
    int left,
    int top,
    int width,
    int height,
    boolean interlaced,
    int clear,
    byte[] colors,
    int codeBits,
    byte[] data) {
  private static final int SIGNATURE = 6;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xf9;
  private static final int PICTURE = 0x2c;
  private static final int END = 0x3b;

  /**
   * Finds the first picture.
   *
   * @throws IOException if there is none
   */
  static GifPicture first(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(SIGNATURE);
    try {
      return first(file);
    } catch (BufferUnderflowException e) {
      throw (IOException) new EOFException("before the first picture").initCause(e);
    }
  }

  private static GifPicture first(ByteBuffer file) throws IOException {
    int canvasWidth = Short.toUnsignedInt(file.getShort());
    int canvasHeight = Short.toUnsignedInt(file.getShort());
    int flags = file.get();
    file.getShort(); // the colour of what nothing covers, which no program heeds; pixels' shape
    byte[] colors = palette(file, flags);
    int clear = -1;
    while (true) {
      switch (Byte.toUnsignedInt(file.get())) {
        case EXTENSION -> {
          int label = Byte.toUnsignedInt(file.get());
          byte[] content = blocks(file);
          if (label == CONTROL && content.length >= 4) {
            clear = (content[0] & 1) == 0 ? -1 : Byte.toUnsignedInt(content[3]);
          }
        }
        case PICTURE -> {
          int left = Short.toUnsignedInt(file.getShort());
          int top = Short.toUnsignedInt(file.getShort());
          int width = Short.toUnsignedInt(file.getShort());
          int height = Short.toUnsignedInt(file.getShort());
          int own = file.get();
          byte[] ownColors = palette(file, own);
          return new GifPicture(
              canvasWidth,
              canvasHeight,
              left,
              top,
              width,
              height,
              (own & 0x40) != 0,
              clear,
              ownColors.length > 0 ? ownColors : colors,
              Byte.toUnsignedInt(file.get()),
              blocks(file));
        }
        case END -> throw new IOException("no picture");
        default -> {} // bytes that some programs leave between the blocks
      }
    }
  }

  private static byte[] palette(ByteBuffer file, int flags) {
    byte[] colors = new byte[(flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7))];
    file.get(colors);
    return colors;
  }

  /** What stands in blocks of up to 255 bytes; the last may be missing at the end of the file. */
  private static byte[] blocks(ByteBuffer file) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (file.hasRemaining()) {
      byte[] block = new byte[Math.min(Byte.toUnsignedInt(file.get()), file.remaining())];
      if (block.length == 0) {
        break;
      }
      file.get(block);
      content.writeBytes(block);
    }
    return content.toByteArray();
  }

  /** Writes the colour of an index; where no palette has one, a grey, as Pillow does. */
  void copyColor(int index, byte[] rgb, int to) {
    for (int c = 0; c < 3; c++) {
      rgb[to + c] = 3 * index < colors.length ? colors[3 * index + c] : (byte) index;
    }
  }
}
