package fovea.serve.v2;

import fovea.image.Pixels;
import fovea.serve.http.Uploads;
import fovea.serve.http.Uploads.Upload;
import fovea.serve.limits.Limits;
import fovea.serve.limits.Refusal;
import fovea.serve.model.Input;
import fovea.serve.model.ModelVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images of an inference request, checked against what the model takes.
 *
 * @param inputs in the model's size; null where they are files
 * @param files to be decoded; null where they are in the model's size
 */
record InferImages(@Nullable List<Input> inputs, @Nullable List<Upload> files) {

  /**
   * Takes them out of a request.
   *
   * @throws Refusal if they are not what the datatype and the model ask for
   */
  static InferImages of(InferRequest request, ModelVersion version, Limits limits) {
    int height = version.height();
    int width = version.width();
    return switch (request.datatype()) {
      case Protocol.FP32 -> {
        int count = count(request.shape(), List.of(3L, (long) height, (long) width), limits);
        yield new InferImages(values(request, count, 3 * height * width), null);
      }
      case Protocol.UINT8 -> {
        int count = count(request.shape(), List.of((long) height, (long) width, 3L), limits);
        yield new InferImages(pixels(request, count, height, width), null);
      }
      case Protocol.BYTES -> {
        int count = count(request.shape(), List.of(), limits);
        yield new InferImages(null, files(request, count, limits));
      }
      default ->
          throw Refusal.wrongShape(
              "datatype is `%s`, expected FP32 for [N, 3, %2$d, %3$d] in [0, 1], UINT8 for [N, %2$d, %3$d, 3], or BYTES for [N] image files"
                  .formatted(request.datatype(), height, width));
    };
  }

  int size() {
    return inputs == null ? (files == null ? 0 : files.size()) : inputs.size();
  }

  private static int count(List<Long> shape, List<Long> ofOne, Limits limits) {
    List<Object> expected = new ArrayList<>(List.of("N"));
    expected.addAll(ofOne);
    if (shape.size() != 1 + ofOne.size() || !shape.subList(1, shape.size()).equals(ofOne)) {
      throw Refusal.wrongShape("shape is %s, expected %s".formatted(shape, expected));
    }
    long count = shape.get(0);
    if (count < 1) {
      throw Refusal.empty("shape is %s, expected at least one image".formatted(shape));
    }
    if (count > limits.images()) {
      throw Refusal.tooLarge(
          "%d images in a request, expected at most %d".formatted(count, limits.images()));
    }
    return (int) count;
  }

  private static List<Input> values(InferRequest request, int count, int size) {
    List<Input> images = new ArrayList<>();
    float[] numbers = numbers(request, (long) count * size, Float.BYTES);
    for (int i = 0; i < count; i++) {
      float[] values = new float[size];
      ByteBuffer binary = request.binary();
      if (binary == null) {
        System.arraycopy(numbers, i * size, values, 0, size);
      } else {
        binary.asFloatBuffer().position(i * size).get(values);
      }
      for (float value : values) {
        if (!(value >= 0 && value <= 1)) {
          throw Refusal.malformed(
              "image %d has the value %s, expected values in [0, 1]".formatted(i + 1, value));
        }
      }
      images.add(new Input.Values(values));
    }
    return images;
  }

  private static List<Input> pixels(InferRequest request, int count, int height, int width) {
    List<Input> images = new ArrayList<>();
    int size = 3 * height * width;
    float[] numbers = numbers(request, (long) count * size, 1);
    for (int i = 0; i < count; i++) {
      byte[] rgb = new byte[size];
      ByteBuffer binary = request.binary();
      if (binary == null) {
        for (int p = 0; p < size; p++) {
          float value = numbers[i * size + p];
          if (!(value >= 0 && value <= 255 && value == (int) value)) {
            throw Refusal.malformed(
                "image %d has the value %s, expected whole numbers from 0 to 255"
                    .formatted(i + 1, value));
          }
          rgb[p] = (byte) (int) value;
        }
      } else {
        binary.get(i * size, rgb);
      }
      images.add(new Input.Picture(new Pixels(width, height, rgb)));
    }
    return images;
  }

  /** The numbers of the JSON; none where they are binary, and as many as there should be. */
  private static float[] numbers(InferRequest request, long expected, int bytes) {
    ByteBuffer binary = request.binary();
    if (binary != null) {
      if (binary.remaining() != expected * bytes) {
        throw Refusal.wrongShape(
            "%d bytes of images, expected %d by the shape"
                .formatted(binary.remaining(), expected * bytes));
      }
      return new float[0];
    }
    float[] numbers = request.numbers();
    if (numbers == null || request.count() != expected) {
      throw Refusal.wrongShape(
          "data has %d numbers, expected %d by the shape"
              .formatted(numbers == null ? 0 : request.count(), expected));
    }
    return numbers;
  }

  private static List<Upload> files(InferRequest request, int count, Limits limits) {
    List<byte[]> all =
        request.binary() == null ? decoded(request, count) : cut(request.binary(), count);
    if (all.size() != count) {
      throw wrongCount(all.size(), count);
    }
    List<Upload> files = new ArrayList<>();
    for (byte[] file : all) {
      files.add(Uploads.checked(new Upload("image " + (files.size() + 1), file), limits));
    }
    return files;
  }

  /** The files of the JSON, as many as there should be. */
  private static List<byte[]> decoded(InferRequest request, int count) {
    List<byte[]> files = request.files();
    if (files == null) {
      throw Refusal.malformed("data of BYTES holds numbers, expected image files in base64");
    }
    if (request.count() != count) {
      throw wrongCount(request.count(), count);
    }
    return files;
  }

  private static Refusal wrongCount(int found, int expected) {
    return Refusal.wrongShape(
        "data has %d files, expected %d by the shape".formatted(found, expected));
  }

  /** Each file behind its length, in four bytes. */
  private static List<byte[]> cut(ByteBuffer binary, int count) {
    List<byte[]> files = new ArrayList<>();
    while (binary.remaining() >= Integer.BYTES && files.size() < count) {
      int length = binary.getInt();
      if (length < 0 || length > binary.remaining()) {
        throw Refusal.malformed(
            "file %d is said to have %d bytes, and %d follow"
                .formatted(files.size() + 1, Integer.toUnsignedLong(length), binary.remaining()));
      }
      byte[] file = new byte[length];
      binary.get(file);
      files.add(file);
    }
    if (binary.hasRemaining()) {
      throw Refusal.malformed("%d bytes follow the last file".formatted(binary.remaining()));
    }
    return files;
  }
}
