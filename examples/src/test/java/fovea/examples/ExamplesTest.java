package fovea.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import fovea.data.Shapes;
import fovea.data.Split;
import fovea.evaluate.Prediction;
import fovea.export.Export;
import fovea.export.ExportFormat;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.run.TrainedModel;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.train.RunResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  @TempDir Path folder;

  @Test
  void aNetworkOfOnesOwnLearnsAndOpensFromItsFile() {
    long before = LiveTensors.count();
    Path file = folder.resolve("model.safetensors");
    assertThat(OwnNetwork.train(2000, 6, file).testAccuracy()).isGreaterThan(0.5);
    try (TrainedModel opened = TrainedModel.open(file)) {
      assertThat(opened.model().name()).isEqualTo("two-convolutions");
      assertThat(opened.model().arguments()).containsEntry("width", 32);
    }
    assertThat(Models.names()).contains("two-convolutions", "cifar10-cnn");
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void aLoopThatIsWrittenOutLearns() {
    long before = LiveTensors.count();
    assertThat(OwnLoop.train(Shapes.draw(2000, 1), 3)).isGreaterThan(0.5);
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void photographsAreTrainedOnAndAnEndedRunSaysAgainWhatCameOfIt() throws IOException {
    for (String name : List.of("dark", "light")) {
      Path photos = Files.createDirectories(folder.resolve("photos").resolve(name));
      for (int i = 0; i < 20; i++) {
        BufferedImage image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().fillRect(0, 0, name.equals("light") ? 20 : 2, 16);
        image.setRGB(i, 8, 0x2040ff); // no two are the same
        ImageIO.write(image, "png", photos.resolve(i + ".png").toFile());
      }
    }
    Recipe recipe =
        Recipe.standard()
            .with("model.arguments.imageSize=8", "model.arguments.blocks=1", "epochs=3")
            .with("batchSize=8", "validation=0.2", "augment=[]");
    Path run = folder.resolve("run");
    RunResult result = TrainPhotos.train(folder.resolve("photos"), run, recipe);
    assertThat(result.testAccuracy()).isGreaterThan(0.9);
    assertThat(TrainPhotos.train(folder.resolve("photos"), run, recipe)).isEqualTo(result);
  }

  @Test
  void everyImageIsCountedByHowSureTheNetworkIsOfIt() {
    Path file = folder.resolve("model.safetensors");
    Split.Test test = Shapes.draw(200, 7).splits().test();
    try (Model model =
        Models.create("cifar10-cnn", Map.of("blocks", 1), test.images().classes(), Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    List<HowSure.Tenth> tenths = HowSure.of(file, test);
    assertThat(tenths).hasSize(10).allMatch(tenth -> tenth.right() <= tenth.images());
    assertThat(tenths.stream().mapToInt(HowSure.Tenth::images).sum())
        .isEqualTo(test.images().size());
    // The largest probability of ten classes is at least a tenth.
    assertThat(tenths.get(0).images()).isZero();
  }

  @Test
  void anApplicationPredictsFromAModelFile() throws IOException {
    Path file = folder.resolve("model.safetensors");
    List<String> classes = List.of("cat", "dog");
    try (Model model =
        Models.create("cifar10-cnn", Map.of("imageSize", 8), classes, Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    Path image = folder.resolve("photo.png");
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    List<Prediction> best = PredictImages.predict(file, List.of(image, image));
    assertThat(best).hasSize(2).containsOnly(best.get(0));
    assertThat(classes).contains(best.get(0).name());
    assertThat(best.get(0).probability()).isBetween(0.5, 1.0);
  }

  @Test
  void aPhotoIsExplainedAndAClassIsTaught() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (Model model =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8), List.of("cat", "dog"), Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of());
    }
    List<Path> photos = List.of(folder.resolve("1.png"), folder.resolve("2.png"));
    for (Path photo : photos) {
      BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
      image.setRGB(photos.indexOf(photo) + 10, 10, 0xff8000);
      ImageIO.write(image, "png", photo.toFile());
    }
    Path overlay = folder.resolve("why.png");
    assertThat(ExplainPhoto.explain(file, photos.get(0), overlay)).isIn("cat", "dog");
    assertThat(ImageIO.read(overlay.toFile()).getWidth()).isEqualTo(8);
    Path taught = folder.resolve("taught.safetensors");
    assertThat(TeachClass.teach(file, "fox", taught, photos)).isBetween(0.0, 1.0);
    try (TrainedModel opened = TrainedModel.open(taught)) {
      assertThat(opened.model().classes()).containsExactly("cat", "dog", "fox");
    }
  }

  @Test
  void anotherEngineSaysTheSameOfAnExportedModel() throws IOException, OrtException {
    Path file = folder.resolve("model.safetensors");
    Path onnx = folder.resolve("model.onnx");
    try (Model model =
        Models.create(
            "cifar10-cnn", Map.of("imageSize", 8), List.of("cat", "dog"), Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of("fovea.precision", "float32"));
    }
    try (TrainedModel trained = TrainedModel.open(file)) {
      Export unused = Export.write(trained, ExportFormat.ONNX, false, onnx);
    }
    BufferedImage photo = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      photo.setRGB(i % 8, i / 8, 0x010305 * i);
    }
    Path image = folder.resolve("photo.png");
    ImageIO.write(photo, "png", image.toFile());
    Prediction best = PredictImages.predict(file, List.of(image)).get(0);
    Map<String, Float> found = PredictOnnx.predict(onnx.toString(), photo);
    assertThat(found).containsOnlyKeys("cat", "dog");
    assertThat((double) found.get(best.name())).isCloseTo(best.probability(), within(1e-5));
  }
}
