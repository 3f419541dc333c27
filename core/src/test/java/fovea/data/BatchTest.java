package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.InScope;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InScope.class)
class BatchTest {
  private static Batch batch(Tensor target) {
    return new Batch(Tensor.zeros(3, 3, 1, 1), target, new int[] {4, 0, 9}, 4);
  }

  private static final float[] SHARES = {0.75f, 0, 0.25f, 0, 0, 1, 0, 0, 0, 0, 0.5f, 0.5f};

  @Test
  void classesAsSharesAreWhole() {
    Batch classes = batch(Tensor.ofLongs(new long[] {2, 0, 3}, 3));
    assertThat(classes.hasShares()).isFalse();
    assertThat(classes.shares().toFloats()).containsExactly(0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1);
    Batch shares = batch(Tensor.of(SHARES, 3, 4));
    assertThat(shares.hasShares()).isTrue();
    assertThat(shares.shares()).isSameAs(shares.target());
  }

  @Test
  void anImageOfSeveralClassesIsRightByItsShareOfTheOneThatIsTold() {
    Tensor told = Tensor.ofLongs(new long[] {0, 1, 1}, 3);
    assertThat(batch(Tensor.ofLongs(new long[] {0, 2, 1}, 3)).right(told)).isEqualTo(2);
    assertThat(batch(Tensor.of(SHARES, 3, 4)).right(told)).isCloseTo(1.75, within(1e-6));
  }

  @Test
  void aPartOfABatchKeepsImagesTargetsAndIndicesTogether() {
    Batch part = batch(Tensor.of(SHARES, 3, 4)).narrow(1, 2);
    assertThat(part.size()).isEqualTo(2);
    assertThat(part.indices()).containsExactly(0, 9);
    assertThat(part.target().toFloats()).containsExactly(0, 1, 0, 0, 0, 0, 0.5f, 0.5f);
    assertThat(part.images().shape().size(0)).isEqualTo(2);
  }
}
