package fovea.cli;

import fovea.FoveaException;
import fovea.data.folder.FolderImages;
import fovea.evaluate.FeatureExtractor;
import fovea.files.FileName;
import fovea.image.Pixels;
import fovea.run.TrainedModel;
import fovea.similar.ImageIndex;
import fovea.similar.IndexAbout;
import fovea.similar.IndexBuild;
import fovea.similar.IndexFindings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Index a folder of images by what a model sees in them, for `fovea similar`.",
    footer = {
      "",
      "Example: then `fovea similar one.jpg --index photos.index` finds what looks like it",
      "  fovea index photos/ --model runs/pets",
      "",
      "Says besides which images are there twice, and which are like no other. Up to 100,000 images"
          + " are compared one by one; of more, their features lie in a folder beside the index, and"
          + " now and then one of the nearest is missed. Images that can't be read are left out."
    })
final class IndexCommand implements Callable<Integer> {
  /** Images in one call of the network; as many more are decoded meanwhile. */
  private static final int BATCH = 256;

  private static final int NAMED = 3;

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FOLDER",
      description = "All images in it and in the folders in it; classes don't matter.")
  private Path folder = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "RUN|MODEL",
      required = true,
      description = "Whose features are compared.")
  private Path model = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The index, in place of one that is there (default: the folder's name with .index"
              + " after it, here).")
  private @Nullable Path out;

  @Mixin private JsonFileOption json = new JsonFileOption();

  IndexCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LuceneLog.quiet();
    Path target = out == null ? usual(folder) : out;
    WritableFile.require(target, "the index");
    json.requireWritable();
    if (!Files.isDirectory(folder)) {
      throw new FoveaException(
          FileName.ofPath(folder)
              + (Files.exists(folder) ? ": not a folder" : ": no such folder")
              + ", expected one with images in it");
    }
    List<Path> files =
        FolderImages.in(folder, problem -> console.warn("left out " + problem.getMessage()));
    if (files.isEmpty()) {
      throw new FoveaException(FileName.ofPath(folder) + ": no images in this folder");
    }
    long start = System.nanoTime();
    Interruption interruption = Interruption.watch();
    try (interruption;
        IndexBuild build = IndexBuild.of(target);
        TrainedModel trained = TrainedModel.open(model)) {
      List<String> unreadable = look(trained, files, build, interruption);
      if (build.size() == 0) {
        throw new FoveaException(
            FileName.ofPath(folder) + ": none of its images can be read: " + unreadable.get(0));
      }
      try (ImageIndex index = build.finish(about(trained))) {
        IndexFindings found = findings(index, target, trained, interruption);
        double seconds = (System.nanoTime() - start) / 1e9;
        IndexReport report = IndexReport.of(target, index, unreadable, found, seconds);
        report.print(json.text(console));
        json.write(console, report);
        return 0;
      }
    } catch (CancellationException e) {
      throw interruption.interrupted();
    }
  }

  private static Path usual(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return Path.of(name == null ? "images.index" : name + ".index");
  }

  /** The index is whole; what falls out of it may be given up. */
  private IndexFindings findings(
      ImageIndex index, Path target, TrainedModel trained, Interruption interruption) {
    try {
      interruption.judging();
      IndexFindings found = IndexFindings.of(index, trained.execution().threads());
      interruption.judged();
      return found;
    } catch (CancellationException e) {
      console.warn(
          "interrupted: %s is whole, but it isn't said which images are there twice or like no other."
              .formatted(FileName.ofPath(target)));
      throw interruption.interrupted();
    }
  }

  private IndexAbout about(TrainedModel trained) {
    return new IndexAbout(
        trained.file().toAbsolutePath().normalize(),
        trained.weightsSha256(),
        folder.toAbsolutePath().normalize());
  }

  /** Returns what can't be read, one sentence each. */
  private List<String> look(
      TrainedModel trained, List<Path> files, IndexBuild build, Interruption interruption) {
    List<ImageArguments.Wanted> wanted = new ArrayList<>();
    files.forEach(file -> wanted.add(new ImageArguments.Image(file)));
    List<String> unreadable = new ArrayList<>();
    try (FeatureExtractor extractor = trained.featureExtractor();
        ImageReading reading = new ImageReading(wanted, trained.model().input(), 2 * BATCH);
        LoadingProgress progress = new LoadingProgress(console)) {
      int done = 0;
      while (reading.hasNext()) {
        interruption.check();
        List<String> names = new ArrayList<>();
        List<Pixels> batch = new ArrayList<>();
        while (batch.size() < BATCH && reading.hasNext()) {
          ImageReading.Read read = reading.next();
          Path file = files.get(done++);
          if (read.pixels() == null) {
            unreadable.add(String.valueOf(read.error()));
          } else {
            names.add(FileName.ofPath(folder.relativize(file)));
            batch.add(read.pixels());
          }
        }
        List<float[]> features = extractor.of(batch);
        for (int i = 0; i < batch.size(); i++) {
          build.add(names.get(i), batch.get(i), features.get(i));
        }
        progress.indexed(done, files.size());
      }
    }
    unreadable.stream().limit(NAMED).forEach(why -> console.warn("left out " + why));
    if (unreadable.size() > NAMED) {
      console.warn(
          "left out %s that can't be read".formatted(Text.count(unreadable.size(), "image")));
    }
    return unreadable;
  }
}
