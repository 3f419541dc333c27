package fovea.tensorboard;

import fovea.FoveaException;
import fovea.files.FileFailure;
import fovea.files.ProtoMessage;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's events: TFRecords, each of a message of Protocol Buffers. What was added
 * is in the file after {@link #flush}.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">the
 *     messages</a>
 */
public final class EventFile implements AutoCloseable {
  private static final int RGB = 3;
  private static final int START = 1;

  private final Path file;
  private final OutputStream out;

  private EventFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Makes a file of a new name in a folder, which is made too.
   *
   * @throws FoveaException if that fails
   */
  public static EventFile create(Path folder) {
    Path file = folder;
    try {
      Files.createDirectories(folder);
      for (int i = 0; ; i++) {
        // TensorBoard takes what has "tfevents" in its name, and reads in the names' order.
        file =
            folder.resolve(
                String.format(
                    Locale.ROOT,
                    "events.out.tfevents.%010d.fovea.%d.%d",
                    System.currentTimeMillis() / 1000,
                    ProcessHandle.current().pid(),
                    i));
        try {
          OutputStream out =
              new BufferedOutputStream(
                  Files.newOutputStream(
                      file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
          EventFile events = new EventFile(file, out);
          events.add(new ProtoMessage().real(1, now()).text(3, "brain.Event:2"));
          return events;
        } catch (FileAlreadyExistsException e) {
          // Another run of this process began in the same second.
        }
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  public Path path() {
    return file;
  }

  /** Whatever other files have of this step and later ones counts no more. */
  public void restartAt(long step) {
    add(event(step).message(7, new ProtoMessage().number(1, START)));
  }

  public void scalar(String tag, long step, double value) {
    summary(step, new ProtoMessage().text(1, tag).single(2, (float) value));
  }

  public void image(String tag, long step, Pixels image) {
    ProtoMessage picture =
        new ProtoMessage()
            .number(1, image.height())
            .number(2, image.width())
            .number(3, RGB)
            .bytes(4, ByteBuffer.wrap(PngEncoder.encode(image)));
    summary(step, new ProtoMessage().text(1, tag).message(4, picture));
  }

  /** How the values lie; those that are no finite numbers are left out. */
  public void histogram(String tag, long step, float[] values) {
    summary(step, new ProtoMessage().text(1, tag).message(5, Histogram.of(values).message()));
  }

  private void summary(long step, ProtoMessage value) {
    add(event(step).message(5, new ProtoMessage().message(1, value)));
  }

  private static ProtoMessage event(long step) {
    return new ProtoMessage().real(1, now()).number(2, step);
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  private void add(ProtoMessage event) {
    byte[] data = event.toBytes();
    byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
    try {
      out.write(length);
      out.write(checksum(length));
      out.write(data);
      out.write(checksum(data));
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  /** TFRecord's, rotated and shifted so that a checksum of data with checksums in them is none. */
  private static byte[] checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int rotated = Integer.rotateRight((int) crc.getValue(), 15);
    return littleEndian(Integer.BYTES).putInt(rotated + 0xa282ead8).array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }
}
