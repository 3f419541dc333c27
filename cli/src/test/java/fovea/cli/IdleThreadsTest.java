package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.recipe.Recipe;
import org.junit.jupiter.api.Test;

class IdleThreadsTest {
  private static final Recipe PHOTOS =
      Recipe.builtIn("photos").with("batchSize=32", "microBatchSize=16");

  @Test
  void threadsWithoutAPartOfTheBatchAreSaid() {
    assertThat(IdleThreads.of(PHOTOS.with("threads=8")))
        .hasValue(
            "2 of 8 threads have work in a step, as a batch of 32 comes in parts of 16; microBatchSize=4 gives more of them some, to other weights");
    assertThat(IdleThreads.of(PHOTOS.with("threads=3", "batchSize=33", "microBatchSize=32")))
        .get()
        .asString()
        .startsWith("2 of 3 threads");
  }

  @Test
  void nothingIsSaidWhereAllHaveWork() {
    assertThat(IdleThreads.of(PHOTOS.with("threads=2"))).isEmpty();
    assertThat(IdleThreads.of(PHOTOS.with("threads=8", "microBatchSize=0"))).isEmpty();
    assertThat(IdleThreads.of(PHOTOS.with("threads=8", "microBatchSize=4"))).isEmpty();
  }

  @Test
  void noSmallerPartsThanOneImageAreAskedFor() {
    assertThat(IdleThreads.of(PHOTOS.with("threads=8", "batchSize=4", "microBatchSize=1")))
        .isEmpty();
  }
}
