package fovea.cli;

import fovea.FoveaException;
import fovea.data.DataSet;
import fovea.data.ImageSet;
import fovea.data.Split;
import fovea.evaluate.Bootstrap;
import fovea.evaluate.Evaluation;
import fovea.evaluate.Outputs;
import fovea.evaluate.PairedTest;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Another model, judged on the very images that the first was.
 *
 * @param model its file
 * @param accuracy on them
 * @param test whether the difference is more than chance
 * @param notes what someone should know of it and these images, one sentence each
 */
record Rival(String model, double accuracy, PairedTest test, List<String> notes) {
  Rival {
    notes = List.copyOf(notes);
  }

  /**
   * Another model and the images, before either model has said anything of them.
   *
   * @param notes what someone should know of it and the images, one sentence each
   */
  record Opened(TrainedModel trained, Split theirs, List<String> notes) implements AutoCloseable {
    Opened {
      notes = List.copyOf(notes);
    }

    /**
     * Judges it.
     *
     * @param first what the first model said of the images
     */
    Rival judge(Outputs<Split> first, Bootstrap bootstrap) {
      Outputs<Split> second = Outputs.of(trained.model().network(), theirs, trained.execution());
      PairedTest test = PairedTest.of(first, second, bootstrap);
      return new Rival(trained.file().toString(), Evaluation.of(second).accuracy(), test, notes);
    }

    /**
     * Says what someone should know of it.
     *
     * @param said before, and not again
     * @return what it says
     */
    List<String> warn(Console console, List<String> said) {
      List<String> unsaid = notes.stream().filter(note -> !said.contains(note)).toList();
      unsaid.forEach(note -> console.warn("%s: %s".formatted(trained.file(), note)));
      return unsaid;
    }

    @Override
    public void close() {
      trained.close();
    }
  }

  /**
   * Opens another model.
   *
   * @param named how the user calls the data
   * @throws FoveaException if the images aren't as new to it as to the first
   */
  static Opened open(Path other, Judged judged, DataSet found, String named, SplitName split) {
    TrainedModel trained = TrainedModel.open(other);
    try {
      ImageSet images = judged.images().images();
      if (trained.model().input().size(1) != images.height()
          || trained.model().input().size(2) != images.width()) {
        throw new FoveaException(
            "%s: takes images of %d x %d, the other model %d x %d; only models that take the same images are compared image by image"
                .formatted(
                    trained.file(),
                    trained.model().input().size(2),
                    trained.model().input().size(1),
                    images.width(),
                    images.height()));
      }
      Theirs theirs = Theirs.of(trained, judged, found, named, split);
      if (!same(images, theirs.images)) {
        throw new FoveaException(
            "%s: other images of %s are new to it than to the first model, or it doesn't know all of their classes; name the model first that fewer images are new to"
                .formatted(trained.file(), named));
      }
      return new Opened(trained, split.of(theirs.images), theirs.notes);
    } catch (RuntimeException | Error e) {
      trained.close();
      throw e;
    }
  }

  /** Images that it never saw as far as anyone knows, and as it numbers their classes. */
  private record Theirs(ImageSet images, List<String> notes) {
    static Theirs of(
        TrainedModel trained, Judged judged, DataSet found, String named, SplitName split) {
      if (trained.wasTrainedOn(trained.asTrainedOn(found))) {
        Judged own = Judged.of(trained, found, named, split);
        return new Theirs(own.images().images(), own.notes());
      }
      return new Theirs(
          judged.images().images().withClasses(trained.model().classes()),
          List.of(Judged.perhapsTrainedOn(trained, named)));
    }
  }

  private static boolean same(ImageSet one, ImageSet other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = Arrays.equals(one.pixels(i), other.pixels(i));
    }
    return same;
  }
}
