package fovea.inspect;

import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Outputs;
import fovea.similar.ExactNeighbours;
import fovea.similar.Neighbour;
import fovea.similar.UnitVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a network sees the images of a data set.
 *
 * @param classes of the network
 * @param judged images that were judged, none of which it was trained on as far as is known
 * @param known images that others are compared with
 * @param surest right answers that it is most sure of, those first
 * @param wrongest wrong answers that it is most sure of, those first
 * @param nearest what it knows that is like some of these
 * @param prototypes of the known images, class by class
 * @param map of judged images, neighbours by its features lying together
 */
public record DataView(
    List<String> classes,
    int judged,
    int known,
    List<Judgement> surest,
    List<Judgement> wrongest,
    List<NearestTraining> nearest,
    List<Prototype> prototypes,
    List<MapPoint> map) {
  private static final int SHOWN = 24;
  private static final int ASKED = 6;
  private static final int NEAREST = 5;
  private static final int ON_MAP = 1_000;
  private static final int ON_MAP_SIDE = 32;
  private static final int FEWEST_ON_MAP = 3;

  public DataView {
    classes = List.copyOf(classes);
    surest = List.copyOf(surest);
    wrongest = List.copyOf(wrongest);
    nearest = List.copyOf(nearest);
    prototypes = List.copyOf(prototypes);
    map = List.copyOf(map);
  }

  /**
   * Looks at images.
   *
   * @param images to judge
   * @param outputs of these, with features
   * @param knownImages to compare with, mostly those trained on
   * @param knownOutputs of these, with features of the same layer
   * @param threads their number doesn't change what is found
   */
  public static DataView of(
      ImageSet images,
      Outputs<?> outputs,
      ImageSet knownImages,
      Outputs<Split.Train> knownOutputs,
      int threads) {
    UnitVectors vectors = UnitVectors.of(outputs.features());
    UnitVectors known = UnitVectors.of(knownOutputs.features());
    List<Integer> surest = ranked(outputs, true);
    List<Integer> wrongest = ranked(outputs, false);
    List<Integer> asked =
        Stream.concat(wrongest.stream().limit(ASKED), surest.stream().limit(ASKED)).toList();
    return new DataView(
        images.classes(),
        images.size(),
        knownImages.size(),
        judgements(images, outputs, surest),
        judgements(images, outputs, wrongest),
        nearest(images, outputs, vectors, asked, knownImages, known, threads),
        Prototypes.of(knownImages, known),
        map(images, vectors));
  }

  /** The right or the wrong ones, the surest first, as far as they are shown. */
  private static List<Integer> ranked(Outputs<?> outputs, boolean right) {
    return IntStream.range(0, outputs.size())
        .filter(i -> (outputs.predicted(i) == outputs.label(i)) == right)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -margin(outputs, i)))
        .limit(SHOWN)
        .toList();
  }

  /** Of the largest logit to the next: probabilities of sure answers round to 1. */
  static double margin(Outputs<?> outputs, int image) {
    float[] logits = outputs.logits(image);
    int predicted = outputs.predicted(image);
    double next = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      next = c == predicted ? next : Math.max(next, logits[c]);
    }
    return logits[predicted] - next;
  }

  private static List<Judgement> judgements(
      ImageSet images, Outputs<?> outputs, List<Integer> chosen) {
    return chosen.stream().map(i -> judgement(images, outputs, i)).toList();
  }

  private static Judgement judgement(ImageSet images, Outputs<?> outputs, int image) {
    return new Judgement(
        ShownImage.of(images, image),
        outputs.classes().get(outputs.predicted(image)),
        outputs.confidence(image));
  }

  private static List<NearestTraining> nearest(
      ImageSet images,
      Outputs<?> outputs,
      UnitVectors vectors,
      List<Integer> asked,
      ImageSet knownImages,
      UnitVectors known,
      int threads) {
    UnitVectors some = vectors.select(asked.stream().mapToInt(i -> i).toArray());
    List<List<Neighbour>> found = new ExactNeighbours(known).nearest(some, NEAREST + 1, threads);
    List<NearestTraining> nearest = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      nearest.add(
          new NearestTraining(
              judgement(images, outputs, asked.get(i)),
              others(images.name(asked.get(i)), found.get(i), knownImages)));
    }
    return nearest;
  }

  /** Where an image is among those that are known, it would be its own neighbour. */
  private static List<NearImage> others(String own, List<Neighbour> near, ImageSet knownImages) {
    return near.stream()
        .filter(one -> !knownImages.name(one.image()).equals(own))
        .limit(NEAREST)
        .map(one -> new NearImage(ShownImage.of(knownImages, one.image()), one.cosine()))
        .toList();
  }

  /** Of images spread evenly, as they often lie in the order of their classes. */
  private static List<MapPoint> map(ImageSet images, UnitVectors vectors) {
    if (images.size() < FEWEST_ON_MAP) {
      return List.of();
    }
    int count = Math.min(ON_MAP, images.size());
    int[] chosen =
        IntStream.range(0, count).map(i -> (int) ((long) i * images.size() / count)).toArray();
    UnitVectors some = vectors.select(chosen);
    double[] points = Tsne.usual().of(some.values(), some.dimensions());
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      left = Math.min(left, points[2 * i]);
      right = Math.max(right, points[2 * i]);
      top = Math.min(top, points[2 * i + 1]);
      bottom = Math.max(bottom, points[2 * i + 1]);
    }
    double side = Math.max(Double.MIN_NORMAL, Math.max(right - left, bottom - top));
    List<MapPoint> map = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      map.add(
          new MapPoint(
              ShownImage.of(images, chosen[i], ON_MAP_SIDE),
              0.5 + (points[2 * i] - (left + right) / 2) / side,
              0.5 + (points[2 * i + 1] - (top + bottom) / 2) / side));
    }
    return List.copyOf(map);
  }
}
