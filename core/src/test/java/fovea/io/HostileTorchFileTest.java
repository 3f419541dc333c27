package fovea.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PyTorch files that want something else than to be read. */
class HostileTorchFileTest {
  /** In protocol 0, which can be written by hand. */
  private static final String STORAGE = "((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI%d\ntQ";

  private static final String TENSOR =
      "(dS'w'\nctorch._utils\n_rebuild_tensor_v2\n" + STORAGE + "I0\n(I%d\nt(I1\ntI00\n(dtRs.";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "cposix\\nsystem\\n(S'touch PWNED'\\ntR., os.system",
    "cnt\\nsystem\\n(S'touch PWNED'\\ntR., os.system",
    "(S'touch PWNED'\\nios\\nsystem\\n., os.system",
    "c__builtin__\\neval\\n(S'1'\\ntR., builtins.eval",
    "c__main__\\n<lambda>\\n(tR., __main__.<lambda>",
    "cnumpy.core.multiarray\\n_reconstruct\\n(tR., numpy.core.multiarray._reconstruct",
    "ctorch.storage\\n_load_from_bytes\\n(tR., torch.storage._load_from_bytes"
  })
  void whatIsNotAllowedIsNamedAndNotRun(String pickle, String asked) throws IOException {
    refused(
        archive(pickle.replace("\\n", "\n")),
        "asks for `" + asked + "`, which weights don't need, so nothing of it was run; expected a");
    assertThat(Path.of("PWNED")).doesNotExist();
  }

  @Test
  void aTensorThatIsNotThereTakesNoMemory() throws IOException {
    long numbers = 2_500_000_000L;
    refused(
        archive(TENSOR.formatted(numbers, numbers)),
        "tensor `w` needs 10,000,000,000 bytes, but the file has 8 for it");
    refused(
        archive(TENSOR.formatted(2, numbers)),
        "tensor `w` has shape [2500000000], but 2 numbers are stored for it; expected one for each");
    refused(
        archive(TENSOR.formatted(Long.MAX_VALUE, Long.MAX_VALUE)),
        "tensor `w` needs 9,223,372,036,854,775,807 bytes, but the file has 8 for it");
    assertThat(WeightsFile.read(archive(TENSOR.formatted(2, 2))).tensors()).containsOnlyKeys("w");
  }

  @Test
  void depthAndNumberHaveLimits() throws IOException {
    String deep = "its pickle nests deeper than any weights do";
    refused(archive("(".repeat(2_000_000)), deep);
    refused(archive("]".repeat(2_000_000)), deep);
    refused(archive("]2".repeat(600_000)), deep);
    refused(archive("]p0\n" + "g0\n0".repeat(1_000_000)), "its pickle makes more than 1,000,000");
    refused(
        archive("\u0080\u0004]" + "\u0094".repeat(1_000_001)),
        "its pickle makes more than 1,000,000");
    refused(
        archive("]" + "\u0085".repeat(900_000) + "."),
        "holds no weights by name, expected a state");
    refused(
        archive("\u0080\u0002\u008b\u007f\u007f\u007f\u007f"), "its pickle has the instruction");
    refused(archive("X\u00ff\u00ff\u00ff\u00ff."), "its pickle is cut short");
    refused(archive("\u008d" + "\u007f".repeat(8) + "."), "its pickle is cut short");
    refused(archive("L" + "9".repeat(900) + "L\n."), "its pickle has a whole number of more than");
    refused(archive("]" + "p0\ng0\na".repeat(30) + "."), "holds no weights by name, expected a");
  }

  @Test
  void aListIsMadeADictOfOnlySoOften() throws IOException {
    String pairs = "]p1\n(]p2\n(S'k'\nI1\ne" + "g2\n".repeat(99_999) + "e0";
    String made = "ccollections\nOrderedDict\n(g1\ntR0";
    refused(
        archive(pairs + made.repeat(20_000) + "N."),
        "its pickle makes dicts of more than 1,000,000 entries; no weights have as many");
  }

  /** As torchvision's own training writes them. */
  @Test
  void whatATrainingNotesBesidesItsWeightsIsPassedOver() throws IOException {
    String arguments = "cargparse\nNamespace\n(t\u0081(dS'lr'\nF0.1\nsb";
    String scalar =
        "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'f8'\nI00\nI01\ntR(I3\nS'<'\ntb"
            + "c_codecs\nencode\n(S'xyz'\nS'latin1'\ntRtR";
    String milestones = "ccollections\nCounter\n((dI3\nI1\nstR";
    String steps = "ccollections\ndefaultdict\n(c__builtin__\ndict\ntRS'a'\nI1\ns";
    String training =
        "(dS'args'\n%ssS'best'\n%ssS'milestones'\n%ssS'steps'\n%ssS'model'\n%ss."
            .formatted(
                arguments,
                scalar,
                milestones,
                steps,
                TENSOR.formatted(2, 2).substring(0, TENSOR.formatted(2, 2).length() - 1));
    WeightsFile file = WeightsFile.read(archive(training));
    assertThat(file.key()).isEqualTo("model");
    assertThat(file.tensors()).containsOnlyKeys("w");
  }

  @Test
  void aPickleOfMegabytesIsNotRead() throws IOException {
    refused(
        archive("N0".repeat(9 << 20)),
        "its pickle has 18,874,368 bytes, expected at most 16,777,216");
  }

  @Test
  void aZipThatLiesAboutItsPartsIsRefused() throws IOException {
    byte[] honest = zip(ZipEntry.STORED, "x/data.pkl", "x/data/0", "x/data/1");
    refused(Files.write(file(), honest), "its pickle is damaged");
    byte[] overlapping = honest.clone();
    int second = lastIndexOf(overlapping, "x/data/1");
    int first = lastIndexOf(overlapping, "x/data/0");
    System.arraycopy(overlapping, first - 4, overlapping, second - 4, 4); // where a part begins
    refused(Files.write(file(), overlapping), "`x/data/1` in it overlaps another part");
    byte[] compressed = zip(ZipEntry.DEFLATED, "x/data.pkl", "x/data/0");
    refused(Files.write(file(), compressed), "`x/data.pkl` in it is compressed, expected it as");
    byte[] two = zip(ZipEntry.STORED, "x/data.pkl", "y/data.pkl");
    refused(Files.write(file(), two), "has more than one `data.pkl`, expected one");
    byte[] deep = zip(ZipEntry.STORED, "x/y/data.pkl");
    refused(Files.write(file(), deep), "has no `data.pkl`, expected one");
  }

  private Path file() {
    return folder.resolve("hostile.pth");
  }

  private void refused(Path file, String message) {
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ": " + message)
        .hasMessageNotContainingAny("\n", "Exception");
  }

  /** With a storage of two numbers. */
  private Path archive(String pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "any name/data.pkl", pickle.getBytes(ISO_8859_1), ZipEntry.STORED);
      add(zip, "any name/data/0", new byte[8], ZipEntry.STORED);
    }
    return Files.write(file(), bytes.toByteArray());
  }

  private static byte[] zip(int method, String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of(names)) {
        add(zip, name, new byte[] {'0', '0', '0', '.'}, method);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes, int method)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
    }
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static int lastIndexOf(byte[] bytes, String text) {
    int at = new String(bytes, ISO_8859_1).lastIndexOf(text);
    assertThat(Arrays.copyOfRange(bytes, at, at + text.length())).asString().isEqualTo(text);
    return at;
  }
}
