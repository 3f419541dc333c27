package fovea.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Options of other programs for training, which are settings of a recipe here. */
final class RecipeWord {
  static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("epochs", "epochs"),
          Map.entry("batch-size", "batchSize"),
          Map.entry("batch", "batchSize"),
          Map.entry("lr", "optimizer.learningRate"),
          Map.entry("learning-rate", "optimizer.learningRate"),
          Map.entry("weight-decay", "optimizer.weightDecay"),
          Map.entry("momentum", "optimizer.momentum"),
          Map.entry("optimizer", "optimizer.name"),
          Map.entry("opt", "optimizer.name"),
          Map.entry("schedule", "schedule.name"),
          Map.entry("scheduler", "schedule.name"),
          Map.entry("sched", "schedule.name"),
          Map.entry("model", "model.name"),
          Map.entry("arch", "model.name"),
          Map.entry("image-size", "model.arguments.imageSize"),
          Map.entry("img-size", "model.arguments.imageSize"),
          Map.entry("dropout", "model.arguments.dropout"),
          Map.entry("label-smoothing", "objective.labelSmoothing"),
          Map.entry("smoothing", "objective.labelSmoothing"),
          Map.entry("precision", "precision"));

  private RecipeWord() {}

  /** How an unknown option is written, if the command takes settings and it is one. */
  static Optional<String> hint(String option, CommandSpec command) {
    String word = option.replaceFirst("^--?", "").replaceFirst("=.*", "");
    return command.findOption("--set") == null
        ? Optional.empty()
        : Optional.ofNullable(SETTINGS.get(word.replace('_', '-')))
            .map(" It is a setting of the recipe: `--set %s=...`."::formatted);
  }
}
