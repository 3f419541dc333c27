package fovea.cli;

import fovea.FoveaException;
import fovea.data.Cifar10Download;
import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.data.Split;
import fovea.download.DownloadListener;
import fovea.files.FileName;
import fovea.files.GivenPath;
import fovea.recipe.Recipe;
import fovea.recipe.ShapesSettings;
import fovea.run.Home;
import fovea.run.TrainedModel;
import fovea.serve.insight.TestData;
import fovea.tensor.Shape;
import java.lang.ref.SoftReference;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data that {@code --data} names, opened once somebody asks for what they tell of a model. Models
 * that want them in the same form share them for as long as there is memory.
 */
final class ServedData implements TestData {
  private final Console console;
  private final String named;
  private final Map<Form, SoftReference<DataSet>> opened = new HashMap<>();

  /** What of a model decides how they are read. */
  private record Form(Shape input, ShapesSettings shapes) {}

  /**
   * @param named how the user calls them
   */
  ServedData(Console console, String named) {
    this.console = console;
    this.named = named;
  }

  @Override
  public String name() {
    return DataSets.BUILT_IN.contains(named) ? named : FileName.of(GivenPath.of(named));
  }

  @Override
  public Split.Test images(TrainedModel trained) {
    Judged judged = Judged.of(trained, set(trained), named, SplitName.TEST);
    judged.notes().forEach(console::warn);
    return new Split.Test(judged.images().images());
  }

  /**
   * Says early that a built-in data set would have to be downloaded, which nobody who looks at a
   * page shall set off.
   *
   * @throws FoveaException if it isn't there
   */
  void requireThere() {
    Cifar10Download cifar10 = Cifar10Download.into(Home.folder(), DownloadListener.SILENT);
    if (named.equals("cifar10") && !cifar10.isComplete()) {
      throw new FoveaException(
          "cifar10: isn't on this machine yet; `fovea data prepare cifar10` fetches it",
          new NoSuchFileException(cifar10.folder().toString()));
    }
  }

  private synchronized DataSet set(TrainedModel trained) {
    Recipe recipe = trained.recipe().orElseGet(Recipe::standard);
    Form form = new Form(trained.model().input(), recipe.shapes());
    SoftReference<DataSet> kept = opened.get(form);
    @Nullable DataSet set = kept == null ? null : kept.get();
    if (set == null) {
      requireThere();
      set = DataArgument.openToJudge(console, named, trained);
      opened.put(form, new SoftReference<>(set));
    }
    return set;
  }
}
