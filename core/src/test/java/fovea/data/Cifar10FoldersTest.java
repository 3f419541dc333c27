package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.image.ImageFile;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * On real images, where the environment variable FOVEA_TEST_CIFAR10 names a folder that holds them
 * as {@code cifar-10-images} and as {@code cifar-10-batches-bin}.
 */
class Cifar10FoldersTest {
  private Path folders;
  private Path batches;

  @BeforeEach
  void folders() {
    String root = System.getenv("FOVEA_TEST_CIFAR10");
    assumeTrue(root != null, "FOVEA_TEST_CIFAR10 names no folder with CIFAR-10");
    folders = Path.of(root, "cifar-10-images");
    batches = Path.of(root, "cifar-10-batches-bin");
  }

  /** The first test images of the binary file, each somewhere in its class's folder. */
  @Test
  void jpegFilesHoldTheBytesOfTheBinaryLayout() throws IOException {
    List<String> classes = Files.readAllLines(batches.resolve("batches.meta.txt"));
    Path test = folders.resolve("test").resolve(classes.get(3));
    Map<ByteBuffer, Path> images = new HashMap<>();
    try (var files = Files.list(test)) {
      files.forEach(file -> images.put(ByteBuffer.wrap(ImageFile.decode(file).rgb()), file));
    }
    int found = 0;
    for (Labelled image : records(batches.resolve("test_batch.bin"), 3000)) {
      if (image.label == 3) {
        assertThat(images).containsKey(ByteBuffer.wrap(image.rgb));
        found++;
      }
    }
    assertThat(found).isGreaterThan(200);
  }

  @Test
  @Tag("slow")
  void allFoldersMakeTheDataSetOfAllBatches() throws IOException {
    DataSet read = ImageFolder.read(folders, 32, 32).data();
    List<String> classes = Files.readAllLines(batches.resolve("batches.meta.txt"));
    List<Labelled> train =
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> records(batches.resolve("data_batch_" + i + ".bin"), 10_000))
            .flatMap(List::stream)
            .toList();
    List<Labelled> test = records(batches.resolve("test_batch.bin"), 10_000);
    DataSet expected = DataSet.of("cifar10", images(classes, train), null, images(classes, test));
    assertThat(read.fingerprint()).isEqualTo(expected.fingerprint());
    assertThat(read.splits().train().images().size()).isEqualTo(50_000);
  }

  @SuppressWarnings("ArrayRecordComponent") // an image's bytes, not copied
  private record Labelled(int label, byte[] rgb) {}

  private static ImageSet images(List<String> classes, List<Labelled> images) {
    return ImageSet.of(
        classes,
        32,
        32,
        images.stream().map(Labelled::rgb).toArray(byte[][]::new),
        images.stream().mapToInt(Labelled::label).toArray());
  }

  /** A label byte, then the planes of red, green and blue, again and again. */
  private static List<Labelled> records(Path file, int count) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      byte[] all = in.readNBytes(count * 3073);
      return IntStream.range(0, count)
          .mapToObj(
              record -> {
                byte[] rgb = new byte[3072];
                for (int i = 0; i < 3072; i++) {
                  rgb[i] = all[record * 3073 + 1 + i % 3 * 1024 + i / 3];
                }
                return new Labelled(all[record * 3073], rgb);
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
