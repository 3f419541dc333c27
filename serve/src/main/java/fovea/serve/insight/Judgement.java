package fovea.serve.insight;

import fovea.data.ImageSet;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Scores;
import fovea.image.Pixels;
import fovea.image.PngEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * What a model says of all test pictures.
 *
 * @param predicted class of each picture
 * @param probability that it gives that class
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
record Judgement(ImageSet images, int[] predicted, float[] probability, Evaluation evaluation) {
  private static final int AT_A_TIME = 64;
  private static final double LEAST = 1e-30;

  static Judgement of(StudiedModel model, ImageSet images, Progress progress) {
    int k = images.classes().size();
    int[] predicted = new int[images.size()];
    float[] probability = new float[images.size()];
    long[][] confusion = new long[k][k];
    double loss = 0;
    for (int first = 0; first < images.size(); first += AT_A_TIME) {
      stopIfInterrupted();
      int[] some = IntStream.range(first, Math.min(images.size(), first + AT_A_TIME)).toArray();
      List<Scores> scores = model.scores(pictures(images, some));
      for (int i = 0; i < some.length; i++) {
        float[] probabilities = scores.get(i).probabilities();
        int best = best(probabilities);
        int label = images.label(some[i]);
        predicted[some[i]] = best;
        probability[some[i]] = probabilities[best];
        confusion[label][best]++;
        loss -= Math.log(Math.max(LEAST, probabilities[label]));
      }
      progress.done(first + some.length, images.size());
    }
    return new Judgement(
        images, predicted, probability, Evaluation.of(confusion, images.classes(), loss));
  }

  private static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the service ends");
    }
  }

  private static List<Pixels> pictures(ImageSet images, int[] some) {
    return images.pixels(some).stream()
        .map(rgb -> new Pixels(images.width(), images.height(), rgb))
        .toList();
  }

  private static int best(float[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return best;
  }

  /** The pictures of a class that it takes for one, the surest first. */
  int[] taken(int truth, int taken) {
    return IntStream.range(0, predicted.length)
        .filter(i -> images.label(i) == truth && predicted[i] == taken)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> -probability[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  /** A picture by its number. */
  static String picture(ImageSet images, int number) {
    return PngEncoder.dataAddress(pictures(images, new int[] {number}).get(0));
  }

  /** A few pictures, of as many classes as possible. */
  static int[] spread(ImageSet images, int count) {
    int[] seen = new int[images.classes().size()];
    int[] turns = IntStream.range(0, images.size()).map(i -> seen[images.label(i)]++).toArray();
    return IntStream.range(0, images.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> turns[i]))
        .limit(count)
        .mapToInt(i -> i)
        .toArray();
  }
}
