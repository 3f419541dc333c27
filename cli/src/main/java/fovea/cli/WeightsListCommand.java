package fovea.cli;

import fovea.pretrained.ImageNet;
import fovea.pretrained.OfficialWeights;
import fovea.run.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = "List the pretrained weights that can be fetched, and where they lie.",
    footer = {"", "Example:", "  fovea weights list", "", "FOVEA_HOME moves them from ~/.fovea."})
final class WeightsListCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  WeightsListCommand(Console console) {
    this.console = console;
  }

  /** What programs read. */
  private record Entry(
      String name,
      boolean present,
      String file,
      String address,
      String trainedOn,
      List<Float> mean,
      List<Float> std,
      String licence) {
    static Entry of(OfficialWeights weights) {
      Path file = weights.in(Home.folder());
      return new Entry(
          weights.name(),
          Files.exists(file),
          file.toString(),
          weights.address().toString(),
          "ImageNet-1k",
          ImageNet.COLOURS.mean(),
          ImageNet.COLOURS.std(),
          OfficialWeights.LICENCE);
    }
  }

  @Override
  public Integer call() {
    List<Entry> entries = OfficialWeights.all().stream().map(Entry::of).toList();
    if (json) {
      console.out().print(Json.of(entries));
      return 0;
    }
    Table table = Table.leftAligned();
    for (Entry entry : entries) {
      table.row(entry.name, (entry.present ? "in " : "not yet in ") + entry.file);
    }
    table.print(console.out());
    console.out().println();
    console.out().println("Trained on ImageNet's 1,000 classes; images are normalised by");
    console.out().println(OfficialWeights.NORMALIZATION + ".");
    console.out().println("Licence: " + OfficialWeights.LICENCE + ".");
    return 0;
  }
}
