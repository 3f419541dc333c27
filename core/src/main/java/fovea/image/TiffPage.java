package fovea.image;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.stream.IntStream;

/** What a page of a TIFF file says of itself. */
record TiffPage(Directory entries) {
  /** The first page. */
  static TiffPage of(byte[] file) throws IOException {
    Directory all = new TIFFReader().read(new ByteArrayImageInputStream(file));
    return new TiffPage(all instanceof CompoundDirectory pages ? pages.getDirectory(0) : all);
  }

  boolean has(int tag) {
    return entries.getEntryById(tag) != null;
  }

  /** What an entry holds; empty if there is none, or no numbers in it. */
  long[] numbers(int tag) {
    Entry entry = entries.getEntryById(tag);
    Object value = entry == null ? new long[0] : entry.getValue();
    if (value instanceof Number number) {
      return new long[] {number.longValue()};
    }
    return value.getClass().isArray()
        ? IntStream.range(0, Array.getLength(value))
            .mapToObj(i -> Array.get(value, i))
            .filter(Number.class::isInstance)
            .mapToLong(number -> ((Number) number).longValue())
            .toArray()
        : new long[0];
  }

  /** The first number of an entry; 0 if there is none. */
  long first(int tag) {
    long[] numbers = numbers(tag);
    return numbers.length == 0 ? 0 : numbers[0];
  }

  byte[] bytes(int tag) {
    long[] numbers = numbers(tag);
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return bytes;
  }
}
