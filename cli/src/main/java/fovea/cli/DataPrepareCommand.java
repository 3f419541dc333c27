package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.Visible;
import fovea.data.Cifar10Download;
import fovea.data.DataSets;
import fovea.run.Home;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Fetch a built-in data set, or mend one that is damaged.",
    footer = {
      "",
      "Example: CIFAR-10 for later, when there may be no network",
      "  fovea data prepare cifar10",
      "",
      "A download that was cut goes on where it was."
    })
final class DataPrepareCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "cifar10 or shapes.")
  private String name = "";

  DataPrepareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    switch (name) {
      case "cifar10" -> {
        try (LoadingProgress progress = new LoadingProgress(console)) {
          var folder = Cifar10Download.into(Home.folder(), progress).prepare();
          console.out().println(Visible.of("cifar10 is in " + folder));
        }
      }
      case "shapes" -> console.out().println("shapes are drawn when they are asked for");
      default ->
          throw new FoveaException(
              "there is no built-in data set `%s`.%s Built in are %s; a folder needs no preparing."
                  .formatted(
                      name,
                      Spelling.didYouMean(name, DataSets.BUILT_IN),
                      String.join(" and ", DataSets.BUILT_IN)));
    }
    return 0;
  }
}
