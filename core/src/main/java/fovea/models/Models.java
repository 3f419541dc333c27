package fovea.models;

import fovea.FoveaException;
import fovea.Spelling;
import fovea.nn.Module;
import fovea.tensor.Rng;
import fovea.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue of networks. */
public final class Models {
  private static final int SMALLEST = 8;
  private static final int LARGEST = 128;

  /** Patches of 2 x 2, then halved three times. */
  private static final int SMALLEST_SPEEDRUN = 9;

  /** Channels of the whitening, which the first group's identity hands on. */
  private static final int SPEEDRUN_PATCHES = 24;

  private static final int WIDEST = 2048;

  /** Reads its arguments, so that they are checked without a network being made. */
  private interface Design {
    Plan plan(Arguments arguments);
  }

  /** A network with its arguments filled in. */
  private record Plan(int imageSize, Build build) {}

  private interface Build {
    Module network(int classes, Rng rng);
  }

  private static final Map<String, Design> CATALOGUE = new LinkedHashMap<>();

  static {
    CATALOGUE.put("cifar10-cnn", Models::cifar10Cnn);
    CATALOGUE.put("article-minimal", Models::articleMinimal);
    CATALOGUE.put("speedrun", Models::speedrun);
  }

  private Models() {}

  private static Plan cifar10Cnn(Arguments arguments) {
    int imageSize = arguments.even("imageSize", 32, SMALLEST, LARGEST);
    int blocks = arguments.whole("blocks", 3, 0, 64);
    double dropout = arguments.probability("dropout", 0.5);
    return new Plan(
        imageSize, (classes, rng) -> new Cifar10Cnn(imageSize, blocks, dropout, classes, rng));
  }

  private static Plan articleMinimal(Arguments arguments) {
    int imageSize = arguments.even("imageSize", 32, SMALLEST, LARGEST);
    double dropout = arguments.probability("dropout", 0.5);
    return new Plan(
        imageSize, (classes, rng) -> new ArticleMinimal(imageSize, dropout, classes, rng));
  }

  private static Plan speedrun(Arguments arguments) {
    int imageSize = arguments.whole("imageSize", 32, SMALLEST_SPEEDRUN, LARGEST);
    int first = arguments.whole("width1", 64, SPEEDRUN_PATCHES, WIDEST);
    int second = arguments.whole("width2", 256, first, WIDEST);
    int third = arguments.whole("width3", 256, second, WIDEST);
    int depth = arguments.whole("depth", 2, 1, 8);
    return new Plan(
        imageSize,
        (classes, rng) -> new Speedrun(List.of(first, second, third), depth, classes, rng));
  }

  /** The names that {@link #create} knows. */
  public static List<String> names() {
    return List.copyOf(CATALOGUE.keySet());
  }

  /**
   * A network with random weights.
   *
   * @param arguments those that differ from the network's defaults; whole numbers as {@code
   *     Integer}
   * @param classes names, at least two
   * @throws FoveaException for an unknown name, an unknown argument or one out of its range
   */
  public static Model create(String name, Map<String, ?> arguments, List<String> classes, Rng rng) {
    if (classes.size() < 2) {
      throw new FoveaException("a classifier needs at least two classes, found " + classes);
    }
    Arguments read = new Arguments(name, arguments);
    Plan plan = design(name).plan(read);
    Map<String, Object> resolved = read.resolved();
    return new Model(
        name,
        resolved,
        classes,
        Shape.of(3, plan.imageSize, plan.imageSize),
        plan.build.network(classes.size(), rng));
  }

  /**
   * The images that a network takes, [channels, height, width].
   *
   * @throws FoveaException as {@link #create}
   */
  public static Shape input(String name, Map<String, ?> arguments) {
    Arguments read = new Arguments(name, arguments);
    Plan plan = design(name).plan(read);
    Map<String, Object> unused = read.resolved();
    return Shape.of(3, plan.imageSize, plan.imageSize);
  }

  private static Design design(String name) {
    Design design = CATALOGUE.get(name);
    if (design == null) {
      throw new FoveaException(
          "there is no model `%s`.%s The models are %s."
              .formatted(
                  name,
                  Spelling.didYouMean(name, CATALOGUE.keySet()),
                  String.join(", ", CATALOGUE.keySet())));
    }
    return design;
  }
}
