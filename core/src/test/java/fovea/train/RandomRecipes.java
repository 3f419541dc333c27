package fovea.train;

import fovea.data.Draw;
import fovea.tensor.Geometry.Padding;
import fovea.tensor.Rng;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recipes drawn at random, over the whole range of every key. */
final class RandomRecipes {
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "",
          "true",
          "No",
          "1e3",
          "a: b",
          "# no comment",
          "äöü 🦊",
          "tab\tline\n",
          "\"'\\");

  private final Rng rng;

  RandomRecipes(long seed) {
    rng = Rng.seeded(seed);
  }

  Recipe next() {
    return new Recipe(
        one(Draw.values()),
        new ModelSettings("model-" + rng.nextInt(10), map(3)),
        rng.nextLong(),
        1 + rng.nextInt(100_000),
        1 + rng.nextInt(65_536),
        rng.nextInt(65_537),
        share() / 2,
        one(PrecisionSetting.values()),
        rng.nextInt(1025),
        optimizer(),
        rng.nextInt(2) * Math.exp(rng.nextGaussian() * 10),
        schedule(),
        augment(rng.nextInt(3)),
        new ProgressiveSettings(rng.nextInt(129), share(), 1 + rng.nextInt(128)),
        new SkippingSettings(share() / 2, share(), share()),
        share(),
        new AveragingSettings(share()),
        new EarlyStoppingSettings(rng.nextInt(100), one(EarlyStoppingSettings.Measure.values())),
        rng.nextInt(2) == 0,
        share(),
        new ShapesSettings(100 + rng.nextInt(1000)));
  }

  private AugmentSettings augment(int flip) {
    return new AugmentSettings(
        flip == 1,
        flip == 2,
        share() * 180,
        rng.nextInt(65),
        one(Padding.values()),
        rng.nextInt(129));
  }

  private OptimizerSettings optimizer() {
    return switch (rng.nextInt(3)) {
      case 0 ->
          new OptimizerSettings.Sgd(
              tiny(), share(), rng.nextInt(2) == 0, share(), rng.nextInt(2) == 0);
      case 1 -> new OptimizerSettings.AdamW(tiny(), share(), share(), tiny(), share());
      default ->
          new OptimizerSettings.Muon(
              tiny(), share(), 1 + rng.nextInt(20), tiny(), tiny(), share(), share());
    };
  }

  private ScheduleSettings schedule() {
    return switch (rng.nextInt(4)) {
      case 0 -> new ScheduleSettings.Constant(share());
      case 1 -> new ScheduleSettings.Step(share(), 1 + rng.nextInt(99), 1 - share());
      case 2 -> new ScheduleSettings.Cosine(share(), share());
      default -> new ScheduleSettings.OneCycle(share(), share(), share());
    };
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = rng.nextInt(4); i > 0; i--) {
      map.put(
          rng.nextInt(2) == 0 ? "key" + i : one(TEXTS.toArray(String[]::new)), value(depth - 1));
    }
    return map;
  }

  private Object value(int depth) {
    return switch (rng.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> rng.nextInt(1000);
      case 1 -> rng.nextLong();
      case 2 -> rng.nextInt(2) == 0 ? rng.nextInt(5) : rng.nextGaussian() * 1e20 * share();
      case 3 -> rng.nextInt(2) == 0;
      case 4 -> one(TEXTS.toArray(String[]::new));
      case 5 -> map(depth);
      default -> List.of(value(depth - 1), value(depth - 1));
    };
  }

  /** In [0, 1), often with few digits and sometimes 0. */
  private double share() {
    return rng.nextInt(2) == 0 ? rng.nextInt(100) / 100.0 : rng.nextDouble();
  }

  private double tiny() {
    return Math.exp(-30 * rng.nextDouble());
  }

  private <T> T one(T[] values) {
    return values[rng.nextInt(values.length)];
  }
}
