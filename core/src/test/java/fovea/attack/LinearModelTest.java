package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of two classes that a plane divides, everything is known in closed form. */
@ExtendWith({OneThread.class, InScope.class})
class LinearModelTest {
  private static final double EPSILON = 0.05;
  private final Rng rng = Rng.seeded(3);
  private final float[] direction = Networks.randomWeights(1, rng)[0];

  /** Attacks that a linear function hides nothing from. */
  private static List<Attack> attacks() {
    return List.of(
        new Fgsm(), new Pgd(60, 1), Apgd.crossEntropy(60), Apgd.targeted(60, 9), new Fab(20, 9));
  }

  /**
   * Logits 0 and {@code w x + b}, with b so that class 0 is ahead by {@code margin}.
   *
   * @param image whose margin it is
   */
  private Module network(float[] image, double margin) {
    double product = 0;
    for (int i = 0; i < image.length; i++) {
      product += (double) direction[i] * image[i];
    }
    return Networks.linearly(
        new float[][] {new float[Networks.SIZE], direction},
        new float[] {0, (float) (-product - margin)});
  }

  private float[] image(double least, double most) {
    float[] image = new float[Networks.SIZE];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (least + (most - least) * rng.nextDouble());
    }
    return image;
  }

  private static CleanImages only(float[] image) {
    return new CleanImages(Networks.INPUT, new int[] {0}, i -> image.clone());
  }

  /** The most that the other logit can grow by within the budget. */
  private double most(Norm norm, float[] image) {
    double sum = 0;
    for (int i = 0; i < image.length; i++) {
      double w = direction[i];
      double room = w > 0 ? 1 - image[i] : image[i];
      sum += norm == Norm.LINF ? Math.abs(w) * Math.min(EPSILON, room) : w * w;
    }
    return norm == Norm.LINF ? sum : EPSILON * Math.sqrt(sum);
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void attacksFindAChangeExactlyWhereThereIsOne(Norm norm) {
    for (int round = 0; round < 5; round++) {
      // Within [0, 1] all over for L2, whose optimum has a closed form only there.
      float[] image = norm == Norm.LINF ? image(0, 1) : image(0.3, 0.7);
      double most = most(norm, image);
      for (Attack attack : attacks()) {
        assertThat(robust(image, 0.99 * most, norm, attack)).as("%s just within", attack).isZero();
        assertThat(robust(image, 1.01 * most, norm, attack)).as("%s beyond", attack).isOne();
      }
    }
  }

  /** However small a network's logits are, the larger one decides. */
  @Test
  void aNetworkOfTinyLogitsIsFooledAsAnyOther() {
    float[] image = image(0, 1);
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= 1e-6f;
    }
    double most = most(Norm.LINF, image);
    for (Attack attack : attacks()) {
      assertThat(robust(image, 0.9 * most, Norm.LINF, attack)).as("%s", attack).isZero();
    }
  }

  private double robust(float[] image, double margin, Norm norm, Attack attack) {
    try (Module network = network(image, margin)) {
      return Networks.attacked(network, only(image), new Threat(norm, EPSILON), attack, 1)
          .robustAccuracy();
    }
  }

  /** Where no change fools the network, the walks end at the one that comes nearest. */
  @ParameterizedTest
  @EnumSource(Norm.class)
  void stepsAlongGradientsEndAtTheOptimum(Norm norm) {
    float[] image = norm == Norm.LINF ? image(0, 1) : image(0.3, 0.7);
    double most = most(norm, image);
    Threat threat = new Threat(norm, EPSILON);
    try (Module network = network(image, 2 * most);
        AttackedNetwork attacked = AttackedNetwork.of(network, Networks.INPUT, Networks.HOW)) {
      Subject subject = new Subject(image, 0, rng);
      LogitLoss loss = LogitLoss.crossEntropy(0);
      float[] start = Starts.random(subject, threat, rng);
      List<Walk> walks = new ArrayList<>();
      walks.add(new PgdWalk(subject, start.clone(), threat, EPSILON / 4));
      walks.add(new ApgdWalk(subject, loss, start.clone(), threat, Checkpoints.of(60)));
      new Attempt(attacked, threat, (step, of) -> {}).climb(walks, 60);
      List<Walk> single = List.of(new PgdWalk(subject, image.clone(), threat, EPSILON));
      new Attempt(attacked, threat, (step, of) -> {}).climb(single, 1);
      walks.addAll(single);
      for (Walk walk : walks) {
        float[] logits = attacked.logits(List.of(walk.best()))[0];
        assertThat(logits[1] - logits[0])
            .as(walk.getClass().getSimpleName())
            .isCloseTo((float) -most, within((float) (1e-4 * most)));
        assertThat(threat.allows(image, walk.best())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void theSmallestChangeIsTheDistanceToThePlane(Norm norm) {
    float[] image = image(0.3, 0.7);
    double most = most(norm, image);
    double distance = 0.8 * EPSILON;
    try (Module network = network(image, 0.8 * most(norm, image));
        Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      List<SmallestChange> found =
          SmallestChange.of(attacker, only(image), norm, 8, new Fab(50, 9), Rng.seeded(1));
      assertThat(found).hasSize(1);
      assertThat(found.get(0).takenFor()).isOne();
      // In L-inf no value may leave [0, 1], which none comes near to.
      assertThat(found.get(0).distance()).isBetween(distance * 0.9999, distance * 1.03);
      assertThat(most).isPositive();
    }
  }

  @Test
  void anInterruptEndsTheSearchOfASingleImage() {
    float[] image = image(0.3, 0.7);
    AtomicInteger asked = new AtomicInteger();
    CleanImages interrupting =
        new CleanImages(
            Networks.INPUT,
            new int[] {0},
            i -> {
              if (asked.incrementAndGet() == 2) { // judged before, and about to be changed
                Thread.currentThread().interrupt();
              }
              return image.clone();
            });
    try (Module network = network(image, 0.8 * most(Norm.L2, image));
        Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      assertThatThrownBy(
              () ->
                  SmallestChange.of(
                      attacker, interrupting, Norm.L2, 1, new Fab(50, 9), Rng.seeded(1)))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void ofManyClassesTheNearestBoundaryIsFound() {
    float[][] weights = Networks.randomWeights(5, rng);
    float[] image = image(0.3, 0.7);
    try (Module network = Networks.linearly(weights, new float[] {0, 0, 0, 0, 0});
        Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      float[] logits = Networks.logits(network, image);
      int label = Networks.predicted(network, image);
      double nearest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < 5; c++) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
          sum += Math.pow((double) weights[c][i] - weights[label][i], 2);
        }
        nearest =
            c == label ? nearest : Math.min(nearest, (logits[label] - logits[c]) / Math.sqrt(sum));
      }
      CleanImages images = new CleanImages(Networks.INPUT, new int[] {label}, i -> image.clone());
      double found =
          SmallestChange.of(attacker, images, Norm.L2, 1, new Fab(50, 9), Rng.seeded(1))
              .get(0)
              .distance();
      assertThat(found).isBetween(nearest * 0.9999, nearest * 1.03);
    }
  }
}
