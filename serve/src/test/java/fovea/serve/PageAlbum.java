package fovea.serve;

import com.microsoft.playwright.options.FilePayload;
import fovea.evaluate.FeatureExtractor;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.run.TrainedModel;
import fovea.serve.insight.TestData;
import fovea.similar.ImageIndex;
import fovea.similar.IndexAbout;
import fovea.similar.IndexBuild;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A model with pictures of its three classes, as the page is tried on. */
interface PageAlbum extends TestData {
  /** How many test pictures there are. */
  int size();

  /** Writes the model. */
  Path model(Path file);

  /** In the order of their numbers. */
  List<String> classes();

  /** A picture as a file, of the class of that number modulo 3. */
  byte[] picture(long number);

  /** How names of its files end. */
  String ending();

  default FilePayload payload(String name, long number) {
    String ending = ending();
    return new FilePayload(
        name + "." + ending, ending.equals("png") ? "image/png" : "image/jpeg", picture(number));
  }

  /** An index of some pictures, which are written into the folder of their class. */
  default ImageIndex index(Path model, Path folder, int pictures) throws IOException {
    try (TrainedModel trained = TrainedModel.open(model);
        FeatureExtractor extractor = trained.featureExtractor();
        IndexBuild build = IndexBuild.of(folder.resolveSibling(folder.getFileName() + ".index"))) {
      Shape input = trained.model().input();
      for (int number = 0; number < pictures; number++) {
        String name = "%s/%d.%s".formatted(classes().get(number % 3), number, ending());
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, picture(number));
        Pixels pixels = ImageFile.decode(file, (int) input.size(1), (int) input.size(2));
        build.add(name, pixels, extractor.of(List.of(pixels)).get(0));
      }
      return build.finish(new IndexAbout(model, trained.weightsSha256(), folder));
    }
  }
}
