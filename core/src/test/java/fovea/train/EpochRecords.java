package fovea.train;

import java.util.ArrayList;
import java.util.List;

/** Epochs of given losses, for tests. */
public final class EpochRecords {
  private EpochRecords() {}

  public static List<EpochRecord> losses(double... losses) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (double loss : losses) {
      int epoch = epochs.size() + 1;
      epochs.add(new EpochRecord(epoch, loss, 0.5, loss, 1 - loss / 10, 0.1 / epoch, 2.5, 1234.5));
    }
    return epochs;
  }

  /** An epoch of a run that watches what it withstands. */
  public static EpochRecord robust(int epoch, double loss, RobustAccuracy robust) {
    return new EpochRecord(epoch, loss, 0.5, loss, 1 - loss / 10, 0.1 / epoch, 2.5, 1234.5, robust);
  }
}
