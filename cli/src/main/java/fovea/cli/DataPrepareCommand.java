package fovea.cli;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.Visible;
import fovea.data.Cifar10Download;
import fovea.data.DataSet;
import fovea.data.DataSets;
import fovea.data.ImageFiles;
import fovea.files.FileName;
import fovea.recipe.Recipe;
import fovea.run.Home;
import fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Fetch a built-in data set, or mend one that is damaged.",
    footer = {
      "",
      "Example: CIFAR-10 for later, when there may be no network",
      "  fovea data prepare cifar10",
      "",
      "Example: its images as files, in class folders, for other programs",
      "  fovea data prepare cifar10 --files cifar10/",
      "",
      "A download that was cut goes on where it was."
    })
final class DataPrepareCommand implements Callable<Integer> {
  /** Of either's images. */
  private static final int SIDE = 32;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "cifar10 or shapes.")
  private String name = "";

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      description = "Also write the images as PNG files, in class folders of a new folder.")
  private @Nullable Path files;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "How many shapes there are of all classes (default: 6000).")
  private @Nullable Integer images;

  DataPrepareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (images != null && (files == null || !name.equals("shapes"))) {
      throw new ParameterException(
          spec.commandLine(), "--images goes with shapes and --files, which writes so many");
    }
    switch (name) {
      case "cifar10" -> {
        try (LoadingProgress progress = new LoadingProgress(console)) {
          var folder = Cifar10Download.into(Home.folder(), progress).prepare();
          console.out().println(Visible.of("cifar10 is in " + folder));
        }
      }
      case "shapes" -> {
        if (files == null) {
          console.out().println("shapes are drawn when they are asked for");
        }
      }
      default ->
          throw new FoveaException(
              "there is no built-in data set `%s`.%s Built in are %s; a folder needs no preparing."
                  .formatted(
                      name,
                      Spelling.didYouMean(name, DataSets.BUILT_IN),
                      String.join(" and ", DataSets.BUILT_IN)));
    }
    if (files != null) {
      write(files);
    }
    return 0;
  }

  private void write(Path folder) {
    Recipe recipe =
        images == null ? Recipe.standard() : Recipe.standard().with("shapes.images=" + images);
    DataSet data = DataArgument.open(console, name, Shape.of(3, SIDE, SIDE), recipe);
    ImageFiles.write(data, folder);
    console
        .out()
        .println(
            "%s images to train on and %s to test with are in %s"
                .formatted(
                    Text.number(data.splits().train().images().size()),
                    Text.number(data.splits().test().images().size()),
                    FileName.ofPath(folder)));
  }
}
