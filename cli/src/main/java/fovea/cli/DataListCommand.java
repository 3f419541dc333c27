package fovea.cli;

import fovea.data.Cifar10Download;
import fovea.download.DownloadListener;
import fovea.run.Home;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = "List the built-in data sets and where they lie.",
    footer = {"", "Example:", "  fovea data list", "", "FOVEA_HOME moves them from ~/.fovea."})
final class DataListCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  DataListCommand(Console console) {
    this.console = console;
  }

  /** What programs read; there is no folder where nothing is kept. */
  private record Entry(String name, boolean present, @Nullable String folder, String about) {}

  @Override
  public Integer call() {
    Cifar10Download cifar10 = Cifar10Download.into(Home.folder(), DownloadListener.SILENT);
    List<Entry> entries =
        List.of(
            new Entry(
                "cifar10",
                cifar10.isComplete(),
                cifar10.folder().toString(),
                "60,000 photographs of 10 classes, 32 x 32, a download of 170 MB"),
            new Entry("shapes", true, null, "10 classes of shapes and textures, 32 x 32, drawn"));
    if (json) {
      console.out().print(Json.of(entries));
      return 0;
    }
    Table table = Table.leftAligned();
    for (Entry entry : entries) {
      String where =
          entry.folder == null
              ? "needs no files"
              : (entry.present ? "in " : "not yet in ") + entry.folder;
      table.row(entry.name, entry.about, where);
    }
    table.print(console.out());
    return 0;
  }
}
