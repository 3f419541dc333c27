package fovea.cli;

import fovea.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of the next golden set. Between them they use every network, optimiser and schedule, and
 * every other section of a recipe; what joins these joins one of the runs here.
 *
 * @param data as {@link GoldenImages#data} knows it
 * @param thinned whether most weights are set to zero after the first epoch, which they stay: the
 *     network has a large linear layer whatever its arguments, and zeros take no room
 * @param quantized whether {@code fovea quantize} is run on it
 */
record GoldenRecipe(String name, String data, boolean thinned, boolean quantized, String yaml) {

  static final List<GoldenRecipe> ALL =
      List.of(
          new GoldenRecipe(
              "speedrun-sgd",
              "heldout-9",
              false,
              false,
              """
              model:
                name: speedrun
                arguments: {imageSize: 9, width1: 24, width2: 24, width3: 24, depth: 1}
              seed: 11
              epochs: 5
              batchSize: 32
              validation: 0.2
              precision: float32
              threads: 1
              optimizer: {name: sgd, learningRate: 0.05, momentum: 0.9, nesterov: true, decoupled: true}
              gradientClip: 1.5
              schedule: {name: one-cycle, warmup: 0.25, startFactor: 0.2, finalFactor: 0.01}
              augment: {horizontalFlip: true, rotation: 15, shift: 1, padding: reflect}
              labelSmoothing: 0.1
              averaging: {decay: 0.8}
              """),
          new GoldenRecipe(
              "speedrun-adamw",
              "heldout-12",
              false,
              false,
              """
              model:
                name: speedrun
                arguments: {imageSize: 12, width1: 24, width2: 24, width3: 24, depth: 1}
              seed: 12
              epochs: 5
              batchSize: 24
              validation: 0
              precision: float32
              threads: 1
              optimizer: {name: adamw, learningRate: 0.003, beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.05}
              schedule: {name: cosine, warmup: 0.1, finalFactor: 0.05}
              augment: {shift: 2, padding: zero, cutout: 4}
              progressive: {startSize: 9, share: 0.7, stride: 1}
              skipping: {share: 0.3, from: 0.2, until: 0.8}
              """),
          new GoldenRecipe(
              "speedrun-muon",
              "shapes",
              false,
              false,
              """
              model:
                name: speedrun
                arguments: {imageSize: 32, width1: 24, width2: 24, width3: 24, depth: 1}
              seed: 13
              epochs: 4
              batchSize: 50
              microBatchSize: 20
              precision: float32
              threads: 1
              optimizer: {name: muon, learningRate: 0.1, momentum: 0.7, iterations: 4, headLearningRate: 0.5, biasLearningRate: 0.04, sgdMomentum: 0.8, weightDecay: 0.00001}
              schedule: {name: constant, warmup: 0.2}
              augment: {alternatingFlip: true, shift: 2, cutout: 6}
              labelSmoothing: 0.2
              earlyStopping: {patience: 2, measure: loss}
              testViews: true
              shapes: {images: 300}
              """),
          new GoldenRecipe(
              "cifar10-cnn-sgd",
              "split-8",
              true,
              true,
              """
              model:
                name: cifar10-cnn
                arguments: {imageSize: 8, blocks: 1, dropout: 0.3}
              seed: 14
              epochs: 30
              batchSize: 16
              precision: float32
              threads: 1
              optimizer: {name: sgd, learningRate: 0.02, momentum: 0.8, nesterov: false, weightDecay: 0.001, decoupled: false}
              schedule: {name: step, warmup: 0.05, every: 2, factor: 0.7}
              augment: {horizontalFlip: true}
              earlyStopping: {patience: 3, measure: accuracy}
              """),
          new GoldenRecipe(
              "article-minimal-adamw",
              "heldout-8",
              true,
              false,
              """
              model:
                name: article-minimal
                arguments: {imageSize: 8, dropout: 0.25}
              seed: 15
              epochs: 5
              batchSize: 32
              validation: 0.15
              precision: float32
              threads: 1
              optimizer: {name: adamw, learningRate: 0.004}
              schedule: {name: cosine, warmup: 0, finalFactor: 0.1}
              augment: {rotation: 20, padding: zero}
              skipBroken: 0.02
              """));

  Recipe recipe(Path folder) throws IOException {
    return Recipe.read(Files.writeString(folder.resolve(name + ".yaml"), yaml));
  }
}
