package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochOrderTest {
  @TempDir Path parent;

  @Test
  void inMemoryItIsAShuffleOfAll() {
    ImageSet images = SmallImages.draw(50, 3);
    int[] all = IntStream.range(0, 50).toArray();
    assertThat(EpochOrder.of(images, all, Rng.seeded(1)))
        .isEqualTo(Rng.seeded(1).split("order").permutation(50));
  }

  @Test
  void aCacheThatFitsMemoryIsShuffledAsMemoryIs() throws Exception {
    CachedFolder folder = new CachedFolder(parent).with("cat", 20).with("dog", 20);
    ImageSet images = folder.read().data().unseen().train().images();
    int[] all = IntStream.range(0, 40).toArray();
    assertThat(EpochOrder.of(images, all, Rng.seeded(1)))
        .isEqualTo(Rng.seeded(1).split("order").permutation(40));
  }

  @Test
  void aLargerOneIsShuffledInBlocksOfRecords() throws Exception {
    CachedFolder folder = new CachedFolder(parent).with("cat", 500).with("dog", 500);
    folder.memory = 0;
    ImageSet images = folder.read().data().unseen().train().images();
    ImagesInCache cache = (ImagesInCache) images.source();
    int[] chosen = IntStream.range(0, 1000).filter(i -> i % 7 != 0).toArray();
    int[] order = EpochOrder.of(images, chosen, Rng.seeded(1));
    assertThat(order).containsExactlyInAnyOrder(chosen);
    assertThat(order).isEqualTo(EpochOrder.of(images, chosen, Rng.seeded(1)));
    assertThat(order).isNotEqualTo(EpochOrder.of(images, chosen, Rng.seeded(2)));
    int[] records = Arrays.stream(order).map(i -> cache.record(images.inSource()[i])).toArray();
    long far =
        IntStream.range(1, records.length)
            .filter(i -> Math.abs(records[i] - records[i - 1]) >= ImagesInCache.BLOCK)
            .count();
    assertThat(far).isLessThan(5);
    int[] sorted = records.clone();
    Arrays.sort(sorted);
    assertThat(records).isNotEqualTo(sorted);
    // No class lies together, so that a block is a sample of both.
    long cats = Arrays.stream(order).limit(150).filter(i -> images.label(i) == 0).count();
    assertThat(cats).isBetween(45L, 105L);
    for (int i = 0; i < order.length; i += 100) {
      int[] batch = Arrays.copyOfRange(order, i, Math.min(order.length, i + 100));
      for (int j = 0; j < batch.length; j++) {
        assertThat(images.pixels(batch).get(j)).isEqualTo(images.pixels(batch[j]));
      }
    }
  }

  @Test
  void whatNeedNotBeShuffledIsReadInTheOrderOfTheFile() throws Exception {
    CachedFolder folder = new CachedFolder(parent).with("cat", 60).with("dog", 60);
    ImageSet fitting = folder.read().data().unseen().train().images();
    assertThat(fitting.readingOrder()).isEqualTo(IntStream.range(0, 120).toArray());
    folder.memory = 0;
    ImageSet larger = folder.read().data().unseen().train().images();
    ImageSet part = larger.select(IntStream.range(0, 120).filter(i -> i % 3 > 0).toArray());
    ImagesInCache cache = (ImagesInCache) part.source();
    int[] order = part.readingOrder();
    assertThat(order).hasSize(80).doesNotHaveDuplicates();
    assertThat(IntStream.of(order).map(i -> cache.record(part.inSource()[i])).toArray()).isSorted();
    assertThat(order).isNotEqualTo(IntStream.range(0, 80).toArray());
  }
}
