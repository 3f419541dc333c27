package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.attack.AttackEffort;
import fovea.evaluate.Prediction;
import fovea.evaluate.Predictor;
import fovea.image.Pixels;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.run.TrainedModel;
import fovea.tensor.Scope;
import fovea.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on a trained run, by the command. */
class AttackCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    data = TinyImages.in(folder);
    run = folder.resolve("run");
    Path recipe =
        Files.writeString(
            folder.resolve("longer.yaml"), TinyImages.RECIPE.replace("epochs: 3", "epochs: 12"));
    Outcome.of("train", "--data", data, "--recipe", recipe, "--out", run).succeeds();
  }

  private static Outcome attack(Object... more) {
    Object[] all = new Object[more.length + 10];
    System.arraycopy(
        new Object[] {
          "attack", run, "--data", data, "--steps", 20, "--queries", 60, "--threads", 2
        },
        0,
        all,
        0,
        10);
    System.arraycopy(more, 0, all, 10, more.length);
    return Outcome.of(all);
  }

  @Test
  void theJsonHasWhatTheContractNames() throws IOException {
    JsonNode json = JSON.readTree(attack("--epsilon", "16/255", "--json", "-").succeeds().out());
    assertThat(json.get("images").asInt()).isEqualTo(18);
    assertThat(json.get("norm").asText()).isEqualTo("linf");
    assertThat(json.get("epsilon").asDouble()).isCloseTo(16 / 255.0, within(1e-12));
    assertThat(json.get("attack").asText()).isEqualTo("ensemble");
    double robust = json.get("robustAccuracy").asDouble();
    assertThat(robust).isLessThanOrEqualTo(json.get("accuracy").asDouble());
    assertThat(json.get("byAttack").fieldNames())
        .toIterable()
        .containsExactly("apgd-ce", "apgd-dlr", "fab", "square");
    assertThat(json.get("byAttack").get("square").asDouble()).isEqualTo(robust);
    assertThat(json.get("attacks")).hasSize(4);
    assertThat(json.at("/attacks/0/effort")).isEqualTo(effort(20, 1, null, null));
    assertThat(json.at("/attacks/1/effort")).isEqualTo(effort(20, 1, 9, null));
    assertThat(json.at("/attacks/2/effort")).isEqualTo(effort(20, 1, 9, null));
    assertThat(json.at("/attacks/3/effort")).isEqualTo(effort(null, null, null, 60));
    assertThat(json.get("warnings").isArray()).isTrue();
    assertThat(json.get("gradientCheck").get("images").asInt()).isPositive();
    assertThat(json.has("curve")).isFalse();
    assertThat(json.has("curveIntervals")).isFalse();
    for (String name : List.of("accuracy", "robustAccuracy")) { // never certain of 18 images
      JsonNode interval = json.get(name + "Interval");
      assertThat(json.get(name).asDouble())
          .isBetween(interval.get("low").asDouble(), interval.get("high").asDouble());
      assertThat(interval.get("high").asDouble() - interval.get("low").asDouble())
          .isGreaterThan(0.1);
    }
  }

  private static JsonNode effort(
      Integer steps, Integer restarts, Integer targets, Integer queries) {
    return JSON.valueToTree(new AttackEffort(steps, restarts, targets, queries));
  }

  @Test
  void theJsonSaysHowHardTheAttacksTried() throws IOException {
    Object[] asked = {"--attack", "pgd", "--restarts", 2, "--curve", "--json", "-"};
    JsonNode json = JSON.readTree(attack(asked).succeeds().out());
    assertThat(json.at("/attacks/0/effort/steps").asInt()).isEqualTo(20);
    assertThat(json.at("/attacks/0/effort")).isEqualTo(effort(20, 2, null, null));
    assertThat(json.get("curveEffort")).isEqualTo(effort(20, 1, null, null));
    assertThat(json.get("curveIntervals")).hasSameSizeAs(json.get("curve"));
    JsonNode once = JSON.readTree(attack("--attack", "fgsm", "--json", "-").succeeds().out());
    assertThat(once.at("/attacks/0/effort")).isEqualTo(effort(1, 1, null, null));
    assertThat(once.has("curveEffort")).isFalse();
  }

  @Test
  void peopleReadTheFiguresAndTheWayThere() {
    Outcome outcome = attack("--attack", "apgd-ce", "--epsilon", "0.1", "--curve").succeeds();
    assertThat(outcome.out())
        .containsPattern(
            "(?m)^accuracy +[0-9.]+ % \\([0-9.]+ % to [0-9.]+ %\\) of 18 images, test split of colours$")
        .containsPattern(
            "(?m)^robust accuracy +[0-9.]+ % \\([0-9.]+ % to [0-9.]+ %\\) under apgd-ce, .*L-inf at most 0\\.1$")
        .containsPattern("(?m)^apgd-ce +1[0-9] +[0-9]+ +[0-9.]+ % +[0-9]+ s$")
        .containsPattern("(?m)^ *0/255 +[0-9.]+ % +[0-9.]+ % to [0-9.]+ %$")
        .containsPattern("(?m)^ *32/255 +[0-9.]+ % +[0-9.]+ % to [0-9.]+ %$");
    assertThat(outcome.err())
        .contains("apgd-ce within 25.5/255: ")
        .contains("apgd-ce within 8/255: ");
  }

  @Test
  void anotherProgramFindsInTheFileWhatWasFound() throws IOException {
    Path out = folder.resolve("found.safetensors");
    Path json = folder.resolve("attack.json");
    attack("--epsilon", "20/255", "--out", out, "--json", json).succeeds();
    StoredTensors found = Safetensors.read(out);
    assertThat(found.tensors().keySet()).containsExactlyInAnyOrder("images", "clean", "labels");
    assertThat(found.metadata())
        .containsEntry("norm", "linf")
        .containsEntry("attack", "ensemble")
        .containsEntry("complete", "true");
    float[] images = floats(found.tensors().get("images"));
    float[] clean = floats(found.tensors().get("clean"));
    long[] labels = labels(found.tensors().get("labels"));
    assertThat(found.tensors().get("images").shape()).isEqualTo(Shape.of(18, 3, 8, 8));
    assertThat(labels).hasSize(18).contains(0, 1, 2);
    double largest = 0;
    int changed = 0;
    for (int i = 0; i < 18; i++) {
      double here = 0;
      for (int v = 192 * i; v < 192 * (i + 1); v++) {
        here = Math.max(here, Math.abs((double) images[v] - clean[v]));
        assertThat(images[v]).isBetween(0f, 1f);
      }
      largest = Math.max(largest, here);
      changed += here > 0 ? 1 : 0;
    }
    JsonNode figures = JSON.readTree(json.toFile());
    double fooled =
        18 * (figures.get("accuracy").asDouble() - figures.get("robustAccuracy").asDouble());
    assertThat(changed).isEqualTo((int) Math.round(fooled)).isPositive();
    assertThat(largest).isLessThanOrEqualTo(20 / 255.0 + 1e-6);
    requireCleanAreTheImages(clean, labels);
  }

  /** The first file of each class, by its bytes, among the clean images of that class. */
  private static void requireCleanAreTheImages(float[] clean, long[] labels) throws IOException {
    for (int c = 0; c < 3; c++) {
      Path file = data.resolve("test").resolve(TinyImages.CLASSES.get(c)).resolve("0.png");
      var picture = ImageIO.read(file.toFile());
      boolean found = false;
      for (int i = 0; i < labels.length; i++) {
        boolean same = labels[i] == c;
        for (int p = 0; p < 64 && same; p++) {
          int rgb = picture.getRGB(p % 8, p / 8);
          same =
              clean[192 * i + p] == (rgb >> 16 & 0xff) / 255f
                  && clean[192 * i + 128 + p] == (rgb & 0xff) / 255f;
        }
        found |= same;
      }
      assertThat(found).as(TinyImages.CLASSES.get(c)).isTrue();
    }
  }

  @Test
  void theSameSeedWritesTheSameFileOnAnyNumberOfThreads() throws IOException {
    Path one = folder.resolve("one.safetensors");
    Path two = folder.resolve("two.safetensors");
    attack("--norm", "l2", "--out", one, "--seed", 3).succeeds();
    Outcome.of(
            "attack",
            run,
            "--data",
            data,
            "--steps",
            20,
            "--queries",
            60,
            "--threads",
            1,
            "--norm",
            "l2",
            "--out",
            two,
            "--seed",
            3)
        .succeeds();
    assertThat(two).hasSameBinaryContentAs(one);
  }

  /** Standard error that has this process ended once a line begins so. */
  private static final class Ending extends ByteArrayOutputStream {
    private final String line;
    private boolean sent;

    Ending(String line) {
      this.line = line;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      if (!sent && toString(StandardCharsets.UTF_8).contains(line)) {
        sent = true;
        String self = String.valueOf(ProcessHandle.current().pid());
        try {
          Process unused = new ProcessBuilder("kill", "-TERM", self).start();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalEndsTheAttacksWithWhatTheyHaveFound() {
    Path out = folder.resolve("interrupted.safetensors");
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    Ending err = new Ending("apgd-ce within 1/255: ");
    String[] endless = "--epsilon 1/255 --steps 50 --queries 10000000 --json -".split(" ");
    List<String> arguments = new ArrayList<>(List.of("attack", "" + run, "--data", "" + data));
    arguments.addAll(List.of(endless));
    arguments.addAll(List.of("--out", "" + out));
    int exit =
        Fovea.run(
            new Console(results, new PrintStream(err, true, StandardCharsets.UTF_8), 0, false),
            arguments.toArray(String[]::new));
    String said = err.toString(StandardCharsets.UTF_8);
    assertThat(exit).as(said).isEqualTo(143);
    assertThat(results.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(said.lines().reduce("", (before, line) -> line))
        .matches(
            "fovea: interrupted: of 18 images [0-9.]+ % are right as they are, and at most [0-9.]+ %"
                + " withstand ensemble within 1/255; what was found is in "
                + out
                + "\\.");
    assertThat(Safetensors.read(out).metadata()).containsEntry("complete", "false");
    assertThat(labels(Safetensors.read(out).tensors().get("labels"))).hasSize(18);
  }

  @Test
  void theSmallestChangesAreDrawn() throws IOException {
    Path sheet = folder.resolve("changes.png");
    attack("--attack", "fgsm", "--sheet", sheet).succeeds();
    assertThat(ImageIO.read(sheet.toFile()).getHeight()).isGreaterThan(8 * 128);
  }

  @Test
  void fewerImagesAreAttackedWhereFewerAreWanted() throws IOException {
    Path out = folder.resolve("few.safetensors");
    attack("--attack", "fgsm", "--images", 3, "--out", out).succeeds();
    assertThat(labels(Safetensors.read(out).tensors().get("labels"))).hasSize(3);
  }

  /** The program's own predictor, which knows nothing of attacks. */
  @Test
  void theModelPredictsAnotherClassForWhatWasFound() {
    Path out = folder.resolve("predicted.safetensors");
    attack("--attack", "pgd", "--epsilon", "0.15", "--out", out).succeeds();
    StoredTensors found = Safetensors.read(out);
    float[] images = floats(found.tensors().get("images"));
    float[] clean = floats(found.tensors().get("clean"));
    long[] labels = labels(found.tensors().get("labels"));
    int fooled = 0;
    int agreed = 0;
    try (TrainedModel trained = TrainedModel.open(run);
        Predictor predictor = trained.predictor()) {
      for (int i = 0; i < labels.length; i++) {
        byte[] rgb = new byte[192];
        boolean changed = false;
        for (int v = 0; v < 192; v++) {
          rgb[v % 64 * 3 + v / 64] = (byte) Math.round(255 * images[192 * i + v]);
          changed |= images[192 * i + v] != clean[192 * i + v];
        }
        if (changed) {
          fooled++;
          Prediction first = predictor.predict(new Pixels(8, 8, rgb)).get(0);
          agreed += first.name().equals(TinyImages.CLASSES.get((int) labels[i])) ? 0 : 1;
        }
      }
    }
    // Rounded to bytes, an image may fall back over the boundary.
    assertThat(fooled).isPositive();
    assertThat(agreed).isGreaterThanOrEqualTo(fooled - 2);
  }

  @Test
  void whatCantBeDoneIsRefusedBeforeTheWork() throws IOException {
    byte[] before = Files.readAllBytes(run.resolve("model.safetensors"));
    attack("--out", run.resolve("model.safetensors"))
        .refused(1)
        .endsWith("exists already, a safetensors file; name another file for the images.");
    assertThat(run.resolve("model.safetensors")).hasBinaryContent(before);
    attack("--epsilon", "8").refused(2).contains("for 8 of 255 write 8/255");
    attack("--norm", "l2", "--epsilon", "20")
        .refused(2)
        .contains(
            "--epsilon is 20, and values of images are in [0, 1], where a change of 13.86 can");
    attack("--json", folder.resolve("no/such/file.json"))
        .refused(1)
        .contains("can't be written, its folder doesn't exist");
    attack("--out", folder.resolve("found.png")).refused(2).contains("ends in .safetensors");
    attack("--sheet", folder.resolve("changes.pdf")).refused(2).contains("ends in .png");
    Outcome.of("attack", folder.resolve("nothing"), "--data", data).refused(1).contains("nothing");
  }

  private static float[] floats(StoredTensor tensor) {
    try (Scope scope = Scope.open()) {
      return tensor.toTensor().toFloats();
    }
  }

  private static long[] labels(StoredTensor tensor) {
    try (Scope scope = Scope.open()) {
      return tensor.toTensor().toLongs();
    }
  }
}
