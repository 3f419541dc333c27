package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Split;
import fovea.nn.Prepared;
import fovea.run.TrainedModel;
import fovea.variation.VariationJudge;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The model that a report is about, and the images that it is judged on.
 *
 * @param found the data as they were opened
 */
record ReportSubject(TrainedModel trained, Prepared network, DataSet found, Judged judged)
    implements AutoCloseable {
  /** Which images are varied, and how; that of `fovea vary` where nobody names one. */
  private static final long SEED = 1;

  /**
   * Opens model and data, and says what may spoil the figures.
   *
   * @param data as the user calls them
   */
  static ReportSubject open(Console console, Path model, String data) {
    TrainedModel trained = TrainedModel.open(model);
    try {
      DataSet found = DataArgument.openToJudge(console, data, trained);
      Judged judged = Judged.of(trained, found, data, SplitName.TEST);
      judged.notes().forEach(console::warn);
      return new ReportSubject(trained, trained.prepared(false), found, judged);
    } catch (RuntimeException | Error e) {
      trained.close();
      throw e;
    }
  }

  /** Images that the model was trained on, if it is known which they are. */
  Optional<Split.Train> trainedOn() {
    return Judged.trainedOn(trained, found);
  }

  /** Judges it on varied images. */
  VariationJudge judge(ReportEffort effort) {
    return VariationJudge.of(
        network, judged.images(), effort.varied(), trained.execution().threads(), SEED);
  }

  @Override
  public void close() {
    network.close();
    trained.close();
  }
}
