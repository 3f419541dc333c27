package fovea.train;

import fovea.FoveaException;
import fovea.files.Disk;
import fovea.tensor.Geometry.Padding;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** YAML as a recipe, refusing what a recipe doesn't allow. */
final class RecipeReader {
  private static final long LARGEST_FILE = 1 << 20;

  private RecipeReader() {}

  static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new FoveaException(file + ": is a folder, expected a recipe in YAML");
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new FoveaException(
            String.format(
                Locale.ROOT,
                "%s: %,d bytes, a recipe has at most %,d",
                file,
                Files.size(file),
                LARGEST_FILE));
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new FoveaException(
          "%s: no such file. The built-in recipes are %s."
              .formatted(file, String.join(", ", BuiltInRecipes.NAMES)),
          e);
    } catch (CharacterCodingException e) {
      throw new FoveaException(file + ": not UTF-8 text, expected a recipe in YAML", e);
    } catch (IOException e) {
      throw Disk.unreadable(file, e);
    }
  }

  /**
   * @param otherwise the version of a recipe that doesn't say its own
   */
  static Recipe read(String yaml, String source, RecipeVersion otherwise) {
    YamlNode node = YamlTree.parseFile(yaml, source);
    if (node instanceof YamlNode.Mapping mapping) {
      return read(mapping, otherwise);
    }
    boolean empty = node instanceof YamlNode.Scalar scalar && scalar.isMissing();
    throw new FoveaException(
        "%s: is %s, expected keys with values, such as `epochs: 16`"
            .formatted(source, empty ? "empty" : node.shown()));
  }

  static Recipe read(YamlNode.Mapping yaml, RecipeVersion otherwise) {
    Recipe standard = Recipe.standard();
    Section root = Section.root(yaml);
    Recipe recipe =
        new Recipe(
            RecipeVersion.of(root, otherwise).draw(), // before keys that a newer one may have
            model(root.section("model")),
            root.whole("seed", standard.seed()),
            root.whole("epochs", Limits.EPOCHS, standard.epochs()),
            root.whole("batchSize", Limits.BATCH_SIZE, standard.batchSize()),
            root.whole("microBatchSize", Limits.MICRO_BATCH_SIZE, standard.microBatchSize()),
            root.number("validation", Limits.VALIDATION, standard.validation()),
            root.choice("precision", PrecisionSetting.class, standard.precision()),
            root.whole("threads", Limits.THREADS, standard.threads()),
            optimizer(root.section("optimizer")),
            root.number("gradientClip", Limits.GRADIENT_CLIP, standard.gradientClip()),
            schedule(root.section("schedule")),
            augment(root.section("augment")),
            progressive(root.section("progressive")),
            skipping(root.section("skipping")),
            root.number("labelSmoothing", Limits.BELOW_ONE, standard.labelSmoothing()),
            averaging(root.section("averaging")),
            earlyStopping(root.section("earlyStopping")),
            root.flag("testViews", standard.testViews()),
            root.number("skipBroken", Limits.SHARE, standard.skipBroken()),
            shapes(root.section("shapes")));
    root.done();
    return recipe;
  }

  private static ModelSettings model(Section section) {
    ModelSettings settings =
        new ModelSettings(
            section.text("name", ModelSettings.STANDARD.name()),
            section.section("arguments").free());
    section.done();
    return settings;
  }

  private static OptimizerSettings optimizer(Section section) {
    OptimizerSettings settings =
        switch (section.choice("name", List.of("sgd", "adamw", "muon"), "sgd")) {
          case "adamw" -> adamW(section);
          case "muon" -> muon(section);
          default -> sgd(section);
        };
    section.done();
    return settings;
  }

  private static OptimizerSettings sgd(Section section) {
    var standard = OptimizerSettings.Sgd.STANDARD;
    return new OptimizerSettings.Sgd(
        section.number("learningRate", Limits.LEARNING_RATE, standard.learningRate()),
        section.number("momentum", Limits.BELOW_ONE, standard.momentum()),
        section.flag("nesterov", standard.nesterov()),
        section.number("weightDecay", Limits.WEIGHT_DECAY, standard.weightDecay()),
        section.flag("decoupled", standard.decoupled()));
  }

  private static OptimizerSettings adamW(Section section) {
    var standard = OptimizerSettings.AdamW.STANDARD;
    return new OptimizerSettings.AdamW(
        section.number("learningRate", Limits.LEARNING_RATE, standard.learningRate()),
        section.number("beta1", Limits.BELOW_ONE, standard.beta1()),
        section.number("beta2", Limits.BELOW_ONE, standard.beta2()),
        section.number("epsilon", Limits.EPSILON, standard.epsilon()),
        section.number("weightDecay", Limits.WEIGHT_DECAY, standard.weightDecay()));
  }

  private static OptimizerSettings muon(Section section) {
    var standard = OptimizerSettings.Muon.STANDARD;
    return new OptimizerSettings.Muon(
        section.number("learningRate", Limits.LEARNING_RATE, standard.learningRate()),
        section.number("momentum", Limits.BELOW_ONE, standard.momentum()),
        section.whole("iterations", Limits.ITERATIONS, standard.iterations()),
        section.number("headLearningRate", Limits.LEARNING_RATE, standard.headLearningRate()),
        section.number("biasLearningRate", Limits.LEARNING_RATE, standard.biasLearningRate()),
        section.number("sgdMomentum", Limits.BELOW_ONE, standard.sgdMomentum()),
        section.number("weightDecay", Limits.WEIGHT_DECAY, standard.weightDecay()));
  }

  private static ScheduleSettings schedule(Section section) {
    List<String> names = List.of("constant", "step", "cosine", "one-cycle");
    ScheduleSettings settings =
        switch (section.choice("name", names, "one-cycle")) {
          case "constant" -> new ScheduleSettings.Constant(warmup(section, 0));
          case "step" -> step(section);
          case "cosine" -> cosine(section);
          default -> oneCycle(section);
        };
    section.done();
    return settings;
  }

  private static ScheduleSettings step(Section section) {
    var standard = ScheduleSettings.Step.STANDARD;
    return new ScheduleSettings.Step(
        warmup(section, standard.warmup()),
        section.whole("every", Limits.STEP_EPOCHS, standard.every()),
        section.number("factor", Limits.STEP_FACTOR, standard.factor()));
  }

  private static ScheduleSettings cosine(Section section) {
    var standard = ScheduleSettings.Cosine.STANDARD;
    return new ScheduleSettings.Cosine(
        warmup(section, standard.warmup()),
        section.number("finalFactor", Limits.SHARE_OF_PEAK, standard.finalFactor()));
  }

  private static ScheduleSettings oneCycle(Section section) {
    var standard = ScheduleSettings.OneCycle.STANDARD;
    return new ScheduleSettings.OneCycle(
        warmup(section, standard.warmup()),
        section.number("startFactor", Limits.SHARE_OF_PEAK, standard.startFactor()),
        section.number("finalFactor", Limits.SHARE_OF_PEAK, standard.finalFactor()));
  }

  private static double warmup(Section section, double otherwise) {
    return section.number("warmup", Limits.BELOW_ONE, otherwise);
  }

  private static AugmentSettings augment(Section section) {
    AugmentSettings standard = AugmentSettings.STANDARD;
    AugmentSettings settings =
        new AugmentSettings(
            section.flag("horizontalFlip", standard.horizontalFlip()),
            section.flag("alternatingFlip", standard.alternatingFlip()),
            section.number("rotation", Limits.ROTATION, standard.rotation()),
            section.whole("shift", Limits.SHIFT, standard.shift()),
            section.choice("padding", Padding.class, standard.padding()),
            section.whole("cutout", Limits.CUTOUT, standard.cutout()));
    section.done();
    return settings;
  }

  private static ProgressiveSettings progressive(Section section) {
    ProgressiveSettings standard = ProgressiveSettings.STANDARD;
    ProgressiveSettings settings =
        new ProgressiveSettings(
            section.whole("startSize", Limits.IMAGE_SIZE, standard.startSize()),
            section.number("share", Limits.SHARE, standard.share()),
            section.whole("stride", Limits.STRIDE, standard.stride()));
    section.done();
    return settings;
  }

  private static SkippingSettings skipping(Section section) {
    SkippingSettings standard = SkippingSettings.STANDARD;
    SkippingSettings settings =
        new SkippingSettings(
            section.number("share", Limits.SKIPPED, standard.share()),
            section.number("from", Limits.SHARE, standard.from()),
            section.number("until", Limits.SHARE, standard.until()));
    section.done();
    return settings;
  }

  private static AveragingSettings averaging(Section section) {
    double decay = section.number("decay", Limits.BELOW_ONE, AveragingSettings.STANDARD.decay());
    section.done();
    return new AveragingSettings(decay);
  }

  private static EarlyStoppingSettings earlyStopping(Section section) {
    EarlyStoppingSettings standard = EarlyStoppingSettings.STANDARD;
    EarlyStoppingSettings settings =
        new EarlyStoppingSettings(
            section.whole("patience", Limits.PATIENCE, standard.patience()),
            section.choice("measure", EarlyStoppingSettings.Measure.class, standard.measure()));
    section.done();
    return settings;
  }

  private static ShapesSettings shapes(Section section) {
    int images = section.whole("images", Limits.SHAPES, ShapesSettings.STANDARD.images());
    section.done();
    return new ShapesSettings(images);
  }
}
