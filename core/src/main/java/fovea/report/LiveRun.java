package fovea.report;

import fovea.image.Pixels;
import fovea.train.BatchFacts;
import fovea.train.EpochRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run under way, as far as it is known.
 *
 * @param folder of the run
 * @param model the network's name
 * @param ofEpochs that the recipe has
 * @param batch the last step; null before the first
 * @param images training images as the network saw them in the last epoch
 * @param mistakes validation images that it takes for something else, the surest first
 * @param ended whether no more is to come
 */
public record LiveRun(
    String folder,
    String model,
    String data,
    int ofEpochs,
    List<EpochRecord> epochs,
    @Nullable BatchFacts batch,
    List<Pixels> images,
    List<Mistaken> mistakes,
    boolean ended) {
  /** One of the mistakes. */
  public record Mistaken(Pixels image, String truth, String predicted, double probability) {}

  public LiveRun {
    epochs = List.copyOf(epochs);
    images = List.copyOf(images);
    mistakes = List.copyOf(mistakes);
  }
}
