package fovea.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Interrupted attacks that go on come to what they would have come to. */
@ExtendWith({OneThread.class, InScope.class})
class AttackGoesOnTest {
  private static final Threat THREAT = new Threat(Norm.LINF, 0.02);
  private static final List<Attack> ATTACKS = new Attacks(10, 2, 2, 40).ensemble();
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

  /** Remembers what went through, and ends the attacks after so many chunks. */
  private static final class Memory implements AttackListener {
    private final List<AttackedChunk> known;
    private final List<AttackedChunk> attacked = new ArrayList<>();
    private final List<Double> resumed = new ArrayList<>();
    private final int most;

    Memory(List<AttackedChunk> known, int most) {
      this.known = known;
      this.most = most;
    }

    @Override
    public Optional<AttackedChunk> before(String attack, Threat threat, List<Integer> images) {
      return known.stream().filter(chunk -> chunk.isOf(attack, threat, images)).findFirst();
    }

    @Override
    public void resumed(double share) {
      resumed.add(share);
    }

    @Override
    public void ended(AttackedChunk chunk) {
      attacked.add(chunk);
      if (attacked.size() == most) {
        throw new CancellationException("enough");
      }
    }

    List<AttackedChunk> all() {
      List<AttackedChunk> all = new ArrayList<>(known);
      all.addAll(attacked);
      return all;
    }
  }

  private AttackResult ensemble(int threads, AttackListener listener) {
    try (Attacker attacker =
        Attacker.of(network, Networks.INPUT, Networks.HOW.onThreads(threads))) {
      return attacker.attack(images, THREAT, ATTACKS, Rng.seeded(7), listener);
    }
  }

  private BudgetCurve curve(AttackListener listener) {
    try (Attacker attacker = Attacker.of(network, Networks.INPUT, Networks.HOW)) {
      return BudgetCurve.of(
          attacker,
          images,
          Norm.LINF,
          List.of(0.004, 0.01, 0.03),
          Apgd.crossEntropy(8),
          Rng.seeded(7),
          listener);
    }
  }

  private static List<AttackOutcome> untimed(AttackResult result) {
    return result.attacks().stream()
        .map(
            one ->
                new AttackOutcome(
                    one.attack(),
                    one.effort(),
                    one.tried(),
                    one.fooled(),
                    one.robustAccuracy(),
                    one.gradients(),
                    one.queries(),
                    0))
        .toList();
  }

  @Test
  void whereverTheyEndedTheyComeToTheSame() {
    Memory uninterrupted = new Memory(List.of(), Integer.MAX_VALUE);
    AttackResult whole = ensemble(1, uninterrupted);
    int chunks = uninterrupted.attacked.size();
    assertThat(chunks).isGreaterThan(8);
    assertThat(uninterrupted.resumed).isEmpty();
    for (int most = 1; most < chunks; most++) {
      int threads = 1 + most % 2;
      Memory cut = new Memory(List.of(), most);
      assertThatThrownBy(() -> ensemble(threads, cut)).isInstanceOf(CancellationException.class);
      Memory rest = new Memory(cut.all(), Integer.MAX_VALUE);
      AttackResult result = ensemble(threads, rest);
      assertThat(untimed(result)).isEqualTo(untimed(whole));
      assertThat(result.robustAccuracy()).isEqualTo(whole.robustAccuracy());
      assertThat(rest.attacked).hasSize(chunks - cut.attacked.size());
      assertThat(rest.resumed).isNotEmpty();
      for (int i = 0; i < images.size(); i++) {
        assertThat(result.adversarial().isRobust(i)).isEqualTo(whole.adversarial().isRobust(i));
      }
    }
  }

  @Test
  void theySayWhatIsKnownAndTheTimeOfAll() {
    Memory first = new Memory(List.of(), Integer.MAX_VALUE);
    AttackResult whole = ensemble(1, first);
    Memory none = new Memory(first.all(), Integer.MAX_VALUE);
    AttackResult again = ensemble(1, none);
    assertThat(none.attacked).isEmpty();
    assertThat(none.resumed).hasSize(4).containsOnly(1.0);
    assertThat(again.attacks()).isEqualTo(whole.attacks());
    assertThat(first.attacked).allSatisfy(chunk -> assertThat(chunk.seconds()).isNotNegative());
    assertThat(again.adversarial().robust()).isEqualTo(whole.adversarial().robust());
    assertThat(again.adversarial().of(0)).isEmpty();
  }

  @Test
  void theCurveByBudgetGoesOnToo() {
    BudgetCurve whole = curve(AttackListener.NONE);
    Memory cut = new Memory(List.of(), 5);
    assertThatThrownBy(() -> curve(cut)).isInstanceOf(CancellationException.class);
    Memory rest = new Memory(cut.all(), Integer.MAX_VALUE);
    assertThat(curve(rest)).isEqualTo(whole);
    assertThat(rest.attacked).doesNotContainAnyElementsOf(cut.attacked);
    assertThat(rest.resumed.get(0)).isEqualTo(1);
  }

  @Test
  void imagesThatWentThroughWithOthersAreAttackedAgain() {
    Memory first = new Memory(List.of(), Integer.MAX_VALUE);
    AttackResult whole = ensemble(1, first);
    List<AttackedChunk> shifted =
        first.attacked.stream()
            .map(
                chunk ->
                    new AttackedChunk(
                        chunk.attack(),
                        chunk.threat(),
                        chunk.images().subList(1, chunk.images().size()),
                        List.of(),
                        0,
                        0,
                        0))
            .toList();
    Memory again = new Memory(shifted, Integer.MAX_VALUE);
    assertThat(untimed(ensemble(1, again))).isEqualTo(untimed(whole));
    assertThat(again.attacked).hasSameSizeAs(first.attacked);
  }
}
