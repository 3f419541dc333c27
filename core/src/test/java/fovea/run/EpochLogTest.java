package fovea.run;

import static fovea.train.EpochRecords.losses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.train.EpochRecord;
import fovea.train.EpochRecords;
import fovea.train.RobustAccuracy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochLogTest {
  @TempDir Path folder;
  private Path file;
  private EpochLog log;

  @BeforeEach
  void open() {
    file = folder.resolve("epochs.jsonl");
    log = new EpochLog(file);
  }

  @Test
  void epochsReadBackLineByLine() throws Exception {
    List<EpochRecord> epochs = losses(1.5, 1.25, 1.0);
    epochs.forEach(log::epoch);
    assertThat(log.read()).isEqualTo(epochs);
    assertThat(Files.readAllLines(file)).hasSize(3);
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo(
            "{\"epoch\":1,\"trainLoss\":1.5,\"trainAccuracy\":0.5,\"validationLoss\":1.5,"
                + "\"validationAccuracy\":0.85,\"learningRate\":0.1,\"seconds\":2.5,"
                + "\"imagesPerSecond\":1234.5}");
  }

  @Test
  void withoutValidationItsFiguresAreNull() {
    EpochRecord blind = new EpochRecord(1, 1, 0, null, null, 0.1, 1, 1);
    log.append(blind);
    assertThat(log.read()).containsExactly(blind);
    assertThat(file).content().contains("\"validationLoss\":null");
  }

  @Test
  void whatAnEpochWithstandsIsASectionOfItsLine() {
    EpochRecord watched = EpochRecords.robust(1, 1.5, new RobustAccuracy(0.5, 0.25, 0.375));
    log.append(watched);
    assertThat(log.read()).containsExactly(watched);
    assertThat(file)
        .content()
        .endsWith(",\"robust\":{\"fgsm\":0.5,\"pgd\":0.25,\"chosen\":0.375}}\n");
  }

  @Test
  void aFileThatIsNotThereHasNoEpochs() {
    assertThat(log.read()).isEmpty();
  }

  @Test
  void resumingDropsTheEpochsAfterTheCheckpointAndACutLine() throws Exception {
    losses(3, 2, 1).forEach(log::append);
    Files.writeString(file, "{\"epoch\":4,\"tr", StandardOpenOption.APPEND);
    assertThat(log.read()).isEqualTo(losses(3, 2, 1));
    assertThat(log.keep(2)).isEqualTo(losses(3, 2));
    assertThat(Files.readAllLines(file)).hasSize(2);
    log.append(losses(3, 2, 0.5).get(2));
    assertThat(log.read()).isEqualTo(losses(3, 2, 0.5));
  }

  @Test
  void fewerEpochsThanTheCheckpointHasAreRefused() {
    losses(3, 2).forEach(log::append);
    assertThatThrownBy(() -> log.keep(3))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            file
                + ": 2 epochs, but the checkpoint beside it has 3. The run can't be resumed from"
                + " here.");
  }

  @Test
  void aBrokenLineIsRefusedByNumber() throws Exception {
    Files.writeString(file, RunJson.line(losses(1).get(0)) + "{\"epoch\": \n");
    assertThatThrownBy(log::read)
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ", line 2: not as expected, ");
    Files.writeString(file, RunJson.line(losses(1, 2).get(1)));
    assertThatThrownBy(log::read).hasMessage(file + ", line 1: epoch 2, expected 1");
    Files.writeString(file, "null\n");
    assertThatThrownBy(log::read).hasMessage(file + ", line 1: is null, expected an object");
  }
}
