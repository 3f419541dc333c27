package fovea.image;

import fovea.image.Decoder.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The chunks of a PNG file that make its picture. A reader gets no others, so that it can't refuse
 * a file for them.
 */
final class PngFile {
  private static final int SIGNATURE = 8;
  private static final int HEADER = 0x49484452; // IHDR
  private static final int PALETTE = 0x504c5445; // PLTE
  private static final int TRANSPARENCY = 0x74524e53; // tRNS
  private static final int DATA = 0x49444154; // IDAT
  private static final int END = 0x49454e44; // IEND
  private static final int EXIF = 0x65584966; // eXIf
  private static final int HEADER_LENGTH = 13;
  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int INDEX = 3;
  private static final int GREY_WITH_ALPHA = 4;
  private static final int NO_KIND = 255;

  /**
   * Bytes a row: which filter it has, and what is filled up. Interlaced, there are twice as many.
   */
  private static final long FILTERS = 4;

  /** Bytes of the rows that an interlaced image has besides, however small it is. */
  private static final long SMALL_ROWS = 64;

  private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16);
  private static final byte[] NONE = {};

  private final ByteBuffer file;
  private final List<Chunk> data = new ArrayList<>();
  private byte[] header = NONE;
  private byte[] palette = NONE;
  private byte[] transparency = NONE;
  private byte[] exif = NONE;

  /** Whether the end is there and the checksums of the compressed data are right. */
  private boolean sound = true;

  /** Whether it ends within a chunk. */
  private boolean cut;

  /** Where the content begins, and how long it is. */
  private record Chunk(int at, int length) {}

  private PngFile(byte[] file) {
    this.file = ByteBuffer.wrap(file);
  }

  /**
   * Finds the chunks.
   *
   * @throws Unreadable if the file ends before the picture does
   * @throws IOException if what makes the picture is damaged
   */
  static PngFile of(byte[] bytes) throws IOException {
    PngFile file = new PngFile(bytes);
    file.findChunks();
    boolean known = file.kind() != NO_KIND && DEPTHS.contains(file.depth());
    boolean whole = (file.sound && !file.cut) || (known && file.inflates());
    if (file.cut && !whole) {
      throw Unreadable.cutShort();
    }
    if (file.data.isEmpty() || !known) {
      throw new IOException("without data, or a header of a kind that there is");
    }
    if (!whole) {
      throw new IOException("checksums say so");
    }
    return file;
  }

  private void findChunks() throws IOException {
    long at = SIGNATURE;
    while (at + 12 <= file.limit()) {
      long length = Integer.toUnsignedLong(file.getInt((int) at));
      int type = file.getInt((int) at + 4);
      if (type == END) {
        return;
      }
      if (at + 12 + length > file.limit()) {
        break;
      }
      Chunk chunk = new Chunk((int) at + 8, (int) length);
      switch (type) {
        case HEADER -> header = checked(chunk);
        case PALETTE -> palette = kind() == INDEX ? checked(chunk) : NONE; // else a mere hint
        case TRANSPARENCY -> transparency = kind() <= INDEX ? checked(chunk) : NONE;
        case EXIF -> exif = content(chunk);
        case DATA -> {
          data.add(chunk);
          sound &= checksumFits(chunk);
        }
        default -> {} // says nothing about the pixels, or nothing that matters here
      }
      at += 12 + length;
    }
    cut = at != file.limit();
    sound = false;
  }

  private byte[] checked(Chunk chunk) throws IOException {
    if (!checksumFits(chunk)) {
      throw new IOException("checksum of header, palette or transparency");
    }
    return content(chunk);
  }

  private byte[] content(Chunk chunk) {
    byte[] content = new byte[chunk.length];
    file.get(chunk.at, content);
    return content;
  }

  private boolean checksumFits(Chunk chunk) {
    CRC32 crc = new CRC32();
    crc.update(file.array(), chunk.at - 4, chunk.length + 4);
    return (int) crc.getValue() == file.getInt(chunk.at + chunk.length);
  }

  /**
   * Whether the compressed data come to their end, where a checksum of the pixels stands, and hold
   * no more than the picture: a few bytes may inflate to any number.
   */
  private boolean inflates() {
    long width = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(0));
    long height = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(4));
    if (width > ImageFile.MAX_PIXELS / Math.max(1, height)) {
      return true; // refused for its size
    }
    long row = (channels() * depth() * width + 7) / 8;
    long left = height * row + FILTERS * height + SMALL_ROWS;
    Inflater inflater = new Inflater();
    byte[] pixels = new byte[1 << 13];
    try {
      for (Chunk chunk : data) {
        inflater.setInput(file.array(), chunk.at, chunk.length);
        int inflated;
        while (left >= 0 && (inflated = inflater.inflate(pixels)) > 0) {
          left -= inflated;
        }
        if (inflater.finished()) {
          return true;
        }
      }
      return false;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  byte[] exif() {
    return exif;
  }

  private int kind() {
    return header.length == HEADER_LENGTH ? header[9] : NO_KIND;
  }

  private int depth() {
    return header[8];
  }

  private long channels() {
    return switch (kind()) {
      case GREY, INDEX -> 1;
      case GREY_WITH_ALPHA -> 2;
      case COLOUR -> 3;
      default -> 4;
    };
  }

  /**
   * The file with nothing but what makes its picture. Its checksums are left empty: they were
   * checked already, and the JDK's reader doesn't look at them.
   */
  byte[] normalised() {
    if (kind() == GREY && depth() < 8 && transparency.length == 2) {
      takeGreyForPalette();
    }
    if (kind() < INDEX && depth() == 8) { // of each two bytes only what fits the depth counts
      for (int i = 0; i + 1 < transparency.length; i += 2) {
        transparency[i] = 0;
      }
    }
    if (kind() == INDEX
        && palette.length > 0) { // a place in it that is not there is black, as in libpng
      palette = Arrays.copyOf(palette, 3 << depth());
    }
    int length = data.stream().mapToInt(Chunk::length).sum();
    ByteBuffer out =
        ByteBuffer.allocate(
            SIGNATURE + 5 * 12 + header.length + palette.length + transparency.length + length);
    out.put(file.array(), 0, SIGNATURE);
    put(HEADER, header, out);
    if (palette.length > 0) {
      put(PALETTE, palette, out);
    }
    if (transparency.length > 0) {
      put(TRANSPARENCY, transparency, out);
    }
    out.putInt(length).putInt(DATA);
    data.forEach(chunk -> out.put(file.array(), chunk.at, chunk.length));
    out.putInt(0);
    put(END, NONE, out);
    return out.array();
  }

  /**
   * The JDK's reader forgets the transparent grey of less than 8 bits, but not that of palettes.
   */
  private void takeGreyForPalette() {
    int greys = 1 << depth();
    int clear = transparency[1] & (greys - 1);
    header[9] = INDEX;
    palette = new byte[3 * greys];
    transparency = new byte[greys];
    for (int grey = 0; grey < greys; grey++) {
      Arrays.fill(palette, 3 * grey, 3 * grey + 3, (byte) (255 * grey / (greys - 1)));
      transparency[grey] = (byte) (grey == clear ? 0 : 255);
    }
  }

  private static void put(int type, byte[] content, ByteBuffer out) {
    out.putInt(content.length).putInt(type).put(content).putInt(0);
  }
}
