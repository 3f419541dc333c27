package fovea.audit;

import fovea.audit.GroupFigures.OfClass;
import fovea.data.ImageGroups;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.Interval;
import fovea.evaluate.Outputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model's figures by group of images, and the gaps between groups. Groups of fewer than {@value
 * #SMALL} images are listed and marked, and not compared: chance alone would make them best or
 * worst.
 *
 * @param attribute what tells the groups apart
 * @param accuracy over all images
 * @param ungrouped how many images belong to no group; they count in {@code accuracy} alone
 * @param groups in the order of their names
 * @param worst the group with the lowest accuracy; null where none is large enough
 * @param worstOfClass the class of a group with the lowest recall found, of those with at least
 *     {@value Gaps#FEWEST} images in groups that aren't small; null where there is none. Of many
 *     one is the lowest by chance, too: the bounds don't allow for having looked for it
 * @param accuracyGap between the best and the worst group
 * @param accuracyDifference of these, with its bounds; they don't allow for having looked for the
 *     two, as those of the gap do
 * @param demographicParity by how much the share of images taken for a class depends on the group
 * @param equalisedOdds by how much, given the true class, that share does: each class against all
 *     others, the wider gap of recall and false positives
 * @see <a href="https://arxiv.org/abs/1610.02413">Hardt et al. 2016, definition 2.1</a>
 */
public record GroupReport(
    String attribute,
    Proportion accuracy,
    int ungrouped,
    List<GroupFigures> groups,
    @Nullable String worst,
    @Nullable WorstClass worstOfClass,
    @Nullable Gap accuracyGap,
    @Nullable Estimate accuracyDifference,
    @Nullable Gap demographicParity,
    @Nullable Gap equalisedOdds) {
  /** Of fewer images the accuracy is known to twenty points and more only. */
  public static final int SMALL = 30;

  private static final List<Gaps.Share> PARITY =
      List.of(new Gaps.Share("share taken for a class,", OfClass::predicted));
  private static final List<Gaps.Share> ODDS =
      List.of(
          new Gaps.Share("recall", OfClass::recall),
          new Gaps.Share("false positives", OfClass::falsePositive));

  /** The shares of the three gaps. */
  private static final List<List<Tally.Share>> COMPARED =
      List.of(
          List.of(Tally.Share.ACCURACY),
          List.of(Tally.Share.TAKEN),
          List.of(Tally.Share.RECALL, Tally.Share.FALSE_POSITIVE));

  /** A class within a group. */
  public record WorstClass(String group, String name, Proportion recall) {}

  public GroupReport {
    groups = List.copyOf(groups);
  }

  /**
   * The figures of what a network says.
   *
   * @param groups of the outputs' images
   * @param bootstrap for the intervals of the gaps
   */
  public static GroupReport of(ImageGroups groups, Outputs<?> outputs, Bootstrap bootstrap) {
    int images = outputs.size();
    int[] labels = IntStream.range(0, images).map(outputs::label).toArray();
    int[] predicted = IntStream.range(0, images).map(outputs::predicted).toArray();
    double[] losses = IntStream.range(0, images).mapToDouble(outputs::loss).toArray();
    return of(groups, outputs.classes(), labels, predicted, losses, bootstrap);
  }

  /** All figures from what is known of each image. */
  static GroupReport of(
      ImageGroups groups,
      List<String> classes,
      int[] labels,
      int[] predicted,
      double[] losses,
      Bootstrap bootstrap) {
    if (labels.length != groups.of().length) {
      throw new IllegalArgumentException(
          "groups of %d images for %d".formatted(groups.of().length, labels.length));
    }
    List<GroupFigures> figures = new ArrayList<>();
    List<int[]> compared = new ArrayList<>();
    for (int g = 0; g < groups.names().size(); g++) {
      int group = g;
      int[] own = IntStream.range(0, labels.length).filter(i -> groups.of()[i] == group).toArray();
      figures.add(
          new FiguresOf(classes, own, labels, predicted, losses).figures(groups.names().get(g)));
      if (own.length >= SMALL) {
        compared.add(own);
      }
    }
    long right = IntStream.range(0, labels.length).filter(i -> labels[i] == predicted[i]).count();
    List<GroupFigures> large = figures.stream().filter(group -> !group.small()).toList();
    Optional<GroupFigures> worst = large.stream().min(byAccuracy());
    Optional<GroupFigures> best = large.stream().max(byAccuracy());
    boolean several = large.size() > 1;
    List<ComparedShares> bounds =
        several
            ? new GapBounds(compared, labels, predicted, classes.size()).of(bootstrap, COMPARED)
            : List.of();
    return new GroupReport(
        groups.attribute(),
        Proportion.of(right, labels.length),
        groups.without(),
        figures,
        worst.map(GroupFigures::name).orElse(null),
        worstClass(large),
        several ? bounded(gap(best.orElseThrow(), worst.orElseThrow()), bounds, 0) : null,
        several
            ? Estimate.difference(best.orElseThrow().accuracy(), worst.orElseThrow().accuracy())
            : null,
        Gaps.widest(large, PARITY).map(gap -> bounded(gap, bounds, 1)).orElse(null),
        Gaps.widest(large, ODDS).map(gap -> bounded(gap, bounds, 2)).orElse(null));
  }

  /**
   * Where the difference between the best and the worst group lies, having looked for the two; if
   * that isn't known not having looked for them; null where groups aren't compared.
   */
  public @Nullable Interval accuracyBounds() {
    Interval allowed = accuracyGap == null ? null : accuracyGap.differenceInterval();
    return allowed != null || accuracyDifference == null
        ? allowed
        : new Interval(accuracyDifference.low(), accuracyDifference.high());
  }

  private static Gap bounded(Gap gap, List<ComparedShares> bounds, int compared) {
    return bounds.isEmpty()
        ? gap
        : gap.within(bounds.get(compared).difference(), bounds.get(compared).ratio());
  }

  private static Comparator<GroupFigures> byAccuracy() {
    return Comparator.comparingDouble(group -> group.accuracy().value());
  }

  private static Gap gap(GroupFigures best, GroupFigures worst) {
    double high = best.accuracy().value();
    double low = worst.accuracy().value();
    return Gap.of(high - low, high == 0 ? 1 : low / high, "accuracy", best.name(), worst.name());
  }

  private static @Nullable WorstClass worstClass(List<GroupFigures> groups) {
    return groups.stream()
        .flatMap(
            group ->
                group.perClass().stream()
                    .filter(c -> c.recall().images() >= Gaps.FEWEST)
                    .map(c -> new WorstClass(group.name(), c.name(), c.recall())))
        .min(Comparator.comparingDouble(found -> found.recall().value()))
        .orElse(null);
  }
}
