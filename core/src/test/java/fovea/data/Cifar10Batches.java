package fovea.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Small folders in CIFAR-10's binary layout, of random pixels. */
final class Cifar10Batches {
  static final int RECORD = 3073;

  private Cifar10Batches() {}

  /** Labels 0 to 9 in turns. */
  static byte[] batch(int records, long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] pixels = new byte[RECORD - 1];
    for (int i = 0; i < records; i++) {
      random.nextBytes(pixels);
      out.write(i % 10);
      out.writeBytes(pixels);
    }
    return out.toByteArray();
  }

  /** Training batches of 20 records each, a test batch of 10, and the names. */
  static Path write(Path folder, int trainBatches) throws IOException {
    Files.createDirectories(folder);
    for (int i = 1; i <= trainBatches; i++) {
      Files.write(folder.resolve("data_batch_" + i + ".bin"), batch(20, i));
    }
    Files.write(folder.resolve("test_batch.bin"), batch(10, 100));
    Files.writeString(
        folder.resolve("batches.meta.txt"),
        "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
    return folder;
  }
}
