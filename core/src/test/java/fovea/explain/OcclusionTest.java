package fovea.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.nn.Module;
import fovea.tensor.InScope;
import fovea.tensor.OneThread;
import fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({OneThread.class, InScope.class})
class OcclusionTest {
  private final Rng rng = Rng.seeded(21);

  /** Every place of the window, each by the network itself. */
  private static double[] bruteForce(
      Module network, float[] image, Question question, int window, int stride) {
    double whole = Networks.score(network, image, question);
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at < 8 - window; at += stride) {
      places.add(at);
    }
    places.add(8 - window);
    double[] sums = new double[Networks.PIXELS];
    int[] counts = new int[Networks.PIXELS];
    for (int top : places) {
      for (int left : places) {
        float[] covered = image.clone();
        for (int i = 0; i < covered.length; i++) {
          int y = i % 64 / 8;
          int x = i % 8;
          if (y >= top && y < top + window && x >= left && x < left + window) {
            covered[i] = 0;
          }
        }
        double fall = whole - Networks.score(network, covered, question);
        for (int p = 0; p < 64; p++) {
          if (p / 8 >= top && p / 8 < top + window && p % 8 >= left && p % 8 < left + window) {
            sums[p] += fall;
            counts[p]++;
          }
        }
      }
    }
    for (int p = 0; p < 64; p++) {
      sums[p] = counts[p] == 0 ? 0 : sums[p] / counts[p];
    }
    return sums;
  }

  @Test
  void occlusionIsTheFallOfTheScoreByBruteForce() {
    try (Module network = Kinked.network(rng)) {
      float[] image = Networks.image(rng);
      Question question = Question.whyRatherThan(3, 1);
      for (int[] size : new int[][] {{1, 1}, {2, 1}, {3, 2}, {5, 4}, {2, 5}, {8, 3}}) {
        Occlusion how = new Occlusion(size[0], size[1], Baseline.BLACK);
        Relevance found = Networks.explained(network, how, image, question);
        double[] expected = bruteForce(network, image, question, size[0], size[1]);
        assertThat(Networks.off(found.values(), expected))
            .as("window %d, stride %d", size[0], size[1])
            .isLessThan(1e-3);
      }
    }
  }

  @Test
  void aWindowLargerThanTheImageCoversAllOfIt() {
    try (Module network = Kinked.network(rng)) {
      float[] image = Networks.image(rng);
      Question question = Question.why(0);
      Relevance found =
          Networks.explained(network, new Occlusion(20, 1, Baseline.BLACK), image, question);
      double fall =
          Networks.score(network, image, question)
              - Networks.score(network, new float[Networks.SIZE], question);
      for (float value : found.values()) {
        assertThat((double) value).isCloseTo(fall, within(1e-5));
      }
    }
  }
}
