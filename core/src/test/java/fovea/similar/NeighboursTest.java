package fovea.similar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
  @TempDir Path folder;

  /** Around a few centres, as features of classes lie. */
  static float[] clustered(int count, int dimensions, Rng rng) {
    float[] centres = new float[12 * dimensions];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) rng.nextGaussian();
    }
    float[] rows = new float[count * dimensions];
    for (int i = 0; i < count; i++) {
      int centre = rng.nextInt(12);
      for (int d = 0; d < dimensions; d++) {
        rows[i * dimensions + d] =
            (float) (centres[centre * dimensions + d] + 0.4 * rng.nextGaussian());
      }
    }
    return rows;
  }

  private static double cosine(float[] rows, int d, int one, int other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < d; i++) {
      product += (double) rows[one * d + i] * rows[other * d + i];
      first += (double) rows[one * d + i] * rows[one * d + i];
      second += (double) rows[other * d + i] * rows[other * d + i];
    }
    return product / Math.sqrt(first * second);
  }

  /** All others by their cosine, in double precision and sorted. */
  private static List<Integer> sorted(float[] rows, int d, int of) {
    return IntStream.range(0, rows.length / d)
        .filter(i -> i != of)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -cosine(rows, d, of, i)))
        .toList();
  }

  @Test
  void exactNeighboursAreThoseThatSortingFinds() {
    for (int seed = 0; seed < 20; seed++) {
      Rng rng = Rng.seeded(seed);
      int d = 1 + rng.nextInt(40);
      int n = 2 + rng.nextInt(700);
      int k = 1 + rng.nextInt(8);
      float[] rows = clustered(n, d, rng);
      ExactNeighbours exact = new ExactNeighbours(UnitVectors.scaled(d, rows));
      List<List<Neighbour>> each = exact.ofEach(k, 2);
      assertThat(each).hasSize(n);
      for (int i = 0; i < n; i += 1 + n / 10) {
        List<Integer> expected = sorted(rows, d, i);
        assertThat(each.get(i)).as("seed %d", seed).hasSize(Math.min(k, n - 1));
        for (int rank = 0; rank < each.get(i).size(); rank++) {
          Neighbour found = each.get(i).get(rank);
          assertThat(found.image()).isNotEqualTo(i);
          // Of equal ones any may come first.
          assertThat(found.cosine())
              .as("seed %d", seed)
              .isCloseTo(cosine(rows, d, i, expected.get(rank)), within(1e-5))
              .isCloseTo(cosine(rows, d, i, found.image()), within(1e-5));
        }
      }
    }
  }

  @Test
  void aVectorOfItsOwnIsNearestToItself() {
    float[] rows = clustered(500, 16, Rng.seeded(3));
    UnitVectors vectors = UnitVectors.scaled(16, rows);
    ExactNeighbours exact = new ExactNeighbours(vectors);
    List<List<Neighbour>> together = exact.nearest(vectors, 3, 2);
    for (int i = 0; i < 500; i += 71) {
      List<Neighbour> alone = exact.nearest(vectors.of(i), 3);
      assertThat(alone.get(0).image()).isEqualTo(i);
      assertThat(alone.get(0).distance()).isLessThan(1e-3);
      assertThat(together.get(i).stream().map(Neighbour::image))
          .isEqualTo(alone.stream().map(Neighbour::image).toList());
    }
    assertThat(exact.nearest(vectors.of(0), 1_000)).hasSize(500);
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    float[] rows = clustered(900, 8, Rng.seeded(4));
    ExactNeighbours exact = new ExactNeighbours(UnitVectors.scaled(8, rows));
    assertThat(exact.ofEach(5, 1)).isEqualTo(exact.ofEach(5, 3));
  }

  private GraphNeighbours graph(UnitVectors vectors) {
    Path own = folder.resolve("graph");
    try (GraphWriter writer = GraphWriter.in(own)) {
      for (int i = 0; i < vectors.size(); i++) {
        writer.add(vectors.of(i));
      }
    }
    return GraphNeighbours.open(own, vectors.dimensions());
  }

  @Test
  void theGraphMissesHardlyAnyNeighbour() {
    UnitVectors vectors = UnitVectors.scaled(32, clustered(3_000, 32, Rng.seeded(5)));
    ExactNeighbours exact = new ExactNeighbours(vectors);
    try (GraphNeighbours graph = graph(vectors)) {
      assertThat(graph.size()).isEqualTo(3_000);
      List<List<Neighbour>> all = exact.ofEach(10, 2);
      List<List<Neighbour>> found = graph.ofEach(10, 2);
      int hits = 0;
      for (int i = 0; i < 3_000; i++) {
        Set<Integer> wanted = numbers(all.get(i));
        wanted.retainAll(numbers(found.get(i)));
        hits += wanted.size();
        assertThat(numbers(found.get(i))).doesNotContain(i).hasSize(10);
      }
      assertThat(hits / 30_000.0).isGreaterThan(0.98);
      Neighbour first = graph.nearest(vectors.of(1_234), 1).get(0);
      assertThat(first.image()).isEqualTo(1_234);
      assertThat(first.cosine()).isCloseTo(1, within(1e-5));
    }
  }

  private static Set<Integer> numbers(List<Neighbour> neighbours) {
    return neighbours.stream().map(Neighbour::image).collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void featuresMayHaveMoreDimensionsThanLuceneAllowsByItself() {
    UnitVectors vectors = UnitVectors.scaled(2_048, clustered(40, 2_048, Rng.seeded(6)));
    try (GraphNeighbours graph = graph(vectors)) {
      assertThat(graph.nearest(vectors.of(17), 2).get(0).image()).isEqualTo(17);
    }
  }

  @Test
  void vectorsOfOtherDimensionsAreRefused() {
    ExactNeighbours exact = new ExactNeighbours(UnitVectors.scaled(2, new float[] {1, 0, 0, 1}));
    assertThatThrownBy(() -> exact.nearest(new float[3], 1))
        .hasMessage("a vector of 3 dimensions beside others of 2");
    assertThatThrownBy(() -> UnitVectors.scaled(2, new float[3]))
        .hasMessage("3 values are no vectors of 2 dimensions");
  }

  @Test
  void scalingLeavesNothingAsNothing() {
    float[] scaled = UnitVectors.scaled(2, new float[] {3, 4, 0, 0}).values();
    assertThat(scaled).containsExactly(0.6f, 0.8f, 0, 0);
    assertThat(UnitVectors.unit(new float[] {0, -2})).containsExactly(0, -1);
    assertThat(new Neighbour(1, 0.5).distance()).isEqualTo(1);
  }
}
