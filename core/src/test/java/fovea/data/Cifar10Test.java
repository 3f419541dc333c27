package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void writeFolder() throws IOException {
    folder = Cifar10Batches.write(temporary.resolve("batches"), 2);
  }

  @Test
  void everyRecordIsReadWithItsPlanesInterleaved() throws Exception {
    Map<String, Integer> expected = new HashMap<>();
    for (int batch = 1; batch <= 2; batch++) {
      byte[] bytes = Files.readAllBytes(folder.resolve("data_batch_" + batch + ".bin"));
      for (int at = 0; at < bytes.length; at += 3073) {
        byte[] pixels = new byte[3072];
        for (int row = 0; row < 32; row++) {
          for (int column = 0; column < 32; column++) {
            for (int channel = 0; channel < 3; channel++) {
              pixels[(row * 32 + column) * 3 + channel] =
                  bytes[at + 1 + channel * 1024 + row * 32 + column];
            }
          }
        }
        expected.put(Arrays.toString(pixels), (int) bytes[at]);
      }
    }
    DataSet data = Cifar10.read(folder);
    Splits splits = data.splits();
    ImageSet train = splits.train().images();
    Map<String, Integer> found = new HashMap<>();
    for (int i = 0; i < train.size(); i++) {
      found.put(Arrays.toString(train.pixels(i)), train.label(i));
    }
    assertThat(found).isEqualTo(expected).hasSize(40);
    assertThat(splits.test().images().size()).isEqualTo(10);
    assertThat(data.name()).isEqualTo("cifar10");
    assertThat(data.testHeldOut()).isFalse();
    assertThat(data.classes()).startsWith("airplane", "automobile").endsWith("ship", "truck");
  }

  @Test
  void theLayoutIsRecognisedByAnyOfItsBatches() throws Exception {
    assertThat(Cifar10.isLayout(folder)).isTrue();
    Files.delete(folder.resolve("test_batch.bin"));
    assertThat(Cifar10.isLayout(folder)).isTrue();
    Files.delete(folder.resolve("data_batch_1.bin"));
    Files.delete(folder.resolve("data_batch_2.bin"));
    assertThat(Cifar10.isLayout(folder)).isFalse();
    assertThat(Cifar10.isLayout(folder.resolve("batches.meta.txt"))).isFalse();
    assertThat(Cifar10.isLayout(folder.resolve("none"))).isFalse();
  }

  @Test
  void aTruncatedBatchFileIsRefusedByName() throws Exception {
    Path file = folder.resolve("data_batch_2.bin");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 61_459));
    refused()
        .hasMessage(
            "data_batch_2.bin: 61,459 bytes, expected a multiple of 3,073 (one label and 3,072"
                + " pixel bytes a record). The file is cut short: prepare the data set again with"
                + " `fovea data prepare cifar10`.");
  }

  @Test
  void anEmptyBatchFileIsRefusedByName() throws Exception {
    Files.write(folder.resolve("test_batch.bin"), new byte[0]);
    refused()
        .hasMessage(
            "test_batch.bin: the file is empty, expected records of 3,073 bytes. It is damaged:"
                + " prepare the data set again with `fovea data prepare cifar10`.");
  }

  @Test
  void aLabelOfTwelveIsRefusedByFileAndRecord() throws Exception {
    relabel("data_batch_1.bin", 7, 12);
    refused()
        .hasMessage(
            "data_batch_1.bin, record 7: label 12, expected 0 to 9. The file is damaged: prepare"
                + " the data set again with `fovea data prepare cifar10`.");
  }

  @Test
  void aLabelAbove127IsNotTakenForANegativeOne() throws Exception {
    relabel("test_batch.bin", 10, 200);
    refused().hasMessageStartingWith("test_batch.bin, record 10: label 200, expected 0 to 9.");
  }

  @Test
  void missingFilesAreRefusedByName() throws Exception {
    Path test = folder.resolve("test_batch.bin");
    byte[] bytes = Files.readAllBytes(test);
    Files.delete(test);
    refused()
        .hasMessage(
            folder
                + ": test_batch.bin is missing; CIFAR-10's binary layout is data_batch_1.bin (up to"
                + " data_batch_5.bin) and test_batch.bin");
    Files.write(test, bytes);
    Files.copy(folder.resolve("data_batch_2.bin"), folder.resolve("data_batch_4.bin"));
    refused()
        .hasMessage(
            folder
                + ": data_batch_3.bin is missing, but data_batch_4.bin is there; batches are"
                + " numbered from 1 without a gap");
    Files.delete(folder.resolve("data_batch_1.bin"));
    refused().hasMessageStartingWith(folder + ": data_batch_1.bin is missing; ");
    assertThatThrownBy(() -> Cifar10.read(folder.resolve("none")))
        .isInstanceOf(FoveaException.class)
        .hasMessage(folder.resolve("none") + ": there is no such folder");
  }

  @Test
  void withoutTheNamesFileTheKnownNamesAreUsed() throws Exception {
    List<String> named = Cifar10.read(folder).classes();
    Files.delete(folder.resolve("batches.meta.txt"));
    assertThat(Cifar10.read(folder).classes()).isEqualTo(named);
  }

  @Test
  void otherNamesAreTakenFromTheFile() throws Exception {
    Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\r\nc\nd\ne\nf\ng\nh\ni\nvögel");
    assertThat(Cifar10.read(folder).classes())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "vögel");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws Exception {
    Files.writeString(folder.resolve("batches.meta.txt"), "\ufeffa\nb\nc\nd\ne\nf\ng\nh\ni\nj");
    assertThat(Cifar10.read(folder).classes()).startsWith("a", "b").hasSize(10);
  }

  @Test
  void aGarbledNamesFileIsRefusedByName() throws Exception {
    Path names = folder.resolve("batches.meta.txt");
    String expected =
        ", expected the names of 10 classes, one a line; without the file they have CIFAR-10's own"
            + " names";
    Files.writeString(names, "a\nb\nc\n");
    refused().hasMessage("batches.meta.txt: found 3 names" + expected);
    Files.writeString(names, "a\nb\nc\nd\ne\nf\ng\nh\ni\na");
    refused().hasMessage("batches.meta.txt: found 9 names" + expected);
    Files.write(names, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    refused().hasMessage("batches.meta.txt: found something else" + expected);
    Files.writeString(names, "a\nb\nc\nd\ne\nf\ng\nh\ni\n\u0001");
    refused().hasMessage("batches.meta.txt: found something else" + expected);
    Files.write(names, new byte[1 << 20]);
    refused().hasMessage("batches.meta.txt: found something else" + expected);
  }

  @Test
  void theRealCifar10IsReadInSeconds() {
    String real = System.getenv("FOVEA_TEST_CIFAR10");
    assumeTrue(real != null, "FOVEA_TEST_CIFAR10 names no folder that holds cifar-10-batches-bin");
    long start = System.nanoTime();
    DataSet data = Cifar10.read(Path.of(real, "cifar-10-batches-bin"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    Splits splits = data.splits();
    assertThat(data.classes()).isEqualTo(Cifar10.CLASSES);
    assertThat(countsByClass(splits.train().images())).containsOnly(5000);
    assertThat(countsByClass(splits.test().images())).containsOnly(1000);
    // Means of the training pixels, as published with many programs for CIFAR-10.
    assertThat(channelMeans(splits.train().images()))
        .containsExactly(new double[] {0.4914, 0.4822, 0.4465}, within(0.001));
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static int[] countsByClass(ImageSet images) {
    int[] counts = new int[10];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }

  private static double[] channelMeans(ImageSet images) {
    double[] sums = new double[3];
    for (int i = 0; i < images.size(); i++) {
      byte[] pixels = images.pixels(i);
      for (int j = 0; j < pixels.length; j++) {
        sums[j % 3] += pixels[j] & 0xff;
      }
    }
    return Arrays.stream(sums).map(sum -> sum / (images.size() * 1024.0 * 255)).toArray();
  }

  private void relabel(String name, int record, int label) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[(record - 1) * 3073] = (byte) label;
    Files.write(file, bytes);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(() -> Cifar10.read(folder)).isInstanceOf(FoveaException.class);
  }
}
