package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.data.ImageSet;
import fovea.data.SmallImages;
import fovea.evaluate.Familiarity;
import fovea.evaluate.KnownFeatures;
import fovea.evaluate.Predictor;
import fovea.evaluate.Reading;
import fovea.evaluate.Recognition;
import fovea.evaluate.Temperature;
import fovea.files.Sha256;
import fovea.image.Pixels;
import fovea.io.ModelFile;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.DType;
import fovea.tensor.LiveTensors;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was fitted after training, in a model file and read from it again. */
class FittedTest {
  private static final FittedTemperature TEMPERATURE = new FittedTemperature(1.75, 500, "abc");

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write() {
    file = folder.resolve("model.safetensors");
    try (Model model =
        Models.create(
            "cifar10-cnn",
            Map.of("imageSize", 8, "blocks", 0),
            SmallImages.CLASSES,
            Rng.seeded(1))) {
      ModelFile.write(file, model, Map.of("fovea.data", "abc"));
    }
  }

  private static FittedThreshold threshold(String method, String features) {
    return new FittedThreshold(method, 0.5, 0.95, 500, "abc", features, null);
  }

  private void store(FittedTemperature temperature, FittedThreshold threshold) {
    new Fitted(Optional.ofNullable(temperature), Optional.ofNullable(threshold)).storeIn(file);
  }

  @Test
  void whatIsStoredIsReadAndTheWeightsStayByteForByte() {
    StoredTensors before = Safetensors.read(file);
    store(TEMPERATURE, threshold("energy", null));
    StoredTensors after = Safetensors.read(file);
    assertThat(after.tensors()).isEqualTo(before.tensors());
    Map<String, String> others = new TreeMap<>(after.metadata());
    assertThat(others.remove("fovea.temperature"))
        .isEqualTo("{\"temperature\":1.75,\"images\":500,\"data\":\"abc\"}");
    assertThat(others.remove("fovea.noneOfThese"))
        .isEqualTo(
            "{\"method\":\"energy\",\"threshold\":0.5,\"accepted\":0.95,\"images\":500,\"data\":\"abc\"}");
    assertThat(others).isEqualTo(before.metadata());
    try (TrainedModel trained = TrainedModel.open(file)) {
      assertThat(trained.fitted().temperature()).contains(TEMPERATURE);
      assertThat(trained.fitted().noneOfThese()).contains(threshold("energy", null));
      assertThat(trained.data()).contains("abc");
      Reading reading = trained.reading();
      assertThat(reading.temperature()).isEqualTo(new Temperature(1.75));
      assertThat(reading.noneOfThese().by()).isEqualTo(new Familiarity.Energy());
      assertThat(reading.noneOfThese().threshold()).isEqualTo(0.5);
    }
  }

  @Test
  void howFamiliarValidationImagesAreIsStoredWithTheThreshold() {
    List<Double> falling = IntStream.rangeClosed(0, 100).mapToObj(i -> 3 - i / 10.0).toList();
    FittedThreshold stored = new FittedThreshold("energy", -6.5, 0.95, 500, "abc", null, falling);
    store(null, stored);
    assertThat(Safetensors.read(file).metadata().get("fovea.noneOfThese"))
        .startsWith("{\"method\":\"energy\",\"threshold\":-6.5,")
        .contains("\"percentiles\":[3.0,2.9,");
    try (TrainedModel trained = TrainedModel.open(file);
        Predictor predictor = trained.predictor()) {
      assertThat(trained.fitted().noneOfThese()).contains(stored);
      for (Recognition found : predictor.recognise(pictures())) {
        double expected = Math.min(1, Math.max(0, (3 - found.familiarity()) / 10));
        assertThat(found.strangeness()).isCloseTo(expected, within(1e-6));
        assertThat(found.strangeness()).isBetween(0.01, 0.99); // or this would show little
      }
    }
  }

  /** As a Fovea wrote it that kept no more than the threshold. */
  @Test
  void aThresholdOfBeforeIsReadWithoutHowFamiliarTheyAre() {
    metadata(
        "fovea.noneOfThese",
        "{\"method\":\"energy\",\"threshold\":99,\"accepted\":0.95,\"images\":500,\"data\":\"abc\"}");
    try (TrainedModel trained = TrainedModel.open(file);
        Predictor predictor = trained.predictor()) {
      for (Recognition found : predictor.recognise(pictures())) {
        assertThat(found.familiarity()).isNotNull();
        assertThat(found.strangeness()).isNull();
        assertThat(found.noneOfThese()).isTrue();
      }
    }
  }

  private static List<Pixels> pictures() {
    ImageSet images = SmallImages.draw(40, 3);
    return IntStream.range(0, 40).mapToObj(i -> new Pixels(8, 8, images.pixels(i))).toList();
  }

