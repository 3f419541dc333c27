package fovea.bench;

import fovea.attack.AttackListener;
import fovea.attack.AttackOutcome;
import fovea.attack.AttackResult;
import fovea.attack.Attacker;
import fovea.attack.CleanImages;
import fovea.attack.Norm;
import fovea.attack.Pgd;
import fovea.attack.Threat;
import fovea.io.ModelFile;
import fovea.models.Model;
import fovea.tensor.Execution;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Attack steps a second, images times steps, of projected gradient descent as an attack takes them,
 * in each precision that the processor computes with.
 *
 * <p>Arguments: a model file, and how many threads (2).
 */
public final class AttackBench {
  private static final int IMAGES = 256;
  private static final int STEPS = 10;

  /** Too little to fool the network about any image, so that all take all steps. */
  private static final Threat HOPELESS = new Threat(Norm.LINF, 1e-7);

  private AttackBench() {}

  public static void main(String[] args) {
    int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
    try (Model model = ModelFile.read(Path.of(args[0])).model()) {
      for (Precision precision : Precision.supported()) {
        measure(model, new Execution(threads, precision));
      }
    }
  }

  private static void measure(Model model, Execution how) {
    try (Attacker attacker = Attacker.of(model.network(), model.input(), how)) {
      CleanImages images = rightlyTold(model, attacker);
      AttackOutcome unused = attack(attacker, images, 2); // until it is compiled
      Duration before = processorTime();
      AttackOutcome timed = attack(attacker, images, STEPS);
      double processor = processorTime().minus(before).toNanos() / 1e9;
      System.out.printf(
          Locale.ROOT,
          "Fovea %s: %.0f attack steps/s, %.0f a processor-second%n",
          how.precision().shortName(),
          timed.gradients() / timed.seconds(),
          timed.gradients() / processor);
    }
  }

  /** Of all threads, which other programs that run disturb less than the clock. */
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static AttackOutcome attack(Attacker attacker, CleanImages images, int steps) {
    return attacker
        .attack(images, HOPELESS, List.of(new Pgd(steps, 1)), Rng.seeded(1), AttackListener.NONE)
        .attacks()
        .get(0);
  }

  /** Random images with the classes that the network says, which are asked for one by one. */
  private static CleanImages rightlyTold(Model model, Attacker attacker) {
    int size = Math.toIntExact(model.input().elements());
    int[] labels = new int[IMAGES];
    CleanImages images = new CleanImages(model.input(), labels, i -> pixels(i, size));
    for (int c = 0; c < model.classes().size(); c++) {
      int[] all = new int[IMAGES];
      Arrays.fill(all, c);
      AttackResult result =
          attacker.attack(
              new CleanImages(model.input(), all, images.pixels()),
              HOPELESS,
              List.of(),
              Rng.seeded(1),
              AttackListener.NONE);
      for (int i = 0; i < IMAGES; i++) {
        labels[i] = result.adversarial().isRight(i) ? c : labels[i];
      }
    }
    return images;
  }

  private static float[] pixels(int image, int size) {
    Rng rng = Rng.seeded(image);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) rng.nextDouble();
    }
    return values;
  }
}
