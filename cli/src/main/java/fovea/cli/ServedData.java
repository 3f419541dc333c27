package fovea.cli;

import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.data.Split;
import fovea.files.FileName;
import fovea.files.GivenPath;
import fovea.run.TrainedModel;
import fovea.serve.insight.TestData;

/**
 * Data that {@code --data} names, opened once somebody asks for what they tell of a model.
 *
 * @param named how the user calls them
 */
record ServedData(Console console, String named) implements TestData {
  @Override
  public String name() {
    return DataSets.BUILT_IN.contains(named) ? named : FileName.of(GivenPath.of(named));
  }

  @Override
  public Split.Test images(TrainedModel trained) {
    DataSet set = DataArgument.openToJudge(console, named, trained);
    Judged judged = Judged.of(trained, set, named, SplitName.TEST);
    judged.notes().forEach(console::warn);
    return new Split.Test(judged.images().images());
  }
}
