package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.Visible;
import fovea.pretrained.OfficialWeights;
import fovea.pretrained.WeightsDownload;
import fovea.run.Home;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    description = "Download pretrained weights, unless they are there, and check them.",
    footer = {
      "",
      "Example:",
      "  fovea weights fetch resnet18",
      "",
      "A download that was cut goes on where it was. FOVEA_WEIGHTS_URL names a folder of the same"
          + " files on a server of one's own."
    })
final class WeightsFetchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "One that `fovea weights list` lists.")
  private String name = "";

  WeightsFetchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    OfficialWeights weights =
        OfficialWeights.named(name)
            .orElseThrow(
                () ->
                    new FoveaException(
                        "there are no weights `%s`.%s There are %s."
                            .formatted(
                                name,
                                Spelling.didYouMean(name, OfficialWeights.names()),
                                String.join(", ", OfficialWeights.names()))));
    try (LoadingProgress progress = new LoadingProgress(console)) {
      Path file = WeightsDownload.of(weights, Home.folder(), progress).fetch();
      console.out().println(Visible.of(weights.name() + " is in " + file));
    }
    return 0;
  }
}
