package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  @TempDir Path folder;

  private Path file(String descr, String shape, byte[] numbers) throws IOException {
    return NpyBytes.write(folder.resolve("a.npy"), 1, descr, false, shape, numbers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rowsAreReadInAnyOrderOfEveryVersion(int version) throws IOException {
    byte[] numbers = new byte[4 * 6];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (byte) (10 * i);
    }
    Path path =
        NpyBytes.write(folder.resolve("rows.npy"), version, "|u1", false, "(4, 2, 3)", numbers);
    NpyFile file = NpyFile.open(path);
    assertThat(file.shape()).containsExactly(4L, 2L, 3L);
    assertThat(file).hasToString("uint8 [4, 2, 3]");
    byte[][] rows = file.rows(new long[] {3, 0});
    for (int i = 0; i < 6; i++) {
      assertThat(rows[0][i]).isEqualTo(numbers[18 + i]);
      assertThat(rows[1][i]).isEqualTo(numbers[i]);
    }
    assertThat(rows[0]).hasSize(6);
    assertThatThrownBy(() -> file.rows(new long[] {4})).hasMessage("row 4 of uint8 [4, 2, 3]");
  }

  @ParameterizedTest
  @CsvSource({"<i8, 8, int64", "<i4, 4, int32", "|u1, 1, uint8"})
  void wholeNumbersOfAnyWidthAreRead(String descr, int width, String type) throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(3 * width).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : new long[] {7, 200, 0}) {
      switch (width) {
        case 8 -> numbers.putLong(number);
        case 4 -> numbers.putInt((int) number);
        default -> numbers.put((byte) number);
      }
    }
    NpyFile file = NpyFile.open(file(descr, "(3,)", numbers.array()));
    assertThat(file.type()).isEqualTo(type);
    assertThat(file.numbers()).containsExactly(7, 200, 0);
  }

  @Test
  void whatIsNoArrayOfWholeNumbersIsRefused() throws IOException {
    assertRefused(folder.resolve("none.npy"), "no such file, expected an array of NumPy's (.npy)");
    Path text = Files.writeString(folder.resolve("text.npy"), "class,image\n1,2\n");
    assertRefused(text, "text.npy: not a file of NumPy's (.npy); name one that np.save wrote");
    assertRefused(
        Files.createFile(folder.resolve("empty.npy")), "empty.npy: not a file of NumPy's");
    assertRefused(
        file("<f4", "(2,)", new byte[8]),
        "a.npy: numbers of type <f4, expected uint8, int32 or int64");
    assertRefused(
        file(">i8", "(1,)", new byte[8]),
        "a.npy: numbers of type >i8, expected uint8, int32 or int64");
    assertRefused(
        NpyBytes.write(folder.resolve("f.npy"), 1, "|u1", true, "(2, 2)", new byte[4]),
        "f.npy: its numbers lie column by column, expected row by row; save it again by"
            + " np.save(file, np.ascontiguousarray(array))");
  }

  @Test
  void aFileThatIsCutShortIsRefused() throws IOException {
    assertRefused(
        file("|u1", "(10, 3)", new byte[29]),
        "a.npy: 29 bytes of numbers, expected 30 for uint8 [10, 3]; it is cut short, copy or"
            + " download it again");
  }

  @Test
  void damagedHeadersAreRefusedWhateverTheySay() throws IOException {
    String damaged = "a.npy: its header is damaged; copy or download the file again";
    assertRefused(file("|u1", "(99999999999999999999,)", new byte[1]), damaged);
    assertRefused(file("|u1", "(9999999999, 9999999999)", new byte[1]), damaged);
    assertRefused(file("|u1", "(1 2)", new byte[2]), damaged);
    assertRefused(file("|u1", "x", new byte[2]), damaged);
    byte[] whole = Files.readAllBytes(file("|u1", "(2,)", new byte[2]));
    whole[8] = (byte) 0xff;
    whole[9] = (byte) 0xff;
    assertRefused(Files.write(folder.resolve("a.npy"), whole), damaged);
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> NpyFile.open(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageContaining(message);
  }
}
