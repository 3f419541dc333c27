package fovea.similar;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Rng;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexFindingsTest {
  private static final int DIMENSIONS = 24;

  @TempDir Path folder;

  private final IndexAbout about = new IndexAbout(Path.of("m"), "0", Path.of("photos"));

  /** A cluster of images, each unlike the others by about as much. */
  private static float[] usual(Rng rng) {
    float[] features = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      features[d] = (float) (2 + 0.5 * rng.nextGaussian());
    }
    return features;
  }

  private static float[] nearly(float[] features, Rng rng) {
    float[] other = features.clone();
    for (int d = 0; d < DIMENSIONS; d++) {
      other[d] += (float) (0.01 * rng.nextGaussian());
    }
    return other;
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 50})
  void copiesAndStrangersAreFoundAndNothingElse(int exact) {
    Rng rng = Rng.seeded(8);
    float[] stranger = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      stranger[d] = d % 2 == 0 ? 2 : -2;
    }
    try (IndexBuild build = IndexBuild.of(folder.resolve("i.index"), exact)) {
      for (int i = 0; i < 200; i++) {
        float[] features = usual(rng);
        build.add("%03d.jpg".formatted(i), ImageIndexTest.picture(i), features);
        if (i == 7) {
          build.add("same.jpg", ImageIndexTest.picture(i), features);
        }
        if (i == 99) {
          build.add("again.jpg", ImageIndexTest.picture(999), nearly(features, rng));
        }
      }
      build.add("stranger.jpg", ImageIndexTest.picture(500), stranger);
      try (ImageIndex index = build.finish(about)) {
        IndexFindings found = IndexFindings.of(index, 2);
        assertThat(found.duplicates()).hasSize(2);
        Duplicate first = found.duplicates().get(0);
        assertThat(List.of(first.first(), first.second())).containsExactly("007.jpg", "same.jpg");
        assertThat(first.samePixels()).isTrue();
        Duplicate second = found.duplicates().get(1);
        assertThat(List.of(second.first(), second.second()))
            .containsExactly("099.jpg", "again.jpg");
        assertThat(second.samePixels()).isFalse();
        assertThat(found.outliers()).isNotEmpty();
        assertThat(found.outliers().get(0).file()).isEqualTo("stranger.jpg");
        assertThat(found.outliers()).hasSizeLessThan(6);
      }
    }
  }

  @Test
  void copiesAreFoundAlsoWhereEveryImageIsThereTwice() {
    Rng rng = Rng.seeded(9);
    try (IndexBuild build = IndexBuild.of(folder.resolve("i.index"))) {
      for (int i = 0; i < 60; i++) {
        float[] features = usual(rng);
        build.add(i + "a.jpg", ImageIndexTest.picture(2 * i), features);
        build.add(i + "b.jpg", ImageIndexTest.picture(2 * i + 1), nearly(features, rng));
      }
      try (ImageIndex index = build.finish(about)) {
        List<Duplicate> found = IndexFindings.of(index, 2).duplicates();
        assertThat(found).hasSize(60);
        assertThat(found)
            .allSatisfy(
                pair -> assertThat(pair.first().replace('a', 'b')).isEqualTo(pair.second()));
      }
    }
  }

  @Test
  void aSingleImageHasNeither() {
    try (IndexBuild build = IndexBuild.of(folder.resolve("i.index"))) {
      build.add("only.jpg", ImageIndexTest.picture(1), usual(Rng.seeded(1)));
      try (ImageIndex index = build.finish(about)) {
        assertThat(IndexFindings.of(index, 1)).isEqualTo(new IndexFindings(List.of(), List.of()));
      }
    }
  }
}
