package fovea.cli;

import fovea.FoveaException;
import fovea.attack.AdversarialImages;
import fovea.attack.CleanImages;
import fovea.attack.Norm;
import fovea.attack.SmallestChange;
import fovea.data.ImageSet;
import fovea.image.Pixels;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.models.Model;
import fovea.report.PerturbationSheet;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Images of a data set as attacks take them, and what comes out as files have it. */
final class AttackedImages {
  private static final int CHANNELS = 3;

  private AttackedImages() {}

  static CleanImages of(ImageSet images) {
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    return new CleanImages(
        Shape.of(CHANNELS, images.height(), images.width()),
        labels,
        i -> new Pixels(images.width(), images.height(), images.pixels(i)).values());
  }

  /**
   * Refuses more images than one file of a tensor holds, before the work.
   *
   * @throws FoveaException then
   */
  static void requireStorable(Path file, CleanImages images) {
    long bytes = images.shape().elements() * Float.BYTES;
    long most = Integer.MAX_VALUE / bytes;
    if (images.size() > most) {
      throw new FoveaException(
          "%s: holds at most %s images of this size, found %s; attack fewer by --images"
              .formatted(file, Text.number(most), Text.number(images.size())));
    }
  }

  /**
   * Writes {@code images} [N, C, H, W], where nothing was found the clean ones, {@code clean} and
   * {@code labels}.
   */
  static void write(
      Path file, CleanImages images, AdversarialImages found, Map<String, String> metadata) {
    int size = images.size();
    ByteBuffer clean = bytes((long) size * images.shape().elements() * Float.BYTES);
    ByteBuffer changed = bytes(clean.capacity());
    ByteBuffer labels = bytes((long) size * Long.BYTES);
    for (int i = 0; i < size; i++) {
      float[] asItIs = images.pixels().apply(i);
      put(clean, asItIs);
      put(changed, found.of(i).orElse(asItIs));
      labels.putLong(images.labels()[i]);
    }
    Shape one = images.shape();
    Shape all = Shape.of(size, one.size(0), one.size(1), one.size(2));
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("images", new StoredTensor(DType.FLOAT32, all, changed.flip()));
    tensors.put("clean", new StoredTensor(DType.FLOAT32, all, clean.flip()));
    tensors.put("labels", new StoredTensor(DType.INT64, Shape.of(size), labels.flip()));
    Safetensors.write(file, new StoredTensors(tensors, metadata));
  }

  private static ByteBuffer bytes(long count) {
    return ByteBuffer.allocate(Math.toIntExact(count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteBuffer bytes, float[] values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
  }

  /** An image, the change, and what it is taken for then, to be shown. */
  static PerturbationSheet.Row row(SmallestChange change, Model network, Norm norm) {
    Shape shape = network.input();
    return new PerturbationSheet.Row(
        pixels(change.clean(), shape, 0, 1),
        difference(change, shape),
        pixels(change.changed(), shape, 0, 1),
        network.classes().get(change.label()),
        (norm == Norm.LINF ? "at most " : "length ") + AttackReport.budget(norm, change.distance()),
        network.classes().get(change.takenFor()));
  }

  /** The change, scaled so that the largest one of a value is black or white, about grey. */
  private static Pixels difference(SmallestChange change, Shape shape) {
    float[] difference = new float[change.clean().length];
    float largest = 0;
    for (int i = 0; i < difference.length; i++) {
      difference[i] = change.changed()[i] - change.clean()[i];
      largest = Math.max(largest, Math.abs(difference[i]));
    }
    return pixels(difference, shape, 0.5, largest == 0 ? 0 : 0.5 / largest);
  }

  private static Pixels pixels(float[] values, Shape shape, double offset, double factor) {
    int height = Math.toIntExact(shape.size(1));
    int width = Math.toIntExact(shape.size(2));
    int size = height * width;
    byte[] rgb = new byte[CHANNELS * size];
    for (int p = 0; p < size; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        double value = offset + factor * values[c * size + p];
        rgb[p * CHANNELS + c] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
      }
    }
    return new Pixels(width, height, rgb);
  }
}
