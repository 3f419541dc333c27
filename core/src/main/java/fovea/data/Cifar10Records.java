package fovea.data;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import fovea.FoveaException;
import fovea.files.FileFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The records of CIFAR-10's batch files, one file after the other: 3,073 bytes each, the label,
 * then 32 rows of 32 red values, then the green and the blue ones.
 */
final class Cifar10Records {
  static final int SIZE = 32;
  static final int RECORD = 1 + 3 * SIZE * SIZE;

  private static final int LABELS = Cifar10.CLASSES.size();
  private static final String AGAIN =
      ": prepare the data set again with `fovea data prepare cifar10`.";

  private final List<byte[]> pixels = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /**
   * Adds the records of a file.
   *
   * @throws FoveaException if it is empty, cut short, or holds a label above 9
   */
  void read(Path file) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 18))) {
      long bytes = Files.size(file);
      if (bytes == 0) {
        throw refused(
            file, ": the file is empty, expected records of %,d bytes. It is damaged", RECORD);
      }
      if (bytes % RECORD != 0) {
        throw refused(
            file,
            ": %,d bytes, expected a multiple of %,d (one label and %,d pixel bytes a record)."
                + " The file is cut short",
            bytes,
            RECORD,
            RECORD - 1);
      }
      byte[] record = new byte[RECORD];
      for (long number = 1; number <= bytes / RECORD; number++) {
        in.readFully(record);
        int label = record[0] & 0xff;
        if (label >= LABELS) {
          throw refused(
              file,
              ", record %,d: label %d, expected 0 to %d. The file is damaged",
              number,
              label,
              LABELS - 1);
        }
        labels.add(label);
        names.add(file.getFileName() + "/" + (number - 1));
        pixels.add(interleaved(record));
      }
    } catch (EOFException e) {
      throw new FoveaException(file + ": the file became shorter while it was read", e);
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }

  ImageSet images(List<String> classes) {
    return ImageSet.of(
        classes,
        SIZE,
        SIZE,
        pixels.toArray(byte[][]::new),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        names::get);
  }

  /** From planes [3, 32, 32] after the label to pixels [32, 32, 3]. */
  private static byte[] interleaved(byte[] record) {
    int plane = SIZE * SIZE;
    byte[] rgb = new byte[3 * plane];
    for (int i = 0; i < plane; i++) {
      rgb[3 * i] = record[1 + i];
      rgb[3 * i + 1] = record[1 + plane + i];
      rgb[3 * i + 2] = record[1 + 2 * plane + i];
    }
    return rgb;
  }

  @FormatMethod
  private static FoveaException refused(Path file, @FormatString String finding, Object... values) {
    return new FoveaException(
        file.getFileName() + String.format(Locale.ROOT, finding, values) + AGAIN);
  }
}
