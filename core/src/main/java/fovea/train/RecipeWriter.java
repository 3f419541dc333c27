package fovea.train;

import java.util.Locale;

/** A recipe as YAML, in the order of the record's components. */
final class RecipeWriter {
  private RecipeWriter() {}

  static String write(Recipe recipe) {
    YamlText text = new YamlText();
    ModelSettings model = recipe.model();
    text.put("version", RecipeVersion.of(recipe.draw()).number())
        .section("model", () -> text.put("name", model.name()).map("arguments", model.arguments()))
        .put("seed", recipe.seed())
        .put("epochs", recipe.epochs())
        .put("batchSize", recipe.batchSize())
        .put("microBatchSize", recipe.microBatchSize())
        .put("validation", recipe.validation())
        .put("precision", lowerCase(recipe.precision()))
        .put("threads", recipe.threads())
        .section("optimizer", () -> optimizer(text, recipe.optimizer()))
        .put("gradientClip", recipe.gradientClip())
        .section("schedule", () -> schedule(text, recipe.schedule()))
        .section("augment", () -> augment(text, recipe.augment()))
        .section("progressive", () -> progressive(text, recipe.progressive()))
        .section("skipping", () -> skipping(text, recipe.skipping()))
        .put("labelSmoothing", recipe.labelSmoothing())
        .section("averaging", () -> text.put("decay", recipe.averaging().decay()))
        .section(
            "earlyStopping",
            () ->
                text.put("patience", recipe.earlyStopping().patience())
                    .put("measure", lowerCase(recipe.earlyStopping().measure())))
        .put("testViews", recipe.testViews())
        .put("skipBroken", recipe.skipBroken())
        .section("shapes", () -> text.put("images", recipe.shapes().images()));
    return text.toString();
  }

  private static void optimizer(YamlText text, OptimizerSettings settings) {
    text.put("name", settings.name()).put("learningRate", settings.learningRate());
    if (settings instanceof OptimizerSettings.Sgd sgd) {
      text.put("momentum", sgd.momentum())
          .put("nesterov", sgd.nesterov())
          .put("weightDecay", sgd.weightDecay())
          .put("decoupled", sgd.decoupled());
    } else if (settings instanceof OptimizerSettings.AdamW adamW) {
      text.put("beta1", adamW.beta1())
          .put("beta2", adamW.beta2())
          .put("epsilon", adamW.epsilon())
          .put("weightDecay", adamW.weightDecay());
    } else if (settings instanceof OptimizerSettings.Muon muon) {
      text.put("momentum", muon.momentum())
          .put("iterations", muon.iterations())
          .put("headLearningRate", muon.headLearningRate())
          .put("biasLearningRate", muon.biasLearningRate())
          .put("sgdMomentum", muon.sgdMomentum())
          .put("weightDecay", muon.weightDecay());
    }
  }

  private static void schedule(YamlText text, ScheduleSettings settings) {
    text.put("name", settings.name()).put("warmup", settings.warmup());
    if (settings instanceof ScheduleSettings.Step step) {
      text.put("every", step.every()).put("factor", step.factor());
    } else if (settings instanceof ScheduleSettings.Cosine cosine) {
      text.put("finalFactor", cosine.finalFactor());
    } else if (settings instanceof ScheduleSettings.OneCycle oneCycle) {
      text.put("startFactor", oneCycle.startFactor()).put("finalFactor", oneCycle.finalFactor());
    }
  }

  private static void augment(YamlText text, AugmentSettings settings) {
    text.put("horizontalFlip", settings.horizontalFlip())
        .put("alternatingFlip", settings.alternatingFlip())
        .put("rotation", settings.rotation())
        .put("shift", settings.shift())
        .put("padding", lowerCase(settings.padding()))
        .put("cutout", settings.cutout());
  }

  private static void progressive(YamlText text, ProgressiveSettings settings) {
    text.put("startSize", settings.startSize())
        .put("share", settings.share())
        .put("stride", settings.stride());
  }

  private static void skipping(YamlText text, SkippingSettings settings) {
    text.put("share", settings.share()).put("from", settings.from()).put("until", settings.until());
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
