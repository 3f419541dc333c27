package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.io.Safetensors;
import fovea.io.StoredTensors;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pretrained weights from the command line, from a list of them to a model. */
class WeightsCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path recipe;
  private Path run;

  @BeforeEach
  void train() throws IOException {
    System.setProperty("fovea.home", folder.resolve("home").toString());
    data = TinyImages.in(folder);
    recipe = TinyImages.recipe(folder);
    run = folder.resolve("run");
    Outcome unused =
        Outcome.of("train", "--data", data, "--recipe", recipe, "--set", "epochs=1", "--out", run)
            .succeeds();
  }

  @AfterEach
  void leave() {
    System.clearProperty("fovea.home");
  }

  /** The run's weights as another program would save them. */
  private Path weightsAlone() {
    Path file = folder.resolve("weights.safetensors");
    StoredTensors stored = Safetensors.read(run.resolve("model.safetensors"));
    Safetensors.write(file, new StoredTensors(stored.tensors(), Map.of()));
    return file;
  }

  @Test
  void theListSaysWhereTheyLieAndWhatHoldsForThem() throws IOException {
    Path file = folder.resolve("home/weights/resnet18-f37072fd.pth");
    assertThat(Outcome.of("weights", "list").succeeds().out())
        .contains("resnet18", "not yet in " + file, "0.485, 0.456, 0.406", "BSD-3-Clause");
    JsonNode first =
        new ObjectMapper()
            .readTree(Outcome.of("weights", "list", "--json").succeeds().out())
            .get(0);
    assertThat(first.get("name").asText()).isEqualTo("resnet18");
    assertThat(first.get("present").asBoolean()).isFalse();
    assertThat(first.get("file").asText()).isEqualTo(file.toString());
    assertThat(first.get("mean").get(0).asDouble()).isEqualTo(0.485);
    Outcome.of("weights", "fetch", "resnet81")
        .refused(1)
        .startsWith("fovea: there are no weights `resnet81`. Did you mean `resnet18`? There are");
  }

  @Test
  void aRunGoesOnWithOtherImages() {
    Path second = folder.resolve("second");
    Outcome outcome =
        Outcome.of(
                "train",
                "--data",
                data,
                "--from",
                run,
                "--out",
                second,
                "--set",
                "epochs=4",
                "--set",
                "augment=[]",
                "--threads",
                1)
            .succeeds();
    assertThat(outcome.err())
        .contains(
            "starts from " + run.resolve("model.safetensors") + ", weights of `cifar10-cnn`.",
            "what names the classes is kept, as they are the same.");
    assertThat(second.resolve("recipe.yaml"))
        .content()
        .contains("from: \"" + run + "\"", "headEpochs: 1", "name: cifar10-cnn");
  }

  @Test
  void weightsThatASettingNamesAreFoundFromElsewhere() {
    Path relative = Path.of("").toAbsolutePath().relativize(run);
    Path second = folder.resolve("named");
    Object[] named = {"--recipe", "finetune", "--set", "from=" + relative, "--out", second};
    Outcome.of(
            Stream.concat(
                    Stream.of("train", "--data", data, "--threads", 1, "--set", "epochs=1"),
                    Stream.of(named))
                .toArray())
        .succeeds();
    assertThat(second.resolve("recipe.yaml")).content().contains("from: \"" + run + "\"");
  }

  @Test
  void weightsAloneAreNoModel() throws IOException {
    Path weights = weightsAlone();
    Outcome.of("summary", weights)
        .refused(1)
        .contains("weights, without what makes them a model", "`fovea weights import FILE` makes");
    Outcome.of("evaluate", weights, "--data", data)
        .refused(1)
        .contains("train --from FILE` starts");
  }

  @Test
  void weightsBecomeAModelOfTheClassesThatAreNamed() throws IOException {
    Path weights = folder.resolve("resnet20.safetensors");
    try (Model network = Models.create("resnet20", Map.of(), TinyImages.CLASSES, Rng.seeded(1))) {
      Safetensors.write(weights, network.network().stateDict(), Map.of());
    }
    Path names = Files.write(folder.resolve("names.txt"), List.of("azure", "lime", "ruby"));
    Path model = folder.resolve("model.safetensors");
    Outcome imported =
        Outcome.of("weights", "import", weights, "--classes", names, "--size", 16, "--out", model);
    assertThat(imported.succeeds().out()).isEqualTo(model + ": resnet20 of 3 classes\n");
    assertThat(Outcome.of("predict", model, data.resolve("train/red/0.png")).succeeds().out())
        .contains("azure", "lime", "ruby");
    Outcome.of("weights", "import", model, "--classes", names, "--out", folder.resolve("again"))
        .refused(1)
        .contains(model + ": is a model of Fovea's already");
  }

  @Test
  void aNetworkThatWeightsDoNotTellIsNamed() throws IOException {
    Path weights = folder.resolve("wide.safetensors");
    Map<String, Object> arguments = Map.of("depth", 10, "widen", 1, "imageSize", 16);
    try (Model network =
        Models.create("wideresnet", arguments, TinyImages.CLASSES, Rng.seeded(1))) {
      Safetensors.write(weights, network.network().stateDict(), Map.of());
    }
    Path names = Files.write(folder.resolve("names.txt"), TinyImages.CLASSES);
    Path out = folder.resolve("wide-model.safetensors");
    assertThat(
            Outcome.of(
                    "weights",
                    "import",
                    weights,
                    "--classes",
                    names,
                    "--set",
                    "model.name=wideresnet",
                    "--set",
                    "model.arguments.depth=10",
                    "--set",
                    "model.arguments.widen=1",
                    "--out",
                    out)
                .succeeds()
                .out())
        .isEqualTo(out + ": wideresnet of 3 classes\n");
    Path other = folder.resolve("other.safetensors");
    Outcome.of(
            "weights",
            "import",
            weights,
            "--classes",
            names,
            "--set",
            "model.name=resnet20",
            "--out",
            other)
        .refused(1)
        .startsWith("fovea: " + weights + ": its weights don't make a whole `resnet20`: ");
    Outcome.of("weights", "import", weights, "--set", "epochs=3", "--out", other)
        .refused(2)
        .contains("--set epochs=3 is of no network, expected model.name or");
    assertThat(other).doesNotExist();
  }

  @Test
  void weightsOfAThousandClassesAreImageNetsUnlessTheirNamesAreGiven() throws IOException {
    Path weights = folder.resolve("resnet20.safetensors");
    List<String> numbers = IntStream.range(0, 1000).mapToObj(i -> "class " + i).toList();
    try (Model network = Models.create("resnet20", Map.of(), numbers, Rng.seeded(1))) {
      Safetensors.write(weights, network.network().stateDict(), Map.of());
    }
    Path model = folder.resolve("imagenet.safetensors");
    assertThat(Outcome.of("weights", "import", weights, "--out", model).succeeds().out())
        .isEqualTo(model + ": resnet20 of ImageNet's classes\n");
    String summary = Outcome.of("summary", model, "--json").succeeds().out();
    JsonNode classes = new ObjectMapper().readTree(summary).get("classes");
    assertThat(classes).hasSize(1000).doesNotHaveDuplicates();
    assertThat(classes.get(0).asText()).isEqualTo("tench");
    assertThat(classes.get(134).asText()).isEqualTo("crane bird");
    assertThat(classes.get(999).asText()).isEqualTo("toilet tissue");
    Path few = weightsAlone();
    Path out = folder.resolve("out.safetensors");
    Outcome.of(
            "weights",
            "import",
            few,
            "--set",
            "model.arguments.blocks=1",
            "--size",
            8,
            "--out",
            out)
        .refused(1)
        .startsWith(
            "fovea: "
                + few
                + ": is for 3 classes, which aren't ImageNet's; name them by --classes");
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedBeforeImagesAreRead() {
    Path weights = folder.resolve("resnet20.safetensors");
    try (Model network = Models.create("resnet20", Map.of(), TinyImages.CLASSES, Rng.seeded(1))) {
      Safetensors.write(weights, network.network().stateDict(), Map.of());
    }
    Path missing = folder.resolve("missing");
    Outcome.of("train", "--data", missing, "--recipe", recipe, "--from", weights)
        .refused(1)
        .startsWith("fovea: " + weights + ": none of its weights is one of model `cifar10-cnn`; ");
  }

  @Test
  void aSizeThatTheirNetworkCannotTakeIsRefusedAsThat() throws IOException {
    Path weights = folder.resolve("resnet20.safetensors");
    try (Model network = Models.create("resnet20", Map.of(), TinyImages.CLASSES, Rng.seeded(1))) {
      Safetensors.write(weights, network.network().stateDict(), Map.of());
    }
    Path out = folder.resolve("out");
    Path names = Files.write(folder.resolve("names.txt"), TinyImages.CLASSES);
    Outcome.of(
            "train",
            "--data",
            data,
            "--from",
            weights,
            "--out",
            out,
            "--set",
            "model.arguments.imageSize=1")
        .refused(1)
        .contains("argument `imageSize` of model `resnet20` is 1, expected a whole number, ");
    Outcome.of("weights", "import", weights, "--classes", names, "--size", 9999, "--out", out)
        .refused(1)
        .contains("argument `imageSize` of model `resnet20` is 9999, expected a whole number, ");
    assertThat(out).doesNotExist();
  }

  @Test
  void aFileThatWantsToRunSomethingIsRefusedByName() throws IOException {
    Path hostile = folder.resolve("hostile.pt");
    byte[] pickle = "cposix\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.US_ASCII);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(hostile))) {
      ZipEntry entry = new ZipEntry("archive/data.pkl");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(pickle.length);
      CRC32 crc = new CRC32();
      crc.update(pickle);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(pickle);
    }
    Path out = folder.resolve("out");
    Outcome.of("train", "--data", data, "--from", hostile, "--out", out)
        .refused(1)
        .startsWith("fovea: " + hostile + ": asks for `os.system`, which weights don't need, so");
    Outcome.of("train", "--data", data, "--recipe", "finetune", "--out", out)
        .refused(1)
        .startsWith("fovea: the recipe fine-tunes weights, but doesn't say which; name them by");
    Outcome.of("train", "--data", data, "--from", "resnet18", "--out", out)
        .refused(1)
        .startsWith("fovea: resnet18: its weights aren't here yet; `fovea weights fetch resnet18`");
    assertThat(out).doesNotExist();
  }
}
