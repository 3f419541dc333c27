package fovea.train;

/**
 * What the numbers of a recipe may be: once for the file, once for whoever builds a recipe in Java.
 */
final class Limits {
  static final Range VERSION = Range.between(1, 1_000_000);
  static final Range EPOCHS = Range.between(1, 100_000);
  static final Range BATCH_SIZE = Range.between(1, 65_536);

  static final Range MICRO_BATCH_SIZE = Range.between(0, 65_536);

  /** More than half for validation would be a mistake. */
  static final Range VALIDATION = Range.between(0, 0.5);

  static final Range THREADS = Range.between(0, 1024);
  static final Range LEARNING_RATE = Range.above(0, 1000);
  static final Range WEIGHT_DECAY = Range.between(0, 10);

  /** Momentum, Adam's betas, the averaging's decay, the warm-up's share, label smoothing. */
  static final Range BELOW_ONE = Range.below(0, 1);

  static final Range EPSILON = Range.above(0, 1);
  static final Range GRADIENT_CLIP = Range.atLeast(0);
  static final Range STEP_EPOCHS = Range.between(1, 100_000);
  static final Range STEP_FACTOR = Range.above(0, 1);
  static final Range SHARE_OF_PEAK = Range.between(0, 1);
  static final Range ROTATION = Range.between(0, 180).in("degrees");
  static final Range SHIFT = Range.between(0, 64).in("pixels");
  static final Range PATIENCE = Range.between(0, 100_000).in("epochs");
  static final Range CUTOUT = Range.between(0, 128).in("pixels");
  static final Range IMAGE_SIZE = Range.between(0, 128).in("pixels");
  static final Range STRIDE = Range.between(1, 128).in("pixels");
  static final Range SHARE = Range.between(0, 1);
  static final Range SKIPPED = Range.between(0, 0.5);
  static final Range ITERATIONS = Range.between(1, 20);
  static final Range SHAPES = Range.between(100, 1_000_000).in("images");

  private Limits() {}
}
