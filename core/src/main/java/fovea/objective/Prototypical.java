package fovea.objective;

import fovea.data.Batch;
import fovea.data.EpisodeShape;
import fovea.nn.Listening;
import fovea.nn.Module;
import fovea.settings.Declared;
import fovea.settings.Named;
import fovea.settings.Setting;
import fovea.tensor.Loss;
import fovea.tensor.Precision;
import fovea.tensor.Rng;
import fovea.tensor.Tensor;
import java.util.Optional;

/**
 * Features in which the images of a class lie near their mean, its prototype: a batch is one or
 * more episodes, in each of which other images of some classes are told by the prototypes' squared
 * distances. Classes that were never trained on are then told in the same way. What the network's
 * head learns beside is naming the training classes, from the features as they are.
 *
 * @see <a href="https://arxiv.org/abs/1703.05175">Snell et al. 2017, algorithm 1</a>
 */
@Named("prototypical")
public record Prototypical(
    @Setting(
            about =
                "classes of an episode; with more than it is tested with a network learns more"
                    + " ([Snell et al. 2017](https://arxiv.org/abs/1703.05175), section 2.7)",
            standard = "20",
            range = "[2, 1000]")
        int ways,
    @Setting(
            about = "images of each class that its prototype is the mean of",
            standard = "5",
            range = "[1, 1000]")
        int shots,
    @Setting(
            about = "other images of each class, which the prototypes have to tell",
            standard = "5",
            range = "[1, 1000]")
        int queries,
    @Setting(
            about = "what squared distances are multiplied by",
            standard = "1",
            range = "(0, 1000]")
        double scale,
    @Setting(
            about =
                "weight of the cross-entropy over all training classes in what the features learn;"
                    + " at 0 only the head learns it",
            standard = "0",
            range = "[0, 1000]")
        double classification)
    implements ObjectiveSettings {
  public Prototypical {
    Declared.check(Prototypical.class, ways, shots, queries, scale, classification);
  }

  @Override
  public Optional<EpisodeShape> episodes() {
    return Optional.of(new EpisodeShape(ways, shots, queries));
  }

  @Override
  public Outcome of(Module network, Batch batch, Rng rng) {
    HeadInput head = new HeadInput(network, batch.classes(), classification);
    Tensor logits;
    try (Listening listening = Listening.to(head)) {
      logits = network.call(batch.images());
    }
    Tensor naming = Loss.crossEntropy(logits, batch.target(), 0);
    // In bfloat16 differences of squares would be lost.
    try (Precision.Block exact = Precision.FLOAT32.on()) {
      return new Outcome(ofEpisodes(head.pooled(), batch).add(naming), logits);
    }
  }

  /** The mean loss of the episodes that a batch consists of. */
  private Tensor ofEpisodes(Tensor features, Batch batch) {
    EpisodeShape shape = new EpisodeShape(ways, shots, queries);
    requireWhole(batch, shape);
    int count = batch.size() / shape.size();
    Tensor sum = ofEpisode(features.narrow(0, 0, shape.size()));
    for (int i = 1; i < count; i++) {
      sum = sum.add(ofEpisode(features.narrow(0, (long) i * shape.size(), shape.size())));
    }
    return sum.div(count);
  }

  /**
   * @param features [ways * (shots + queries), D], class by class
   */
  private Tensor ofEpisode(Tensor features) {
    long size = features.shape().size(1);
    Tensor byClass = features.reshape(ways, shots + queries, size);
    Tensor prototypes = byClass.narrow(1, 0, shots).mean(1);
    Tensor asked = byClass.narrow(1, shots, queries).reshape((long) ways * queries, size);
    // The squared distance but for the length of what is asked, which is the same for all classes.
    Tensor near =
        asked.matmul(prototypes.transpose(0, 1)).mul(2).sub(prototypes.pow(2).sum(1).unsqueeze(0));
    long[] classes = new long[ways * queries];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = i / queries;
    }
    return Loss.crossEntropy(near.mul(scale), Tensor.ofLongs(classes, classes.length), 0);
  }

  private static void requireWhole(Batch batch, EpisodeShape shape) {
    if (batch.hasShares() || batch.size() % shape.size() != 0) {
      throw new IllegalArgumentException(
          "%d images%s are no episodes of %d"
              .formatted(batch.size(), batch.hasShares() ? " of mixed classes" : "", shape.size()));
    }
    long[] labels = batch.target().toLongs();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != labels[i - i % shape.perClass()]) {
        throw new IllegalArgumentException(
            "image %d is of another class than those before it, expected %d images a class"
                .formatted(i, shape.perClass()));
      }
    }
  }
}
