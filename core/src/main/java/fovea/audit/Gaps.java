package fovea.audit;

import fovea.audit.GroupFigures.OfClass;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Compares groups in each class's shares. */
final class Gaps {
  /** Shares of fewer images say little. */
  static final int FEWEST = 10;

  private Gaps() {}

  /**
   * The widest gap over all classes and all kinds of shares. The ratio is the smallest of all,
   * which may be that of another class.
   *
   * @param shares of a class within a group, each with its name
   * @return empty where no two groups have enough images
   */
  static Optional<Gap> widest(List<GroupFigures> groups, List<Share> shares) {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    List<Gap> gaps =
        IntStream.range(0, groups.get(0).perClass().size())
            .boxed()
            .flatMap(c -> shares.stream().flatMap(share -> gap(groups, c, share).stream()))
            .toList();
    double ratio = gaps.stream().mapToDouble(Gap::ratio).min().orElse(1);
    return gaps.stream()
        .max(Comparator.comparingDouble(Gap::difference))
        .map(gap -> Gap.of(gap.difference(), ratio, gap.where(), gap.highest(), gap.lowest()));
  }

  /** A share of a class's images. */
  record Share(String name, Function<OfClass, Proportion> of) {}

  private static Optional<Gap> gap(List<GroupFigures> groups, int c, Share share) {
    Function<GroupFigures, Proportion> of = group -> share.of.apply(group.perClass().get(c));
    List<GroupFigures> known =
        groups.stream().filter(group -> of.apply(group).images() >= FEWEST).toList();
    if (known.size() < 2) {
      return Optional.empty();
    }
    Comparator<GroupFigures> byShare = Comparator.comparingDouble(group -> of.apply(group).value());
    GroupFigures highest = known.stream().max(byShare).orElseThrow();
    GroupFigures lowest = known.stream().min(byShare).orElseThrow();
    double high = of.apply(highest).value();
    double low = of.apply(lowest).value();
    return Optional.of(
        Gap.of(
            high - low,
            high == 0 ? 1 : low / high,
            share.name + " of " + groups.get(0).perClass().get(c).name(),
            highest.name(),
            lowest.name()));
  }
}
