package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.FoveaException;
import fovea.files.FileKind;
import fovea.image.ImageFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that aren't models, opened as such. */
class OtherFilesTest {
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 21403232\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "89504e47 0d0a1a0a 0000000d 49484452, 'a PNG image, not a model; the model comes first'",
    "ffd8ffe0 00104a46 49460001, 'a JPEG image, not a model; the model comes first'",
    "80028a0a 6cfc9c46 f9206aa8 50192e80 024de903, 'a PyTorch file: weights, without what makes them a model'",
    "80049500 00000000 008c, 'a Python pickle, not a model; in Python, torch.save'",
    "89484446 0d0a1a0a 00000000, 'an HDF5 file, as older Keras writes, not a model of Fovea'",
    "08081207 7079746f 7263681a, 'an ONNX model, not a model of Fovea'",
    "08011299 01120000, 'a TensorFlow model, not a model of Fovea'",
    "1c000000 54464c33 14002000, 'a TensorFlow Lite model, not a model of Fovea'",
    "47475546 03000000, 'a GGUF model, not a model of Fovea'",
    "934e554d 50590100, 'a NumPy array, not a model of Fovea'",
    "1f8b0800 00000000 0003, 'a gzip archive, not a model; unpack it'",
    "25504446 2d312e37, 'a PDF document, not a model of Fovea'",
    "00c0ffee 00c0ffee 00c0ffee, 'of no format that is known here; expected a model.safetensors'",
    "00c0ff00 00000000 00c0ffee, 'of no format that is known here; expected a model.safetensors'"
  })
  void areCalledWhatTheyAre(String hex, String message) throws IOException {
    refused(HexFormat.of().parseHex(hex.replace(" ", "")), message);
  }

  @Test
  void textIsToldByWhatItSays() throws IOException {
    refused(POINTER, "a Git LFS pointer, not the model itself; run `git lfs pull` in its folder");
    refused("<!doctype html><html><title>x", "a web page (HTML), not a model; download the file");
    refused("{\"accuracy\": 0.9}", "text, not a model of Fovea's; expected a model.safetensors");
    refused("", "an empty file; expected a model.safetensors");
  }

  @Test
  void aZipIsToldByWhatIsInItWhereverItLies() throws IOException {
    refused(zip("net/data.pkl", "net/data/0", "net/version"), "a PyTorch file: weights, without");
    refused(zip("big", "net/data/0", "net/data.pkl"), "a PyTorch file: weights, without");
    refused(zip("metadata.json", "config.json", "model.weights.h5"), "a Keras file, not a model");
    refused(zip("photos/1.jpg"), "a zip archive, not a model; unpack it");
    byte[] whole = zip("big", "net/data.pkl");
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    refused(cut, "a zip archive, not a model; unpack it");
    Path named = Files.write(folder.resolve("resnet.PT"), cut);
    assertThatThrownBy(() -> ModelFile.read(named))
        .hasMessageStartingWith(named + ": a PyTorch file: weights, without");
  }

  @Test
  void aTarIsTold() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    refused(tar, "a tar archive, not a model; unpack it");
  }

  @Test
  void aPipeIsRefusedWithoutWaitingForIt() throws Exception {
    Path pipe = folder.resolve("pipe");
    int exit;
    try {
      exit = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    } catch (IOException e) {
      exit = -1;
    }
    assumeTrue(exit == 0, "there are no pipes with names here");
    assertThatThrownBy(() -> ModelFile.read(pipe))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            pipe + ": not a regular file, expected a safetensors file; save it as a file first");
  }

  @Test
  void modelsGivenAsImagesAreCalledWhatTheyAre() throws IOException {
    Path model = folder.resolve("model.safetensors");
    Safetensors.write(model, Map.of(), Map.of("fovea.format", "1"));
    String expected = ", not an image, expected a JPEG";
    assertThatThrownBy(() -> ImageFile.decode(model))
        .hasMessageStartingWith(model + ": a safetensors file" + expected);
    Path torch = Files.write(folder.resolve("x.pt"), zip("x/data.pkl"));
    assertThatThrownBy(() -> ImageFile.decode(torch))
        .hasMessageStartingWith(torch + ": a PyTorch file" + expected);
    Path pointer = Files.writeString(folder.resolve("x.png"), POINTER);
    assertThatThrownBy(() -> ImageFile.decode(pointer))
        .hasMessage(
            pointer
                + ": a Git LFS pointer, not the image itself; run `git lfs pull` in its folder");
  }

  @Test
  void whateverAFileHoldsItsKindIsToldWithoutFailing() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    Path file = folder.resolve("any");
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      Files.write(file, bytes);
      assertThat(FileKind.of(file)).isEqualTo(FileKind.of(bytes));
    }
  }

  private void refused(String text, String message) throws IOException {
    refused(text.getBytes(StandardCharsets.UTF_8), message);
  }

  private void refused(byte[] bytes, String message) throws IOException {
    Path file = Files.write(folder.resolve("model"), bytes);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ": " + message)
        .message()
        .doesNotContain("cut short");
  }

  /** Entries of 2 KB, so that the second isn't seen at the beginning. */
  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(new byte[2048]);
      }
    }
    return bytes.toByteArray();
  }
}
