package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fovea.data.DataSet;
import fovea.io.Safetensors;
import fovea.io.StoredTensor;
import fovea.io.StoredTensors;
import fovea.models.Models;
import fovea.recipe.Recipe;
import fovea.run.TrainingRun;
import fovea.tensor.Shape;
import fovea.train.Answer;
import fovea.train.EpochRecord;
import fovea.train.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes a golden set, for a release; no test, and its name keeps it out of the suite. The README
 * among the sets has the command, and says why a set that is there is never written again.
 */
class WriteGoldens {
  /** The set's name. */
  private static final String PROPERTY = "fovea.goldens";

  /** What the run gave, beside its two folders. */
  static final String FIGURES = "figures.json";

  /** Two of its keys, of {@link GoldenRecipe}; the others are {@link GoldenFigures}'s. */
  static final String DATA = "data";

  static final String THINNED = "thinned";

  @TempDir Path work;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void write() throws IOException {
    String name = System.getProperty(PROPERTY);
    assertThat(name).as("-D%s=NAME names the set", PROPERTY).isNotBlank();
    Path set = Path.of("src/test/resources/fovea/goldens").resolve(name);
    assertThat(set).as("a set that is there is never written again").doesNotExist();
    Set<String> networks = new HashSet<>();
    for (GoldenRecipe run : GoldenRecipe.ALL) {
      networks.add(run.recipe(work).model().name());
    }
    assertThat(networks).as("networks of the golden runs").containsAll(Models.names());
    for (GoldenRecipe run : GoldenRecipe.ALL) {
      write(run, set.resolve(run.name()));
    }
  }

  private void write(GoldenRecipe golden, Path target) throws IOException {
    Path run = work.resolve(golden.name());
    String data = GoldenImages.data(golden.data(), work);
    Recipe recipe = golden.recipe(work);
    DataSet set = DataArgument.open(console(), data, recipe).set();
    String lasting = data.equals(golden.data()) ? data : "/data/" + golden.data();
    int killed = golden.thinned() ? 2 : 3;
    assertThatThrownBy(
            () -> TrainingRun.start(recipe, set, lasting, run, List.of(killedAfter(killed))))
        .isInstanceOf(Killed.class);
    nameNoMachine(run.resolve("environment.json"));
    if (golden.thinned()) {
      thin(run.resolve("checkpoint/state.safetensors"));
      assertThatThrownBy(() -> TrainingRun.resume(run, set, List.of(killedAfter(3))))
          .isInstanceOf(Killed.class);
    }
    GoldenSets.pack(run, target.resolve("cut"));
    Outcome.of("train", "--resume", run, "--data", data).succeeds();
    if (golden.quantized()) {
      Outcome.of("quantize", run, "--data", data, "--images", 48).succeeds();
    }
    Files.delete(run.resolve("checkpoint/state.safetensors"));
    GoldenSets.pack(run, target.resolve("finished"));
    int size = Math.toIntExact(DataArgument.input(recipe).size(1));
    Path predicted = GoldenImages.toPredict(size, work);
    ObjectNode figures = GoldenFigures.of(run, data, predicted);
    figures.put(DATA, golden.data()).put(THINNED, golden.thinned());
    Files.writeString(
        target.resolve(FIGURES),
        GoldenFigures.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
  }

  private static Console console() {
    return new Console(System.out, System.err, 0, false);
  }

  /** The system's release is nobody's business. */
  private static void nameNoMachine(Path environment) throws IOException {
    String text = Files.readString(environment);
    Files.writeString(environment, text.replaceFirst("(\"os\" : \"\\S+) .* ", "$1 "));
  }

  /** The epoch is in the log by then, and its checkpoint isn't written. */
  private static TrainingListener killedAfter(int epoch) {
    return new TrainingListener() {
      @Override
      public Answer epoch(EpochRecord record) {
        if (record.epoch() == epoch) {
          throw new Killed();
        }
        return Answer.GO_ON;
      }
    };
  }

  /**
   * Sets all but the first eighth along each long dimension to zero, in the weights and wherever
   * they are remembered, and lets the optimiser start anew: such weights have no gradient.
   */
  private static void thin(Path checkpoint) {
    StoredTensors stored = Safetensors.read(checkpoint);
    Map<String, StoredTensor> thinned = new LinkedHashMap<>();
    stored
        .tensors()
        .forEach(
            (name, tensor) -> thinned.put(name, thinned(tensor, name.startsWith("optimizer."))));
    Safetensors.write(checkpoint, new StoredTensors(thinned, stored.metadata()));
  }

  private static StoredTensor thinned(StoredTensor tensor, boolean all) {
    Shape shape = tensor.shape();
    ByteBuffer from = tensor.data();
    ByteBuffer to = ByteBuffer.allocate(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    int bytes = tensor.dtype().bytes();
    for (int i = 0; i < shape.elements(); i++) {
      if (!all && isKept(i, shape)) {
        to.put(i * bytes, from, i * bytes, bytes);
      }
    }
    return new StoredTensor(tensor.dtype(), shape, to);
  }

  private static boolean isKept(int index, Shape shape) {
    int rest = index;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      int size = Math.toIntExact(shape.size(d));
      int along = rest % size;
      rest /= size;
      if (size >= 64 && along >= size / 8) {
        return false;
      }
    }
    return true;
  }
}
