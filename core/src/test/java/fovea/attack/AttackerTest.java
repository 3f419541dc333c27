package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.FoveaException;
import fovea.nn.Module;
import fovea.tensor.Execution;
import fovea.tensor.InScope;
import fovea.tensor.LiveTensors;
import fovea.tensor.OneThread;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class AttackerTest {
  private static final Threat THREAT = new Threat(Norm.LINF, 0.02);
  private static final Attacks FEW = new Attacks(10, 2, 2, 40);
  private Module network;
  private CleanImages images;

  @BeforeEach
  void make() {
    network = Networks.convolutional(4, 2);
    images = Networks.rightlyTold(network, 70, Rng.seeded(4));
    images.labels()[3] = (images.labels()[3] + 1) % 4; // which the network gets wrong
  }

  @AfterEach
  void close() {
    network.close();
  }

  private AttackResult ensemble(Execution how, AttackListener listener) {
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, how)) {
      return attacker.attack(images, THREAT, FEW.ensemble(), Rng.seeded(7), listener);
    }
  }

  private static List<List<Float>> found(AttackResult result) {
    List<List<Float>> all = new ArrayList<>();
    for (int i = 0; i < result.images(); i++) {
      List<Float> values = new ArrayList<>();
      for (float value : result.adversarial().of(i).orElse(new float[0])) {
        values.add(value);
      }
      all.add(values);
    }
    return all;
  }

  @Test
  void theSameSeedFindsTheSameImagesOnAnyNumberOfThreads() {
    for (Precision precision : Precision.supported()) {
      Execution how = new Execution(1, precision);
      AttackResult one = ensemble(how, AttackListener.NONE);
      assertThat(one.robustAccuracy()).isLessThan(one.accuracy());
      for (int threads = 2; threads <= 3; threads++) {
        AttackResult other = ensemble(how.onThreads(threads), AttackListener.NONE);
        assertThat(found(other)).isEqualTo(found(one));
      }
    }
  }

  @Test
  void whatAnImageMeetsWithDoesntDependOnTheOthers() {
    CleanImages few = new CleanImages(images.shape(), new int[5], images.pixels());
    System.arraycopy(images.labels(), 0, few.labels(), 0, 5);
    AttackResult all = Networks.attacked(network, images, THREAT, new Noise(3), 1);
    AttackResult some = Networks.attacked(network, few, THREAT, new Noise(3), 1);
    assertThat(found(all).subList(0, 5)).isEqualTo(found(some));
  }

  @Test
  void eachAttackIsTriedOnWhatIsLeftAndNoneIsStrongerThanAllTogether() {
    AttackResult all = ensemble(Networks.HOW, AttackListener.NONE);
    int left = 69;
    for (AttackOutcome outcome : all.attacks()) {
      assertThat(outcome.tried()).isEqualTo(left);
      left -= outcome.fooled();
      assertThat(outcome.robustAccuracy()).isEqualTo(left / 70.0);
    }
    assertThat(all.accuracy()).isEqualTo(69 / 70.0);
    assertThat(all.robustAccuracy()).isEqualTo(left / 70.0);
    assertThat(all.attacks())
        .extracting(AttackOutcome::attack)
        .containsExactly("apgd-ce", "apgd-dlr", "fab", "square");
    for (Attack part : FEW.ensemble()) {
      assertThat(all.robustAccuracy())
          .isLessThanOrEqualTo(
              Networks.attacked(network, images, THREAT, part, 7).robustAccuracy());
    }
  }

  @Test
  void imagesThatTheNetworkGetsWrongAreLeftAlone() {
    AttackResult result = ensemble(Networks.HOW, AttackListener.NONE);
    assertThat(result.adversarial().isRight(3)).isFalse();
    assertThat(result.adversarial().isRobust(3)).isFalse();
    assertThat(result.adversarial().of(3)).isEmpty();
  }

  @Test
  void progressOnlyGrowsAndEndsAtAll() {
    List<String> heard = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    AttackResult unused =
        ensemble(
            Networks.HOW.onThreads(2),
            new AttackListener() {
              @Override
              public void started(String attack, Threat threat, int tried) {
                heard.add(attack + " " + tried);
                shares.clear();
              }

              @Override
              public void advanced(double share) {
                shares.add(share);
              }

              @Override
              public void ended(AttackOutcome outcome) {
                assertThat(shares).isSorted();
                assertThat(shares.get(shares.size() - 1)).isEqualTo(1);
              }
            });
    assertThat(heard.get(0)).isEqualTo("apgd-ce 69");
    assertThat(heard).hasSize(4);
  }

  /** Counts what lives while it is called. */
  private static final class Counting extends Module {
    private final Module inner;
    private long most;

    Counting(Module inner) {
      this.inner = child("inner", inner);
    }

    @Override
    protected Tensor forward(Tensor images) {
      most = Math.max(most, LiveTensors.count());
      return inner.call(images);
    }
  }

  @Test
  void longAttacksKeepNoMoreTensorsThanShortOnes() {
    try (Counting counting = new Counting(Networks.convolutional(4, 2))) {
      List<Attack> some = List.of(Apgd.crossEntropy(3), new Fab(3, 2), new Square(3));
      List<Attack> many = List.of(Apgd.crossEntropy(60), new Fab(60, 2), new Square(60));
      Threat hopeless = new Threat(Norm.L2, 1e-5);
      long most = 0;
      for (List<Attack> attacks : List.of(some, many)) {
        counting.most = 0;
        try (Attacker attacker = Attacker.of(counting, Networks.INPUT, Networks.HOW)) {
          AttackResult unused =
              attacker.attack(images, hopeless, attacks, Rng.seeded(1), AttackListener.NONE);
        }
        assertThat(counting.most).isPositive();
        most = most == 0 ? counting.most : most;
        assertThat(counting.most).isEqualTo(most);
      }
    }
  }

  @Test
  void theNetworkGoesBackToItsMode() {
    network.train();
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      assertThat(network.training()).isFalse();
    }
    assertThat(network.training()).isTrue();
  }

  @Test
  void aNetworkThatHasDivergedIsRefused() {
    network.parameters().get("4.bias").copyFrom(Tensor.full(Double.NaN, 4));
    assertThatThrownBy(() -> ensemble(Networks.HOW, AttackListener.NONE))
        .isInstanceOf(FoveaException.class)
        .hasMessageStartingWith("the network's outputs are infinite or no numbers (NaN)");
  }

  @Test
  void imagesOfAnotherSizeAndNoImagesAreRefused() {
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      CleanImages larger = new CleanImages(Shape.of(3, 9, 9), new int[1], i -> new float[243]);
      assertThatThrownBy(() -> attacker.judged(larger))
          .hasMessage("images of [3, 9, 9], the network takes [3, 8, 8]");
      CleanImages none = new CleanImages(Networks.INPUT, new int[0], i -> new float[192]);
      assertThatThrownBy(() -> attacker.judged(none)).hasMessage("there are no images to attack");
    }
  }

  @Test
  void anInterruptEndsTheAttack() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> ensemble(Networks.HOW, AttackListener.NONE))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Ends the attacks once one of them has come so far, and keeps what it hears then. */
  private static final class Ending implements AttackListener {
    private final String attack;
    private final double share;
    private String underWay = "";
    private AttackResult soFar;

    Ending(String attack, double share) {
      this.attack = attack;
      this.share = share;
    }

    @Override
    public void started(String name, Threat threat, int tried) {
      underWay = name;
    }

    @Override
    public void advanced(double done) {
      if (underWay.equals(attack) && done >= share) {
        throw new CancellationException("enough");
      }
    }

    @Override
    public void interrupted(AttackResult found) {
      soFar = found;
    }
  }

  private AttackResult endedIn(String attack, double share, int threads) {
    Ending ending = new Ending(attack, share);
    assertThatThrownBy(() -> ensemble(Networks.HOW.onThreads(threads), ending))
        .isInstanceOf(CancellationException.class);
    return ending.soFar;
  }

  @Test
  void whatWasFoundBeforeAnInterruptIsTold() {
    AttackResult whole = ensemble(Networks.HOW, AttackListener.NONE);
    AttackResult soFar = endedIn("fab", 0, 2);
    assertThat(soFar.attacks())
        .extracting(AttackOutcome::robustAccuracy)
        .containsExactly(
            whole.attacks().get(0).robustAccuracy(), whole.attacks().get(1).robustAccuracy());
    assertThat(soFar.accuracy()).isEqualTo(whole.accuracy());
    assertThat(soFar.robustAccuracy())
        .isBetween(whole.robustAccuracy(), whole.attacks().get(1).robustAccuracy());
  }

  /** The first chunk holds a quarter of the images. */
  @Test
  void imagesThatAreFoundAmidAChunkAreKeptWhereItEndsThere() {
    AttackResult soFar = endedIn("apgd-ce", 0.2, 1);
    assertThat(soFar.attacks()).isEmpty();
    assertThat(soFar.robustAccuracy()).isLessThan(soFar.accuracy());
  }

  @Test
  void imagesAreSpreadEvenly() {
    assertThat(CleanImages.spread(10, 4)).containsExactly(0, 2, 5, 7);
    assertThat(CleanImages.spread(3, 5)).containsExactly(0, 1, 2);
    CleanImages four = images.atMost(4);
    assertThat(four.pixels().apply(1)).isEqualTo(images.pixels().apply(17));
    assertThat(four.labels()[1]).isEqualTo(images.labels()[17]);
  }
}