  @Test
  void whatIsTakenAwayLeavesTheFileAsItWas() throws IOException {
    byte[] before = Files.readAllBytes(file);
    store(TEMPERATURE, threshold("max-softmax", null));
    store(null, null);
    assertThat(file).hasBinaryContent(before);
    try (TrainedModel trained = TrainedModel.open(file)) {
      assertThat(trained.reading()).isEqualTo(Reading.PLAIN);
    }
  }

  @Test
  void knownFeaturesLieBesideTheModelAndAreReadWithIt() {
    KnownFeatures known = new KnownFeatures(512, 2, features());
    String sha256 = FeatureFile.write(FeatureFile.beside(file), known);
    assertThat(folder.resolve("model.known.safetensors")).exists();
    store(null, threshold("nearest-features", sha256));
    try (TrainedModel trained = TrainedModel.open(file)) {
      Reading reading = trained.reading();
      assertThat(reading.head())
          .isSameAs(trained.model().network().modules().get(trained.head().name()));
      KnownFeatures read = ((Familiarity.NearestFeatures) reading.noneOfThese().by()).known();
      assertThat(read.values()).isEqualTo(known.values());
      assertThat(read.neighbour()).isEqualTo(2);
      assertThat(read.dimensions()).isEqualTo(512);
      assertThatThrownBy(() -> trained.predictor(true, 1))
          .isInstanceOf(FoveaException.class)
          .hasMessageContaining("leave out --int8");
    }
  }

  private static float[] features() {
    float[] features = new float[3 * 512];
    features[0] = 1;
    features[513] = 1;
    features[1_026] = 1;
    return features;
  }

  @Test
  void missingOrOtherFeaturesAreRefusedByTheFilesName() {
    Path beside = FeatureFile.beside(file);
    String sha256 = FeatureFile.write(beside, new KnownFeatures(512, 2, features()));
    store(null, threshold("nearest-features", sha256));
    String ignored = FeatureFile.write(beside, new KnownFeatures(512, 1, features()));
    assertThat(ignored).isNotEqualTo(sha256);
    refused(beside + ": not the features that " + file + " was calibrated with; calibrate it anew");
    assertThat(beside.toFile().delete()).isTrue();
    refused(beside + ": no such file, by which the model tells unknown images; copy it");
  }

  @Test
  void featuresOfAnotherTypeAreRefused() {
    Path beside = FeatureFile.beside(file);
    StoredTensor bytes =
        new StoredTensor(DType.UINT8, Shape.of(3, 512), ByteBuffer.allocate(3 * 512));
    Safetensors.write(
        beside, new StoredTensors(Map.of("features", bytes), Map.of("fovea.neighbour", "2")));
    store(null, threshold("nearest-features", Sha256.ofFile(beside)));
    refused(beside + ": holds no float32 features [M, D] with `fovea.neighbour` in its metadata");
  }

  private void refused(String message) {
    long before = LiveTensors.count();
    try (TrainedModel trained = TrainedModel.open(file)) {
      assertThatThrownBy(trained::predictor)
          .isInstanceOf(FoveaException.class)
          .hasMessageStartingWith(message);
    }
    assertThat(LiveTensors.count()).isEqualTo(before);
  }

  @Test
  void metadataThatAreNotAsExpectedAreRefusedInWords() {
    metadata("fovea.temperature", "{\"temperature\":-1,\"images\":5,\"data\":\"abc\"}");
    notOpened(
        "`fovea.temperature` in its metadata: a temperature is above 0 and finite, found -1.0");
    metadata("fovea.temperature", "{\"images\":5}");
    notOpened("`fovea.temperature` in its metadata: ");
    metadata("fovea.temperature", "warm");
    notOpened("`fovea.temperature` in its metadata: not as expected");
    store(null, null);
    metadata("fovea.noneOfThese", "{\"threshold\":1,\"accepted\":1,\"images\":5}");
    notOpened("`fovea.noneOfThese` in its metadata: expected a method and a threshold");
    store(null, null);
    metadata(
        "fovea.noneOfThese",
        "{\"method\":\"energy\",\"threshold\":1,\"accepted\":1,\"images\":5,\"percentiles\":[1,2]}");
    notOpened("`fovea.noneOfThese` in its metadata: expected 101 percentiles, none above");
    store(null, null);
    store(null, threshold("horoscope", null));
    refused(file + ": tells unknown images by `horoscope`, which this Fovea doesn't know");
  }

  private void metadata(String key, String json) {
    StoredTensors stored = Safetensors.read(file);
    Map<String, String> changed = new TreeMap<>(stored.metadata());
    changed.put(key, json);
    Safetensors.write(file, new StoredTensors(stored.tensors(), changed));
  }

  private void notOpened(String message) {
    long before = LiveTensors.count();
    assertThatThrownBy(() -> TrainedModel.open(file))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith(file + ", " + message);
    assertThat(LiveTensors.count()).isEqualTo(before);
  }
}
