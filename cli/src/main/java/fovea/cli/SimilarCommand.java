package fovea.cli;

import fovea.FoveaException;
import fovea.evaluate.FeatureExtractor;
import fovea.files.FileKind;
import fovea.files.FileName;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.report.SimilarSheet;
import fovea.run.TrainedModel;
import fovea.similar.ImageIndex;
import fovea.similar.SimilarImage;
import fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Find the images of an index that are most like one.",
    footer = {
      "",
      "Example: the ten nearest, and a picture of them",
      "  fovea similar holiday.jpg --index photos.index --sheet nearest.png",
      "",
      "Alike is what the model of the index sees alike: the cosine of the features before its last"
          + " layer, 1 where they are the same."
    })
final class SimilarCommand implements Callable<Integer> {
  /** More make no picture that anybody looks at. */
  private static final int DRAWN = 59;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "IMAGE",
      description = "An image file, in the index or not.")
  private Path image = Path.of("");

  @Option(
      names = "--index",
      paramLabel = "FILE",
      required = true,
      description = "What `fovea index` wrote.")
  private Path index = Path.of("");

  @Option(names = "--top", paramLabel = "K", description = "How many images to name (default: 10).")
  private int top = 10;

  @Option(
      names = "--model",
      paramLabel = "RUN|MODEL",
      description = "The model of the index, where it lies elsewhere by now.")
  private @Nullable Path model;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Option(
      names = "--sheet",
      paramLabel = "FILE.png",
      description = "Also draw the image and those that were found.")
  private @Nullable Path sheet;

  SimilarCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LuceneLog.quiet();
    Bounds.requireAtLeast(1, spec, "--top", top);
    WritableFile.requireEnding(spec, "--sheet", sheet, ".png");
    WritableFile.require(sheet, "the picture", Set.of(FileKind.PNG));
    try (ImageIndex opened = ImageIndex.open(index);
        TrainedModel trained = modelOf(opened);
        FeatureExtractor extractor = trained.featureExtractor()) {
      Shape input = trained.model().input();
      Pixels asked =
          ImageFile.decode(image, Math.toIntExact(input.size(1)), Math.toIntExact(input.size(2)));
      float[] features = extractor.of(List.of(asked)).get(0);
      List<SimilarImage> found = opened.nearest(asked, features, top);
      SimilarReport report =
          SimilarReport.of(
              FileName.ofPath(image), index, opened.about().folder(), opened.isExact(), found);
      if (json) {
        console.out().print(Json.of(report));
      } else {
        report.print(console.out());
      }
      if (sheet != null) {
        draw(sheet, asked, opened.about().folder(), found);
      }
      return 0;
    }
  }

  private TrainedModel modelOf(ImageIndex opened) {
    Path file = model == null ? opened.about().model() : model;
    if (model == null && !Files.exists(file)) {
      throw new FoveaException(
          "%s: made by the model %s, which isn't there any more; say by --model where it is"
              .formatted(FileName.ofPath(index), FileName.ofPath(file)));
    }
    TrainedModel trained = TrainedModel.open(file);
    if (!trained.weightsSha256().equals(opened.about().sha256())) {
      trained.close();
      throw new FoveaException(
          "%s: not the model that %s was made by, its weights are others, so its features mean other things; name that model by --model, or make the index anew with `fovea index`"
              .formatted(FileName.ofPath(file), FileName.ofPath(index)));
    }
    return trained;
  }

  /** What was moved since is left out, and said. */
  private void draw(Path file, Pixels asked, Path folder, List<SimilarImage> found) {
    List<SimilarSheet.Tile> tiles = new ArrayList<>();
    if (found.size() > DRAWN) {
      console.warn("%s holds the nearest %d".formatted(FileName.ofPath(file), DRAWN));
    }
    for (SimilarImage near : found.subList(0, Math.min(DRAWN, found.size()))) {
      try {
        tiles.add(
            new SimilarSheet.Tile(
                ImageFile.decode(FileName.find(folder, near.file()), asked.height(), asked.width()),
                near.file(),
                near.cosine()));
      } catch (FoveaException e) {
        console.warn("left out " + e.getMessage());
      }
    }
    SimilarSheet.write(file, asked, FileName.of(image), tiles);
  }
}
