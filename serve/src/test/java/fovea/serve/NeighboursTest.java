package fovea.serve;

import static fovea.serve.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import fovea.evaluate.FeatureExtractor;
import fovea.files.FileName;
import fovea.image.ImageFile;
import fovea.image.Pixels;
import fovea.run.TrainedModel;
import fovea.serve.RunningService.Wanted;
import fovea.serve.model.ModelSource;
import fovea.similar.ImageIndex;
import fovea.similar.IndexAbout;
import fovea.similar.IndexBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
  @TempDir Path folder;

  @Test
  void picturesAreShownWhateverBytesTheirNamesHave() throws Exception {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    renamed(Files.write(photos.resolve("plain.png"), TinyModels.png(1)), "caf\\351.png");
    Path model = TinyModels.write(folder.resolve("tiny.safetensors"), 1);
    try (ImageIndex index = index(model, photos);
        RunningService service =
            RunningService.of(Wanted.USUAL.index(index), ModelSource.of(model))) {
      JsonNode near =
          json(service.post("/v1/models/tiny/neighbours", TinyModels.png(1)))
              .path("neighbours")
              .path(0);
      assertThat(near.path("file").asText()).isEqualTo("caf\\xe9.png");
      assertThat(near.path("samePixels").asBoolean()).isTrue();
      assertThat(near.path("picture").asText()).startsWith("data:image/png;base64,");
    }
  }

  private static ImageIndex index(Path model, Path photos) throws IOException {
    try (TrainedModel trained = TrainedModel.open(model);
        FeatureExtractor extractor = trained.featureExtractor();
        IndexBuild build = IndexBuild.of(photos.resolveSibling("photos.index"));
        Stream<Path> files = Files.list(photos)) {
      for (Path file : files.toList()) {
        Pixels pixels = ImageFile.decode(file, TinyModels.SIDE, TinyModels.SIDE);
        build.add(FileName.of(file), pixels, extractor.of(List.of(pixels)).get(0));
      }
      return build.finish(new IndexAbout(model, trained.weightsSha256(), photos));
    }
  }

  /** By a shell, since Java can't write such a name. */
  private static void renamed(Path file, String octal) throws InterruptedException {
    String script = "mv \"$1\" \"$(printf \"$2\")\"";
    int exit;
    try {
      exit =
          new ProcessBuilder("sh", "-c", script, "sh", file.toString(), octal)
              .directory(file.getParent().toFile())
              .start()
              .waitFor();
    } catch (IOException e) {
      exit = -1;
    }
    assumeTrue(exit == 0, "no file names of any bytes here");
  }
}
