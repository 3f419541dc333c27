package fovea.run;

import fovea.FoveaException;
import fovea.files.AtomicFile;
import fovea.files.FileFailure;
import fovea.files.FolderEntries;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code epochs.jsonl}: a line an epoch, on the disk before the next epoch begins. */
public final class EpochLog implements TrainingListener {
  private final Path file;

  public EpochLog(Path file) {
    this.file = file;
  }

  @Override
  public Answer epoch(EpochRecord epoch) {
    append(epoch);
    return Answer.GO_ON;
  }

  /**
   * Adds a line; returns when the disk has it.
   *
   * @throws FoveaException if that fails; then the file is as before
   */
  public void append(EpochRecord epoch) {
    ByteBuffer line = ByteBuffer.wrap(RunJson.line(epoch).getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long end = channel.size();
      channel.position(end);
      try {
        while (line.hasRemaining()) {
          channel.write(line);
        }
        channel.force(true);
        Path folder = file.toAbsolutePath().getParent();
        boolean unused = end == 0 && folder != null && FolderEntries.force(folder);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
  }

  /**
   * All epochs, in order; none where there is no file. A last line without its end, which a power
   * cut may leave, is passed over.
   *
   * @throws FoveaException if another line isn't an epoch's, or doesn't follow the one before
   */
  public List<EpochRecord> read() {
    List<EpochRecord> epochs = new ArrayList<>();
    for (String line : lines()) {
      String where = "%s, line %d".formatted(file, epochs.size() + 1);
      EpochRecord epoch = RunJson.parse(line, EpochRecord.class, where);
      if (epoch.epoch() != epochs.size() + 1) {
        throw new FoveaException(
            "%s: epoch %d, expected %d".formatted(where, epoch.epoch(), epochs.size() + 1));
      }
      epochs.add(epoch);
    }
    return List.copyOf(epochs);
  }

  /**
   * Drops what came after the given number of epochs, which is where a checkpoint stands.
   *
   * @return the epochs kept
   * @throws FoveaException if there are fewer
   */
  public List<EpochRecord> keep(int epochs) {
    List<EpochRecord> present = read();
    if (present.size() < epochs) {
      throw new FoveaException(
          "%s: %d epochs, but the checkpoint beside it has %d. The run can't be resumed from here."
              .formatted(file, present.size(), epochs));
    }
    StringBuilder text = new StringBuilder();
    lines().subList(0, epochs).forEach(line -> text.append(line).append('\n'));
    AtomicFile.write(file, text.toString());
    return present.subList(0, epochs);
  }

  private List<String> lines() {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw FileFailure.unreadable(file, e);
    }
  }
}
