package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fovea.data.Cifar10;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.models.Models;
import fovea.tensor.Rng;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaryTest {
  @TempDir Path folder;
  private Path model = Path.of("");
  private Path images = Path.of("");

  @BeforeEach
  void write() throws IOException {
    images = TinyImages.in(folder);
    model = model("tiny", Map.of("imageSize", 8, "blocks", 0), TinyImages.CLASSES);
  }

  private Path model(String name, Map<String, Object> arguments, List<String> classes) {
    Path file = folder.resolve(name + ".safetensors");
    try (Model made = Models.create("cifar10-cnn", arguments, classes, Rng.seeded(1))) {
      ModelFile.write(file, made, Map.of());
    }
    return file;
  }

  @Test
  void everythingIsJudgedAndShownToPeople() {
    Outcome outcome = Outcome.of("vary", model, "--data", images).succeeds();
    assertThat(outcome.out())
        .contains("as they are  ", " of 18 images, ", "corrupted  ")
        .containsPattern(
            "[\\d.]+ % \\([\\d.]+ to [\\d.]+\\), mean of 15 corruptions at 5 severities")
        .contains("generated with the constants of CIFAR-10-C, not the official images")
        .containsPattern("\ngaussian_noise +noise( +[\\d.]+ %){6}\n")
        .containsPattern("\nsaturate +extra( +[\\d.]+ %){6}\n")
        .containsPattern("\nrotation, degrees clockwise\nvalue +-90 +-60 ")
        .containsPattern("\nturned by 180 degrees +[\\d.]+ %\n")
        .containsPattern("judged in .*, seed 1\n$");
    assertThat(outcome.err())
        .containsPattern("Judging 18 images in \\d+ variations; this takes about ")
        .contains("Judging: 100 % of ");
  }

  @Test
  void whatIsAskedForIsWrittenForPrograms() throws IOException {
    Path json = folder.resolve("varied.json");
    Outcome outcome =
        Outcome.of(
                "vary",
                model,
                "--data",
                images,
                "--corruptions",
                "fog,pixelate",
                "--severity",
                "2,4",
                "--sweeps",
                "noise,flips",
                "--images",
                "9",
                "--seed",
                "3",
                "--json",
                json)
            .succeeds();
    JsonNode tree = new ObjectMapper().readTree(json.toFile());
    assertThat(tree.path("images").asInt()).isEqualTo(9);
    assertThat(tree.path("seed").asInt()).isEqualTo(3);
    // The network, which nobody trained, has one answer to all: two of the nine are of that class.
    assertThat(tree.path("accuracy").asDouble()).isEqualTo(2 / 9.0);
    assertThat(tree.path("fingerprint").asText()).hasSize(64);
    JsonNode corruptions = tree.path("corruptions");
    assertThat(corruptions.path("severities").toString()).isEqualTo("[2,4]");
    assertThat(corruptions.path("mean").isNull()).isTrue();
    assertThat(corruptions.path("official").asBoolean()).isFalse();
    assertThat(corruptions.path("rows").findValuesAsText("name"))
        .containsExactly("fog", "pixelate");
    assertThat(corruptions.path("rows").get(0).path("accuracies")).hasSize(2);
    assertThat(tree.path("curves")).hasSize(1);
    assertThat(tree.path("curves").get(0).path("points").get(0).path("value").asDouble()).isZero();
    assertThat(tree.path("flips").path("both").asDouble()).isEqualTo(2 / 9.0);
    assertThat(outcome.out()).doesNotContain("rotation");
    Outcome standardOutput =
        Outcome.of(
                "vary",
                model,
                "--data",
                images,
                "--corruptions",
                "none",
                "--sweeps",
                "none",
                "--json",
                "-")
            .succeeds();
    JsonNode alone = new ObjectMapper().readTree(standardOutput.out());
    assertThat(alone.path("corruptions").isNull()).isTrue();
    assertThat(alone.path("curves")).isEmpty();
  }

  @Test
  void unknownNamesAreRefusedWithTheNearest() {
    Outcome.of("vary", model, "--data", images, "--corruptions", "fogg")
        .refused(2)
        .startsWith("fovea: there is no corruption `fogg`. Did you mean `fog`?");
    Outcome.of("vary", model, "--data", images, "--sweeps", "rotations")
        .refused(2)
        .startsWith("fovea: there is no sweep `rotations`. Did you mean `rotation`?");
    Outcome.of("vary", model, "--data", images, "--json", folder.resolve("none/x.json"))
        .refused(1)
        .contains("its folder doesn't exist");
  }

  @Test
  void theOfficialFilesAreReadAndThoseOfAnotherShapeRefused() throws IOException {
    Path official = Files.createDirectory(folder.resolve("CIFAR-10-C"));
    npy(official.resolve("labels.npy"), "(10,)", new byte[10]);
    npy(official.resolve("fog.npy"), "(10, 32, 32, 3)", new byte[10 * 3072]);
    Path ten = model("ten", Map.of("imageSize", 32, "blocks", 0), Cifar10.CLASSES);
    Outcome outcome = Outcome.of("vary", ten, "--data", official).succeeds();
    assertThat(outcome.out())
        .contains("2 images of each severity, official files of " + official)
        .containsPattern("\nfog +weather( +[\\d.]+ %){6}\n");
    Outcome.of("vary", ten, "--data", official, "--sweeps", "noise")
        .refused(2)
        .startsWith("fovea: --sweeps doesn't go with the official files");
    Outcome.of("vary", ten, "--data", official, "--split", "train")
        .refused(2)
        .startsWith("fovea: --split doesn't go with the official files");
    npy(official.resolve("fog.npy"), "(2, 32, 32, 3)", new byte[2 * 3072]);
    Outcome.of("vary", ten, "--data", official)
        .refused(1)
        .startsWith(
            "fovea: "
                + official.resolve("fog.npy")
                + ": uint8 [2, 32, 32, 3], expected uint8 [10, 32, 32, 3]:");
  }

  private static void npy(Path file, String shape, byte[] numbers) throws IOException {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }\n";
    Path unused =
        Files.write(
            file,
            ByteBuffer.allocate(10 + header.length() + numbers.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.ISO_8859_1))
                .put(numbers)
                .array());
  }
}
